/** A module: why it is where it is (edges by context, confidence, margin), what it uses and who uses it. */
import {
  type Analysis,
  contextOfNode,
  type GraphEdge,
  isAccessEdge,
  isModuleEdge,
  labelOf,
  sortedBy,
} from '../model/index.js';
import type { Explanation } from './index.js';
import { arrow, placesOf, sections } from './places.js';

export function explainModule(analysis: Analysis, id: string): Explanation {
  const edges = analysis.graph.edges;
  const out = edges.filter((edge) => edge.from === id);
  const into = edges.filter((edge) => edge.to === id);
  const assignment = analysis.contextMap.assignments.find((each) => each.node === id);
  const contextOf = contextOfNode(analysis.contextMap);
  return {
    subject: labelOf(id),
    kind: 'module',
    sections: sections(
      {
        title: `In ${contextOf.get(id) ?? 'no context'}`,
        lines: assignment
          ? [
              `confidence ${assignment.confidence.toFixed(2)}, margin ${assignment.margin.toFixed(2)}${assignment.second === '' ? '' : `, second best: ${assignment.second}`}${assignment.isDeclared ? '; declared in the config' : ''}`,
            ]
          : [],
      },
      { title: 'Weight of its edges by context', lines: pull(contextOf, id, [...out, ...into]) },
      { title: 'Tables', lines: [], places: placesOf(out.filter(isAccessEdge)) },
      { title: 'Depends on', lines: out.filter(isModuleEdge).map(arrow) },
      { title: 'Depended on by', lines: into.map(arrow) },
      {
        title: 'Entry points',
        lines: analysis.graph.entryPoints
          .filter((entry) => entry.module === id)
          .map((entry) => `${entry.kind} ${entry.verb} ${entry.name} → ${entry.handler} (line ${entry.line})`),
      },
    ),
  };
}

function pull(contextOf: ReadonlyMap<string, string>, id: string, edges: readonly GraphEdge[]): string[] {
  const weights = new Map<string, number>();
  for (const edge of edges) {
    const other = contextOf.get(edge.from === id ? edge.to : edge.from) ?? 'unassigned';
    weights.set(other, (weights.get(other) ?? 0) + edge.weight);
  }
  return sortedBy(weights, ([context, weight]) => [-weight, context]).map(
    ([context, weight]) => `${context}: ${weight.toFixed(1)}`,
  );
}
