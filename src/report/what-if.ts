/** The what-if part of the readable reports: what --move moved, and the figures of the map without and with it. */

import { type Analysis, type MapFigures, type Palette, printable } from '../model/index.js';
import { type Column, table } from './columns.js';
import type { Say } from './messages.js';

type WhatIf = NonNullable<Analysis['contextMap']['whatIf']>;

export function whatIfLines({ contextMap: { whatIf } }: Analysis, say: Say, palette: Palette): string[] {
  if (whatIf === undefined) return [];
  const moves = whatIf.moves.map((move) => `  ${printable(say('whatIfMove', move))}`);
  const columns: Column[] = [
    { title: '', align: 'left' },
    { title: say('before'), align: 'right' },
    { title: say('after'), align: 'right' },
  ];
  const { header, lines } = table(columns, figureRows(whatIf, say));
  return [palette.bold(say('whatIf')), ...moves, palette.dim(`  ${header}`), ...lines.map((line) => `  ${line}`)];
}

/** `[figure, before, after]`, as every readable report shows them. */
export function figureRows({ before, after }: WhatIf, say: Say): [string, string, string][] {
  const then = figuresOf(after, say);
  return figuresOf(before, say).map(([title, value], i) => [title, value, then[i]![1]]);
}

function figuresOf({ contexts, inCycles, cutEdges, crossing, metrics }: MapFigures, say: Say): [string, string][] {
  return [
    [say('contexts'), String(contexts)],
    [say('crossing'), `${(100 * crossing).toFixed(1)} %`],
    [say('inCycles'), String(inCycles)],
    [say('cutEdges'), String(cutEdges)],
    ['modularity', metrics.modularity.toFixed(3)],
    ['SM', metrics.sm.toFixed(3)],
    ['ICP', metrics.icp.toFixed(3)],
    ['IFN', metrics.ifn.toFixed(2)],
    ['NED', metrics.ned.toFixed(3)],
    ['TurboMQ', metrics.turboMQ.toFixed(3)],
    ['table entropy', metrics.tableEntropy.toFixed(3)],
  ];
}
