/**
 * Journals: tables that transactions of most contexts append to beside their own, and hardly ever read (an outbox, an audit
 * log, a job queue). Every service gets one of its own, so writing one makes no transaction span two contexts.
 * A journal is co-written with at least half of the contexts that transactions write, four at least, is never deleted from,
 * and is read in at most a tenth of the transactions that write it.
 */
import type { Transaction } from '../model/index.js';

const MIN_CONTEXTS = 4;
const MIN_SHARE = 0.5;
const MAX_READ_SHARE = 0.1;

type Use = { written: number; read: number; isDeleted: boolean; readonly beside: Set<string> };

export function findJournals(
  transactions: readonly Transaction[],
  contextOf: (node: string) => string | undefined,
): Set<string> {
  const uses = new Map<string, Use>();
  const writers = new Set<string>();
  for (const { accesses } of transactions) {
    const inside = accesses.filter((access) => access.inside && access.op !== 'ddl');
    const written = new Set(inside.filter((access) => access.op !== 'read').map((access) => access.table));
    const read = new Set(inside.filter((access) => access.op === 'read').map((access) => access.table));
    const contexts = new Set([...written].flatMap((table) => contextOf(table) ?? []));
    for (const context of contexts) writers.add(context);
    for (const table of written) {
      const use = uses.get(table) ?? { written: 0, read: 0, isDeleted: false, beside: new Set<string>() };
      use.written += 1;
      if (read.has(table)) use.read += 1;
      use.isDeleted ||= inside.some((access) => access.table === table && access.op === 'delete');
      for (const context of contexts) if (context !== contextOf(table)) use.beside.add(context);
      uses.set(table, use);
    }
  }
  const least = Math.max(MIN_CONTEXTS, MIN_SHARE * writers.size);
  const isJournal = (use: Use) =>
    use.beside.size >= least && !use.isDeleted && use.read <= MAX_READ_SHARE * use.written;
  return new Set([...uses].filter(([, use]) => isJournal(use)).map(([table]) => table));
}
