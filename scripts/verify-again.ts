/**
 * Whether what is taken over after an edit is what linking everything gives: edits random files in memory, and compares the
 * graph made of the last one with the graph linked from nothing.
 *
 *   npm run verify:again -- <directory> [seed] [edits] [--imports] [--inside]
 *
 * Exit code 1 when a graph taken over is another one. `--imports` edits imports alone, `--inside` what stands in functions.
 */
import { dirname } from 'node:path';
import { readConfig } from '../src/config/index.js';
import { fileFacts } from '../src/extract/file-facts.js';
import { extract } from '../src/extract/index.js';
import { outlineOf } from '../src/extract/outline.js';
import { link } from '../src/link/index.js';
import { graphWithModulesAgain } from '../src/link/modules-again.js';
import { movedGraph } from '../src/link/moved-graph.js';
import type { FileFacts, SystemGraph } from '../src/model/index.js';
import { scan } from '../src/scan/index.js';
import { randomOf } from './fuzz/random.js';
import { editOf } from './random-edits.js';
import { runVerification } from './verify-arguments.js';

await runVerification({ name: 'verify:again', draws: 'edits', count: 100, flags: ['imports', 'inside'], verify });

async function verify(
  root: string,
  seed: number,
  count: number,
  flags: Readonly<Record<'imports' | 'inside', boolean>>,
): Promise<number> {
  const { config } = readConfig(root);
  const project = await scan(root, { config });
  const facts = await extract(root, project);
  // Watching is noted on the facts themselves.
  const linked = (all: readonly FileFacts[]) => link(project, structuredClone(all), config, { isWatched: true });
  const last = await linked(facts);
  const known = new Map(facts.map((file) => [file.path, file]));
  const texts = new Map(facts.map((file) => [file.path, JSON.stringify(file).toLowerCase()]));
  const code = project.files.filter(({ kind, size }) => kind === 'code' && size < 200_000);
  const random = randomOf(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const kind = flags.imports ? 'imports' : flags.inside ? 'inside' : 'outside';
  const tally = { edits: 0, moved: 0, own: 0, modules: 0, again: 0, different: 0 };
  while (tally.edits < count) {
    const file = pick(code);
    const beside = code.filter(({ path }) => dirname(path) === dirname(file.path));
    const text = editOf(kind, root, file, pick(beside), pick);
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
    const graph = moved ?? graphWithModulesAgain(project, last, { changed, isAsked, outlines, outlineOf: outline });
    if (graph === undefined) {
      tally.again++;
      continue;
    }
    tally[moved !== undefined ? 'moved' : isWhole ? 'modules' : 'own']++;
    const [is, should] = [textOf(graph, graph), textOf(await linked(now), graph)];
    if (is === should) continue;
    tally.different++;
    console.log(`different: ${file.path}\n${firstDifference(should, is)}`);
  }
  const { edits, own, modules, again, different } = tally;
  console.log(
    `${project.name}: ${edits} edits, ${tally.moved} graphs moved, ${own} with imports of a file linked again, ${modules} with all modules, ${again} linked anew, ${different} different`,
  );
  return different === 0 ? 0 : 1;
}

/** Of texts that were read only what the graph taken over still knows of them, too. */
function textOf(graph: SystemGraph, { readTexts = [] }: SystemGraph): string {
  const known = new Set(readTexts.map(([path]) => path));
  return JSON.stringify({ ...graph, readTexts: graph.readTexts?.filter(([path]) => known.has(path)) }, null, 1);
}

function firstDifference(a: string, b: string): string {
  const [one, other] = [a.split('\n'), b.split('\n')];
  const at = one.findIndex((line, i) => line !== other[i]);
  return `${one.slice(at - 6, at + 2).join('\n')}\n  instead\n${other.slice(at, at + 2).join('\n')}`;
}
