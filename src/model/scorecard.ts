/** What `score` gives: impact, difficulty, order, pilot and sagas. Terms add up to their score: sum of value × weight. */
import type { Arm } from './graph.js';
import type { SagaNote } from './saga-words.js';

export type Term = {
  readonly name: string;
  /** As measured, in the unit that `explain` names; null when unknown (never 0 for unknown). */
  readonly raw: number | null;
  /** Normalised to 0..1. */
  readonly value: number;
  readonly weight: number;
  /** True when the term stands in for something only the user knows. */
  readonly isProxy: boolean;
  readonly reason: string;
};

export type Score = { readonly score: number; readonly terms: readonly Term[] };

export type Quadrant = 'quick-win' | 'strategic' | 'fill-in' | 'leave';

export type Gate = {
  readonly name: string;
  readonly value: number | null;
  readonly limit: string;
  readonly passed: boolean;
  /** What change would make it pass; '' when passed. */
  readonly remedy: string;
  /** What the remedy changes, by name: imports `a.ts → b.ts`, transactions, tables, contexts. Absent when there is nothing to name. */
  readonly targets?: readonly string[];
};

/** Something that stands in the way, by name: the shared-write table, the cycle, the transaction. */
export type Blocker = {
  readonly kind: 'shared-write' | 'cycle' | 'transaction' | 'foreign-key';
  readonly what: string;
  readonly with: readonly string[];
  readonly reason: string;
};

/** Who works on a context: from git and CODEOWNERS. */
export type ContextTeam = {
  /** Authors by their recency-weighted share of the commits that touch the context, most first, at most ten. */
  readonly authors: readonly { readonly name: string; readonly share: number }[];
  readonly authorCount: number;
  /** Owners by CODEOWNERS with the modules they own here, most first; empty when there is no such file. */
  readonly owners: readonly { readonly owner: string; readonly modules: number }[];
  readonly unownedModules: number;
};

/**
 * What a context without a table of its own is when it is no service to extract: a package of shared code; a plug-in of a host; a
 * command line or generator; code that nobody asks from outside and that only reads the tables of others; an application that
 * shares nothing with the rest, and so is apart already. `data`: tables that no code here touches.
 */
export type Aside = 'library' | 'plug-in' | 'tool' | 'reader' | 'apart' | 'data';

export type ScoreEntry = {
  readonly context: string;
  readonly rank: number;
  readonly wave: number;
  readonly pilot: boolean;
  readonly quadrant: Quadrant;
  readonly impact: Score;
  readonly difficulty: Score;
  readonly priority: number;
  /** Share of the modules outside that reach this context, hubs parked; 0..1. */
  readonly blastRadius: number;
  readonly blockers: readonly Blocker[];
  readonly gates: readonly Gate[];
  /** Contexts that should leave before, because this one would call back into the monolith for them. */
  readonly prerequisites: readonly string[];
  /** Weight of calls back into the monolith once this context has left at its place in the order. */
  readonly callbacks: number;
  readonly reasons: readonly string[];
  /** True for a context that is no service and ranked last; `aside` says what it is. */
  readonly isLibrary?: boolean;
  readonly aside?: Aside;
  /** Absent without a history. */
  readonly team?: ContextTeam;
};

export type ExtractionOrder = {
  /** Share of the weight between contexts that calls back into the monolith: ours, least-coupled-first, mean of random. */
  readonly callbacksShare: number;
  readonly naiveCallbacksShare: number;
  readonly randomCallbacksShare: number;
  readonly isExact: boolean;
  /** (cost - lower bound) / lower bound when not exact; 0 when exact. */
  readonly gap: number;
  readonly naive: readonly string[];
  readonly sensitivity: { readonly rank1Held: number; readonly pilotHeld: number; readonly draws: number };
};

export type Scorecard = {
  /** By rank. */
  readonly entries: readonly ScoreEntry[];
  readonly order: ExtractionOrder;
  /** Context id of the pilot; '' when no context passes the gates, then `pilotNote` says which change would help. */
  readonly pilot: string;
  readonly pilotNote: string;
  /** The context nearest to passing every gate, when none does. */
  readonly pilotNearest?: string;
  readonly notes: readonly string[];
};

export type SagaStep = {
  readonly context: string;
  readonly kind: 'compensatable' | 'pivot' | 'retriable' | 'read';
  readonly action: string;
  readonly tables: readonly string[];
  /** '' when none is needed. */
  readonly compensation: string;
  readonly event: string;
  readonly failureEvent: string;
  /** Published once the compensation is done; absent when there is none. */
  readonly compensationEvent?: string;
  /** The event that the code publishes for this today, as it is named there. */
  readonly publishedAs?: string;
  /** The writes of a writing step, the reads of a reading one. */
  readonly evidence: readonly { readonly path: string; readonly line: number }[];
  /** Of a writing step: what its context reads of its own tables on the way. */
  readonly reads?: readonly { readonly path: string; readonly line: number }[];
  /** On which arms of which branches the step is taken, outermost first; absent when it is taken on every way. */
  readonly arms?: readonly Arm[];
  /**
   * The code comes back to the context later, at these places; taking those visits with the first is a proposal, not what the
   * code does today. `over` are the contexts visited in between.
   */
  readonly folded?: {
    readonly at: readonly { readonly path: string; readonly line: number }[];
    readonly over: readonly string[];
    readonly isReadOnly: boolean;
  };
};

export type Saga = {
  readonly transaction: string;
  readonly contexts: readonly string[];
  readonly style: 'orchestration' | 'choreography';
  readonly orchestrator: string;
  readonly reason: string;
  readonly steps: readonly SagaStep[];
  /** Tables written before the pivot and read by other distributed transactions. */
  readonly semanticLocks: readonly string[];
  readonly needs: readonly string[];
  /** `reason` and `needs` as keys with values, for other languages. */
  readonly why?: SagaNote;
  /** Why this context leads, with the cost of another; absent when all cost the same. */
  readonly led?: SagaNote;
  readonly noted?: readonly SagaNote[];
  readonly complexity: number;
};
