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
import type { Words } from './words.js';

const SHOWN = { loops: 20, edges: 20 };

export function loopLines({ contextMap }: Analysis, id: string, words: Words): string[] {
  const loops = contextMap.cycleCuts.flatMap((cycle) => cycle.loops ?? []).filter((loop) => loop.contexts.includes(id));
  const lines = loops.slice(0, SHOWN.loops).map(({ contexts, edges }) =>
    contexts.length === 2
      ? words.say('{other}: {there} there, {back} back', {
          other: contexts.find((other) => other !== id) ?? '',
          there: (contexts[0] === id ? edges[0] : edges[1]) ?? 0,
          back: (contexts[0] === id ? edges[1] : edges[0]) ?? 0,
        })
      : `${[...contexts, contexts[0]].join(' → ')}: ${edges.join(' / ')}`,
  );
  return [...lines, ...rest(loops.length - lines.length, words)];
}

export function wayOutLines(analysis: Analysis, id: string, words: Words): string[] {
  const { say } = words;
  const cycle = analysis.contextMap.cycleCuts.find(({ contexts }) => contexts.includes(id));
  if (cycle === undefined) return [];
  const { own, others } = waysOut(cycle, id, runtimeEdgesBetween(analysis));
  const [less, more] = own.places <= others.places ? [own, others] : [others, own];
  const what = (way: WayOut) => say(way === own ? 'what it needs of the others' : 'what the others need of it');
  const shown = sortedBy(less.edges, (edge) => [-changingPlaces(edge), edge.from, edge.to, edge.kind]);
  return [
    say('either {less}, {lessCost}; or {more}, {moreCost}', {
      less: what(less),
      lessCost: costText(less, words),
      more: what(more),
      moreCost: costText(more, words),
    }),
    ...stepLine(cycle, id, words),
    say('the former, an edge a line, most places first:'),
    ...shown.slice(0, SHOWN.edges).map((edge) => edgeLine(edge, words)),
    ...rest(shown.length - SHOWN.edges, words),
  ];
}

function costText({ places, relations }: WayOut, { say, count }: Words): string {
  return say('{places} in {relations}', { places: count(places, 'place'), relations: count(relations, 'relation') });
}

/** Its turn when the whole cycle is opened from its loosest end; earlier steps have cut some of its relations already. */
function stepLine({ steps = [] }: ContextCycle, id: string, { say }: Words): string[] {
  const at = steps.findIndex(({ frees }) => frees.includes(id));
  const step = steps[at];
  if (step === undefined) return [];
  const relations = step.cut.map(({ from, to, places }) => `${from} → ${to} (${places})`);
  return [
    say('opened from its loosest end, the cycle lets go of it in step {at} of {all}: {relations}', {
      at: at + 1,
      all: steps.length,
      relations: relations.join(', '),
    }),
  ];
}

function edgeLine(edge: GraphEdge, { count }: Words): string {
  const [place] = edge.evidence;
  const places = changingPlaces(edge);
  const from = place === undefined ? labelOf(edge.from) : `${place.path}:${place.line}`;
  return `${from} → ${labelOf(edge.to)} (${edge.kind}${places > 1 ? `, ${count(places, 'place')}` : ''})`;
}

function rest(count: number, { say }: Words): string[] {
  return count > 0 ? [say('and {n} more', { n: count })] : [];
}
