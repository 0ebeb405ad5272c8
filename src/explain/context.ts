/** A context: what it holds, what it depends on and who depends on it, its place in the order with every term. */
import {
  type Analysis,
  type Assignment,
  contextOfNode,
  isDirectWrite,
  labelOf,
  sortedBy,
  type Term,
  termName,
} from '../model/index.js';
import { loopLines, wayOutLines } from './cycle.js';
import type { Explanation, Section } from './index.js';
import { sections } from './places.js';

/** Modules named before the rest is counted. */
const SHOWN_MODULES = 40;

export function explainContext(analysis: Analysis, id: string): Explanation {
  const context = analysis.contextMap.contexts.find((each) => each.id === id);
  const entry = analysis.scorecard.entries.find((each) => each.context === id);
  const relations = analysis.contextMap.relations;
  const line = (r: (typeof relations)[number], other: string): string =>
    `${other}: ${r.pattern} (${Object.entries(r.edges)
      .filter(([, n]) => n > 0)
      .map(([kind, n]) => plural(n, kind.replace('-', ' ')))
      .join(', ')})`;
  return {
    subject: context?.name ?? id,
    kind: 'context',
    sections: sections(
      {
        title: 'What it is',
        lines: context
          ? [
              `${moduleCount(analysis, context.modules)}, ${plural(context.tables.length, 'table')}; terms: ${context.terms.slice(0, 8).join(', ') || 'none'}`,
              `cohesion ${context.cohesion.toFixed(2)}, confidence ${context.confidence.toFixed(2)}, Ca ${context.ca}, Ce ${context.ce}, instability ${context.instability.toFixed(2)}`,
            ]
          : [],
      },
      { title: 'Tables', lines: context?.tables.map((table) => ownerLine(analysis, table)) ?? [] },
      {
        title: 'Depends on (it is downstream of)',
        lines: relations.filter((r) => r.downstream === id).map((r) => line(r, r.upstream)),
      },
      {
        title: 'Depended on by (it is upstream of)',
        lines: relations.filter((r) => r.upstream === id).map((r) => line(r, r.downstream)),
      },
      { title: 'On a cycle with (edges each way)', lines: loopLines(analysis, id) },
      { title: 'To leave its cycle', lines: wayOutLines(analysis, id) },
      { title: `Impact ${entry?.impact.score.toFixed(2) ?? ''}`, lines: entry?.impact.terms.map(termLine) ?? [] },
      {
        title: `Difficulty ${entry?.difficulty.score.toFixed(2) ?? ''}`,
        lines: entry?.difficulty.terms.map(termLine) ?? [],
      },
      {
        title: 'Gates of the pilot',
        lines:
          entry?.gates.map(
            (gate) =>
              `${gate.passed ? 'passes' : 'FAILS '} ${gate.name}: ${gate.value === null ? 'unknown' : Math.round(gate.value * 1000) / 1000} (${gate.limit})${gate.passed ? '' : `; ${gate.remedy}`}`,
          ) ?? [],
      },
      {
        title: 'Blockers',
        lines: entry?.blockers.map((blocker) => `${blocker.kind} ${blocker.what}: ${blocker.reason}`) ?? [],
      },
      membersSection(analysis, context?.modules ?? []),
    ),
  };
}

/** Runtime modules, as in every other count; tests beside them. */
function moduleCount({ graph }: Analysis, ids: readonly string[]): string {
  const own = new Set(ids);
  const tests = graph.nodes.filter(
    (node) => node.kind === 'module' && node.role !== 'runtime' && own.has(node.id),
  ).length;
  return `${plural(ids.length - tests, 'module')}${tests === 0 ? '' : ` (+ ${plural(tests, 'test')})`}`;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** Modules that run, the least sure of their place first: those are to be looked at. Tests follow what they test. */
function membersSection(analysis: Analysis, ids: readonly string[]): Section {
  const own = new Set(ids);
  const runtime = new Set(
    analysis.graph.nodes.flatMap((node) =>
      node.kind === 'module' && node.role === 'runtime' && own.has(node.id) ? [node.id] : [],
    ),
  );
  const placed = analysis.contextMap.assignments.filter(({ node }) => runtime.has(node));
  const sorted = sortedBy(placed, ({ confidence, margin, node }) => [confidence, margin, node]);
  const rest = sorted.length - SHOWN_MODULES;
  return {
    title: 'Modules, the least sure first',
    lines: [
      ...sorted.slice(0, SHOWN_MODULES).map(memberLine),
      ...(rest > 0 ? [`and ${rest} more; all of them: msa-map export --format csv --view modules`] : []),
    ],
  };
}

function termLine(term: Term): string {
  const raw = term.raw === null ? 'unknown' : String(Math.round(term.raw * 1000) / 1000);
  return `${termName(term, 'en')} ${term.value.toFixed(2)} × ${term.weight.toFixed(2)} = ${(term.value * term.weight).toFixed(3)} (raw ${raw}${term.isProxy ? ', proxy' : ''}): ${term.reason}`;
}

function ownerLine(analysis: Analysis, table: string): string {
  const ownership = analysis.contextMap.ownership.find((each) => each.table === table);
  const contextOf = contextOfNode(analysis.contextMap);
  const first = (context: string): string => {
    const edge = analysis.graph.edges.find(
      (each) => each.to === table && contextOf.get(each.from) === context && isDirectWrite(each),
    );
    const place = edge?.evidence[0];
    return place ? `: ${place.path}:${place.line}` : '';
  };
  const others =
    ownership?.writers
      .filter(({ context }) => context !== ownership.owner)
      .map(({ context, count }) => `${context} (${count}${first(context)})`) ?? [];
  return `${labelOf(table)}${others.length > 0 ? `, also written by ${others.join(', ')}` : ''}`;
}

function memberLine(assignment: Assignment): string {
  const second =
    assignment.second === '' ? '' : `, second best ${assignment.second}, margin ${assignment.margin.toFixed(2)}`;
  return `${labelOf(assignment.node)}  (confidence ${assignment.confidence.toFixed(2)}${second}${assignment.isDeclared ? ', declared' : ''})`;
}
