/** A module: why it is where it is (edges by context, confidence, margin), what it uses and who uses it. */
import {
  type Analysis,
  contextOfNode,
  type GraphEdge,
  isAccessEdge,
  isModuleEdge,
  labelOf,
  sortedBy,
  UNASSIGNED,
} from '../model/index.js';
import type { Explanation } from './index.js';
import { placed, runtimeFirst, sections } from './places.js';
import type { Words } from './words.js';

export function explainModule(analysis: Analysis, id: string, words: Words): Explanation {
  const { say } = words;
  const edges = analysis.graph.edges;
  const out = edges.filter((edge) => edge.from === id);
  const into = edges.filter((edge) => edge.to === id);
  const assignment = analysis.contextMap.assignments.find((each) => each.node === id);
  const contextOf = contextOfNode(analysis.contextMap);
  const withContext = (node: string) => `${labelOf(node)} (${contextOf.get(node) ?? UNASSIGNED})`;
  return {
    subject: labelOf(id),
    kind: say('module'),
    sections: sections(
      {
        title: say('In {context}', { context: contextOf.get(id) ?? say('no context') }),
        lines: assignment ? [whyThere(analysis, id, words) ?? certainty(assignment, words)] : [],
      },
      { title: say('Weight of its edges by context'), lines: pull(contextOf, id, [...out, ...into]) },
      placed(words, say('Tables'), out.filter(isAccessEdge), (edge) => withContext(edge.to)),
      placed(words, say('Depends on'), out.filter(isModuleEdge), (edge) => withContext(edge.to)),
      placed(
        words,
        say('Depended on by'),
        runtimeFirst(analysis, into),
        (edge) => contextOf.get(edge.from) ?? UNASSIGNED,
      ),
      {
        title: say('Transactions'),
        lines: analysis.transactions
          .filter(({ path }) => path === labelOf(id))
          .map(({ id, mechanism, line }) => say('{id} ({mechanism}, line {line})', { id, mechanism, line })),
      },
      {
        title: say('Entry points'),
        lines: analysis.graph.entryPoints
          .filter((entry) => entry.module === id)
          .map(({ kind, verb, name, handler, line }) =>
            say('{entry} (line {line})', { entry: `${kind} ${verb} ${name} → ${handler}`, line }),
          ),
      },
    ),
  };
}

/** What stands in the shared kernel for a reason of its own, which no confidence measures. */
function whyThere({ contextMap: { sharedKernel } }: Analysis, id: string, { say }: Words): string | undefined {
  if (sharedKernel.composition?.includes(id))
    return say('composition root: it only wires contexts together, so it belongs to none');
  if (sharedKernel.frontEnd?.includes(id))
    return say('shared front end: screens follow the context that they reach most, and this one follows none clearly');
  return undefined;
}

function certainty(
  { confidence, margin, second, isDeclared }: Analysis['contextMap']['assignments'][number],
  { say }: Words,
): string {
  const sure = say('confidence {n}, margin {margin}', { n: confidence.toFixed(2), margin: margin.toFixed(2) });
  const other = second === '' ? '' : say(', second best: {second}', { second });
  return `${sure}${other}${isDeclared ? say('; declared in the config') : ''}`;
}

function pull(contextOf: ReadonlyMap<string, string>, id: string, edges: readonly GraphEdge[]): string[] {
  const weights = new Map<string, number>();
  for (const edge of edges) {
    const other = contextOf.get(edge.from === id ? edge.to : edge.from) ?? UNASSIGNED;
    weights.set(other, (weights.get(other) ?? 0) + edge.weight);
  }
  return sortedBy(weights, ([context, weight]) => [-weight, context]).map(
    ([context, weight]) => `${context}: ${weight.toFixed(1)}`,
  );
}
