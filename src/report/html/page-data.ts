/**
 * What the page knows, compact: nodes and paths once, edges as number rows that point into them. Evidence is capped per
 * edge and code lines in all (crossing edges first), so that a report on ten thousand modules stays a file one can open;
 * the totals are exact.
 */
import {
  type Analysis,
  besideRuntime,
  contextOfNode,
  type Evidence,
  type Findings,
  type GraphEdge,
  isAccessEdge,
  isRuntimeEdge,
  isTableEdge,
  labelOf,
  relationReason,
  type Score,
  SHARED_KERNEL,
  termName,
  UNASSIGNED,
} from '../../model/index.js';
import { blindNotes } from '../blind-spots.js';
import { speak } from '../messages.js';
import type { ReportOptions } from '../options.js';
import { layerOrder } from '../picture/layer-order.js';
import { cautionLines, isOnePiece, pilotLines, standingLine } from '../standing.js';
import { figureRows } from '../what-if.js';
import { cyclesData } from './cycle-data.js';
import { findingsData } from './findings-data.js';
import { mapData } from './map-data.js';
import { sagaData } from './saga-data.js';
import { KOREAN } from './words-ko.js';

const EVIDENCE_OF_AN_EDGE = 5;
const CODE_LINES = 4000;
const CODE_WIDTH = 160;
const UNRESOLVED_SHOWN = 200;

type ReadLine = NonNullable<ReportOptions['readLine']>;

/** Numbers for paths, each path kept once. */
type Paths = { readonly list: string[]; readonly of: (path: string) => number };

export async function pageData(analysis: Analysis, options: ReportOptions): Promise<Readonly<Record<string, unknown>>> {
  const { project, graph, contextMap, scorecard, coverage } = analysis;
  const paths = pathNumbers();
  const homes = [...contextMap.contexts.map(({ id }) => id), SHARED_KERNEL, UNASSIGNED];
  const homeOf = new Map(homes.map((id, i) => [id, i]));
  const contextOf = contextOfNode(contextMap);
  const home = (id: string): number => homeOf.get(contextOf.get(id) ?? UNASSIGNED) ?? homes.length - 1;
  const nodeOf = new Map(graph.nodes.map(({ id }, i) => [id, i]));
  const kinds = [...new Set(graph.edges.map(({ kind }) => kind))].sort();
  const edges = graph.edges.filter(({ from, to }) => nodeOf.has(from) && nodeOf.has(to));
  const links = contextMap.relations.flatMap(({ downstream, upstream, weight }) => {
    const [from, to] = [homeOf.get(downstream), homeOf.get(upstream)];
    return from === undefined || to === undefined || Math.max(from, to) >= contextMap.contexts.length
      ? []
      : [{ from, to, weight }];
  });
  const transactions = analysis.transactions.map((each) => ({
    id: each.id,
    mechanism: each.mechanism,
    at: [paths.of(each.path), each.line],
    accesses: each.accesses.map(({ table, op, path, line, inside }) => ({
      table: labelOf(table),
      context: contextOf.get(table) ?? UNASSIGNED,
      op,
      inside,
      at: [paths.of(path), line],
    })),
    external: each.externalCalls.map(({ path, line }) => [paths.of(path), line]),
  }));
  const sagas = analysis.sagas.map((saga) => sagaData(saga, paths.of, options.language ?? 'en'));
  const unresolved = (list: Analysis['coverage']['unresolvedAccess']): unknown[] =>
    list
      .slice(0, UNRESOLVED_SHOWN)
      .map(({ path, line, what, reason }) => ({ at: [paths.of(path), line], what, reason }));
  const beside = besideRuntime(graph);
  const rows = edges.map((edge) => edgeRow(edge, nodeOf, kinds, paths, beside.has(edge.from)));
  const blind = {
    files: coverage.files,
    parsed: coverage.parsed,
    imports: coverage.imports,
    dataAccess: coverage.dataAccess,
    git: coverage.git,
    skipped: coverage.skipped.slice(0, UNRESOLVED_SHOWN),
    skippedCount: coverage.skipped.length,
    unresolvedImports: unresolved(coverage.unresolvedImports),
    unresolvedAccess: unresolved(coverage.unresolvedAccess),
    unread: project.stack.unread ?? [],
    notes: [
      ...blindNotes(analysis, speak(options.language ?? 'en'), options.language ?? 'en'),
      ...contextMap.notes,
      ...scorecard.notes,
    ],
  };
  const crossFirst = [...edges].sort(
    (a, b) => Number(home(a.from) === home(a.to)) - Number(home(b.from) === home(b.to)) || rankOf(a) - rankOf(b),
  );
  return {
    project: {
      name: project.name,
      version: analysis.tool.version,
      modules: graph.nodes.filter((node) => node.kind === 'module' && node.role === 'runtime').length,
      stack: [...project.stack.frameworks, ...project.stack.dataAccess],
    },
    metrics: contextMap.metrics,
    homes,
    contexts: contextMap.contexts.map(({ id, name, terms, confidence, cohesion, ca, ce }) => ({
      id,
      name,
      terms,
      confidence,
      cohesion,
      ca,
      ce,
    })),
    nodes: graph.nodes.map((node) => [labelOf(node.id), node.kind === 'table' ? 1 : 0, home(node.id)]),
    kinds,
    edges: rows,
    relations: contextMap.relations.map(({ why: _why, ...relation }, i) => ({
      ...relation,
      reason: relationReason(contextMap.relations[i]!, options.language ?? 'en'),
    })),
    layers: layerOrder(contextMap.contexts.length, links),
    map: await mapData(analysis, nodeOf, options.findings, options.language),
    ...(options.findings === undefined ? {} : { findings: findingsData(options.findings, paths.of) }),
    words: options.language === 'ko' ? KOREAN : [],
    cycles: cyclesData(analysis, paths.of, homeOf),
    ...(contextMap.whatIf === undefined ? {} : { whatIf: whatIfData(contextMap.whatIf, options) }),
    ownership: contextMap.ownership.map((each) => ({ ...each, node: nodeOf.get(each.table) ?? -1 })),
    entries: scorecard.entries.map((entry) => ({
      ...entry,
      impact: withTermNames(entry.impact, options),
      difficulty: withTermNames(entry.difficulty, options),
    })),
    order: scorecard.order,
    pilot: scorecard.pilot,
    advice: adviceOf(analysis, options),
    transactions,
    sagas,
    blind,
    lines: options.readLine
      ? codeLines(analysis, crossFirst, options.findings?.violations ?? [], paths, options.readLine)
      : [],
    paths: paths.list,
  };
}

