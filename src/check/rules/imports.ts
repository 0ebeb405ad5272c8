/**
 * Module edges between contexts: imports by their kind, and imports past a public entry. One import gives one finding:
 * `bypassed-entry` is asked only where the import as such is permitted.
 */
import {
  compileGlobs,
  type Evidence,
  isModuleEdge,
  labelOf,
  type Matcher,
  type ModuleEdge,
  type RelationKind,
  type RuleId,
} from '../../model/index.js';
import { relationKindOf } from '../relations.js';
import { type Candidate, type Case, crossing, isRuntime, ownPlacesFirst } from './candidate.js';

const RULE_OF: Partial<Record<RelationKind, RuleId>> = {
  import: 'cross-context-import',
  'type-import': 'cross-context-type-import',
  'dynamic-import': 'cross-context-dynamic-import',
};

/** `permitted` says whether an allow-list already lets a candidate pass. */
export function judgeImports(given: Case, permitted: (candidate: Candidate) => boolean): Candidate[] {
  const { graph, placement, relations, isOn } = given;
  const entries = publicEntries(given);
  const result: Candidate[] = [];
  for (const edge of graph.edges) {
    if (!isModuleEdge(edge) || edge.kind === 'event' || !isRuntime(placement, edge.from)) continue;
    const ends = crossing(placement, edge.from, edge.to);
    const kind = relationKindOf(edge);
    const rule = kind === undefined ? undefined : RULE_OF[kind];
    if (ends === undefined || kind === undefined || rule === undefined) continue;
    const candidate = importCandidate(edge, rule, ends);
    const isAllowed = relations.allows(ends.from, ends.to, kind);
    if (!isAllowed && isOn(rule)) result.push(candidate);
    const entry = entries.get(ends.to);
    const isPermitted = isAllowed || !isOn(rule) || permitted(candidate);
    if (!isPermitted || entry === undefined || !isOn('bypassed-entry')) continue;
    const places = placesPast(edge, entry);
    if (places.length > 0) result.push(bypassCandidate(edge, ends, places));
  }
  return result;
}

function importCandidate(edge: ModuleEdge, rule: RuleId, ends: { from: string; to: string }): Candidate {
  const verb = {
    'type-import': 'imports the type',
    'dynamic-import': 'loads',
    require: 'requires',
    're-export': 're-exports',
  };
  const own = edge.evidence.filter(({ path }) => path === labelOf(edge.from));
  const isUnused = own.length > 0 && own.every(({ note }) => note === 'unused');
  const how = isUnused ? 'imports but never uses' : (verb[edge.kind as keyof typeof verb] ?? 'imports');
  return {
    key: keyOf(edge, rule, ends),
    evidence: ownPlacesFirst(edge.evidence, edge.from),
    symbols: edge.symbols,
    message: `${ends.from} ${how} ${names(edge)} of ${ends.to}: ${labelOf(edge.from)} → ${labelOf(edge.to)}`,
  };
}

function bypassCandidate(edge: ModuleEdge, ends: { from: string; to: string }, places: readonly Evidence[]): Candidate {
  return {
    key: keyOf(edge, 'bypassed-entry', ends),
    evidence: ownPlacesFirst(places, edge.from),
    symbols: edge.symbols,
    message: `${ends.from} reaches ${names(edge)} behind the public entry of ${ends.to}: ${labelOf(edge.from)} → ${labelOf(edge.to)}`,
  };
}

function keyOf(edge: ModuleEdge, rule: RuleId, ends: { from: string; to: string }): Candidate['key'] {
  return {
    rule,
    fromContext: ends.from,
    toContext: ends.to,
    from: labelOf(edge.from),
    to: labelOf(edge.to),
    kind: edge.kind,
  };
}

function names(edge: ModuleEdge): string {
  const [first, second, third, ...more] = edge.symbols.filter((s) => s !== '*');
  if (first === undefined) return 'code';
  const shown = [first, second, third].filter((s) => s !== undefined).join(', ');
  return more.length === 0 ? shown : `${shown} and ${more.length} more`;
}

function publicEntries({ config }: Case): Map<string, Matcher> {
  const declared = config.contexts.filter((context) => context.public.length > 0);
  return new Map(declared.map((context) => [context.id, compileGlobs(context.public)]));
}

/**
 * The lines that do not go through the entry: neither to it nor seen through it as a barrel. Where all lines take the same
 * way, the edge's barrels are theirs.
 */
function placesPast(edge: ModuleEdge, entry: Matcher): readonly Evidence[] {
  if (entry(labelOf(edge.to))) return [];
  const own = edge.evidence.filter(({ path }) => path === labelOf(edge.from));
  if (own.some(({ via }) => via !== undefined)) return own.filter(({ via = [] }) => !via.some((path) => entry(path)));
  const isThrough = edge.evidence.some(({ path }) => path !== labelOf(edge.from) && entry(path));
  return isThrough ? [] : edge.evidence;
}
