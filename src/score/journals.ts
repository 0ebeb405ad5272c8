/**
 * Journals: tables that transactions of most contexts append to beside their own (an outbox, an audit log, a job queue). Every
 * service gets one of its own, so writing one makes no transaction span two contexts. Dropping a table from the sagas hides a
 * real context when the guess is wrong, so all of this must hold: its name says that it is a journal; it is written beside at
 * least half of the contexts that transactions write, four at least; nothing in the system deletes from it, and no transaction
 * is seen to update it; code of one context at most reads it, and hardly any transaction that writes it does.
 */
import { type AccessEdge, labelOf, type Transaction } from '../model/index.js';

const MIN_CONTEXTS = 4;
const MIN_SHARE = 0.5;
const MAX_READ_SHARE = 0.1;
const NAME =
  /(^|[^a-z])(outbox|inbox|audit|audits|log|logs|journal|event|events|activity|activities|trail|queue|job|jobs|job_records?|messages?_?outbox)([^a-z]|$)/;

type Use = { written: number; read: number; isChanged: boolean; readonly beside: Set<string> };

export function findJournals(
  transactions: readonly Transaction[],
  accesses: readonly AccessEdge[],
  contextOf: (node: string) => string | undefined,
): Set<string> {
  const uses = new Map<string, Use>();
  const writers = new Set<string>();
  for (const { accesses: all } of transactions) {
    const inside = all.filter((access) => access.inside && access.op !== 'ddl');
    const written = new Set(inside.filter((access) => access.op !== 'read').map((access) => access.table));
    const read = new Set(inside.filter((access) => access.op === 'read').map((access) => access.table));
    const contexts = new Set([...written].flatMap((table) => contextOf(table) ?? []));
    for (const context of contexts) writers.add(context);
    for (const table of written) {
      const use = uses.get(table) ?? { written: 0, read: 0, isChanged: false, beside: new Set<string>() };
      use.written += 1;
      if (read.has(table)) use.read += 1;
      use.isChanged ||= inside.some((access) => access.table === table && isChange(access));
      for (const context of contexts) if (context !== contextOf(table)) use.beside.add(context);
      uses.set(table, use);
    }
  }
  const least = Math.max(MIN_CONTEXTS, MIN_SHARE * writers.size);
  const isJournal = (table: string, use: Use) =>
    NAME.test(spaced(labelOf(table))) &&
    use.beside.size >= least &&
    !use.isChanged &&
    use.read <= MAX_READ_SHARE * use.written &&
    isAppendOnly(table, accesses, contextOf);
  return new Set([...uses].filter(([table, use]) => isJournal(table, use)).map(([table]) => table));
}

function isChange({ op, change }: Transaction['accesses'][number]): boolean {
  return op === 'delete' || change === 'update' || change === 'delete';
}

/** Deleted from nowhere, and read by code of one context at most. */
function isAppendOnly(
  table: string,
  accesses: readonly AccessEdge[],
  contextOf: (node: string) => string | undefined,
): boolean {
  const own = accesses.filter((edge) => edge.to === table && edge.direct);
  const readers = new Set(own.filter((edge) => edge.kind === 'read').map((edge) => contextOf(edge.from)));
  return readers.size <= 1 && !own.some((edge) => edge.kind === 'delete');
}

/** `auditLog` and `audit_logs` as words apart. */
function spaced(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}
