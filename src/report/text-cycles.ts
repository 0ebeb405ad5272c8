/** The cycles part of the terminal report: what reaches what, the short cycles to look at, and what to cut, with places. */

import {
  type Analysis,
  type ContextCycle,
  type CycleStep,
  type EdgesBetween,
  heaviestEdge,
  labelOf,
  type Palette,
  printable,
  runtimeEdgesBetween,
} from '../model/index.js';
import { cutRelations, placeOf, ringText } from './cycle-cuts.js';
import { outlook, stepsOf } from './cycle-steps.js';
import type { Say } from './messages.js';

const SHOWN = { cycles: 4, contexts: 12, loops: 5, pairs: 5, steps: 8, relations: 3 };

export function cycleLines(analysis: Analysis, say: Say, palette: Palette): string[] {
  const cuts = analysis.contextMap.cycleCuts;
  if (cuts.length === 0) return [];
  const edgesOf = runtimeEdgesBetween(analysis);
  const more = cuts.length > SHOWN.cycles ? [`  ${say('more', { count: cuts.length - SHOWN.cycles })}`] : [];
  return [
    palette.bold(`${say('cycles')} (${cuts.length})`),
    ...cuts.slice(0, SHOWN.cycles).flatMap((cycle) => oneCycle(cycle, edgesOf, say, palette)),
    ...more,
  ];
}

function oneCycle(cycle: ContextCycle, edgesOf: EdgesBetween, say: Say, palette: Palette): string[] {
  const { contexts, cut, loops = [], loopCount = loops.length } = cycle;
  const names = contexts.length === 2 ? contexts.join(' ⇄ ') : shortened(contexts, SHOWN.contexts, say);
  const head = contexts.length === 2 ? names : say('allReach', { count: contexts.length, names });
  const shortest = loops.slice(0, SHOWN.loops).map((loop) => {
    return `    ${printable(ringText(loop))}  ${palette.dim(loop.edges.join(' / '))}`;
  });
  const pairs = cutRelations(cut);
  const steps = stepsOf(cycle, pairs.length);
  return [
    `  ${palette.red(printable(head))}`,
    ...(contexts.length > 2 && loops.length > 0
      ? [`  ${say('loopsHead', { count: loopCount })}`, ...shortest, ...rest(loopCount, SHOWN.loops, say)]
      : []),
    ...(steps.length > 0
      ? stepLines(cycle, steps, edgesOf, say, palette)
      : [`  ${say('cutAll', { count: cut.length, pairs: pairs.length })}`, ...cutLines(pairs, say, palette)]),
  ];
}

function cutLines(pairs: ReturnType<typeof cutRelations>, say: Say, palette: Palette): string[] {
  const toCut = pairs.slice(0, SHOWN.pairs).map(({ from, to, edges }) => {
    const count = edges.length;
    return `    ${palette.yellow(printable(say('cutPair', { from, to, count, where: `${placeOf(edges[0]!)} → ${labelOf(edges[0]!.to)}` })))}`;
  });
  return [...toCut, ...rest(pairs.length, SHOWN.pairs, say)];
}

function stepLines(
  cycle: ContextCycle,
  steps: readonly CycleStep[],
  edgesOf: EdgesBetween,
  say: Say,
  palette: Palette,
): string[] {
  const { half, free, all, firmest } = outlook(cycle);
  return [
    `  ${say('stepsHead')}`,
    ...steps.slice(0, SHOWN.steps).map((step) => stepLine(step, edgesOf, say, palette)),
    `  ${say('stepsOutlook', { free, count: cycle.contexts.length, half, all })}`,
    ...(firmest.length === 0 ? [] : [`  ${say('firmest', { names: shortened(firmest, SHOWN.contexts, say) })}`]),
    palette.dim(`  ${say('stepsElsewhere', { count: cycle.cut.length })}`),
  ];
}

function stepLine(
  { frees, apart, cut, places, left }: CycleStep,
  edgesOf: EdgesBetween,
  say: Say,
  palette: Palette,
): string {
  const what =
    frees.length > 0 ? say('stepFrees', { names: frees.join(', ') }) : say('stepParts', { names: apart.join(', ') });
  const relations = cut.slice(0, SHOWN.relations).map(({ from, to, places: count }) => {
    const edge = heaviestEdge(edgesOf(from, to));
    const place = edge?.evidence[0];
    return `${from} → ${to} (${place === undefined ? count : `${count}: ${place.path}:${place.line}`})`;
  });
  const hidden = cut.length - relations.length;
  const all = [...relations, ...(hidden > 0 ? [say('more', { count: hidden })] : [])].join(', ');
  return `    ${palette.yellow(printable(what))}  ${printable(say(left.length === 0 ? 'stepLast' : 'stepCost', { places, left: left[0] ?? 0 }))}  ${palette.dim(printable(all))}`;
}

function shortened(names: readonly string[], most: number, say: Say): string {
  // One more name is shorter than saying that there is one.
  if (names.length <= most + 1) return names.join(', ');
  return `${names.slice(0, most).join(', ')}, ${say('more', { count: names.length - most })}`;
}

function rest(all: number, shown: number, say: Say): string[] {
  return all > shown ? [`    ${say('more', { count: all - shown })}`] : [];
}
