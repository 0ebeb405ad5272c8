/**
 * Lays the declared map over the clusters: a declared node stays where it is declared, a community that holds enough
 * declared nodes joins them, and one without any is a new candidate context.
 */
import { type Config, SHARED_KERNEL } from '../../model/index.js';
import { KERNEL, NOWHERE } from '../communities/communities.js';
import { pullOf, strongest } from '../communities/grouping.js';
import type { Evidence } from '../graph/evidence.js';
import { type Adjacency, membersOf, type Partition } from '../graph/partition.js';

/** Below this share of declared members, the others of a community stay a candidate context of their own. */
const LEAST_DECLARED = 1 / 3;

export function withPins(
  evidence: Evidence,
  found: Partition,
  pins: ReadonlyMap<string, string>,
  config: Config,
  pull: Adjacency,
): { labels: number[]; declared: Map<number, { id: string; name: string }> } {
  if (pins.size === 0) return { labels: [...found], declared: new Map() };
  const ids = [...new Set([...config.contexts.map((context) => context.id), ...pins.values()])].filter(
    (id) => id !== SHARED_KERNEL,
  );
  const first = found.reduce((most, label) => Math.max(most, label), -1) + 1;
  const pinned = evidence.ids.map((id) => {
    const context = pins.get(id);
    return context === undefined ? undefined : context === SHARED_KERNEL ? KERNEL : first + ids.indexOf(context);
  });
  const homes = homesOf(found, pinned);
  const onlyPinned = pinned.map((label) => label ?? NOWHERE);
  const labels = evidence.ids.map((_, node) => {
    const label = pinned[node];
    if (label !== undefined) return label;
    const candidates = homes.get(found[node]!);
    if (candidates === undefined) return found[node]!;
    const near = new Map([...pullOf([node], onlyPinned, pull)].filter(([context]) => candidates.has(context)));
    return strongest(near) ?? Math.min(...candidates);
  });
  const names = new Map(config.contexts.map((context) => [context.id, context.name]));
  const numbers = new Map<number, number>();
  for (const label of labels) if (label >= 0 && !numbers.has(label)) numbers.set(label, numbers.size);
  const declared = new Map<number, { id: string; name: string }>();
  ids.forEach((id, i) => {
    const group = numbers.get(first + i);
    if (group !== undefined) declared.set(group, { id, name: names.get(id) ?? id });
  });
  return { labels: labels.map((label) => (label < 0 ? label : numbers.get(label)!)), declared };
}

/** Declared groups of each community that has enough declared members for the others to follow them. */
function homesOf(found: Partition, pinned: readonly (number | undefined)[]): Map<number, Set<number>> {
  const homes = new Map<number, Set<number>>();
  membersOf(found).forEach((nodes, community) => {
    const held = nodes.flatMap((node) => {
      const label = pinned[node];
      return label !== undefined && label >= 0 ? [label] : [];
    });
    if (held.length > 0 && held.length >= LEAST_DECLARED * nodes.length) homes.set(community, new Set(held));
  });
  return homes;
}
