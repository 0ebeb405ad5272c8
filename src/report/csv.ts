/**
 * CSV (RFC 4180): edges, or with a view the tables, modules, contexts or the matrix of dependencies between contexts. A cell that a spreadsheet would run as a formula
 * gets an apostrophe in front.
 */
import {
  type Analysis,
  besideRuntime,
  contextOfNode,
  labelOf,
  printable,
  SHARED_KERNEL,
  UNASSIGNED,
} from '../model/index.js';
import { counted } from './module-cell.js';
import type { ReportOptions } from './options.js';

type Row = readonly (string | number)[];

export function renderCsv(analysis: Analysis, options: ReportOptions): string {
  return rowsOf(analysis, options)
    .map((row) => `${row.map(cell).join(',')}\r\n`)
    .join('');
}

function rowsOf(analysis: Analysis, { view }: ReportOptions): Row[] {
  const { graph, contextMap } = analysis;
  const contexts = contextOfNode(contextMap);
  const beside = besideRuntime(graph);
  const contextOf = (id: string): string => contexts.get(id) ?? UNASSIGNED;
  if (view === 'matrix')
    return matrix(
      graph.edges.filter(({ from }) => !beside.has(from)),
      contextMap.contexts.map(({ id }) => id),
      contextOf,
    );
  if (view === 'contexts') return contextRows(analysis);
  if (view === 'modules')
    return [
      ['module', 'context', 'role', 'lines'],
      ...graph.nodes.flatMap((node) =>
        node.kind === 'module' ? [[node.path, contextOf(node.id), node.role, node.lines]] : [],
      ),
    ];
  if (view === 'tables')
    return [
      ['table', 'owner', 'writers', 'readers'],
      ...contextMap.ownership.map(({ table, owner, writers, readers }) => [
        labelOf(table),
        owner,
        writers.map(({ context }) => context).join(' '),
        readers.map(({ context }) => context).join(' '),
      ]),
    ];
  return [
    ['from', 'to', 'kind', 'weight', 'fromContext', 'toContext', 'path', 'line'],
    ...graph.edges.map(({ from, to, kind, weight, evidence }) => [
      from,
      to,
      kind,
      weight,
      contextOf(from),
      contextOf(to),
      evidence[0]?.path ?? '',
      evidence[0]?.line ?? '',
    ]),
  ];
}

function contextRows({ graph, contextMap, scorecard }: Analysis): Row[] {
  const tests = besideRuntime(graph);
  const entries = new Map(scorecard.entries.map((entry) => [entry.context, entry]));
  const rows = contextMap.contexts.map((context): Row => {
    const { runtime, beside } = counted(context.modules, tests);
    const entry = entries.get(context.id);
    const scores = entry
      ? [entry.rank, entry.wave, entry.impact.score, entry.difficulty.score, entry.blastRadius, entry.quadrant]
      : ['', '', '', '', '', ''];
    return [context.id, runtime, context.tables.length, context.cohesion, context.ca, context.ce, beside, ...scores];
  });
  const scores = ['rank', 'wave', 'impact', 'difficulty', 'blastRadius', 'quadrant'];
  return [['context', 'modules', 'tables', 'cohesion', 'ca', 'ce', 'tests', ...scores], ...rows];
}

/** How many edges lead from the context of a row to that of a column; its own inner edges stand on the diagonal. */
function matrix(
  edges: readonly { readonly from: string; readonly to: string }[],
  contexts: readonly string[],
  contextOf: (id: string) => string,
): Row[] {
  const names = [...contexts, SHARED_KERNEL, UNASSIGNED];
  const index = new Map(names.map((name, i) => [name, i]));
  const counts = names.map(() => names.map(() => 0));
  for (const { from, to } of edges) {
    const [row, column] = [index.get(contextOf(from)), index.get(contextOf(to))];
    if (row !== undefined && column !== undefined) counts[row]![column]! += 1;
  }
  return [['from \\ to', ...names], ...names.map((name, i) => [name, ...counts[i]!])];
}

function cell(value: string | number): string {
  const plain = printable(String(value));
  const text = typeof value === 'string' && /^[=+\-@]/.test(plain) ? `'${plain}` : plain;
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
