/**
 * What a report cannot see beyond the calls and imports it counts: tables that no code was seen to touch, frameworks
 * without routes, figures that rest on proxies. The same lines in every report, so that none is better informed.
 */
import {
  type Analysis,
  aboutTheWhole,
  labelOf,
  type ScoreEntry,
  type Term,
  termName,
  untouchedTables,
} from '../model/index.js';
import type { Language, Say } from './messages.js';
import { isWithoutDoors, withoutRoutes } from './unrouted.js';

/** Tables named before the rest is counted. */
const NAMED = 5;

export function blindNotes(analysis: Analysis, say: Say, language: Language): string[] {
  const unrouted = withoutRoutes(analysis);
  const proxies = proxyTerms(analysis, language);
  return [
    ...aboutTheWhole(analysis.diagnostics),
    ...(isWithoutDoors(analysis) ? [say('codeOnly')] : []),
    ...untouchedLine(analysis, say),
    ...(unrouted.length === 0 ? [] : [say('noRoutes', { frameworks: unrouted.join(', '), count: unrouted.length })]),
    ...(proxies.length === 0 ? [] : [say('proxies', { terms: proxies.join(', ') })]),
    ...(analysis.scorecard.entries.some(isOfNothing) ? [say('averageImpact')] : []),
  ];
}

function untouchedLine({ graph, coverage }: Analysis, say: Say): string[] {
  // A graph from elsewhere has no files that were looked at for access.
  if (coverage.files === 0) return [];
  const tables = untouchedTables(graph);
  if (tables.length === 0) return [];
  const total = graph.nodes.filter(({ kind }) => kind === 'table').length;
  const named = tables.slice(0, NAMED).map(labelOf).join(', ');
  const values = { count: tables.length, total, names: tables.length > NAMED ? `${named}, …` : named };
  return [say(tables.length * 2 > total ? 'untouchedMost' : 'untouched', values)];
}

/** The term that stands in when nothing at all is known: a placeholder, and no figure to name. */
const NEUTRAL = 'neutral';

function isProxyThatCounts({ isProxy, weight }: Term): boolean {
  return isProxy && weight > 0;
}

function isOfNothing({ impact }: ScoreEntry): boolean {
  return impact.terms.some((term) => isProxyThatCounts(term) && term.name === NEUTRAL);
}

function proxyTerms({ scorecard }: Analysis, language: Language): string[] {
  const terms = scorecard.entries.flatMap(({ impact }) =>
    impact.terms
      .filter((term) => isProxyThatCounts(term) && term.name !== NEUTRAL)
      .map((term) => termName(term, language)),
  );
  return [...new Set(terms)];
}
