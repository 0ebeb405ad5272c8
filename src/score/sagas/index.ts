/**
 * A saga for each transaction whose writes span two or more contexts. Every context that writes (and the one the code
 * stands in) is tried as the orchestrator: the access sequence is folded for it, and one that is clearly cheaper leads in place of
 * the context that begins the work (`leader.ts`).
 * complexity = sum over the folded runs of the number of OTHER distributed transactions that touch one of the run's tables
 * in the opposite mode (INESC-ID): each is a place where somebody may see, or disturb, a half-done saga.
 */
import {
  moduleId,
  type Saga,
  sagaNoteText,
  sagaReasonText,
  sortedBy,
  type Transaction,
  type TransactionAccess,
} from '../../model/index.js';
import { isEveryonesOwn, type SystemView } from '../system-view.js';
import type { TransactionSpan } from '../transactions.js';
import { tellingBranches } from './arms.js';
import { cutIntoRuns, foldRuns, isReadOnly, type Run, type Step } from './fold.js';
import { beginnerOf, chooseLeader } from './leader.js';
import { type Designed, movedSaga } from './moved.js';
import { needsOf } from './needs.js';
import { mayRefuse } from './outside.js';
import { buildSteps, type SagaSteps } from './steps.js';
import { chooseStyle } from './style.js';
import { readVerb, VERBS } from './verbs.js';
import { readVocabulary, type Vocabulary } from './vocabulary.js';

export type { Designed } from './moved.js';

/** The saga that each transaction over several contexts would become. `known`: of transactions that differ in lines alone, by id. */
export function findSagas(
  view: SystemView,
  spans: readonly TransactionSpan[],
  known: ReadonlyMap<string, Designed> = new Map(),
): Saga[] {
  const distributed = spans.filter((span) => span.writes.length >= 2).map((span) => span.transaction);
  const uses = tableUses(distributed);
  return sortedBy(distributed, (t) => [t.id]).map((transaction) => {
    const before = known.get(transaction.id);
    const moved = before === undefined ? undefined : movedSaga(before, transaction);
    return moved ?? designSaga(view, transaction, uses);
  });
}

/** Table → distributed transactions that read it, and that write it. */
type TableUses = ReadonlyMap<string, { readonly readers: ReadonlySet<string>; readonly writers: ReadonlySet<string> }>;

function tableUses(transactions: readonly Transaction[]): TableUses {
  const result = new Map<string, { readers: Set<string>; writers: Set<string> }>();
  for (const { id, accesses } of transactions) {
    for (const { table, op } of accesses) {
      const use = result.get(table) ?? { readers: new Set(), writers: new Set() };
      (op === 'read' ? use.readers : use.writers).add(id);
      result.set(table, use);
    }
  }
  return result;
}

function designSaga(view: SystemView, transaction: Transaction, uses: TableUses): Saga {
  const home = view.contextOf(moduleId(transaction.path));
  const sequence = sequenceOf(view, transaction);
  const runs = cutIntoRuns(withTellingArms(sequence));
  const contexts = [...new Set(sequence.map((step) => step.context))].sort();
  const writers = new Set(sequence.filter((step) => step.access.op !== 'read').map((step) => step.context));
  const beginner = beginnerOf(runs, home);
  const candidates = [...new Set([...writers, ...[home, beginner].filter((one) => one !== undefined)])].sort();
  const tried = candidates.map((orchestrator) => {
    const folded = foldRuns(runs, orchestrator);
    const remote = folded.filter((run) => run.context !== orchestrator).length;
    return { orchestrator, folded, complexity: complexityOf(folded, transaction.id, uses), remote };
  });
  const { leader: best, why: led } = chooseLeader(tried, beginner);
  const folded = runsWithTellingArms(best.folded);
  const built = buildSteps(folded, transaction, home, view);
  const style = chooseStyle(folded, built);
  const noted = needsOf(view, transaction, best.orchestrator, built);
  return {
    transaction: transaction.id,
    contexts,
    style: style.style,
    orchestrator: best.orchestrator,
    reason: sagaReasonText(style.why, led, 'en'),
    steps: built.steps,
    semanticLocks: semanticLocks(built, transaction.id, uses),
    needs: noted.map((note) => sagaNoteText(note, 'en')),
    why: style.why,
    ...(led === undefined ? {} : { led }),
    noted,
    complexity: best.complexity,
  };
}

