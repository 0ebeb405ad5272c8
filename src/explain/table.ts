/** A table: where it is declared, who owns it and why, readers, writers, transactions, foreign keys, with lines. */
import {
  type AccessEdge,
  type Analysis,
  besideRuntime,
  contextOfNode,
  type GraphEdge,
  isAccessEdge,
  isTableEdge,
  labelOf,
  placeCount,
  UNASSIGNED,
} from '../model/index.js';
import type { Explanation } from './index.js';
import { describe, placed, sections } from './places.js';
import type { Words } from './words.js';

/** Lines of one list before the rest is counted. */
const SHOWN = 25;

function some(lines: readonly string[], { say }: Words): string[] {
  const rest = lines.length - SHOWN;
  return rest > 0
    ? [...lines.slice(0, SHOWN), say('and {n} more: analyze --format json has them all', { n: rest })]
    : [...lines];
}

/** One line a file: what it does to the table, and where it begins to. */
function besideLines(edges: readonly AccessEdge[]): string[] {
  const files = new Map<string, AccessEdge[]>();
  for (const edge of edges) {
    const known = files.get(edge.from);
    if (known === undefined) files.set(edge.from, [edge]);
    else known.push(edge);
  }
  return [...files].map(([from, ofFile]) => {
    const what = ofFile.map((edge) => `${placeCount(edge)} ${edge.kind}`).join(', ');
    const line = ofFile.flatMap(({ evidence }) => evidence).reduce((least, at) => Math.min(least, at.line), Infinity);
    return `${labelOf(from)}${Number.isFinite(line) ? `:${line}` : ''}  ${what}`;
  });
}

export function explainTable(analysis: Analysis, id: string, words: Words): Explanation {
  const { say } = words;
  const node = analysis.graph.nodes.find((each) => each.id === id);
  const ownership = analysis.contextMap.ownership.find((each) => each.table === id);
  const access = analysis.graph.edges.filter(isAccessEdge).filter((edge) => edge.to === id);
  const direct = access.filter((edge) => edge.direct);
  const keys = analysis.graph.edges.filter(isTableEdge).filter((edge) => edge.from === id || edge.to === id);
  const contextOf = contextOfNode(analysis.contextMap);
  const beside = besideRuntime(analysis.graph);
  const of = (...kinds: readonly string[]) =>
    direct.filter(({ kind, from }) => kinds.includes(kind) && !beside.has(from));
  const home = contextOf.get(id) ?? UNASSIGNED;
  const user = ({ from }: GraphEdge) => contextOf.get(from) ?? UNASSIGNED;
  const list = (items: readonly { readonly context: string; readonly count: number }[]): string =>
    items.map(({ context, count }) => `${context} ${count}`).join(', ') || say('none');
  return {
    subject: labelOf(id),
    kind: say('table'),
    sections: sections(
      {
        title: say('Declared'),
        lines:
          node?.kind === 'table'
            ? [
                say('{kind}, {technology}; models {models}; name {naming}; from {source}', {
                  kind: node.tableKind,
                  technology: node.technology.join(', '),
                  models: node.models.join(', ') || say('none'),
                  naming: node.naming,
                  source: node.source,
                }),
              ]
            : [],
        places:
          node?.kind === 'table'
            ? node.declaredAt.map(({ path, line }) => ({ path, line, text: say('declaration') }))
            : [],
      },
      {
        title: `${say('Owner: {owner}', { owner: ownership?.owner ?? home })}${ownership === undefined || ownership.owner === home ? '' : say(' (on the map it lies in {home})', { home })}`,
        lines: ownership
          ? [
              ownership.reason,
              say('writers: {list}', { list: list(ownership.writers) }),
              say('readers: {list}', { list: list(ownership.readers) }),
            ]
          : [],
      },
      placed(words, say('Writers'), of('write', 'delete'), user),
      placed(words, say('Readers'), of('read'), user),
      placed(words, 'DDL', of('ddl')),
      {
        title: say('Used through'),
        lines: some(
          access
            .filter((edge) => !edge.direct && !beside.has(edge.from))
            .map((edge) => `${labelOf(edge.from)}: ${describe(edge)}`),
          words,
        ),
      },
      {
        title: say('In migrations, seeds, scripts and tests'),
        lines: some(besideLines(direct.filter(({ from }) => beside.has(from))), words),
      },
      {
        title: say('Transactions'),
        lines: analysis.transactions
          .filter((t) => t.accesses.some(({ table }) => table === id))
          .map(({ id, mechanism, line }) => say('{id} ({mechanism}, line {line})', { id, mechanism, line })),
      },
      {
        title: say('Foreign keys and references'),
        lines: keys.map((edge) => `${labelOf(edge.from)} → ${labelOf(edge.to)}: ${describe(edge)}`),
      },
    ),
  };
}
