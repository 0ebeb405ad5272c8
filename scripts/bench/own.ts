/** msa-map's own commands under measurement: cold, warm, and warm after an edit of one file, of several kinds. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { RULES } from '../../src/model/index.js';
import { foldersOf } from './folders.js';
import type { Command } from './measure.js';

const BIN = resolve(import.meta.dirname, '../../bin/msa-map.js');
const IMPORT_RULES = new Set([
  'cross-context-import',
  'cross-context-type-import',
  'cross-context-dynamic-import',
  'bypassed-entry',
  'context-cycle',
  'undeclared-relation',
]);

type Nodes = { readonly graph: { readonly nodes: readonly { kind: string; role?: string; path?: string }[] } };

/** Each folder with modules is a context; only rules about imports are on. Answers the config and one runtime module. */
function writeConfig(root: string, scratch: string): { config: string; changed: string; other: string; files: number } {
  const saved = join(scratch, 'analysis.json');
  const args = [BIN, 'analyze', root, '--no-cache', '--format', 'json', '-o', saved, '--quiet'];
  const run = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  const modules = (JSON.parse(readFileSync(saved, 'utf8')) as Nodes).graph.nodes.filter((n) => n.kind === 'module');
  const top = foldersOf(modules.map(({ path = '' }) => path));
  const contexts = Object.fromEntries(
    [...top].map(([folder, glob]) => [
      folder.replace(/[^\p{L}\p{N}_.-]/gu, '_').replace(/^\W+/, ''),
      { include: [glob] },
    ]),
  );
  const rules = Object.fromEntries(RULES.map((rule) => [rule, IMPORT_RULES.has(rule) ? 'error' : 'off']));
  const config = join(scratch, 'msa-map.config.json');
  writeFileSync(config, JSON.stringify({ contexts, rules }, null, 2));
  const runtime = modules.filter((one) => one.role === 'runtime' && one.path?.endsWith('.ts'));
  const [changed = '', other = ''] = [1, 2].map((third) => runtime[Math.floor((third * runtime.length) / 3)]?.path);
  return { config, changed: join(root, changed), other: join(root, other), files: modules.length };
}

/** What is written to a file that imports nothing from `other` yet: the `n`th time, so that each differs from the one before. */
const EDITS: Readonly<Record<string, (text: string, n: number, other: string) => string>> = {
  'a comment written': (text, n) => `${'// edited\n'.repeat(n)}${text}`,
  'a name exported': (text, n) => `${text}export const edited${n} = 1;\n`,
  'an import written': (text, n, other) => `${n % 2 === 0 ? '' : `import '${other}';\n`}${text}`,
};

export type Own = { readonly commands: readonly Command[]; readonly modules: number };

export function ownCommands(root: string, scratch: string, only: readonly string[]): Own {
  const { config, changed, other, files } = writeConfig(root, scratch);
  const cache = ['--cache-dir', join(scratch, 'cache')];
  const original = readFileSync(changed, 'utf8');
  const check = [BIN, 'check', root, '--config', config, '--format', 'json', '--timing'];
  const analyze = [BIN, 'analyze', root, '--format', 'json', '-o', join(scratch, 'out.json'), '--timing'];
  const restore = () => {
    if (readFileSync(changed, 'utf8') !== original) writeFileSync(changed, original);
  };
  const path = relative(dirname(changed), other).replace(/\.ts$/, '');
  const specifier = path.startsWith('.') ? path : `./${path}`;
  const passes = [0, 1];
  /** Each command counts for itself: it sees another text in every run. */
  const writing = (edit: (text: string, n: number, other: string) => string) => {
    let n = 0;
    return () => writeFileSync(changed, edit(original, ++n, specifier));
  };
  const edited = Object.entries(EDITS).flatMap(([kind, edit], i): Command[] => {
    // A cache of their own, so that the run before each is one of the same command and kind.
    const own = ['--cache-dir', join(scratch, `cache-edited-${i}`)];
    return [
      { name: `check, ${kind}`, args: [...check, ...own], cwd: root, passes, before: writing(edit) },
      { name: `analyze, ${kind}`, args: [...analyze, ...own], cwd: root, before: writing(edit) },
    ];
  });
  const all: Command[] = [
    { name: 'check, cold', args: [...check, '--no-cache'], cwd: root, passes },
    { name: 'analyze, cold', args: [...analyze, '--no-cache'], cwd: root },
    { name: 'check, warm', args: [...check, ...cache], cwd: root, passes, before: restore },
    { name: 'analyze, warm', args: [...analyze, ...cache], cwd: root, before: restore },
    ...edited,
  ];
  return { commands: all.filter(({ name }) => only.some((word) => name.startsWith(word))), modules: files };
}
