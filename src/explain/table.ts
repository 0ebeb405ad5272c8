/** A table: where it is declared, who owns it and why, readers, writers, transactions, foreign keys, with lines. */
import { type Analysis, contextOfNode, isAccessEdge, isTableEdge, labelOf } from '../model/index.js';
import type { Explanation } from './index.js';
import { describe, placesOf, sections } from './places.js';

export function explainTable(analysis: Analysis, id: string): Explanation {
  const node = analysis.graph.nodes.find((each) => each.id === id);
  const ownership = analysis.contextMap.ownership.find((each) => each.table === id);
  const access = analysis.graph.edges.filter(isAccessEdge).filter((edge) => edge.to === id);
  const direct = access.filter((edge) => edge.direct);
  const keys = analysis.graph.edges.filter(isTableEdge).filter((edge) => edge.from === id || edge.to === id);
  const contextOf = contextOfNode(analysis.contextMap);
  const list = (items: readonly { readonly context: string; readonly count: number }[]): string =>
    items.map(({ context, count }) => `${context} ${count}`).join(', ') || 'none';
  return {
    subject: labelOf(id),
    kind: 'table',
    sections: sections(
      {
        title: 'Declared',
        lines:
          node?.kind === 'table'
            ? [
                `${node.tableKind}, ${node.technology.join(', ')}; models ${node.models.join(', ') || 'none'}; name ${node.naming}; from ${node.source}`,
              ]
            : [],
        places:
          node?.kind === 'table' ? node.declaredAt.map(({ path, line }) => ({ path, line, text: 'declaration' })) : [],
      },
      {
        title: `Owner: ${ownership?.owner ?? contextOf.get(id) ?? 'unassigned'}`,
        lines: ownership
          ? [ownership.reason, `writers: ${list(ownership.writers)}`, `readers: ${list(ownership.readers)}`]
          : [],
      },
      {
        title: 'Writers',
        lines: [],
        places: placesOf(direct.filter(({ kind }) => kind === 'write' || kind === 'delete')),
      },
      { title: 'Readers', lines: [], places: placesOf(direct.filter(({ kind }) => kind === 'read')) },
      { title: 'DDL', lines: [], places: placesOf(direct.filter(({ kind }) => kind === 'ddl')) },
      {
        title: 'Used through',
        lines: access.filter((edge) => !edge.direct).map((edge) => `${labelOf(edge.from)}: ${describe(edge)}`),
      },
      {
        title: 'Transactions',
        lines: analysis.transactions
          .filter((t) => t.accesses.some(({ table }) => table === id))
          .map((t) => `${t.id} (${t.mechanism}, line ${t.line})`),
      },
      {
        title: 'Foreign keys and references',
        lines: keys.map((edge) => `${labelOf(edge.from)} → ${labelOf(edge.to)}: ${describe(edge)}`),
      },
    ),
  };
}
