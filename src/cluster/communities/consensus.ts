/**
 * Consensus of many Louvain runs, each in another order and on a graph with some edges left out (a bagged ensemble:
 * what only holds with every single edge in place is chance). What the map then keeps together is what most runs
 * keep together and what is tied (merge-agreed.ts; average linkage on the co-association matrix). The figures are for
 * steadiness: the more is left out, the less one more file moves the shares; and few pairs of groups lie at the threshold, where
 * one file decides. The number of runs follows the size, so that 50,000 nodes take seconds.
 */

import { type Partition, splitByComponent, type WeightedGraph } from '../graph/partition.js';
import type { Services } from '../graph/services.js';
import { inSteps } from '../graph/steps.js';
import { ariOfPartitions } from './agreement.js';
import { hashesOf, louvainRuns, thinned } from './louvain.js';
import { mergeAgreed } from './merge-agreed.js';

export type Consensus = {
  readonly partition: Partition;
  /** The same, finer: what the runs disagree on less. */
  readonly firm: Partition;
  /** For confidence and stability. */
  readonly runs: readonly Partition[];
  /** Median ARI between neighbouring runs; 1 when there is one run. */
  readonly stability: number;
};

/** Nearness of two groups, from which on they are one: mean share of runs that keep them together, by their tie more or less. */
const THRESHOLD = 0.675;
/** The same for what only the shared kernel looks at: groups that were seldom apart. */
const FIRM = 0.7;
/** Nodes and edges that all runs may look at together: some seconds. */
const BUDGET = 3_000_000;
const MOST_RUNS = 80;
const LEAST_RUNS = 4;
/** Share of the edges that each run leaves out; less on small graphs. */
const LEFT_OUT = 0.25;
const RAMP_FROM = 150;
const RAMP_TO = 500;
const RAMP_STEPS = 10;

export function runsFor(graph: WeightedGraph): number {
  const affordable = Math.floor(BUDGET / (graph.edges.length + graph.size + 1));
  return Math.max(LEAST_RUNS, Math.min(MOST_RUNS, affordable));
}

export function consensus(
  graph: WeightedGraph,
  names: readonly string[],
  seed: number,
  resolution: number,
  runCount = runsFor(graph),
  services?: Services,
): Consensus {
  const leftOut = LEFT_OUT * rampOf(graph.size);
  const louvain = louvainRuns(names);
  const hashes = hashesOf(names);
  const runs = Array.from({ length: runCount }, (_, run) => {
    const some = thinned(graph, hashes, { seed, run }, leftOut);
    const total = some.edges.reduce((sum, edge) => sum + edge.weight, 0);
    // Modularity weighs against resolution / total weight: in steps, so that one more edge does not move every gain.
    const steady = total === 0 ? resolution : (resolution * total) / inSteps(total);
    return louvain(some, seed + run, steady);
  });
  const joined = (fine: Partition, threshold: number, lines?: Services) =>
    splitByComponent(graph, mergeAgreed(graph, splitByComponent(graph, fine), runs, threshold, lines));
  const together = meetOf(runs, graph.size);
  const inService = services === undefined ? together : meetOf([together, Array.from(services.of)], graph.size);
  const partition = joined(inService, THRESHOLD, services);
  return { partition, firm: joined(together, FIRM), runs, stability: stabilityOf(runs) };
}

/** 0 for small graphs, where single nodes would be all that is left, rising to 1 with the logarithm of the size. */
function rampOf(size: number): number {
  const part = Math.min(1, Math.max(0, Math.log(size / RAMP_FROM) / Math.log(RAMP_TO / RAMP_FROM)));
  return Math.round(RAMP_STEPS * part) / RAMP_STEPS;
}

/** Nodes with equal labels in every run have equal labels. */
function meetOf(runs: readonly Partition[], size: number): number[] {
  let labels = new Array<number>(size).fill(0);
  for (const run of runs) {
    const known = new Map<number, number>();
    labels = labels.map((label, node) => {
      const pair = label * (size + 1) + run[node]! + 1;
      if (!known.has(pair)) known.set(pair, known.size);
      return known.get(pair)!;
    });
  }
  return labels;
}

function stabilityOf(runs: readonly Partition[]): number {
  const values = runs.slice(1).map((run, i) => ariOfPartitions(runs[i]!, run));
  return values.length === 0 ? 1 : median(values);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
