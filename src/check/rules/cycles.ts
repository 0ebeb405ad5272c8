/**
 * Cycles between contexts. For every hop that lies on a cycle the shortest cycle through it is listed, each distinct
 * cycle once, so a new hop that closes a ring gives one finding and not one per hop. A cycle counts as known when every
 * hop of it lies on some accepted cycle: fixing one cycle may bring a longer one to light, which is not new debt.
 * Two contexts that declare their relation in both directions are partners, not a finding.
 */
import { compareText, labelOf } from '../../model/index.js';
import { type Candidate, type Case, ownPlacesFirst } from './candidate.js';
import { type Hop, hopId } from './hops.js';

const ARROW = ' → ';

export function judgeCycles({ relations, isOn }: Case, hops: ReadonlyMap<string, Hop>): Candidate[] {
  if (!isOn('context-cycle')) return [];
  const binding = new Map([...hops].filter(([, hop]) => hop.binding.length > 0));
  const cycles = new Map<string, readonly string[]>();
  for (const cycle of shortestCycles(binding)) cycles.set(cycle.join(ARROW), cycle);
  return [...cycles.values()]
    .filter((cycle) => !(cycle.length === 2 && isPartnership(cycle, relations.isDeclared)))
    .map((cycle) => cycleCandidate(cycle, binding));
}

/** The hops, as ids, of a cycle's key. */
export function hopsOfCycle(from: string): string[] {
  const contexts = from.split(ARROW);
  return contexts.map((context, i) => hopId(context, contexts[(i + 1) % contexts.length]!));
}

/** Node lists that begin with the smallest context. */
function shortestCycles(hops: ReadonlyMap<string, Hop>): string[][] {
  const next = new Map<string, string[]>();
  for (const { from, to } of hops.values()) next.set(from, [...(next.get(from) ?? []), to]);
  for (const list of next.values()) list.sort(compareText);
  const result: string[][] = [];
  for (const start of [...next.keys()].sort(compareText)) {
    const parents = parentsFrom(start, next);
    // A hop X → start closes the path start … X.
    for (const [end, targets] of next) {
      if (targets.includes(start) && (end === start || parents.has(end)))
        result.push(rotate(pathTo(end, start, parents)));
    }
  }
  return result;
}

function parentsFrom(start: string, next: ReadonlyMap<string, readonly string[]>): Map<string, string> {
  const parents = new Map<string, string>();
  const queue = [start];
  for (const node of queue) {
    for (const target of next.get(node) ?? []) {
      if (target === start || parents.has(target)) continue;
      parents.set(target, node);
      queue.push(target);
    }
  }
  return parents;
}

function pathTo(end: string, start: string, parents: ReadonlyMap<string, string>): string[] {
  const path = [end];
  for (let node = end; node !== start; ) {
    node = parents.get(node)!;
    path.push(node);
  }
  return path.reverse();
}

function rotate(cycle: readonly string[]): string[] {
  const least = cycle.reduce((best, node, i) => (compareText(node, cycle[best]!) < 0 ? i : best), 0);
  return [...cycle.slice(least), ...cycle.slice(0, least)];
}

function isPartnership(cycle: readonly string[], isDeclared: (from: string, to: string) => boolean): boolean {
  return isDeclared(cycle[0]!, cycle[1]!) && isDeclared(cycle[1]!, cycle[0]!);
}

/** The hop with the fewest edges is the cheapest to cut; its place comes first, unless a newer hop is known. */
function cycleCandidate(cycle: readonly string[], hops: ReadonlyMap<string, Hop>): Candidate {
  const from = cycle.join(ARROW);
  const parts = hopsOfCycle(from).map((id) => hops.get(id)!);
  const weakest = parts.reduce((best, hop) => (hop.binding.length < best.binding.length ? hop : best));
  const ordered = [weakest, ...parts.filter((hop) => hop !== weakest)];
  const counts = parts.map((hop) => `${hop.from}${ARROW}${hop.to} ×${hop.binding.length}`).join(', ');
  return {
    key: {
      rule: 'context-cycle',
      fromContext: cycle[0]!,
      toContext: cycle[1]!,
      from,
      to: cycle[0]!,
      kind: 'cycle',
    },
    evidence: ordered.map((hop) => {
      const edge = hop.binding[0]!;
      const place = ownPlacesFirst(edge.evidence, edge.from)[0];
      return place ?? { path: labelOf(edge.from), line: 1 };
    }),
    hops: ordered.map((hop) => hopId(hop.from, hop.to)),
    symbols: [],
    message: `contexts in a cycle: ${from}${ARROW}${cycle[0]} (${counts}); the weakest hop is ${weakest.from}${ARROW}${weakest.to}`,
  };
}
