/**
 * From an access sequence to as few local transactions as the data dependencies allow, for one candidate orchestrator
 * (after the functionality refactoring of INESC-ID, Software: Practice and Experience 2022, 10.1002/spe.3141): cut the
 * sequence into runs per context, then fold a run into the previous run of its context when they are adjacent, when it
 * only reads, or when no run in between reads, calls out or can be refused, so that nothing learnt there can be needed. Reads of the
 * orchestrator do not block: they are local to it and can be made at the start. Repeated accesses are dropped.
 * Example: orders w, stock w, orders w, with nothing read in between → orders w, stock w.
 */
import type { TransactionAccess } from '../../model/index.js';

export type Run = {
  readonly context: string;
  readonly accesses: readonly TransactionAccess[];
  readonly callsOut: boolean;
  /** A step of it can be refused: what comes after may depend on the answer. */
  readonly answers: boolean;
};

export type Step = {
  readonly context: string;
  readonly access: TransactionAccess;
  readonly callsOut: boolean;
  readonly answers: boolean;
};

export function cutIntoRuns(sequence: readonly Step[]): Run[] {
  const runs: Run[] = [];
  for (const { context, access, callsOut, answers } of sequence) {
    const last = runs.at(-1);
    if (last?.context === context)
      runs[runs.length - 1] = joined(last, { context, accesses: [access], callsOut, answers });
    else runs.push({ context, accesses: [access], callsOut, answers });
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
    if (at >= 0 && canFold(result, at, run, orchestrator)) result[at] = joined(result[at]!, run);
    else result.push(run);
  }
  return result;
}

function canFold(result: readonly Run[], at: number, run: Run, orchestrator: string): boolean {
  const between = result.slice(at + 1);
  if (between.length === 0 || isReadOnly(run)) return true;
  return between.every(
    (other) =>
      !other.callsOut &&
      !other.answers &&
      (other.context === orchestrator || !other.accesses.some((a) => a.op === 'read')),
  );
}

function joined(a: Run, b: Run): Run {
  const accesses = [...a.accesses];
  for (const access of b.accesses) {
    if (
      !accesses.some(
        (seen) => seen.table === access.table && seen.op === access.op && seen.function === access.function,
      )
    ) {
      accesses.push(access);
    }
  }
  return { context: a.context, accesses, callsOut: a.callsOut || b.callsOut, answers: a.answers || b.answers };
}

export function isReadOnly(run: Run): boolean {
  return run.accesses.every((access) => access.op === 'read');
}
