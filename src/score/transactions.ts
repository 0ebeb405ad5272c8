/** Which contexts each transaction reads and writes: the owner of the table decides, not where the code stands. */
import type { Transaction } from '../model/index.js';
import { isEveryonesOwn, type SystemView } from './system-view.js';

export type TransactionSpan = {
  readonly transaction: Transaction;
  /** Context ids, sorted, by what is done inside the transaction to tables they own. */
  readonly writes: readonly string[];
  readonly touches: readonly string[];
};

export function transactionSpans(view: SystemView): TransactionSpan[] {
  return view.transactions.map((transaction) => {
    const writes = new Set<string>();
    const touches = new Set<string>();
    // A dry run: nothing of it stays, so it spans nothing.
    if (transaction.rollsBack) return { transaction, writes: [], touches: [] };
    for (const access of transaction.accesses) {
      const owner = access.inside && access.op !== 'ddl' ? view.contextOf(access.table) : undefined;
      if (owner === undefined || isEveryonesOwn(view, access.table)) continue;
      touches.add(owner);
      if (access.op !== 'read') writes.add(owner);
    }
    return { transaction, writes: [...writes].sort(), touches: [...touches].sort() };
  });
}

/** Transactions whose writes lie in two or more contexts: each is a saga once one of them is extracted. */
export function spanning(spans: readonly TransactionSpan[], context?: string): TransactionSpan[] {
  return spans.filter((span) => span.writes.length >= 2 && (context === undefined || span.writes.includes(context)));
}
