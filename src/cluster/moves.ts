/** What-if: puts nodes elsewhere on a finished map, all names kept, to see the figures before and after. */
import picomatch from 'picomatch';
import { labelOf, SHARED_KERNEL, UNASSIGNED } from '../model/index.js';
import type { Described } from './describe.js';
import { KERNEL, NOWHERE, type Placement } from './place.js';

export type Move = { readonly glob: string; readonly context: string };

/** The same placement when there is no move; a context that is not on the map yet is a new one. Later moves win. */
export function withMoves(placement: Placement, { contexts, contextOf }: Described, moves: readonly Move[]): Placement {
  if (moves.length === 0) return placement;
  const { evidence } = placement;
  const labels = [...placement.labels];
  const pins = new Map(placement.pins);
  const groupOf = new Map<string, number>([
    [SHARED_KERNEL, KERNEL],
    [UNASSIGNED, NOWHERE],
  ]);
  const fixed = new Map<number, { id: string; name: string }>();
  for (const [node, id] of evidence.ids.entries()) groupOf.set(contextOf.get(id)!, labels[node]!);
  for (const { id, name } of contexts) fixed.set(groupOf.get(id)!, { id, name });
  for (const move of moves) {
    if (!groupOf.has(move.context)) {
      groupOf.set(move.context, groupOf.size);
      fixed.set(groupOf.get(move.context)!, { id: move.context, name: move.context });
    }
    const matches = picomatch(move.glob, { dot: true });
    for (const [id] of contextOf) {
      if (!matches(labelOf(id))) continue;
      pins.set(id, move.context);
      const node = evidence.indexOf.get(id);
      if (node !== undefined) labels[node] = groupOf.get(move.context)!;
    }
  }
  return renumbered({ ...placement, labels, pins }, fixed);
}

/** Groups 0, 1, 2 … again, in case a move emptied one; every group keeps its name. */
function renumbered(placement: Placement, fixed: ReadonlyMap<number, { id: string; name: string }>): Placement {
  const numbers = new Map<number, number>();
  const declared = new Map<number, { id: string; name: string }>();
  const labels = placement.labels.map((label) => {
    if (label < 0) return label;
    const known = numbers.get(label) ?? numbers.size;
    numbers.set(label, known);
    declared.set(known, fixed.get(label)!);
    return known;
  });
  return { ...placement, labels, declared };
}
