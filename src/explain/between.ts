/** Every dependency between two subjects, both ways: for contexts all edges of their members, for nodes their own. */
import { type Analysis, contextOfNode, type GraphEdge, labelOf } from '../model/index.js';
import type { Explanation, Subject } from './index.js';
import { countPlaces, placesOf, sections } from './places.js';

export function explainBetween(analysis: Analysis, a: Subject, b: Subject): Explanation {
  const isIn = membership(analysis);
  const forth = analysis.graph.edges.filter((edge) => isIn(edge.from, a) && isIn(edge.to, b));
  const back = analysis.graph.edges.filter((edge) => isIn(edge.from, b) && isIn(edge.to, a));
  const relations = analysis.contextMap.relations.filter(
    ({ downstream, upstream }) =>
      (downstream === a.id && upstream === b.id) || (downstream === b.id && upstream === a.id),
  );
  return {
    subject: `${labelOf(a.id)} and ${labelOf(b.id)}`,
    kind: 'relation',
    sections: sections(
      { title: 'Relation', lines: relations.map((r) => `${r.downstream} → ${r.upstream}: ${r.pattern}: ${r.reason}`) },
      direction(labelOf(a.id), labelOf(b.id), forth),
      direction(labelOf(b.id), labelOf(a.id), back),
    ),
  };
}

function direction(from: string, to: string, edges: readonly GraphEdge[]) {
  const places = placesOf(edges);
  const title =
    edges.length === 0 ? `${from} does not depend on ${to}` : `${from} depends on ${to}: ${countPlaces(edges)} places`;
  const rest = countPlaces(edges) - places.length;
  return {
    title,
    lines: edges.length === 0 ? ['no edge in this direction'] : rest > 0 ? [`the first ${places.length} of them`] : [],
    places,
  };
}

function membership(analysis: Analysis): (node: string, subject: Subject) => boolean {
  const contextOf = contextOfNode(analysis.contextMap);
  return (node, subject) => (subject.kind === 'context' ? contextOf.get(node) === subject.id : node === subject.id);
}
