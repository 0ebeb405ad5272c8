/**
 * A transaction that writes tables of two contexts. When the context of the module that opens it owns one of the written
 * tables, every written table elsewhere is a violation; when it owns none (a resolver in no context), the written tables
 * of all owners are, so that a further write adds its own violation and renames no other. Reads are left to
 * `foreign-read`: they need no saga. Accesses outside the transaction's handle are not part of it.
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
import type { Relations } from '../relations.js';
import { type Candidate, type Case, isRuntime } from './candidate.js';

export function judgeTransactions({ graph, placement, relations, isOn }: Case): Candidate[] {
  if (!isOn('transaction-across')) return [];
  return graph.transactions
    .filter((transaction) => isRuntime(placement, moduleId(transaction.path)))
    .flatMap((transaction) => {
      const writes = ownedWrites(transaction, placement);
      const opener = placement.contextOfPath(transaction.path);
      const owners = [...writes.keys()];
      return foreignOwners(opener, owners, relations).flatMap((owner) => {
        const others = owners.includes(opener) ? [opener] : owners.filter((other) => other !== owner).sort();
        return candidates(transaction, opener, owner, writes.get(owner)!, others);
      });
    });
}

/** Owners that the transaction ties to another one without leave of the map. */
function foreignOwners(opener: string, owners: readonly string[], { allows }: Relations): string[] {
  if (owners.length < 2) return [];
  const isTied = (a: string, b: string) => !allows(a, b, 'transaction');
  if (owners.includes(opener)) return owners.filter((owner) => owner !== opener && isTied(opener, owner));
  return owners.filter((owner) =>
    owners.some((other) => other !== owner && isTied(owner, other) && isTied(other, owner)),
  );
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

function candidates(
  transaction: Transaction,
  opener: string,
  owner: string,
  accesses: readonly TransactionAccess[],
  others: readonly string[],
): Candidate[] {
  const byTable = new Map<string, TransactionAccess[]>();
  for (const access of accesses) byTable.set(access.table, [...(byTable.get(access.table) ?? []), access]);
  return [...byTable].map(([table, writes]) => ({
    key: {
      rule: 'transaction-across',
      fromContext: opener,
      toContext: owner,
      from: transaction.id,
      to: table,
      kind: 'transaction',
    },
    evidence: evidenceOf(transaction, writes),
    symbols: [],
    message: `one transaction ties the table ${labelOf(table)} of ${owner} to tables of ${others.join(', ')}: ${transaction.id}`,
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
