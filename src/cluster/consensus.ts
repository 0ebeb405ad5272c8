/**
 * Consensus of many Louvain runs (Lancichinetti & Fortunato 2012), on edges only (fast consensus, Tandon et al. 2019):
 * weigh each edge by the share of runs that keep its ends together, drop those below one half, run again, until all
 * shares are 0 or 1. Which communities to join is what runs differ in most, so the runs are made somewhat finer, and
 * what they agree on is joined without chance (agglomerate.ts). The number of runs follows the size, so that 50,000
 * nodes take seconds.
 */

import { agglomerate } from './agglomerate.js';
import { ari } from './agreement.js';
import { louvainRuns } from './louvain.js';
import { type Partition, splitByComponent, type WeightedGraph } from './partition.js';

export type Consensus = {
  readonly partition: Partition;
  /** The first round's runs, for confidence and stability. */
  readonly runs: readonly Partition[];
  /** Median ARI between neighbouring runs; 1 when there is one run. */
  readonly stability: number;
};

const THRESHOLD = 0.5;
const MAX_ROUNDS = 6;
/** Each round builds a graph anew, which costs more than the runs when the graph is large. */
const FEW_ROUNDS = 3;
/** Nodes and edges that all runs of a round may look at together: some seconds. */
const BUDGET = 3_000_000;
const MOST_RUNS = 30;
/** The runs are made at a finer resolution than asked for; their communities are joined afterwards, without chance. */
const FINER = 1.5;
const FINER_FROM = 150;
const FULLY_FINER_FROM = 500;
/** Later rounds run on a graph that is nearly settled. */
const LATER_RUNS = 10;
const LEAST_RUNS = 4;

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
): Consensus {
  const fine = resolution * finerBy(graph.size);
  const first = runsOf(graph, names, seed, fine, runCount);
  let runs = first;
  let agreed = graph;
  let isSettled = false;
  for (let round = 1; round < (runCount < LATER_RUNS ? FEW_ROUNDS : MAX_ROUNDS) && !isSettled; round++) {
    agreed = agreement(agreed, runs);
    isSettled = agreed.edges.every((edge) => edge.weight === 1);
    if (!isSettled) runs = runsOf(agreed, names, seed + round * 1000, 1, Math.min(runCount, LATER_RUNS));
  }
  const atoms = splitByComponent(graph, isSettled ? componentsOf(agreed) : runs[0]!);
  const partition = agglomerate(graph, atoms, resolution);
  const joined = first.map((run) => agglomerate(graph, run, resolution));
  return { partition: splitByComponent(graph, partition), runs: joined, stability: stabilityOf(joined) };
}

/** 1 for small graphs, where single nodes would be all that is left, rising to FINER with the logarithm of the size. */
function finerBy(size: number): number {
  const share = Math.log(size / FINER_FROM) / Math.log(FULLY_FINER_FROM / FINER_FROM);
  return 1 + (FINER - 1) * Math.min(1, Math.max(0, share));
}

function runsOf(
  graph: WeightedGraph,
  names: readonly string[],
  seed: number,
  resolution: number,
  count: number,
): Partition[] {
  const run = louvainRuns(graph, names);
  return Array.from({ length: count }, (_, i) => run(seed + i, resolution));
}

function agreement(graph: WeightedGraph, runs: readonly Partition[]): WeightedGraph {
  const edges = graph.edges.flatMap((edge) => {
    const together = runs.filter((run) => run[edge.from] === run[edge.to]).length / runs.length;
    return together < THRESHOLD ? [] : [{ from: edge.from, to: edge.to, weight: together }];
  });
  return { size: graph.size, edges };
}

function componentsOf(graph: WeightedGraph): number[] {
  return splitByComponent(graph, new Array<number>(graph.size).fill(0));
}

function stabilityOf(runs: readonly Partition[]): number {
  const labels = runs.map((run) => new Map(run.map((label, node) => [String(node), String(label)])));
  const values = labels.slice(1).map((run, i) => ari(labels[i]!, run));
  return values.length === 0 ? 1 : median(values);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
