/**
 * Who leads a saga. The access sequence is folded for every context that may lead, and the cost of each is compared
 * (INESC-ID: no single feature finds the cheapest, so it is simulated). But cost is not all: whoever begins the work knows its
 * purpose, answers for it to the caller and holds its state, so another context leads only with a clear advantage. Who begins it:
 * the context that the transaction stands in, when it has part in the data; else the one that is written first.
 */
import { type SagaNote, sortedBy } from '../../model/index.js';
import { isReadOnly, type Run } from './fold.js';

/** One context tried as the leader: the runs folded for it, their complexity, and how many of them it must ask others for. */
export type Candidate = {
  readonly orchestrator: string;
  readonly folded: readonly Run[];
  readonly complexity: number;
  readonly remote: number;
};

/** Share of the beginner's complexity that another may have at most, to lead in its place: half, for an odd leader must pay. */
const CLEAR_SHARE = 0.5;

export function beginnerOf(runs: readonly Run[], home: string | undefined): string | undefined {
  if (home !== undefined && runs.some((run) => run.context === home)) return home;
  return runs.find((run) => !isReadOnly(run))?.context;
}

/** The beginner, or who is clearly cheaper; `why` gives both costs and is absent when all cost the same. */
export function chooseLeader(
  tried: readonly Candidate[],
  beginner: string | undefined,
): { readonly leader: Candidate; readonly why?: SagaNote } {
  const byCost = sortedBy(tried, (one) => [one.complexity, one.remote, one.orchestrator]);
  const cheapest = byCost[0]!;
  const own = tried.find((one) => one.orchestrator === beginner) ?? cheapest;
  const isClear = cheapest.complexity <= own.complexity * CLEAR_SHARE && cheapest.complexity < own.complexity;
  const leader = isClear ? cheapest : own;
  // Beside the leader: who would lead otherwise, or the next best.
  const other = isClear ? own : byCost.find((one) => one !== own);
  if (other === undefined || byCost.at(-1)!.complexity === cheapest.complexity) return { leader };
  const key = isClear ? 'leads-cheaper' : other.complexity < own.complexity ? 'leads-near' : 'leads-begun';
  return {
    leader,
    why: {
      key,
      values: {
        context: leader.orchestrator,
        cost: String(leader.complexity),
        other: other.orchestrator,
        otherCost: String(other.complexity),
      },
    },
  };
}
