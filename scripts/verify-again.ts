/**
 * Whether what is taken over after an edit is what linking everything gives: edits random files in memory, and compares the
 * graph made of the last one with the graph linked from nothing.
 *
 *   npm run verify:again -- <directory> [seed] [edits] [--imports] [--inside] [--bodies]
 *
 * Exit code 1 when a graph taken over is another one. `--imports` edits imports alone, `--inside` what stands in functions;
 * `--bodies` counts of these only the edits after which functions were read again. Each edit goes on from the graph that was taken over.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readConfig } from '../src/config/index.js';
import { fileFacts } from '../src/extract/file-facts.js';
import { extract } from '../src/extract/index.js';
import { outlineOf } from '../src/extract/outline.js';
import { graphWithModulesAgain } from '../src/link/again/modules-again.js';
import { movedGraph } from '../src/link/again/moved-graph.js';
import { graphWithOwnBodies } from '../src/link/again/own-bodies.js';
import { link } from '../src/link/index.js';
import type { FileFacts, SystemGraph } from '../src/model/index.js';
import { scan } from '../src/scan/index.js';
import { randomOf } from './fuzz/random.js';
import { editOf } from './random-edits.js';
import { runVerification } from './verify-arguments.js';

await runVerification({
  name: 'verify:again',
  draws: 'edits',
  count: 100,
  flags: ['imports', 'inside', 'bodies'],
  verify,
});

async function verify(
  root: string,
  seed: number,
  count: number,
  flags: Readonly<Record<'imports' | 'inside' | 'bodies', boolean>>,
): Promise<number> {
  const { config } = readConfig(root);
  const project = await scan(root, { config });
  let facts = await extract(root, project);
  // Watching is noted on the facts themselves.
  const linked = (all: readonly FileFacts[]) => link(project, structuredClone(all), config, { isWatched: true });
  let last = await linked(facts);
  const known = new Map(facts.map((file) => [file.path, file]));
  const texts = new Map(facts.map((file) => [file.path, JSON.stringify(file).toLowerCase()]));
  const code = project.files.filter(({ kind, size }) => kind === 'code' && size < 200_000);
  const random = randomOf(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const kind = flags.imports ? 'imports' : flags.inside || flags.bodies ? 'inside' : 'outside';
  const written = new Map<string, string>();
  const codeOf = (path: string) => written.get(path) ?? readFileSync(join(root, path), 'utf8');
  const tally = { edits: 0, moved: 0, own: 0, modules: 0, bodies: 0, again: 0, different: 0 };
  while (tally.edits < count) {
    const file = pick(code);
    const beside = code.filter(({ path }) => dirname(path) === dirname(file.path));
    const text = editOf(kind, codeOf, file, pick(beside), pick);
    if (text === undefined) continue;
    tally.edits++;
    const before = known.get(file.path) as FileFacts;
    const after = fileFacts(file, Buffer.from(text));
    const now = facts.map((one) => (one === before ? after : one));
    const isAsked = (name: string) =>
      [...texts].some(([path, all]) => path !== file.path && all.includes(name.toLowerCase()));
    const changed = [{ before, after }];
    let isWhole = false;
    const outlines = () => {
      isWhole = true;
      return now.map(outlineOf);
    };
    const outline = (path: string) => {
      const one = known.get(path);
      return one && outlineOf(one);
    };
    const moved = movedGraph(last, changed, isAsked);
    if (flags.bodies && moved !== undefined) {
      tally.edits--;
      continue;
    }
    const linkedAgain =
      moved ?? graphWithModulesAgain(project, last, { changed, isAsked, outlines, outlineOf: outline });
    const graph =
      linkedAgain ?? (await graphWithOwnBodies(project, config, last, { before, after }, () => structuredClone(now)));
    if (graph === undefined) {
      if (flags.bodies) tally.edits--;
      tally.again++;
      continue;
    }
    tally[moved !== undefined ? 'moved' : linkedAgain === undefined ? 'bodies' : isWhole ? 'modules' : 'own']++;
    const whole = await linked(now);
    const [is, should] = [textOf(graph), textOf(whole)];
    const forgotten = is === should ? forgottenIn(graph, whole) : undefined;
    if (is === should && forgotten === undefined) {
      // The next edit goes on from here, as the next run does.
      [last, facts] = [graph, now];
      known.set(file.path, after);
      written.set(file.path, text);
      texts.set(file.path, JSON.stringify(after).toLowerCase());
      continue;
    }
    tally.different++;
    console.log(`different: ${file.path}\n${forgotten ?? firstDifference(should, is)}`);
  }
  const { edits, own, modules, bodies, again, different } = tally;
  console.log(
    `${project.name}: ${edits} edits, ${tally.moved} graphs moved, ${own} with imports of a file linked again, ${modules} with all modules, ${bodies} with functions read again, ${again} linked anew, ${different} different`,
  );
  return different === 0 ? 0 : 1;
}

function textOf(graph: SystemGraph): string {
  return JSON.stringify({ ...graph, readTexts: [], exposed: [] }, null, 1);
}

/** What linking everything reads, and the graph taken over does not know to be read: the next edit of it would be missed. */
function forgottenIn(graph: SystemGraph, whole: SystemGraph): string | undefined {
  const texts = new Map(whole.readTexts);
  for (const [path, marks] of graph.readTexts ?? []) {
    const read = texts.get(path) ?? 'r'.repeat(marks.length);
    if ([...read].some((mark, i) => mark === 'r' && marks[i] !== 'r')) return `texts of ${path}`;
  }
  const known = new Map(graph.exposed?.map((one) => [one[0], one]));
  for (const [path, parts, names] of whole.exposed ?? []) {
    const [, before = '', namesBefore = ''] = known.get(path) ?? [];
    const [bits, bitsBefore] = [names, namesBefore].map((list) => list.split(',').map((one) => digits(one)));
    const isMissed = (is: number, was: number): boolean => (is & ~was) !== 0;
    if ([...parts].some((digit, i) => isMissed(digits(digit), digits(before[i] ?? '')))) return `functions of ${path}`;
    if (bits?.some((one, i) => isMissed(one, bitsBefore?.[i] ?? 0))) return `names in ${path}`;
  }
  return undefined;
}

function digits(text: string): number {
  return Number.parseInt(text || '0', 36);
}

function firstDifference(a: string, b: string): string {
  const [one, other] = [a.split('\n'), b.split('\n')];
  const at = one.findIndex((line, i) => line !== other[i]);
  return `${one.slice(at - 6, at + 2).join('\n')}\n  instead\n${other.slice(at, at + 2).join('\n')}`;
}
