/** A table: where it is declared, who owns it and why, readers, writers, transactions, foreign keys, with lines. */
import {
  type Analysis,
  contextOfNode,
  type GraphEdge,
  isAccessEdge,
  isTableEdge,
  labelOf,
  UNASSIGNED,
} from '../model/index.js';
import type { Explanation } from './index.js';
import { describe, placed, runtimeFirst, sections } from './places.js';

export function explainTable(analysis: Analysis, id: string): Explanation {
  const node = analysis.graph.nodes.find((each) => each.id === id);
  const ownership = analysis.contextMap.ownership.find((each) => each.table === id);
  const access = analysis.graph.edges.filter(isAccessEdge).filter((edge) => edge.to === id);
  const direct = access.filter((edge) => edge.direct);
  const keys = analysis.graph.edges.filter(isTableEdge).filter((edge) => edge.from === id || edge.to === id);
  const contextOf = contextOfNode(analysis.contextMap);
  const of = (...kinds: readonly string[]) =>
    runtimeFirst(
      analysis,
      direct.filter(({ kind }) => kinds.includes(kind)),
    );
  const home = contextOf.get(id) ?? UNASSIGNED;
  const user = ({ from }: GraphEdge) => contextOf.get(from) ?? UNASSIGNED;
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
        title: `Owner: ${ownership?.owner ?? home}${ownership === undefined || ownership.owner === home ? '' : ` (on the map it lies in ${home})`}`,
        lines: ownership
          ? [ownership.reason, `writers: ${list(ownership.writers)}`, `readers: ${list(ownership.readers)}`]
          : [],
      },
      placed('Writers', of('write', 'delete'), user),
      placed('Readers', of('read'), user),
      placed('DDL', of('ddl')),
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
