/** What a reader must know before trusting the scorecard: unknown history, damped commits, traffic without a route. */
import { type History, isMembershipKnown, labelOf, type ScoreEntry } from '../model/index.js';
import type { SystemHistory } from './history.js';
import { callbacksOf, totalCalls } from './order/linear-order.js';
import type { SystemView } from './system-view.js';
import type { MatchedTraffic } from './traffic-match.js';

export type NoteFacts = {
  readonly view: SystemView;
  readonly history: History;
  readonly measured: SystemHistory | null;
  readonly traffic: MatchedTraffic | null;
  readonly entries: readonly ScoreEntry[];
  readonly pilot: string;
  readonly order: readonly number[];
};

export function scoreNotes(facts: NoteFacts): string[] {
  return [
    ...historyNotes(facts),
    ...trafficNotes(facts),
    ...pilotNotes(facts),
    ...firstNotes(facts),
    ...transactionNotes(facts),
    ...membershipNotes(facts),
    ...journalNotes(facts),
    ...dryRunNotes(facts),
  ];
}

function historyNotes({ history, measured }: NoteFacts): string[] {
  if (!history.available) {
    return [
      `Churn, hotspots, fixes and authors are unknown (${history.reason}); they count for nothing, not for zero.`,
    ];
  }
  const notes: string[] = [];
  if (history.isShallow) notes.push('The clone is shallow: churn and authors show only the commits that were fetched.');
  if (measured === null) notes.push('No commit touches a module of a context: churn is unknown.');
  else if (measured.damped > 0)
    notes.push(`${measured.damped} of ${measured.commits} commits change very many files and were damped.`);
  return notes;
}

function trafficNotes({ traffic }: NoteFacts): string[] {
  if (traffic === null || traffic.unmatched.length === 0) return [];
  const shown = traffic.unmatched.slice(0, 5).join(', ');
  return [
    `${traffic.unmatched.length} measured routes or tables match nothing here: ${shown}${traffic.unmatched.length > 5 ? ' …' : ''}.`,
  ];
}

/** The order minimises call-backs over the whole programme; a pilot is chosen to learn on. Says what the difference costs. */
function pilotNotes({ view, entries, pilot, order }: NoteFacts): string[] {
  const entry = entries.find((e) => e.context === pilot);
  const total = totalCalls(view.calls);
  if (entry === undefined || entry.rank === 1 || total === 0) return [];
  const index = view.indexOf.get(pilot)!;
  const moved = [index, ...order.filter((i) => i !== index)];
  const share = (o: readonly number[]) => `${Math.round((100 * callbacksOf(view.calls, o)) / total)} %`;
  return [
    `The pilot ${pilot} is rank ${entry.rank} of the order: taking it out first moves the call-backs from ${share(order)} to ${share(moved)}.`,
  ];
}

/** Code without data makes a package or a stateless service sooner than a first extraction that teaches something. */
function firstNotes({ view, entries }: NoteFacts): string[] {
  const tables = new Set(view.map.ownership.map((one) => one.owner));
  const [first] = entries;
  const owning = entries.find(({ context }) => tables.has(context));
  if (first === undefined || owning === undefined || owning === first) return [];
  return [
    `Rank 1, ${first.context}, owns no table: taking it out moves code and no data. The first with data of its own is ${owning.context} (rank ${owning.rank}).`,
  ];
}

function transactionNotes({ view }: NoteFacts): string[] {
  const outside = view.transactions.filter((t) =>
    t.accesses.some((a) => a.op !== 'read' && a.inside && view.contextOf(a.table) === undefined),
  ).length;
  if (outside === 0) return [];
  return [
    `${outside} transactions also write tables that no context owns (shared kernel or unassigned): name an owner for those.`,
  ];
}

function membershipNotes({ view }: NoteFacts): string[] {
  const unknown = view.graph.transactions.filter((t) => !isMembershipKnown(t)).length;
  if (unknown === 0) return [];
  return [
    `In ${unknown} transactions the handle could not be followed: everything called in them is taken to be inside.`,
  ];
}

/** Told by name: who reads of 300 transactions and 12 fewer sagas wants to know why. */
function dryRunNotes({ view }: NoteFacts): string[] {
  const dry = view.transactions.filter((transaction) => transaction.rollsBack);
  if (dry.length === 0) return [];
  const names = dry.slice(0, 3).map(({ id }) => id);
  const rest = dry.length - names.length;
  return [
    `${dry.length} ${dry.length === 1 ? 'transaction is' : 'transactions are'} always rolled back (${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}): dry runs, no sagas.`,
  ];
}

function journalNotes({ view }: NoteFacts): string[] {
  if (view.journals.size === 0) return [];
  const names = [...view.journals].map(labelOf).sort().join(', ');
  return [
    `${names}: transactions of many contexts append there, or only the code of a queue works them (outbox, log, jobs); each service gets its own, so this makes no saga.`,
  ];
}
