/** Foreign keys from a table of one context to a table of another. References without a constraint are what is wanted. */
import { isTableEdge, labelOf } from '../../model/index.js';
import { type Candidate, type Case, crossing } from './candidate.js';

export function judgeForeignKeys({ graph, placement, relations, isOn }: Case): Candidate[] {
  if (!isOn('foreign-key-across')) return [];
  const result: Candidate[] = [];
  for (const edge of graph.edges) {
    if (!isTableEdge(edge) || edge.kind !== 'foreign-key') continue;
    const ends = crossing(placement, edge.from, edge.to);
    if (ends === undefined || relations.allows(ends.from, ends.to, 'foreign-key')) continue;
    const columns = edge.columns.length === 0 ? '' : ` (${edge.columns.join(', ')})`;
    result.push({
      key: {
        rule: 'foreign-key-across',
        fromContext: ends.from,
        toContext: ends.to,
        from: edge.from,
        to: edge.to,
        kind: 'foreign-key',
      },
      evidence: edge.evidence,
      symbols: edge.columns,
      message: `the table ${labelOf(edge.from)} of ${ends.from} has a foreign key${columns} to ${labelOf(edge.to)} of ${ends.to}`,
    });
  }
  return result;
}
