/** What a transaction holds, where that could be followed. */
import type { Transaction } from './graph.js';

/**
 * False when accesses happen in the scope, but none was seen to use its handle. A transaction that holds nothing would have
 * no purpose, so then it is the handle that could not be followed, and nothing may be called a leak.
 */
export function isMembershipKnown(transaction: Transaction): boolean {
  return transaction.accesses.length === 0 || transaction.accesses.some((access) => access.inside);
}

/** The transaction with all of its accesses inside when it is not known which are. */
export function withMembership(transaction: Transaction): Transaction {
  if (isMembershipKnown(transaction)) return transaction;
  return { ...transaction, accesses: transaction.accesses.map((access) => ({ ...access, inside: true })) };
}