/** Only branches that make a difference to the saga; after folding fewer may. */
function withTellingArms(sequence: readonly Step[]): Step[] {
  const placed = sequence.map(({ context, access }) => ({
    context,
    isWrite: access.op !== 'read',
    arms: access.arms ?? [],
  }));
  const telling = tellingBranches(placed);
  return sequence.map((step, i) => ({ ...step, arms: placed[i]!.arms.filter(({ at }) => telling.has(at)) }));
}

function runsWithTellingArms(runs: readonly Run[]): Run[] {
  const telling = tellingBranches(
    runs.map((run) => ({ context: run.context, isWrite: !isReadOnly(run), arms: run.arms })),
  );
  return runs.map((run) => ({ ...run, arms: run.arms.filter(({ at }) => telling.has(at)) }));
}

/** Accesses to owned tables in order; leaks count too: the workflow does them, though outside of the transaction. */
function sequenceOf(view: SystemView, transaction: Transaction): Step[] {
  const steps: { context: string; access: TransactionAccess; callsOut: boolean; answers: boolean }[] = [];
  for (const access of transaction.accesses) {
    const context = view.contextOf(access.table);
    if (context !== undefined && access.op !== 'ddl' && !isEveryonesOwn(view, access.table))
      steps.push({ context, access, callsOut: false, answers: false });
  }
  const vocabulary = readVocabulary(
    steps.filter((s) => s.access.op !== 'read').map((s) => ({ context: s.context, table: s.access.table })),
  );
  const canBeRefused = refusableWrites(view, vocabulary);
  for (const step of steps) step.answers = canBeRefused(step);
  for (const call of transaction.externalCalls.filter(mayRefuse)) {
    // The write that records what an outside party did stands in the same function, or else nearest below the call.
    const writing = steps.filter((s) => s.access.op !== 'read');
    const samePath = writing.filter((s) => s.access.path === call.path);
    // A client class in a file of its own: then a write of the context it lies in.
    const writes =
      samePath.length > 0 ? samePath : writing.filter((s) => s.context === view.contextOf(moduleId(call.path)));
    const sameFunction = writes.filter((s) => call.function !== undefined && s.access.function === call.function);
    const nearest = sortedBy(sameFunction.length > 0 ? sameFunction : writes, (s) => [
      s.access.line >= call.line ? 0 : 1,
      Math.abs(s.access.line - call.line),
    ])[0];
    if (nearest !== undefined) nearest.callsOut = true;
  }
  return steps;
}

/** A function of the table's own context on the way to a write has a verb that the business or an outside party can refuse. */
function refusableWrites(
  view: SystemView,
  vocabulary: Vocabulary,
): (step: Pick<Step, 'context' | 'access'>) => boolean {
  // Accesses of one transaction share most of their ways.
  const known = new Map<string, boolean>();
  const isRefusable = (name: string, context: string): boolean => {
    const key = `${context} ${name}`;
    const answer = known.get(key) ?? mayBeRefused(view, vocabulary, name, context);
    known.set(key, answer);
    return answer;
  };
  return ({ context, access }) =>
    access.op !== 'read' &&
    (access.via.some((name) => isRefusable(name, context)) ||
      isRefusable(`${access.path}#${access.function ?? ''}`, context));
}

function mayBeRefused(view: SystemView, vocabulary: Vocabulary, name: string, context: string): boolean {
  if (view.contextOf(moduleId(name.split('#')[0] ?? '')) !== context) return false;
  const reading = readVerb(name);
  return reading !== undefined && VERBS[reading.verb].refusal > 0 && !vocabulary.isForeign(context, reading.rest);
}

function complexityOf(runs: readonly Run[], self: string, uses: TableUses): number {
  let sum = 0;
  for (const run of runs) {
    const others = new Set<string>();
    for (const { table, op } of run.accesses) {
      const use = uses.get(table);
      for (const id of (op === 'read' ? use?.writers : use?.readers) ?? []) if (id !== self) others.add(id);
    }
    sum += others.size;
  }
  return sum;
}

function semanticLocks({ steps }: SagaSteps, self: string, uses: TableUses): string[] {
  const early = steps.filter((s) => s.kind === 'compensatable').flatMap((s) => s.tables);
  const isSeen = (table: string) => [...(uses.get(table)?.readers ?? [])].some((id) => id !== self);
  return [...new Set(early)].filter(isSeen).sort();
}
