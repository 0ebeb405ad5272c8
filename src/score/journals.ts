/**
 * Journals: tables that transactions of many contexts append to beside their own (an outbox, an event store, an audit log, a
 * job queue). Every service gets one of its own, so writing one makes no transaction span two contexts. Dropping a table from
 * the sagas hides a real context when the guess is wrong, so the structure must say so: nothing but inserts, apart from
 * clean-up; hardly any transaction that writes it reads it; it is written beside many contexts; one helper makes nearly all of
 * the inserts, or code of one context alone reads it. And its name must say so too: a ledger is appended to by everybody as well,
 * and is the heart of a context. A queue is known in a second way: it is named like one, and no code but that of a queue, by its path, ever
 * touches it: then it need not be written beside many contexts.
 */
import { type AccessEdge, labelOf, type Transaction } from '../model/index.js';

const MIN_CONTEXTS = 3;
const MIN_SHARE = 0.3;
/** Writes that one function must make for it to be the helper. */
const HELPER_SHARE = 0.9;
const MAX_READ_SHARE = 0.1;
/** Transactions that only clean up: a retention job, an account that is removed. */
const MAX_CLEANED_SHARE = 0.1;
const NAME =
  /(^|[^a-z])(outbox|inbox|audit|audits|log|logs|journal|event|events|activity|activities|trail|queue|job|jobs|staged|job_records?|messages?_?outbox)([^a-z]|$)/;
/** Tables of a queue, and the folder or file of the code that works them. Not by the word queue in both: patients wait in one. */
const QUEUE_TABLE = /(^|[^a-z])(outbox|job|jobs|staged|task|tasks)([^a-z]|$)/;
const QUEUE_CODE = /(^|[^a-z])(outbox|queue|queues|queueing|queuing)([^a-z]|$)/;
/** Of these a relay or a worker takes what others wrote: an outbox that is there already. */
const OUTBOX = /(^|[^a-z])(outbox|event|events|staged|queue|job|jobs|task|tasks|message|messages)([^a-z]|$)/;

type Use = {
  written: number;
  read: number;
  updated: number;
  cleaned: number;
  readonly beside: Set<string>;
  /** Function → inserts that stand in it. */
  readonly helpers: Map<string, number>;
};

export function findJournals(
  transactions: readonly Transaction[],
  accesses: readonly AccessEdge[],
  contextOf: (node: string) => string | undefined,
): Set<string> {
  const { uses, writers } = usesIn(transactions, contextOf);
  const least = Math.max(MIN_CONTEXTS, MIN_SHARE * writers);
  const isJournal = (table: string, use: Use) =>
    NAME.test(spaced(labelOf(table))) &&
    use.beside.size >= least &&
    isAppended(use) &&
    (hasHelper(use) || readersOf(table, accesses, contextOf) <= 1);
  const queues = queueTables(accesses);
  return new Set(
    [...uses].filter(([table, use]) => queues.has(table) || isJournal(table, use)).map(([table]) => table),
  );
}

function queueTables(accesses: readonly AccessEdge[]): Set<string> {
  const known = new Map<string, boolean>();
  for (const { from, to, kind, direct } of accesses) {
    if (!direct || kind === 'ddl' || known.get(to) === false) continue;
    const isQueue = QUEUE_TABLE.test(spaced(labelOf(to))) && QUEUE_CODE.test(spaced(labelOf(from)));
    known.set(to, isQueue);
  }
  return new Set([...known].filter(([, isQueue]) => isQueue).map(([table]) => table));
}

/** A journal that a relay or worker reads, rather than a log. */
export function isOutbox(table: string): boolean {
  return OUTBOX.test(spaced(labelOf(table)));
}

/** By its name: `cache_items`, `queryCache`. */
export function isCache(table: string): boolean {
  return /(^|[^a-z])caches?([^a-z]|$)/.test(spaced(labelOf(table)));
}

function usesIn(transactions: readonly Transaction[], contextOf: (node: string) => string | undefined) {
  const uses = new Map<string, Use>();
  const writers = new Set<string>();
  for (const { accesses: all } of transactions) {
    const inside = all.filter((access) => access.inside && access.op !== 'ddl');
    const written = new Set(inside.filter((access) => access.op !== 'read').map((access) => access.table));
    const read = new Set(inside.filter((access) => access.op === 'read').map((access) => access.table));
    const contexts = new Set([...written].flatMap((table) => contextOf(table) ?? []));
    for (const context of contexts) writers.add(context);
    for (const table of written) {
      const use: Use = uses.get(table) ?? {
        written: 0,
        read: 0,
        updated: 0,
        cleaned: 0,
        beside: new Set(),
        helpers: new Map(),
      };
      uses.set(table, use);
      const own = inside.filter((access) => access.table === table && access.op !== 'read');
      use.written += 1;
      if (read.has(table)) use.read += 1;
      if (own.some(({ change }) => change === 'update')) use.updated += 1;
      if (own.some(isRemoval)) use.cleaned += 1;
      else for (const context of contexts) if (context !== contextOf(table)) use.beside.add(context);
      for (const { path, function: name = '', op } of own) {
        const helper = `${path}#${name}`;
        if (op === 'write') use.helpers.set(helper, (use.helpers.get(helper) ?? 0) + 1);
      }
    }
  }
  return { uses, writers: writers.size };
}

function isRemoval({ op, change }: Transaction['accesses'][number]): boolean {
  return op === 'delete' || change === 'delete';
}

function isAppended({ written, read, updated, cleaned }: Use): boolean {
  return updated === 0 && cleaned <= MAX_CLEANED_SHARE * written && read <= MAX_READ_SHARE * written;
}

function hasHelper({ helpers }: Use): boolean {
  const counts = [...helpers.values()];
  const all = counts.reduce((sum, count) => sum + count, 0);
  return all > 0 && Math.max(...counts) >= HELPER_SHARE * all;
}

/** Contexts whose code reads the table itself. */
function readersOf(
  table: string,
  accesses: readonly AccessEdge[],
  contextOf: (node: string) => string | undefined,
): number {
  const reads = accesses.filter((edge) => edge.to === table && edge.direct && edge.kind === 'read');
  return new Set(reads.map((edge) => contextOf(edge.from))).size;
}

/** `auditLog` and `audit_logs` as words apart. */
function spaced(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}
