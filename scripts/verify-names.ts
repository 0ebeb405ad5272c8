/**
 * npm run verify:names -- directory…
 *
 * Reads every code file twice, by its names and by its syntax tree, and compares what the first promises: lines, imports
 * with their uses, exports, words, and that there is nothing wrong with it. Prints a line per directory and the first
 * differences; ends with 1 when there are any.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readCode } from '../src/extract/code/index.js';
import { namesOf } from '../src/extract/names/index.js';
import { decodeSource } from '../src/extract/read-source.js';
import { topWords } from '../src/extract/words.js';
import { EMPTY_CONFIG } from '../src/model/index.js';
import { scan } from '../src/scan/index.js';

const SHOWN = Number(process.env.SHOWN ?? 8);

for (const directory of process.argv.slice(2)) {
  const root = resolve(directory);
  const { files } = await scan(root, { config: EMPTY_CONFIG });
  const code = files.filter(({ kind }) => kind === 'code' || kind === 'declaration');
  const wrong: string[] = [];
  const unseen: string[] = [];
  const parsed: string[] = [];
  let [bytes, read, byNames, byTree] = [0, 0, 0, 0];
  for (const { path } of code) {
    const { text, problem } = decodeSource(readFileSync(join(root, path)));
    if (problem !== undefined) continue;
    const start = performance.now();
    const names = namesOf(path, text);
    const middle = performance.now();
    const tree = readCode(path, text);
    byTree += performance.now() - middle;
    byNames += middle - start;
    bytes += text.length;
    if (names === undefined) {
      parsed.push(path);
      continue;
    }
    read += text.length;
    const said = (facts: Pick<typeof tree, 'lines' | 'imports' | 'exports' | 'words'>) =>
      JSON.stringify([facts.lines, facts.imports, facts.exports, topWords(facts.words)]);
    if (tree.diagnostics.length > 0) unseen.push(`${path}: ${tree.diagnostics[0]?.message}`);
    else if (said(names) !== said(tree)) wrong.push(`${path}: ${difference(said(names), said(tree))}`);
  }
  console.log(
    `${directory}: ${code.length} files, ${code.length - parsed.length} by names (${((read / bytes) * 100).toFixed(1)} % of the bytes), ` +
      `${wrong.length} different, ${unseen.length} errors unseen; names ${byNames.toFixed(0)} ms, trees ${byTree.toFixed(0)} ms`,
  );
  for (const item of [...wrong, ...unseen].slice(0, SHOWN)) console.log(`  ${item}`);
  if (process.env.LEFT !== undefined) for (const path of parsed) console.log(`  left ${path}`);
  if (wrong.length > 0) process.exitCode = 1;
}

/** Where two texts begin to differ. */
function difference(a: string, b: string): string {
  let at = 0;
  while (a[at] === b[at]) at++;
  const from = Math.max(0, at - 60);
  return `${a.slice(from, at + 60)} <> ${b.slice(from, at + 60)}`;
}
