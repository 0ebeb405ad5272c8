/** The cycles part of the terminal report: what reaches what, the short cycles to look at, and what to cut, with places. */

import { type Analysis, type ContextCycle, labelOf, type Palette, printable } from '../model/index.js';
import { cutRelations, placeOf, ringText } from './cycle-cuts.js';
import type { Say } from './messages.js';

const SHOWN = { cycles: 4, loops: 5, pairs: 5 };

export function cycleLines({ contextMap }: Analysis, say: Say, palette: Palette): string[] {
  const cuts = contextMap.cycleCuts;
  if (cuts.length === 0) return [];
  const more = cuts.length > SHOWN.cycles ? [`  ${say('more', { count: cuts.length - SHOWN.cycles })}`] : [];
  return [
    palette.bold(`${say('cycles')} (${cuts.length})`),
    ...cuts.slice(0, SHOWN.cycles).flatMap((cycle) => oneCycle(cycle, say, palette)),
    ...more,
  ];
}

function oneCycle({ contexts, cut, loops = [] }: ContextCycle, say: Say, palette: Palette): string[] {
  const names = printable(contexts.join(contexts.length === 2 ? ' ⇄ ' : ', '));
  const head =
    contexts.length === 2 ? palette.red(names) : palette.red(say('allReach', { count: contexts.length, names }));
  const shortest = loops.slice(0, SHOWN.loops).map((loop) => {
    return `    ${printable(ringText(loop))}  ${palette.dim(loop.edges.join(' / '))}`;
  });
  const pairs = cutRelations(cut);
  const toCut = pairs.slice(0, SHOWN.pairs).map(({ from, to, edges }) => {
    const count = edges.length;
    return `    ${palette.yellow(printable(say('cutPair', { from, to, count, where: `${placeOf(edges[0]!)} → ${labelOf(edges[0]!.to)}` })))}`;
  });
  const rest = (all: number, shown: number) => (all > shown ? [`    ${say('more', { count: all - shown })}`] : []);
  return [
    `  ${head}`,
    ...(contexts.length > 2 && loops.length > 0
      ? [`  ${say('loopsHead', { count: loops.length })}`, ...shortest, ...rest(loops.length, SHOWN.loops)]
      : []),
    `  ${say('cutAll', { count: cut.length, pairs: pairs.length })}`,
    ...toCut,
    ...rest(pairs.length, SHOWN.pairs),
  ];
}
