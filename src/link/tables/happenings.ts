/**
 * What happens in a function, in source order: accesses, calls of own functions, events with listeners, calls out of the
 * process. Read once for each function, however many transactions pass through it.
 */
import { sortedBy } from '../../model/index.js';
import type { Chain, Evaluator } from '../program/index.js';
import { externalCall } from './external-calls.js';
import type { Deciding } from './given.js';
import type { CallGraph, GraphNode } from './graph-node.js';
import { type Heard, heardIn, type Listeners, type Publishers } from './listeners.js';
import { chainsInNode } from './nodes.js';

/** What the whole system tells, the same for every transaction. */
export type System = {
  readonly ev: Evaluator;
  readonly graph: CallGraph;
  /** Functions that run inside some transaction, as `path#index`. */
  readonly bodies: ReadonlySet<string>;
  readonly listeners: Listeners;
  readonly publishers: Publishers;
  readonly deciding: Deciding;
  /** By node key, filled as functions are reached. */
  readonly happenings: Map<string, readonly Happening[]>;
  /** By node key, see `isIdle`. */
  readonly idle: Map<string, boolean>;
};

/** One of these; `external` names what is called (`http axios`), `published` an event. */
export type Happening = {
  readonly chain: Chain;
  readonly line: number;
  readonly site?: GraphNode['sites'][number];
  readonly target?: GraphNode['targets'][number];
  readonly heard?: Heard;
  readonly external?: string;
  readonly published?: string;
  readonly commits?: true;
};

export function happeningsIn({ ev, listeners, publishers, happenings }: System, node: GraphNode): readonly Happening[] {
  const known = happenings.get(node.key);
  if (known !== undefined) return known;
  const found = sortedBy(
    [
      ...node.sites.map((site) => ({ chain: site.chain, line: site.line, site, order: 0 })),
      ...node.targets.map((target) => ({
        chain: target.call.chain,
        line: target.call.link.line,
        target,
        order: 1,
      })),
      ...node.hooked.map(({ key, call, site, when }) => ({
        chain: site.chain,
        line: site.line,
        target: { key, call },
        order: when === 'before' ? -1 : 0.5,
      })),
      ...heardIn(ev, listeners, node).map((heard) => ({ chain: heard.chain, line: heard.line, heard, order: 2 })),
      ...externalIn(ev, node).map((one) => ({ ...one, order: 3 })),
      ...commitsIn(ev, node).map((one) => ({ ...one, order: 5 })),
      ...publishedIn(ev, publishers, node).map((one) => ({ ...one, order: 4 })),
    ],
    (one) => [one.line, one.order],
  );
  happenings.set(node.key, found);
  return found;
}

function externalIn(ev: Evaluator, node: GraphNode): Happening[] {
  const found: Happening[] = [];
  for (const chain of chainsInNode(ev, node.file, node.fn, node.scope)) {
    const external = externalCall(ev, chain);
    if (external !== undefined) found.push({ chain, line: chain.links[0]?.line ?? 0, external });
  }
  return found;
}

function commitsIn(ev: Evaluator, node: GraphNode): Happening[] {
  return [...chainsInNode(ev, node.file, node.fn, node.scope)].flatMap((chain) =>
    chain.links
      .filter((link) => /^commit/i.test(link.name) && link.receiver !== undefined)
      .map(({ line }): Happening => ({ chain, line, commits: true })),
  );
}

function publishedIn(ev: Evaluator, publishers: Publishers, node: GraphNode): Happening[] {
  const lines = publishers.get(node.file.path);
  if (lines === undefined) return [];
  const found = new Map<string, Happening>();
  for (const chain of chainsInNode(ev, node.file, node.fn, node.scope))
    for (const { line } of chain.links)
      for (const published of lines.get(line) ?? [])
        if (!found.has(`${line} ${published}`)) found.set(`${line} ${published}`, { chain, line, published });
  return [...found.values()];
}
