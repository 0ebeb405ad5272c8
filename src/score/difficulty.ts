/**
 * How hard a context is to extract: D = 0.25 cross + 0.30 data + 0.25 tx + 0.15 size + 0.05 cycle. Every term is an
 * absolute share in 0..1, never rescaled by the other contexts, so that an edit in one leaves the others' scores alone.
 */
import type { Score, Term } from '../model/index.js';
import type { SystemView } from './system-view.js';
import type { TransactionSpan } from './transactions.js';
import type { Weights } from './weights.js';

/** Modules at which the size term reaches 1 - 1/e = 0.63. */
const SIZE_SCALE = 20;

export type DifficultyFacts = {
  readonly cross: number;
  readonly external: number;
  readonly internal: number;
  readonly foreign: number;
  readonly byOthers: number;
  readonly allAccess: number;
  readonly spanning: number;
  /** Of those the ones that write its own tables; in the others it is only read. */
  readonly spanningWrites: number;
  readonly transactions: number;
  readonly modules: number;
  /** Weight that goes both ways between this context and another, and all of its cross weight. */
  readonly mutual: number;
  readonly coupled: number;
};

export function measureDifficulty(view: SystemView, spans: readonly TransactionSpan[]): Map<string, DifficultyFacts> {
  const zero = () => ({
    external: 0,
    internal: 0,
    foreign: 0,
    byOthers: 0,
    allAccess: 0,
    spanning: 0,
    spanningWrites: 0,
    transactions: 0,
  });
  const counts = new Map(view.contexts.map((id) => [id, zero()]));
  for (const { from, to, edge } of view.moduleEdges) {
    if (from === to) counts.get(from)!.internal += edge.weight;
    // A package comes along with the service that imports it: only to the package itself is that a border.
    else {
      if (!view.libraries.has(to) || view.libraries.has(from)) counts.get(from)!.external += edge.weight;
      if (!view.libraries.has(from) || view.libraries.has(to)) counts.get(to)!.external += edge.weight;
    }
  }
  for (const { by, owner, weight } of view.accesses) {
    counts.get(by)!.allAccess += weight;
    if (by === owner) continue;
    counts.get(by)!.foreign += weight;
    counts.get(owner)!.byOthers += weight;
    counts.get(owner)!.allAccess += weight;
  }
  for (const span of spans) {
    for (const id of span.touches) {
      const count = counts.get(id)!;
      count.transactions += 1;
      if (!span.writes.some((other) => other !== id)) continue;
      count.spanning += 1;
      if (span.writes.includes(id)) count.spanningWrites += 1;
    }
  }
  return new Map(
    view.contexts.map((id, index) => {
      const count = counts.get(id)!;
      const cross = share(count.external, count.external + count.internal);
      return [id, { ...count, cross, modules: view.modules.get(id)?.length ?? 0, ...mutualWeight(view, index) }];
    }),
  );
}

/** A read leaves no saga behind: it becomes a query or a replica. */
function readOnlyText({ spanning, spanningWrites }: DifficultyFacts): string {
  const read = spanning - spanningWrites;
  return read === 0 ? '' : `; in ${read === spanning ? 'each' : read} of those its own are only read`;
}

function mutualWeight(view: SystemView, index: number): { mutual: number; coupled: number } {
  let mutual = 0;
  let coupled = 0;
  for (let other = 0; other < view.contexts.length; other++) {
    const out = view.calls[index]?.[other] ?? 0;
    const back = view.calls[other]?.[index] ?? 0;
    mutual += 2 * Math.min(out, back);
    coupled += out + back;
  }
  return { mutual, coupled };
}

export function difficultyOf(facts: DifficultyFacts, weights: Weights): Score {
  const f = facts;
  const terms = [
    term(
      'cross',
      f.cross,
      weights['difficulty.cross'],
      `${w(f.external)} of ${w(f.external + f.internal)} import weight crosses its border`,
    ),
    term(
      'data',
      share(f.foreign + f.byOthers, f.allAccess),
      weights['difficulty.data'],
      `${w(f.foreign)} of access to others' tables and ${w(f.byOthers)} of others to its own, of ${w(f.allAccess)} (a write counts as three reads)`,
    ),
    term(
      'tx',
      share(f.spanning, f.transactions),
      weights['difficulty.tx'],
      f.transactions === 0
        ? 'no explicit transaction touches its tables'
        : `${f.spanning} of ${f.transactions} transactions that touch its tables also write elsewhere${readOnlyText(f)}`,
    ),
    term(
      'size',
      1 - Math.exp(-f.modules / SIZE_SCALE),
      weights['difficulty.size'],
      `${f.modules} modules; 1 - exp(-modules / ${SIZE_SCALE})`,
      f.modules,
    ),
    term(
      'cycle',
      share(f.mutual, f.coupled),
      weights['difficulty.cycle'],
      `${w(f.mutual)} of ${w(f.coupled)} of its coupling goes both ways`,
    ),
  ];
  return normalised(terms);
}

/** Terms whose weights are scaled to add up to 1, and their sum as the score, all rounded the same way. */
export function normalised(terms: readonly Term[]): Score {
  const total = terms.reduce((sum, t) => sum + t.weight, 0);
  const scaled = terms.map((t) => ({ ...t, weight: total === 0 ? 0 : t.weight / total }));
  return { score: scaled.reduce((sum, t) => sum + t.value * t.weight, 0), terms: scaled };
}

function term(name: string, value: number, weight: number, reason: string, raw = value): Term {
  return { name, raw, value, weight, isProxy: false, reason };
}

export function share(part: number, whole: number): number {
  return whole <= 0 ? 0 : part / whole;
}

function w(value: number): string {
  return String(Math.round(value * 10) / 10);
}
