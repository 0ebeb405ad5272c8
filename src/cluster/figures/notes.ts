/** What a reader of the map should know: declared modules that fit elsewhere better, contexts below the resolution limit. */
import { compareText, labelOf, sortedBy } from '../../model/index.js';
import { pullOf, strongest } from '../communities/grouping.js';
import { adjacencyOf } from '../graph/partition.js';
import type { Placement } from '../placing/place.js';

const MOST_LISTED = 20;
/** A declared node is reported when another context pulls at least this many times as much as its own. */
const CLEARLY_MORE = 1.5;

export function notesOf(placement: Placement, contextOf: ReadonlyMap<string, string>): string[] {
  return [
    ...wiring(placement),
    ...checking(placement),
    ...wholeSchemas(placement),
    ...sharedFrontEnd(placement),
    ...examplesLeftOut(placement),
    ...misfits(placement, contextOf),
    ...belowResolutionLimit(placement, contextOf),
  ];
}

function wiring({ roots }: Placement): string[] {
  if (roots.size === 0) return [];
  return [
    `In no context, since they only wire contexts together (composition roots, in the shared kernel): ${listed(roots)}`,
  ];
}

function checking({ checks }: Placement): string[] {
  if (checks.size === 0) return [];
  return [
    `In no context, since nearly all of them ask who is calling and whether they may (access checks, in the shared kernel; each service checks a token by itself or behind one gateway): ${listed(checks)}`,
  ];
}

function wholeSchemas({ schemas }: Placement): string[] {
  if (schemas.size === 0) return [];
  return [
    `In no context, since they declare the tables of many (in the shared kernel; to be split with the tables): ${listed(schemas)}`,
  ];
}

function listed(ids: ReadonlySet<string>): string {
  const paths = [...ids].map(labelOf).sort(compareText);
  return `${paths.slice(0, MOST_LISTED).join(', ')}${paths.length > MOST_LISTED ? ', …' : ''}`;
}

function sharedFrontEnd({ sharedFront }: Placement): string[] {
  if (sharedFront.size === 0) return [];
  return [
    `${sharedFront.size} ${sharedFront.size === 1 ? 'module' : 'modules'} of the front end follow no one context and are in the shared kernel; the others of the front end are with the context they talk to.`,
  ];
}

function examplesLeftOut({ examples }: Placement): string[] {
  const modules = new Set([...examples].filter((id) => id.startsWith('module:')));
  if (modules.size === 0) return [];
  return [`In no context, since they are examples that nothing else uses (${modules.size}): ${listed(modules)}`];
}

function misfits(placement: Placement, contextOf: ReadonlyMap<string, string>): string[] {
  const { evidence, labels, coupling, pins } = placement;
  if (pins.size === 0) return [];
  const adjacency = adjacencyOf(coupling);
  const found = evidence.ids.flatMap((id, node) => {
    const label = labels[node]!;
    if (!pins.has(id) || label < 0) return [];
    const pull = pullOf([node], labels, adjacency);
    const other = strongest(pull, label);
    const own = pull.get(label) ?? 0;
    const there = other === undefined ? 0 : pull.get(other)!;
    if (other === undefined || there <= CLEARLY_MORE * own) return [];
    const better = contextOf.get(evidence.ids[labels.indexOf(other)]!)!;
    const all = [...pull.values()].reduce((sum, weight) => sum + weight, 0);
    const share = (weight: number) => `${Math.round((100 * weight) / all)} %`;
    const text = `${labelOf(id)} is declared in ${contextOf.get(id)}, but fits ${better} better: ${share(there)} of its coupling against ${share(own)}`;
    return [{ text, gap: (there - own) / all }];
  });
  const worst = sortedBy(found, ({ gap, text }) => [-gap, text])
    .slice(0, MOST_LISTED)
    .map(({ text }) => text);
  return found.length > MOST_LISTED
    ? [...worst, `… and ${found.length - MOST_LISTED} more declared nodes fit another context better`]
    : worst;
}

/**
 * Fortunato & Barthélemy 2007: communities with fewer internal links than sqrt(2L), L links in all, may be merged ones
 * that modularity cannot tell apart at resolution 1.
 */
function belowResolutionLimit(placement: Placement, contextOf: ReadonlyMap<string, string>): string[] {
  const { evidence, labels, coupling } = placement;
  const limit = Math.sqrt(2 * coupling.edges.length);
  const inside = new Map<number, number>();
  for (const { from, to } of coupling.edges) {
    const label = labels[from]!;
    if (label >= 0 && label === labels[to]) inside.set(label, (inside.get(label) ?? 0) + 1);
  }
  const small = [...new Set(labels)].filter((label) => label >= 0 && (inside.get(label) ?? 0) < limit);
  if (small.length === 0) return [];
  const names = small.map((label) => contextOf.get(evidence.ids[labels.indexOf(label)]!)!).sort();
  return [
    `Below the resolution limit (fewer than ${Math.ceil(limit)} links inside): ${names.join(', ')}. Each may hold two contexts that clustering cannot tell apart; compare --sweep or a higher --resolution.`,
  ];
}
