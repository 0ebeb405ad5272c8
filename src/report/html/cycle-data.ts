/** Cycles as the page draws them: the short rings, then the steps of a large cycle or, where it is short, the list to cut. */
import { type Analysis, type ContextCycle, labelOf } from '../../model/index.js';
import { cutRelations, ringText } from '../cycle-cuts.js';
import { outlook, stepsOf } from '../cycle-steps.js';

/** Number of a path in the page's list. */
type PathNumber = (path: string) => number;

const SHOWN_STEPS = 30;

export function cyclesData(analysis: Analysis, numberOf: PathNumber, homeOf: ReadonlyMap<string, number>): unknown[] {
  return analysis.contextMap.cycleCuts.map((cycle) => {
    const { contexts, cut, loops = [], loopCount = loops.length } = cycle;
    const relations = cutRelations(cut);
    const steps = stepsOf(cycle, relations.length);
    return {
      contexts,
      edges: cut.length,
      loopCount,
      loops: loops.map((loop) => ({
        text: ringText(loop),
        edges: loop.edges,
        homes: loop.contexts.map((id) => homeOf.get(id) ?? -1),
      })),
      ...(steps.length > 0 ? { stepCount: steps.length, steps: stepData(cycle, homeOf), outlook: outlook(cycle) } : {}),
      cuts: steps.length > 0 ? [] : relations.map((relation) => cutData(relation, numberOf)),
    };
  });
}

function cutData({ from, to, edges }: ReturnType<typeof cutRelations>[number], numberOf: PathNumber): unknown {
  return {
    from,
    to,
    edges: edges.map((edge) => [
      edge.kind,
      labelOf(edge.from),
      labelOf(edge.to),
      (edge.evidence ?? []).flatMap(({ path, line }) => [numberOf(path), line]),
    ]),
  };
}

function stepData({ steps = [] }: ContextCycle, homeOf: ReadonlyMap<string, number>): unknown[] {
  return steps.slice(0, SHOWN_STEPS).map(({ frees, apart, cut, places, left }) => ({
    frees,
    apart,
    places,
    largest: left[0] ?? 0,
    // The edges of a relation are in the page already.
    cut: cut.map(({ from, to, places: count }) => [homeOf.get(from) ?? -1, homeOf.get(to) ?? -1, count]),
  }));
}
