/**
 * npm run verify:sketches -- directory…
 *
 * Reads every code file twice, by its tokens and by its syntax tree, and compares what the first promises: imports,
 * exports, lines, declared names, and that nothing is told where the tokens tell nothing (syntax errors, events).
 * Then checks the imports between its folders twice, parsing what reaches across and parsing everything, and compares the
 * findings to the byte. Prints a line per directory and the first differences; ends with 1 when there are any.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { check, crossingsOf } from '../src/check/index.js';
import { graphToCheck } from '../src/check-graph.js';
import { fileFacts } from '../src/extract/file-facts.js';
import { decodeSource } from '../src/extract/read-source.js';
import { sketchOf } from '../src/extract/sketch/index.js';
import { createInterner } from '../src/extract/sketch/intern.js';
import { type Config, EMPTY_CONFIG, RULES, type SourceFile } from '../src/model/index.js';
import { scan } from '../src/scan/index.js';
import { foldersOf } from './bench/folders.js';
import { falseUse, promised } from './sketch-promise.js';

const SHOWN = 8;

const intern = createInterner();
let isSame = true;
for (const directory of process.argv.slice(2)) {
  const root = resolve(directory);
  const { files } = await scan(root, { config: EMPTY_CONFIG });
  const code = files.filter(({ kind, path }) => (kind === 'code' || kind === 'declaration') && !path.startsWith('../'));
  const found = code.map((file) => compare(root, file));
  const sketched = found.filter(({ kind }) => kind !== 'parsed');
  const wrong = found.filter(({ kind }) => kind === 'different');
  const unseen = found.filter(({ kind }) => kind === 'error unseen');
  const bytes = (list: typeof found) => list.reduce((sum, { size }) => sum + size, 0);
  const share = ((bytes(sketched) / Math.max(1, bytes(found))) * 100).toFixed(1);
  const times = `tokens ${sum(found, 'tokens')} ms, trees ${sum(found, 'trees')} ms`;
  console.log(
    `${directory}: ${code.length} files, ${sketched.length} by tokens (${share} % of the bytes), ${wrong.length} different, ` +
      `${unseen.length} of ${found.filter(({ hasError }) => hasError).length} with a syntax error unseen; ${times}`,
  );
  for (const { path, what } of [...wrong, ...unseen].slice(0, SHOWN)) console.log(`  ${path}: ${what}`);
  if (wrong.length > 0) isSame = false;
  const difference = await compareFindings(root, code);
  console.log(`  findings between folders: ${difference.slice(0, 1500)}`);
  if (!difference.startsWith('the same')) isSame = false;
}
process.exitCode = isSame ? 0 : 1;

/** Each folder is a context, every rule about imports is on. */
async function compareFindings(root: string, code: readonly SourceFile[]): Promise<string> {
  const folders = foldersOf(
    code.map(({ path }) => path),
    5,
  );
  const contexts = [...folders].map(([id, glob]) => ({
    ...{ id, name: id, include: [glob], exclude: [], public: [], tables: [], strict: false },
  }));
  const rules = RULES.map((rule) => ({ rule, severity: 'error' as const, allow: [] }));
  const config: Config = { ...EMPTY_CONFIG, contexts, rules };
  const options = { config, isModulesOnly: true, extract: { jobs: 1 } };
  const findings = async (given: Parameters<typeof graphToCheck>[1]) =>
    check(await graphToCheck(root, given), config, [], { kind: 'all' });
  const own = await findings({ ...options, crosses: crossingsOf(config) });
  const full = await findings(options);
  if (JSON.stringify(own) === JSON.stringify(full)) {
    return `the same (${own.violations.length} between ${contexts.length} contexts, ${own.diagnostics.length} diagnostics)`;
  }
  const part = (Object.keys(own) as (keyof typeof own)[]).find(
    (k) => JSON.stringify(own[k]) !== JSON.stringify(full[k]),
  );
  if (part !== 'violations') return `different: ${part}`;
  const at = own.violations.findIndex((item, i) => JSON.stringify(item) !== JSON.stringify(full.violations[i]));
  return `different:\n${JSON.stringify(own.violations[at])}\n${JSON.stringify(full.violations[at])}`;
}

function sum(list: readonly { tokens: number; trees: number }[], key: 'tokens' | 'trees'): string {
  return list.reduce((total, item) => total + item[key], 0).toFixed(0);
}

function compare(root: string, file: SourceFile) {
  const bytes = readFileSync(join(root, file.path));
  const { text, problem } = decodeSource(bytes);
  const begun = performance.now();
  const sketch = problem === undefined ? sketchOf(file, text, intern) : undefined;
  const between = performance.now();
  const facts = fileFacts(file, bytes);
  const given = { path: file.path, size: file.size, tokens: between - begun, trees: performance.now() - between };
  const hasError = facts.diagnostics.length > 0;
  if (sketch === undefined) return { ...given, hasError, kind: 'parsed' as const, what: '' };
  const [own, full] = [promised(sketch), promised(facts)];
  // Events of other files than those of the running system are not asked for.
  const isEventful = file.role === 'runtime' && !facts.isGenerated;
  const what = Object.keys(own).find((key) => own[key] !== full[key] && (isEventful || key !== 'events'));
  const use = falseUse(sketch, facts);
  if (what === undefined && use !== undefined) return { ...given, hasError, kind: 'different' as const, what: use };
  if (what === undefined) return { ...given, hasError, kind: 'same' as const, what: '' };
  const kind = what === 'diagnostics' ? ('error unseen' as const) : ('different' as const);
  return { ...given, hasError, kind, what: `${what}\n    ${own[what]}\n    ${full[what]}`.slice(0, 1500) };
}
