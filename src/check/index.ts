/**
 * graph + declared map + baseline → Findings. Never clusters and never reads the clock, so it cannot flip by itself:
 * contexts come from the committed map, and dates are judged against `today`, passed in.
 */
import {
  type BaselineEntry,
  type Config,
  compareText,
  type Findings,
  RULES,
  type RuleId,
  type SystemGraph,
  type Violation,
  type ViolationKey,
} from '../model/index.js';
import { readAllowances } from './allowances.js';
import { knownHops, matchBaseline } from './baseline-match.js';
import { mapNotes } from './diagnostics.js';
import { createJudge, isStrict, severityOf } from './judge.js';
import { placeNodes } from './placement.js';
import { readRelations } from './relations.js';
import type { Candidate, Case } from './rules/candidate.js';
import { judgeCycles } from './rules/cycles.js';
import { judgeForeignKeys } from './rules/foreign-keys.js';
import { readHops } from './rules/hops.js';
import { judgeImports } from './rules/imports.js';
import { judgeTables } from './rules/tables.js';
import { judgeTransactions } from './rules/transactions.js';
import { judgeUnassigned } from './rules/unassigned.js';
import { judgeRelations } from './rules/undeclared.js';

export { crossingsOf } from './crossings.js';
export { readsTables, withoutTables } from './reads-tables.js';
export { type BaselineChange, type UpdateOptions, updateBaseline } from './update-baseline.js';

/** Which files are judged; the whole graph is known in any case. */
export type Scope =
  | { readonly kind: 'all' }
  | { readonly kind: 'since' | 'staged' | 'files'; readonly paths: readonly string[] };

export type CheckOptions = {
  /** `YYYY-MM-DD`; dates of exceptions are judged against it, and not at all when it is absent. */
  readonly today?: string;
  /** False before there is a baseline: then any `--update-baseline` accepts, with no word about additions. Default: true. */
  readonly hasBaseline?: boolean;
};

/**
 * Judges every dependency between the declared contexts. On a narrowed scope only violations with a place in the given
 * files are listed, and stale entries are not judged. Throws UserError MSA210..MSA213 when the map and the code do
 * not fit.
 */
export function check(
  graph: SystemGraph,
  config: Config,
  baseline: readonly BaselineEntry[],
  scope: Scope,
  { today, hasBaseline = true }: CheckOptions = {},
): Findings {
  const placement = placeNodes(graph, config);
  const relations = readRelations(config);
  const allowances = readAllowances(config, placement, today);
  const on = new Set(RULES.filter((rule) => severityOf(config, rule) !== 'off'));
  const isOn = (rule: RuleId) => on.has(rule);
  const given: Case = { graph, config, placement, relations, isOn };
  const candidates = findCandidates(given, (c) => allowances.find(c)?.isExpired === false);

  const judged = baseline.filter((entry) => isOn(entry.rule));
  const match = matchBaseline(candidates, judged, graph);
  const judge = createJudge({
    config,
    allowances,
    entryOf: match.entryOf,
    today,
    knownHops: knownHops(judged),
    hasBaseline,
  });
  const violations = candidates.map(judge).filter(isInScope(scope));
  const isStaleJudged = scope.kind === 'all';
  const stale = isStaleJudged ? match.stale.filter((entry) => !isStrict(config, entry.fromContext)) : [];
  const notes = mapNotes({ config, placement, baseline, allowances, relations, isOn });
  return {
    violations,
    stale,
    moved: match.moved,
    isStaleJudged,
    scope: { kind: scope.kind, files: scope.kind === 'all' ? placement.modules.size : new Set(scope.paths).size },
    skipped: graph.coverage.skipped,
    diagnostics: [...graph.diagnostics, ...notes.diagnostics],
    notes: notes.notes,
    summary: summarize(violations, stale.length),
  };
}

function findCandidates(given: Case, permitted: (candidate: Candidate) => boolean): Candidate[] {
  const hops = readHops(given);
  const order = new Map(RULES.map((rule, i) => [rule, i]));
  return [
    ...judgeImports(given, permitted),
    ...judgeTables(given),
    ...judgeTransactions(given),
    ...judgeForeignKeys(given),
    ...judgeCycles(given, hops),
    ...judgeRelations(given, hops),
    ...judgeUnassigned(given),
  ].sort((a, b) => order.get(a.key.rule)! - order.get(b.key.rule)! || compareViolations(a.key, b.key));
}

/** As by the list of their keys, without making a list for each comparison. */
function compareViolations(a: ViolationKey, b: ViolationKey): number {
  return (
    compareText(a.fromContext, b.fromContext) ||
    compareText(a.toContext, b.toContext) ||
    compareText(a.from, b.from) ||
    compareText(a.to, b.to) ||
    compareText(a.kind, b.kind)
  );
}

function isInScope(scope: Scope): (violation: Violation) => boolean {
  if (scope.kind === 'all') return () => true;
  const paths = new Set(scope.paths);
  return ({ key, evidence }) => paths.has(key.from) || evidence.some((place) => paths.has(place.path));
}

function summarize(violations: readonly Violation[], stale: number): Findings['summary'] {
  const count = (test: (v: Violation) => boolean) => violations.filter(test).length;
  return {
    new: count((v) => v.status === 'new' && v.severity === 'error'),
    accepted: count((v) => v.status === 'accepted'),
    allowed: count((v) => v.status === 'allowed'),
    stale,
    warnings: count((v) => v.status === 'new' && v.severity === 'warning'),
  };
}
