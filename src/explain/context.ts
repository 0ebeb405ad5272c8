/** A context: what it holds, what it depends on and who depends on it, its place in the order with every term. */
import {
  type Analysis,
  type Assignment,
  contextOfNode,
  gateLimit,
  gateName,
  gateRemedy,
  isDirectWrite,
  labelOf,
  sortedBy,
  type Term,
  termBasis,
  termName,
} from '../model/index.js';
import { loopLines, wayOutLines } from './cycle.js';
import type { Explanation, Section } from './index.js';
import { sections } from './places.js';
import type { Words } from './words.js';

/** Modules named before the rest is counted. */
const SHOWN_MODULES = 40;

export function explainContext(analysis: Analysis, id: string, words: Words): Explanation {
  const { say, count, language } = words;
  const context = analysis.contextMap.contexts.find((each) => each.id === id);
  const entry = analysis.scorecard.entries.find((each) => each.context === id);
  const relations = analysis.contextMap.relations;
  const line = (r: (typeof relations)[number], other: string): string =>
    `${other}: ${say(r.pattern)} (${Object.entries(r.edges)
      .filter(([, n]) => n > 0)
      .map(([kind, n]) => plural(n, kind.replace('-', ' ')))
      .join(', ')})`;
  return {
    subject: context?.name ?? id,
    kind: say('context'),
    sections: sections(
      {
        title: say('What it is'),
        lines: context
          ? [
              `${moduleCount(analysis, context.modules, words)}, ${count(context.tables.length, 'table')}; ${say('terms: {terms}', { terms: context.terms.slice(0, 8).join(', ') || say('none') })}`,
              say('cohesion {cohesion}, confidence {confidence}, Ca {ca}, Ce {ce}, instability {instability}', {
                cohesion: context.cohesion.toFixed(2),
                confidence: context.confidence.toFixed(2),
                ca: context.ca,
                ce: context.ce,
                instability: context.instability.toFixed(2),
              }),
            ]
          : [],
      },
      { title: say('Tables'), lines: context?.tables.map((table) => ownerLine(analysis, table, words)) ?? [] },
      {
        title: say('Depends on (it is downstream of)'),
        lines: relations.filter((r) => r.downstream === id).map((r) => line(r, r.upstream)),
      },
      {
        title: say('Depended on by (it is upstream of)'),
        lines: relations.filter((r) => r.upstream === id).map((r) => line(r, r.downstream)),
      },
      { title: say('On a cycle with (edges each way)'), lines: loopLines(analysis, id, words) },
      { title: say('To leave its cycle'), lines: wayOutLines(analysis, id, words) },
      {
        title: say('Impact {score}', { score: entry?.impact.score.toFixed(2) ?? '' }),
        lines: entry?.impact.terms.map((term) => termLine(term, words)) ?? [],
      },
      {
        title: say('Difficulty {score}', { score: entry?.difficulty.score.toFixed(2) ?? '' }),
        lines: entry?.difficulty.terms.map((term) => termLine(term, words)) ?? [],
      },
      {
        title: say('Gates of the pilot'),
        lines:
          entry?.gates.map(
            (gate) =>
              `${say(gate.passed ? 'passes' : 'FAILS ')} ${gateName(gate, language)}: ${gate.value === null ? say('unknown') : Math.round(gate.value * 1000) / 1000} (${gateLimit(gate, language)})${gate.passed ? '' : `; ${gateRemedy(gate, language)}`}`,
          ) ?? [],
      },
      {
        title: say('Blockers'),
        lines: entry?.blockers.map((blocker) => `${blocker.kind} ${blocker.what}: ${blocker.reason}`) ?? [],
      },
      membersSection(analysis, context?.modules ?? [], words),
    ),
  };
}

/** Runtime modules, as in every other count; tests beside them. */
function moduleCount({ graph }: Analysis, ids: readonly string[], { count }: Words): string {
  const own = new Set(ids);
  const tests = graph.nodes.filter(
    (node) => node.kind === 'module' && node.role !== 'runtime' && own.has(node.id),
  ).length;
  return `${count(ids.length - tests, 'module')}${tests === 0 ? '' : ` (+ ${count(tests, 'test')})`}`;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** Modules that run, the least sure of their place first: those are to be looked at. Tests follow what they test. */
function membersSection(analysis: Analysis, ids: readonly string[], words: Words): Section {
  const { say } = words;
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
    title: say('Modules, the least sure first'),
    lines: [
      ...sorted.slice(0, SHOWN_MODULES).map((each) => memberLine(each, words)),
      ...(rest > 0 ? [say('and {n} more; all of them: msa-map export --format csv --view modules', { n: rest })] : []),
    ],
  };
}

function termLine(term: Term, { say, language }: Words): string {
  const raw = term.raw === null ? say('unknown') : String(Math.round(term.raw * 1000) / 1000);
  const measured = `${say('raw {raw}', { raw })}${term.isProxy ? `, ${say('proxy')}` : ''}`;
  return `${termName(term, language)} ${term.value.toFixed(2)} × ${term.weight.toFixed(2)} = ${(term.value * term.weight).toFixed(3)} (${measured}): ${termBasis(term, language)}`;
}

function ownerLine(analysis: Analysis, table: string, { say }: Words): string {
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
  return `${labelOf(table)}${others.length > 0 ? say(', also written by {others}', { others: others.join(', ') }) : ''}`;
}

function memberLine(assignment: Assignment, { say }: Words): string {
  const second =
    assignment.second === ''
      ? ''
      : say(', second best {second}, margin {margin}', {
          second: assignment.second,
          margin: assignment.margin.toFixed(2),
        });
  return `${labelOf(assignment.node)}  (${say('confidence {n}', { n: assignment.confidence.toFixed(2) })}${second}${assignment.isDeclared ? say(', declared') : ''})`;
}
