/**
 * A transaction that writes tables of two contexts. Its home is the context of the module that opens it when that owns
 * one of the written tables, else the first owner by name; every written table elsewhere is a violation. Reads are
 * left to `foreign-read`: they do not need a saga. Accesses outside the transaction's handle are not part of it.
 */
import {
  type Evidence,
  labelOf,
  moduleId,
  SHARED_KERNEL,
  sortedBy,
  type Transaction,
  type TransactionAccess,
  UNASSIGNED,
} from '../../model/index.js';
import type { Placement } from '../placement.js';
import { type Candidate, type Case, isRuntime } from './candidate.js';

export function judgeTransactions({ graph, placement, relations, isOn }: Case): Candidate[] {
  if (!isOn('transaction-across')) return [];
  return graph.transactions
    .filter((transaction) => isRuntime(placement, moduleId(transaction.path)))
    .flatMap((transaction) => {
      const writes = ownedWrites(transaction, placement);
      const home = homeOf(transaction, [...writes.keys()], placement);
      return [...writes]
        .filter(([owner]) => owner !== home && !relations.allows(home, owner, 'transaction'))
        .flatMap(([owner, accesses]) => candidates(transaction, home, owner, accesses));
    });
}

/** Writes inside the transaction by the context that owns the table; tables of nobody and of everybody left out. */
function ownedWrites(transaction: Transaction, placement: Placement): Map<string, TransactionAccess[]> {
  const result = new Map<string, TransactionAccess[]>();
  for (const access of transaction.accesses) {
    if (!access.inside || access.op === 'read') continue;
    const owner = placement.contextOf(access.table);
    if (owner === UNASSIGNED || owner === SHARED_KERNEL) continue;
    const list = result.get(owner);
    if (list === undefined) result.set(owner, [access]);
    else list.push(access);
  }
  return result;
}

function homeOf(transaction: Transaction, owners: readonly string[], placement: Placement): string {
  const opener = placement.contextOfPath(transaction.path);
  return owners.includes(opener) ? opener : ([...owners].sort()[0] ?? opener);
}

function candidates(
  transaction: Transaction,
  home: string,
  owner: string,
  accesses: readonly TransactionAccess[],
): Candidate[] {
  const byTable = new Map<string, TransactionAccess[]>();
  for (const access of accesses) byTable.set(access.table, [...(byTable.get(access.table) ?? []), access]);
  return [...byTable].map(([table, writes]) => ({
    key: {
      rule: 'transaction-across',
      fromContext: home,
      toContext: owner,
      from: transaction.id,
      to: table,
      kind: 'transaction',
    },
    evidence: evidenceOf(transaction, writes),
    symbols: [],
    message: `one transaction of ${home} also writes the table ${labelOf(table)} of ${owner}: ${transaction.id}`,
  }));
}

/** The write itself when it stands in the same file, else the opening of the transaction, comes first. */
function evidenceOf(transaction: Transaction, writes: readonly TransactionAccess[]): Evidence[] {
  const opening: Evidence = { path: transaction.path, line: transaction.line, note: 'transaction opened here' };
  const places = sortedBy(writes, (w) => [w.path === transaction.path ? 0 : 1, w.path, w.line]).map(
    ({ path, line, function: name }): Evidence => ({ path, line, ...(name === undefined ? {} : { function: name }) }),
  );
  return places[0]?.path === transaction.path ? [...places, opening] : [opening, ...places];
}
