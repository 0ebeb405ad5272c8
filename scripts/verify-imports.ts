/**
 * Compares our import links with TypeScript's own answer, statement by statement: a Program over the same files, without
 * node_modules, and for every imported or re-exported name the file of the declaration that `getAliasedSymbol` leads to.
 * Run: npm run verify:imports -- <dir> [--all]
 *
 * Where TypeScript cannot resolve a specifier (a workspace package without its build, an alias that only a bundler
 * knows), it is told our file, so that the way from there to the declaration can still be compared; such statements are
 * counted. precision = same / our links that TypeScript has an answer for; recall = same / TypeScript's answers.
 */
import { resolve } from 'node:path';
import { extract } from '../src/extract/index.js';
import { type Link, linkModules } from '../src/link/modules/index.js';
import { EMPTY_CONFIG } from '../src/model/index.js';
import { scan } from '../src/scan/index.js';
import { type Answer, askTypeScript } from './typescript-answers.js';

const TARGET = 0.999;
const SHOWN = 8;

const args = process.argv.slice(2);
const folder = args.find((arg) => !arg.startsWith('--'));
if (folder === undefined) {
  console.error('usage: npm run verify:imports -- <dir> [--all]');
  process.exitCode = 2;
} else {
  process.exitCode = await verify(resolve(folder), args.includes('--all'));
}

async function verify(root: string, isComplete: boolean): Promise<number> {
  const project = await scan(root, { config: EMPTY_CONFIG });
  const facts = await extract(root, project);
  const { links, symbols } = linkModules(project, facts);
  const answers = askTypeScript(root, project, (path, specifier) => symbols.resolveFile(path, specifier));

  const ours = byPlace(links);
  const causes = new Map<string, string[]>();
  const note = (cause: string, text: string): void => {
    causes.set(cause, [...(causes.get(cause) ?? []), text]);
  };
  const counts = { same: 0, ours: 0, theirs: 0 };
  for (const answer of answers.list) {
    const found = ours.get(placeKey(answer.from, answer.line, answer.imported)) ?? [];
    compare(answer, found, counts, note);
  }
  const precision = counts.ours === 0 ? 1 : counts.same / counts.ours;
  const recall = counts.theirs === 0 ? 1 : counts.same / counts.theirs;
  console.log(`files ${project.files.length}, names compared ${answers.list.length}, same ${counts.same}`);
  console.log(`told our file for ${answers.told} specifiers that TypeScript alone does not resolve`);
  console.log(`precision ${precision.toFixed(5)} (${counts.same}/${counts.ours})`);
  console.log(`recall    ${recall.toFixed(5)} (${counts.same}/${counts.theirs})`);
  for (const [cause, examples] of [...causes].sort((a, b) => b[1].length - a[1].length)) {
    console.log(`\n${examples.length} × ${cause}`);
    for (const example of isComplete ? examples : examples.slice(0, SHOWN)) console.log(`  ${example}`);
  }
  return precision >= TARGET && recall >= TARGET ? 0 : 1;
}

function placeKey(from: string, line: number, imported: string): string {
  return `${from}\0${line}\0${imported}`;
}

function byPlace(links: readonly Link[]): Map<string, Link[]> {
  const places = new Map<string, Link[]>();
  for (const link of links) {
    const key = placeKey(link.from, link.line, link.imported);
    const known = places.get(key);
    if (known === undefined) places.set(key, [link]);
    else known.push(link);
  }
  return places;
}

type Counts = { same: number; ours: number; theirs: number };

function compare(
  answer: Answer,
  found: readonly Link[],
  counts: Counts,
  note: (cause: string, text: string) => void,
): void {
  const place = `${answer.from}:${answer.line} ${answer.imported} from '${answer.specifier}'`;
  const ours = found.map(({ to }) => to);
  if (answer.kind === 'none') {
    // Nothing to compare with; listed when we claim to know, because then one of the two is wrong.
    if (found.length > 0 && found.every(({ isFallback }) => isFallback)) return;
    if (ours.length > 0 && answer.cause === 'no such export') {
      counts.ours++;
      note('we lead to a file, TypeScript finds no such export there', `${place} → ${ours.join(', ')}`);
    }
    return;
  }
  counts.theirs++;
  if (ours.length === 0) {
    note('TypeScript leads to a file, we have no link', `${place} → ${answer.files.join(', ')}`);
    return;
  }
  counts.ours++;
  if (ours.some((to) => answer.files.includes(to))) counts.same++;
  else note('another file', `${place}: we ${ours.join(', ')}, TypeScript ${answer.files.join(', ')}`);
}
