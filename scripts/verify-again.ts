/**
 * Whether what is taken over after an edit is what linking everything gives: takes away, copies and moves top-level
 * statements of random files in memory, and compares the graph made of the last one with the graph linked from nothing.
 *
 *   npm run verify:again -- <directory> [seed] [edits] [--imports]
 *
 * Exit code 1 when a graph taken over is another one. `--imports` edits imports alone.
 */
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import ts from 'typescript';
import { readConfig } from '../src/config/index.js';
import { fileFacts } from '../src/extract/file-facts.js';
import { extract } from '../src/extract/index.js';
import { outlineOf } from '../src/extract/outline.js';
import { link } from '../src/link/index.js';
import { graphWithModulesAgain } from '../src/link/modules-again.js';
import { movedGraph } from '../src/link/moved-graph.js';
import type { FileFacts, SourceFile } from '../src/model/index.js';
import { scan } from '../src/scan/index.js';
import { randomOf } from './fuzz/random.js';

const MADE = [
  'export const crispness = 1;',
  "const CRISPNESS = 'high';",
  'export type Crispness = { readonly crumbs: number };',
  'export interface Crispness { crumbs(): void }',
  'enum Crispness { Low, High }',
  'export const crispness = () => 1;',
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { imports: { type: 'boolean', default: false } },
});
const [folder, seed = '1', count = '100'] = positionals;

if (folder === undefined) {
  console.error('usage: npm run verify:again -- <directory> [seed] [edits] [--imports]');
  process.exitCode = 2;
} else {
  process.exitCode = await verify(resolve(folder), Number(seed), Number(count));
}

async function verify(root: string, seed: number, count: number): Promise<number> {
  const { config } = readConfig(root);
  const project = await scan(root, { config });
  const facts = await extract(root, project);
  const last = await link(project, facts, config);
  const texts = new Map(facts.map((file) => [file.path, JSON.stringify(file).toLowerCase()]));
  const code = project.files.filter(({ kind, size }) => kind === 'code' && size < 200_000);
  const random = randomOf(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const tally = { edits: 0, moved: 0, modules: 0, again: 0, different: 0 };
  while (tally.edits < count) {
    const file = pick(code);
    const beside = code.filter(({ path }) => dirname(path) === dirname(file.path));
    const text = edited(root, file, pick(beside), pick);
    if (text === undefined) continue;
    tally.edits++;
    const before = facts.find(({ path }) => path === file.path) as FileFacts;
    const after = fileFacts(file, Buffer.from(text));
    const now = facts.map((one) => (one === before ? after : one));
    const asked = (name: string) =>
      [...texts].some(([path, all]) => path !== file.path && all.includes(name.toLowerCase()));
    const changed = [{ before, after }];
    const moved = movedGraph(last, changed, asked);
    const graph =
      moved ?? graphWithModulesAgain(project, last, { changed, isAsked: asked, outlines: () => now.map(outlineOf) });
    if (graph === undefined) {
      tally.again++;
      continue;
    }
    tally[moved === undefined ? 'modules' : 'moved']++;
    const anew = await link(project, now, config);
    if (textOf(anew) === textOf(graph)) continue;
    tally.different++;
    console.log(`different: ${file.path}\n${firstDifference(textOf(anew), textOf(graph))}`);
  }
  console.log(
    `${project.name}: ${tally.edits} edits, ${tally.moved} graphs moved, ${tally.modules} with modules linked again, ${tally.again} linked anew, ${tally.different} different`,
  );
  return tally.different === 0 ? 0 : 1;
}

/** The file with a statement less, or one more of the file beside it. */
function edited(
  root: string,
  file: SourceFile,
  beside: SourceFile,
  pick: <T>(items: readonly T[]) => T,
): string | undefined {
  const own = statementsOf(root, file);
  const others = statementsOf(root, beside).filter((one) => !own.includes(one));
  const gone = pick(own);
  const come = pick(others);
  const kind = pick(values.imports ? ['take', 'give'] : ['take', 'give', 'make']);
  if (kind === 'make') return textWith(root, file, pick(MADE), undefined);
  if (kind === 'give') return come === undefined ? undefined : textWith(root, file, come, undefined);
  return gone === undefined ? undefined : textWith(root, file, '', gone);
}

function textWith(root: string, file: SourceFile, come: string, gone: string | undefined): string {
  const text = readFileSync(join(root, file.path), 'utf8');
  if (gone !== undefined) return text.replace(gone, () => come);
  return /^\s*import\b/.test(come) ? `${come}\n${text}` : `${text}\n${come}\n`;
}

function statementsOf(root: string, file: SourceFile): string[] {
  const text = readFileSync(join(root, file.path), 'utf8');
  const tree = ts.createSourceFile(file.path, text, ts.ScriptTarget.Latest, true);
  return tree.statements
    .filter((one) => (values.imports ? ts.isImportDeclaration(one) : isOfInterest(one)))
    .map((one) => one.getText(tree));
}

/** What may leave the graph as it is. */
function isOfInterest(one: ts.Statement): boolean {
  return (
    ts.isImportDeclaration(one) ||
    ts.isInterfaceDeclaration(one) ||
    ts.isTypeAliasDeclaration(one) ||
    ts.isEnumDeclaration(one) ||
    ts.isVariableStatement(one) ||
    ts.isExportDeclaration(one)
  );
}

function textOf(graph: object): string {
  return JSON.stringify(graph, null, 1);
}

function firstDifference(a: string, b: string): string {
  const [one, other] = [a.split('\n'), b.split('\n')];
  const at = one.findIndex((line, i) => line !== other[i]);
  return `${one.slice(at - 6, at + 2).join('\n')}\n  instead\n${other.slice(at, at + 2).join('\n')}`;
}
