/** Every dependency between two subjects, both ways: for contexts all edges of their members, for nodes their own. */
import {
  type Analysis,
  contextOfNode,
  countedAccesses,
  type GraphEdge,
  isAccessEdge,
  labelOf,
  relationReason,
} from '../model/index.js';
import type { Explanation, Section, Subject } from './index.js';
import { countPlaces, placed, runtimeFirst, sections } from './places.js';
import type { Words } from './words.js';

export function explainBetween(analysis: Analysis, a: Subject, b: Subject, words: Words): Explanation {
  const { say, language } = words;
  const isIn = membership(analysis);
  const edges = a.kind === 'context' && b.kind === 'context' ? counted(analysis) : analysis.graph.edges;
  const forth = edges.filter((edge) => isIn(edge.from, a) && isIn(edge.to, b));
  const back = edges.filter((edge) => isIn(edge.from, b) && isIn(edge.to, a));
  const relations = analysis.contextMap.relations.filter(
    ({ downstream, upstream }) =>
      (downstream === a.id && upstream === b.id) || (downstream === b.id && upstream === a.id),
  );
  return {
    subject: say('{a} and {b}', { a: labelOf(a.id), b: labelOf(b.id) }),
    kind: say('relation'),
    sections: sections(
      {
        title: say('Relation'),
        lines: relations.map(
          (r) => `${r.downstream} → ${r.upstream}: ${say(r.pattern)}: ${relationReason(r, language)}`,
        ),
      },
      direction(labelOf(a.id), labelOf(b.id), runtimeFirst(analysis, forth), words),
      direction(labelOf(b.id), labelOf(a.id), runtimeFirst(analysis, back), words),
    ),
  };
}

/** As the relations count them: what a context does by calling another's code is that call, no access of its own. */
function counted({ graph: { edges } }: Analysis): readonly GraphEdge[] {
  return [...edges.filter((edge) => !isAccessEdge(edge)), ...countedAccesses(edges.filter(isAccessEdge))];
}

function direction(from: string, to: string, edges: readonly GraphEdge[], words: Words): Section {
  const { say, count } = words;
  if (edges.length === 0)
    return { title: say('{from} does not depend on {to}', { from, to }), lines: [say('no edge in this direction')] };
  const places = count(countPlaces(edges), 'place');
  const title = say('{from} depends on {to}: {places}', { from, to, places });
  return placed(words, title, edges, (edge) => labelOf(edge.to));
}

function membership(analysis: Analysis): (node: string, subject: Subject) => boolean {
  const contextOf = contextOfNode(analysis.contextMap);
  return (node, subject) => (subject.kind === 'context' ? contextOf.get(node) === subject.id : node === subject.id);
}
