/** Candidates → violations: allow-list before baseline, an exception that has run out or is not accepted refused. */
import {
  type BaselineEntry,
  type Config,
  RULE_INFO,
  RULES,
  type RuleId,
  type RuleSeverity,
  type Violation,
} from '../model/index.js';
import { type Allowances, isPast } from './allowances.js';
import type { Candidate } from './rules/candidate.js';

export type Judgement = {
  readonly config: Config;
  readonly allowances: Allowances;
  readonly entryOf: ReadonlyMap<Candidate, BaselineEntry>;
  readonly today: string | undefined;
  /** Pairs of contexts, `from to`, of which the baseline already knows some debt. */
  readonly knownHops: ReadonlySet<string>;
  readonly hasBaseline: boolean;
};

export function severityOf(config: Config, rule: RuleId): RuleSeverity {
  return config.rules.find((r) => r.rule === rule)?.severity ?? RULE_INFO[rule].severity;
}

export function createJudge(judgement: Judgement): (candidate: Candidate) => Violation {
  const { config, allowances, entryOf, today } = judgement;
  const severities = new Map(RULES.map((rule) => [rule, severityOf(config, rule) === 'warning' ? 'warning' : 'error']));
  const fixes = new Map<string, string>();
  const fixFor = (key: Candidate['key']): string => {
    const id = `${key.rule} ${key.fromContext} ${key.toContext}`;
    const fix = fixes.get(id) ?? fixOf(key, isStrict(config, key.fromContext), judgement.hasBaseline);
    fixes.set(id, fix);
    return fix;
  };
  return (candidate) => {
    const { key, symbols, message } = candidate;
    const base = {
      key,
      evidence: newestFirst(candidate, judgement.knownHops),
      symbols,
      message,
      severity: severities.get(key.rule) as 'warning' | 'error',
      fix: fixFor(key),
    };
    const allowed = allowances.find(candidate);
    if (allowed !== undefined && !allowed.isExpired) {
      return { ...base, status: 'allowed', reason: allowed.allowance.reason };
    }
    const entry = entryOf.get(candidate);
    if (entry === undefined) {
      const refusal = allowed === undefined ? undefined : `its exception ran out on ${allowed.allowance.until}`;
      return { ...base, status: 'new', ...(refusal === undefined ? {} : { refusal }) };
    }
    const refusal = refusalOf(entry, config, today);
    const reason = entry.reason === undefined ? {} : { reason: entry.reason };
    return refusal === undefined
      ? { ...base, status: 'accepted', ...reason }
      : { ...base, status: 'new', ...reason, refusal };
  };
}

/** Of a cycle, the place of a hop that the baseline does not know: most likely the one that closed it. */
function newestFirst({ evidence, hops }: Candidate, known: ReadonlySet<string>): Candidate['evidence'] {
  if (hops === undefined) return evidence;
  const isNew = (_: unknown, i: number) => !known.has(hops[i]!);
  return [...evidence.filter(isNew), ...evidence.filter((place, i) => !isNew(place, i))];
}

function refusalOf(entry: BaselineEntry, config: Config, today: string | undefined): string | undefined {
  if (isStrict(config, entry.fromContext)) return `the context ${entry.fromContext} is strict and accepts no baseline`;
  return isPast(entry.until, today) ? `its acceptance ran out on ${entry.until}` : undefined;
}

export function isStrict(config: Config, context: string): boolean {
  return config.contexts.some((c) => c.id === context && c.strict);
}

/** How to fix it, and on the second line how to accept it. */
function fixOf(key: Candidate['key'], isStrictContext: boolean, hasBaseline: boolean): string {
  const baseline = isStrictContext
    ? `; the context ${key.fromContext} is strict, so the baseline cannot accept it`
    : `, or run msa-map check --update-baseline${hasBaseline ? ' --allow-additions --reason "…"' : ''}`;
  return `${RULE_INFO[key.rule].fix}\nTo accept it: ${acceptance(key)}${baseline}.`;
}

function acceptance({ rule, fromContext, toContext }: Candidate['key']): string {
  if (rule === 'unassigned-module') return 'give it a context in msa-map.config.json';
  if (rule === 'undeclared-relation') return 'declare the relation in msa-map.config.json';
  const exception = `add an exception with a reason to "allow" of the rule "${rule}" in msa-map.config.json`;
  const isRelation = rule !== 'context-cycle' && rule !== 'bypassed-entry';
  return isRelation ? `declare ${fromContext} → ${toContext} under "allowedRelations" or ${exception}` : exception;
}
