/** The extraction dossier of one context, as plain data: everything a renderer or a program needs, in no language. */
import type { ContextTeam, Evidence, Gate, Saga, ScoreEntry } from '../model/index.js';

/** `via`: the functions called from the place to the one that touches the table, when it does not stand there itself. */
export type Place = {
  readonly path: string;
  readonly line: number;
  readonly function: string;
  readonly via?: readonly string[];
};
export type Use = { readonly context: string; readonly count: number; readonly places: readonly Place[] };

export type OwnTable = {
  readonly table: string;
  /** Contexts other than this one that read or write it; empty: it can be taken as it is. */
  readonly otherReaders: readonly Use[];
  readonly otherWriters: readonly Use[];
  /** No code that runs was seen to read or write it, here or elsewhere: ask who does before it is taken. */
  readonly isUntouched?: true;
};

export type ForeignTable = {
  readonly table: string;
  readonly owner: string;
  readonly reads: readonly Place[];
  readonly writes: readonly Place[];
  /** A read becomes a call per request, a copy fed by events, or nothing when the facade of the owner has it already. */
  readonly replacement: Replacement;
};

/** What stands in for a join, a foreign key or a foreign access once the tables lie in two databases. */
export type Replacement = 'composition' | 'replica' | 'command' | 'reference-by-id' | 'event-cleanup';

export type CutKey = {
  readonly from: string;
  readonly to: string;
  readonly columns: readonly string[];
  readonly neighbour: string;
  /** `out`: this context's table points at the neighbour's. */
  readonly direction: 'out' | 'in';
  readonly replacement: Replacement;
  readonly evidence: readonly Evidence[];
};

export type CutJoin = {
  /** The tables of one owner that code of `by` joins in. */
  readonly tables: readonly string[];
  readonly owner: string;
  readonly by: string;
  readonly places: readonly Place[];
  readonly replacement: Replacement;
};

export type Operation = {
  /** `Class.method` or function, and the module that declares it. */
  readonly name: string;
  readonly path: string;
  /** `sync`: the caller needs the answer. `async`: a notice, nothing waits for it. `saga`: a step of a saga's command. */
  readonly style: 'sync' | 'async' | 'saga';
  readonly calls: number;
  readonly callers: readonly {
    readonly context: string;
    readonly path: string;
    readonly function: string;
    readonly lines: readonly number[];
  }[];
};

export type SeamSymbol = {
  readonly symbol: string;
  readonly path: string;
  readonly kind: 'type' | 'value';
  /** The class is mapped to a table: sharing it shares the schema. */
  readonly isEntity: boolean;
  readonly users: readonly { readonly context: string; readonly path: string; readonly line: number }[];
};

export type Callback = {
  readonly context: string;
  readonly isStillInside: boolean;
  readonly operations: readonly Operation[];
  readonly symbols: readonly SeamSymbol[];
};

export type EventPlan = {
  readonly name: string;
  readonly role: 'publish' | 'consume';
  readonly origin: 'existing' | 'saga' | 'replica';
  readonly with: readonly string[];
};

export type CompositionPlan = {
  readonly transaction: string;
  readonly path: string;
  readonly line: number;
  readonly reads: readonly string[];
};

export type StepPlan = {
  readonly kind: 'seam' | 'single-writer' | 'cut-data' | 'service' | 'reads' | 'writes' | 'own-database' | 'clean-up';
  /** Percent of traffic for the steps that move traffic; empty for the others. */
  readonly canary: readonly number[];
  /** What there is to do, by count and name; the renderer makes sentences of it. */
  readonly facts: Readonly<Record<string, string | number>>;
};

export type SeamTest = { readonly path: string; readonly providers: readonly string[] };

export type Risk = {
  readonly kind:
    | 'distributed-transaction'
    | 'chattiness'
    | 'cyclic-dependency'
    | 'inconsistent-data'
    | 'untested-seam'
    | 'split-team'
    | 'unresolved-access';
  readonly level: 'high' | 'medium' | 'low';
  readonly facts: Readonly<Record<string, string | number>>;
  readonly evidence: readonly Place[];
};

export type Need =
  | 'own-database'
  | 'broker'
  | 'outbox'
  | 'router'
  | 'rpc'
  | 'saga-state'
  | 'replication'
  | 'scheduler'
  | 'two-phase-commit'
  | 'event-streaming'
  | 'service-mesh';
export type Infrastructure = {
  readonly need: Need;
  readonly isNeeded: boolean;
  readonly facts: Readonly<Record<string, string | number>>;
};

export type Chatter = { readonly entry: string; readonly place: Place; readonly calls: number };

export type Dossier = {
  readonly project: string;
  readonly context: string;
  readonly name: string;
  readonly size: { readonly modules: number; readonly lines: number; readonly tables: number };
  readonly score: ScoreEntry;
  /** Number of contexts, so that a rank can be read. */
  readonly contexts: number;
  readonly gates: readonly Gate[];
  readonly data: {
    readonly own: readonly OwnTable[];
    /** Tables of this context that others write, and tables it writes that others own. */
    readonly shared: readonly OwnTable[];
    readonly foreign: readonly ForeignTable[];
    readonly keys: readonly CutKey[];
    readonly joins: readonly CutJoin[];
  };
  readonly facade: { readonly operations: readonly Operation[]; readonly symbols: readonly SeamSymbol[] };
  readonly callbacks: readonly Callback[];
  readonly sagas: readonly Saga[];
  readonly compositions: readonly CompositionPlan[];
  readonly localTransactions: number;
  readonly events: readonly EventPlan[];
  readonly entryPoints: readonly {
    readonly kind: string;
    readonly verb: string;
    readonly name: string;
    readonly place: Place;
  }[];
  readonly steps: readonly StepPlan[];
  readonly tests: { readonly covering: readonly SeamTest[]; readonly uncovered: readonly string[] };
  readonly chatter: readonly Chatter[];
  readonly risks: readonly Risk[];
  readonly infrastructure: readonly Infrastructure[];
  readonly team?: ContextTeam;
};

export type Roadmap = {
  readonly project: string;
  readonly callbacks: {
    readonly ours: number;
    readonly naive: number;
    readonly random: number;
    readonly isExact: boolean;
  };
  readonly pilot: string;
  readonly pilotNote: string;
  readonly waves: readonly { readonly wave: number; readonly contexts: readonly string[] }[];
  /** By rank. */
  readonly dossiers: readonly Dossier[];
  readonly notes: readonly string[];
};
