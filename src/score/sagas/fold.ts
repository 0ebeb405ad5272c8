/**
 * From an access sequence to as few local transactions as the data dependencies allow, for one candidate orchestrator
 * (after the functionality refactoring of INESC-ID, Software: Practice and Experience 2022, 10.1002/spe.3141): cut the
 * sequence into runs per context, then fold a run into the previous run of its context when they are adjacent, when it
 * only reads, or when no run in between reads, calls out or can be refused, so that nothing learnt there can be needed. Reads of the
 * orchestrator do not block: they are local to it and can be made at the start. Repeated accesses are dropped.
 * Every fold that takes a visit over a visit of another context is noted on the run: it is a proposal, the code does otherwise.
 * Nothing, not even a read, is taken over a run that calls out or can be refused, since that may be the pivot.
 * Two more deviations: a run on another arm of a branch is not in between; what a function of the run reads elsewhere is an input of
 * that one function (a subquery, a look-up before the statement), is made before the run, and blocks no fold.
 * Example: orders w, stock w, orders w, with nothing read in between → orders w, stock w.
 */
import type { Arm, TransactionAccess } from '../../model/index.js';
import { areExclusive, commonArms, sameArms } from './arms.js';

export type Run = {
  readonly context: string;
  readonly accesses: readonly TransactionAccess[];
  readonly callsOut: boolean;
  /** A step of it can be refused: what comes after may depend on the answer. */
  readonly answers: boolean;
  readonly arms: readonly Arm[];
  /** Later visits that were taken forward to this one. */
  readonly folded?: Folded;
};

export type Folded = {
  readonly visits: readonly TransactionAccess[];
  readonly over: readonly string[];
  readonly isReadOnly: boolean;
};

export type Step = {
  readonly context: string;
  readonly access: TransactionAccess;
  readonly callsOut: boolean;
  readonly answers: boolean;
  readonly arms?: readonly Arm[];
};

export function cutIntoRuns(sequence: readonly Step[]): Run[] {
  const runs: Run[] = [];
  for (const { context, access, callsOut, answers, arms = [] } of sequence) {
    const last = runs.at(-1);
    const run = { context, accesses: [access], callsOut, answers, arms };
    if (last?.context === context && sameArms(last.arms, arms)) runs[runs.length - 1] = joined(last, run);
    else runs.push(run);
  }
  return runs;
}

export function foldRuns(runs: readonly Run[], orchestrator: string): Run[] {
  let before = [...runs];
  for (;;) {
    const after = foldOnce(before, orchestrator);
    // A run folded away may have left two of one context side by side: those are one local transaction.
    if (after.length === before.length) return after;
    before = after;
  }
}

function foldOnce(runs: readonly Run[], orchestrator: string): Run[] {
  const result: Run[] = [];
  for (const run of runs) {
    const at = result.findLastIndex((earlier) => earlier.context === run.context);
    if (at < 0 || !canFold(result, at, run, orchestrator)) {
      result.push(run);
      continue;
    }
    const earlier = result[at]!;
    const between = result.slice(at + 1);
    const inputs = isReadOnly(run) ? [] : between.filter((other) => isInputOf(other, run, between));
    const rest = between.filter((other) => !inputs.includes(other));
    const over = rest.filter((other) => !areExclusive(other.arms, run.arms)).map((other) => other.context);
    result.splice(at, result.length - at, ...inputs, forward(earlier, run, over), ...rest);
  }
  return result;
}

function canFold(result: readonly Run[], at: number, run: Run, orchestrator: string): boolean {
  const between = result.slice(at + 1).filter((other) => !areExclusive(other.arms, run.arms));
  if (between.length === 0) return true;
  // What is read after a step that can be refused is not taken before it: nobody knows yet whether it will be needed.
  if (isReadOnly(run)) return between.every((other) => !other.callsOut && !other.answers);
  // What is deleted last is often what the others point to: nothing is deleted before it was.
  if (run.accesses.some(isRemoval) && between.some((other) => !isReadOnly(other))) return false;
  return between.every(
    (other) =>
      isInputOf(other, run, between) ||
      (!other.callsOut &&
        !other.answers &&
        (other.context === orchestrator || !other.accesses.some((a) => a.op === 'read'))),
  );
}

function isRemoval({ op, change }: TransactionAccess): boolean {
  return op === 'delete' || change === 'delete';
}

/** The visits as one, with a note of what is moved over what. */
function forward(earlier: Run, run: Run, over: readonly string[]): Run {
  const one = joined(earlier, run);
  const before = [earlier.folded, run.folded].filter((folded) => folded !== undefined);
  if (over.length === 0 && before.length === 0) return one;
  const moved: Folded = {
    visits: run.accesses.slice(0, 1),
    over,
    isReadOnly: isReadOnly(run),
  };
  const all = over.length === 0 ? before : [...before, moved];
  return {
    ...one,
    folded: {
      visits: all.flatMap((folded) => folded.visits),
      over: [...new Set(all.flatMap((folded) => folded.over))].sort(),
      isReadOnly: all.every((folded) => folded.isReadOnly),
    },
  };
}

/** Only reads what nobody in between writes, and all of it in functions that also do something of the run itself. */
function isInputOf(other: Run, run: Run, between: readonly Run[]): boolean {
  if (!isReadOnly(other) || other.callsOut || other.answers) return false;
  const read = new Set(other.accesses.map((access) => access.table));
  const isWritten = between.some((one) =>
    one.accesses.some((access) => access.op !== 'read' && read.has(access.table)),
  );
  if (isWritten) return false;
  const own = new Set(run.accesses.map((access) => functionOf(access)));
  return other.accesses.every((access) => access.function !== undefined && own.has(functionOf(access)));
}

function functionOf({ path, function: name = '' }: TransactionAccess): string {
  return `${path}#${name}`;
}

function joined(a: Run, b: Run): Run {
  const keyOf = (access: TransactionAccess) => `${access.table} ${access.op} ${functionOf(access)} ${access.line}`;
  const seen = new Set(a.accesses.map(keyOf));
  const fresh = b.accesses.filter((access) => {
    const isNew = !seen.has(keyOf(access));
    seen.add(keyOf(access));
    return isNew;
  });
  return {
    context: a.context,
    accesses: [...a.accesses, ...fresh],
    callsOut: a.callsOut || b.callsOut,
    answers: a.answers || b.answers,
    arms: commonArms(a.arms, b.arms),
  };
}

export function isReadOnly(run: Run): boolean {
  return run.accesses.every((access) => access.op === 'read');
}
