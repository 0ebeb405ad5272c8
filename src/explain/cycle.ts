/** The cycle a context lies on: with whom, and what has to be cut for this one to leave it, whatever becomes of the others. */
import {
  type Analysis,
  type ContextCycle,
  changingPlaces,
  type GraphEdge,
  labelOf,
  runtimeEdgesBetween,
  sortedBy,
  type WayOut,
  waysOut,
} from '../model/index.js';

const SHOWN = { loops: 20, edges: 20 };

export function loopLines({ contextMap }: Analysis, id: string): string[] {
  const loops = contextMap.cycleCuts.flatMap((cycle) => cycle.loops ?? []).filter((loop) => loop.contexts.includes(id));
  const lines = loops
    .slice(0, SHOWN.loops)
    .map(({ contexts, edges }) =>
      contexts.length === 2
        ? `${contexts.find((other) => other !== id)}: ${contexts[0] === id ? edges[0] : edges[1]} there, ${contexts[0] === id ? edges[1] : edges[0]} back`
        : `${[...contexts, contexts[0]].join(' → ')}: ${edges.join(' / ')}`,
    );
  return [...lines, ...rest(loops.length - lines.length)];
}

export function wayOutLines(analysis: Analysis, id: string): string[] {
  const cycle = analysis.contextMap.cycleCuts.find(({ contexts }) => contexts.includes(id));
  if (cycle === undefined) return [];
  const { own, others } = waysOut(cycle, id, runtimeEdgesBetween(analysis));
  const [less, more] = own.places <= others.places ? [own, others] : [others, own];
  const what = (way: WayOut) => (way === own ? 'what it needs of the others' : 'what the others need of it');
  const shown = sortedBy(less.edges, (edge) => [-changingPlaces(edge), edge.from, edge.to, edge.kind]);
  return [
    `either ${what(less)}, ${costText(less)}; or ${what(more)}, ${costText(more)}`,
    ...stepLine(cycle, id),
    `the former, an edge a line, most places first:`,
    ...shown.slice(0, SHOWN.edges).map(edgeLine),
    ...rest(shown.length - SHOWN.edges),
  ];
}

function costText({ places, relations }: WayOut): string {
  return `${places} ${places === 1 ? 'place' : 'places'} in ${relations} ${relations === 1 ? 'relation' : 'relations'}`;
}

/** Its turn when the whole cycle is opened from its loosest end; earlier steps have cut some of its relations already. */
function stepLine({ steps = [] }: ContextCycle, id: string): string[] {
  const at = steps.findIndex(({ frees }) => frees.includes(id));
  const step = steps[at];
  if (step === undefined) return [];
  const relations = step.cut.map(({ from, to, places }) => `${from} → ${to} (${places})`);
  return [
    `opened from its loosest end, the cycle lets go of it in step ${at + 1} of ${steps.length}: ${relations.join(', ')}`,
  ];
}

function edgeLine(edge: GraphEdge): string {
  const [place] = edge.evidence;
  const places = changingPlaces(edge);
  const from = place === undefined ? labelOf(edge.from) : `${place.path}:${place.line}`;
  return `${from} → ${labelOf(edge.to)} (${edge.kind}${places > 1 ? `, ${places} places` : ''})`;
}

function rest(count: number): string[] {
  return count > 0 ? [`and ${count} more`] : [];
}