/** What the pilot rests on or what it would take, and how it stands to rank 1. */
function adviceOf(analysis: Analysis, { language = 'en' }: ReportOptions): string[] {
  if (isOnePiece(analysis)) return [];
  const say = speak(language);
  return [
    ...cautionLines(analysis, say),
    ...pilotLines(analysis, say, language),
    standingLine(analysis, say, language),
  ].filter((line) => line !== '');
}

function withTermNames({ score, terms }: Score, { language = 'en' }: ReportOptions): Score {
  return { score, terms: terms.map((term) => ({ ...term, name: termName(term, language) })) };
}

function whatIfData(whatIf: NonNullable<Analysis['contextMap']['whatIf']>, options: ReportOptions): unknown {
  const say = speak(options.language ?? 'en');
  return { moves: whatIf.moves.map((move) => say('whatIfMove', move)), figures: figureRows(whatIf, say) };
}

/** Data access tells more than an import: its lines are kept first. */
function rankOf(edge: GraphEdge): number {
  return isAccessEdge(edge) ? 0 : isTableEdge(edge) ? 1 : 2;
}

function edgeRow(
  edge: GraphEdge,
  nodeOf: ReadonlyMap<string, number>,
  kinds: readonly string[],
  paths: Paths,
  isBeside: boolean,
): unknown[] {
  const places = edge.evidence.slice(0, EVIDENCE_OF_AN_EDGE).flatMap(({ path, line }) => [paths.of(path), line]);
  const weight = Math.round(edge.weight * 100) / 100;
  return [
    nodeOf.get(edge.from),
    nodeOf.get(edge.to),
    kinds.indexOf(edge.kind),
    weight,
    edge.evidence.length,
    places,
    isBeside ? 2 : isRuntimeEdge(edge) ? 1 : 0,
  ];
}

function pathNumbers(): Paths {
  const numbers = new Map<string, number>();
  const list: string[] = [];
  return {
    list,
    of: (path) => {
      const known = numbers.get(path);
      if (known !== undefined) return known;
      numbers.set(path, list.length);
      return list.push(path) - 1;
    },
  };
}

/** `[path, line, text]` of the places the page can show, as many as the cap allows. */
function codeLines(
  analysis: Analysis,
  edges: readonly GraphEdge[],
  violations: Findings['violations'],
  paths: Paths,
  readLine: ReadLine,
): unknown[] {
  const lines = new Map<string, unknown>();
  const add = ({ path, line }: Pick<Evidence, 'path' | 'line'>): void => {
    const number = paths.of(path);
    if (lines.size >= CODE_LINES || lines.has(`${number}:${line}`)) return;
    const text = readLine(path, line)?.trim().slice(0, CODE_WIDTH);
    if (text !== undefined && text !== '') lines.set(`${number}:${line}`, [number, line, text]);
  };
  for (const { path, line, accesses } of analysis.transactions)
    for (const place of [{ path, line }, ...accesses]) add(place);
  for (const { evidence } of violations) for (const place of evidence.slice(0, EVIDENCE_OF_AN_EDGE)) add(place);
  for (const { path, line } of analysis.coverage.unresolvedAccess.slice(0, UNRESOLVED_SHOWN)) add({ path, line });
  for (const edge of edges) for (const place of edge.evidence.slice(0, EVIDENCE_OF_AN_EDGE)) add(place);
  return [...lines.values()];
}
