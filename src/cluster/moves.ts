/** What-if: puts nodes elsewhere on a finished map, all names kept, to see the figures before and after. */
import { compareText, compileGlob, didYouMean, labelOf, SHARED_KERNEL, UNASSIGNED, UserError } from '../model/index.js';
import { KERNEL, NOWHERE } from './communities/communities.js';
import type { Described } from './naming/describe.js';
import type { Placement } from './placing/place.js';

export type Move = { readonly glob: string; readonly context: string };

/** What a move asked for, with the number of nodes it took. */
export type Moved = Move & { readonly nodes: number };

/**
 * Later moves win. Throws UserError MSA016 for a context that is not on the map and MSA017 for a glob that matches
 * nothing: a what-if that moves nothing must not look like one that changes nothing.
 */
export function withMoves(
  placement: Placement,
  { contexts, contextOf }: Described,
  moves: readonly Move[],
): { readonly placement: Placement; readonly moved: readonly Moved[] } {
  const { evidence } = placement;
  const labels = [...placement.labels];
  const pins = new Map(placement.pins);
  const groupOf = new Map<string, number>();
  const fixed = new Map<number, { id: string; name: string }>();
  for (const [node, id] of evidence.ids.entries()) groupOf.set(contextOf.get(id)!, labels[node]!);
  for (const { id, name } of contexts) fixed.set(groupOf.get(id)!, { id, name });
  groupOf.set(SHARED_KERNEL, KERNEL).set(UNASSIGNED, NOWHERE);
  const moved = moves.map((move) => {
    const group = groupOf.get(move.context);
    if (group === undefined) throw unknownContext(move, [...groupOf.keys()]);
    const matches = compileGlob(move.glob);
    const nodes = [...contextOf.keys()].filter((id) => matches(labelOf(id)));
    if (nodes.length === 0) throw emptyGlob(move);
    for (const id of nodes) {
      pins.set(id, move.context);
      const node = evidence.indexOf.get(id);
      if (node !== undefined) labels[node] = group;
    }
    return { ...move, nodes: nodes.length };
  });
  return { placement: renumbered({ ...placement, labels, pins }, fixed), moved };
}

function unknownContext(move: Move, known: readonly string[]): UserError {
  const names = [...known].sort(compareText);
  return new UserError(
    'MSA016',
    `--move "${move.glob}=${move.context}": there is no context "${move.context}" on the map`,
    `${didYouMean(move.context, names)} Contexts: ${names.join(', ')}.`.trim(),
  );
}

function emptyGlob(move: Move): UserError {
  return new UserError(
    'MSA017',
    `--move "${move.glob}=${move.context}": the glob matches no module and no table`,
    'Globs are matched against paths from the analysed folder and against table names; see them with: msa-map analyze --format json',
  );
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
