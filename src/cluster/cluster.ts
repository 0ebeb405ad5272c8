/**
 * Composes the stage; read this first. Its folders know only those before them: `words` (what a name says), `graph` (the
 * weighted graph of evidence), `kernel` (what is no context), `communities` (Louvain, consensus, small groups folded),
 * `placing` (front end, declared map), then `naming` and `figures`.
 */
import {
  type Assignment,
  besideRuntime,
  type Config,
  type ContextMap,
  compareText,
  SHARED_KERNEL,
  type SystemGraph,
  UNASSIGNED,
} from '../model/index.js';
import { pullOf, strongest } from './communities/grouping.js';
import { cyclesOf } from './figures/cycles.js';
import { figures, mapFigures } from './figures/figures.js';
import { notesOf } from './figures/notes.js';
import { ownershipOf } from './figures/ownership.js';
import { relationsOf } from './figures/relations.js';
import { sweep } from './figures/sweep.js';
import { adjacencyOf } from './graph/partition.js';
import { withMoves } from './moves.js';
import { type Described, describe } from './naming/describe.js';
import { unclustered } from './naming/tests.js';
import { type Placement, type PlaceOptions, place } from './placing/place.js';

export type ClusterOptions = PlaceOptions & {
  /** Names are kept from here by largest overlap. */
  readonly previous?: ContextMap | undefined;
  readonly sweep?: boolean;
  /** What-if: glob → context id. */
  readonly moves?: readonly { readonly glob: string; readonly context: string }[];
};

/** Candidate bounded contexts of the graph's runtime modules and tables. Same graph in any order, same map. */
export function cluster(graph: SystemGraph, config: Config, options: ClusterOptions = {}): ContextMap {
  const clustered = place(graph, config, options);
  const named = describe(graph, clustered, options.previous);
  const moves = options.moves ?? [];
  if (moves.length === 0) return mapOf(graph, clustered, named, options);
  const { placement, moved } = withMoves(clustered, named, moves);
  const before = mapOf(graph, clustered, named, {});
  const after = mapOf(graph, placement, describe(graph, placement, options.previous), options);
  const whatIf = { moves: moved, before: mapFigures(graph, before), after: mapFigures(graph, after) };
  return { ...after, whatIf };
}

function mapOf(
  graph: SystemGraph,
  placement: Placement,
  { contexts, contextOf }: Described,
  options: ClusterOptions,
): ContextMap {
  // Tests lie in the context of what they test, but what they import and write couples no contexts.
  const beside = besideRuntime(graph);
  const placed = new Map([...contextOf].filter(([node, id]) => id !== UNASSIGNED && !beside.has(node)));
  const inContext = new Map([...placed].filter(([, id]) => id !== SHARED_KERNEL));
  const cycleCuts = cyclesOf(graph, inContext);
  const kernel = nodesIn(contextOf, SHARED_KERNEL);
  const composition = kernel.modules.filter((id) => placement.roots.has(id));
  const frontEnd = kernel.modules.filter((id) => placement.sharedFront.has(id));
  return {
    source: placement.source,
    contexts,
    sharedKernel: { ...kernel, composition, ...(frontEnd.length === 0 ? {} : { frontEnd }) },
    unassigned: [...contextOf].flatMap(([id, context]) => (context === UNASSIGNED ? [id] : [])).sort(compareText),
    assignments: assignmentsOf(placement, contextOf),
    ownership: ownershipOf(graph, placed, new Set(placement.pins.keys())),
    relations: relationsOf(graph, inContext),
    cycles: cycleCuts.map((cycle) => cycle.contexts),
    cycleCuts,
    metrics: figures(graph, inContext, placement),
    resolution: placement.resolution,
    seed: placement.seed,
    notes: notesOf(placement, contextOf),
    ...(options.sweep === true ? { sweep: sweep(placement) } : {}),
  };
}

/** One entry per node of the map, by node id. */
function assignmentsOf(placement: Placement, contextOf: ReadonlyMap<string, string>): Assignment[] {
  const { evidence, labels, coupling, confidence, pins } = placement;
  const adjacency = adjacencyOf(coupling);
  const idOf = new Map<number, string>();
  labels.forEach((label, node) => {
    if (label >= 0) idOf.set(label, contextOf.get(evidence.ids[node]!)!);
  });
  return [...contextOf.keys()].sort(compareText).map((id) => {
    const node = evidence.indexOf.get(id);
    const context = contextOf.get(id)!;
    const isDeclared = pins.get(id) === context;
    if (node === undefined) return unclustered(id, context, isDeclared);
    const pull = pullOf([node], labels, adjacency);
    const own = pull.get(labels[node]!) ?? 0;
    const second = strongest(pull, labels[node]!);
    const there = second === undefined ? 0 : pull.get(second)!;
    return {
      node: id,
      context,
      confidence: isDeclared ? 1 : confidence[node]!,
      second: second === undefined ? '' : idOf.get(second)!,
      margin: second === undefined || own + there === 0 ? 1 : (own - there) / (own + there),
      isDeclared,
    };
  });
}

function nodesIn(contextOf: ReadonlyMap<string, string>, context: string): { modules: string[]; tables: string[] } {
  const own = [...contextOf].flatMap(([id, where]) => (where === context ? [id] : [])).sort(compareText);
  return {
    modules: own.filter((id) => id.startsWith('module:')),
    tables: own.filter((id) => id.startsWith('table:')),
  };
}
