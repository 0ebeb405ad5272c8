/** The allow-lists of the rules: which candidate an exception covers, whether its date has passed, which are unused. */
import { type Allowance, type Config, compileGlob, type Matcher, moduleId, type RuleId } from '../model/index.js';
import type { Placement } from './placement.js';
import type { Candidate } from './rules/candidate.js';

export type Allowances = {
  /** The exception that covers the candidate, if any; a valid one before one whose date has passed. */
  readonly find: (candidate: Candidate) => { readonly allowance: Allowance; readonly isExpired: boolean } | undefined;
  readonly unused: () => readonly { readonly rule: RuleId; readonly allowance: Allowance }[];
};

type Compiled = {
  readonly rule: RuleId;
  readonly allowance: Allowance;
  readonly from: (context: string, end: string) => boolean;
  readonly to: (context: string, end: string) => boolean;
  readonly isExpired: boolean;
};

export function readAllowances(config: Config, placement: Placement, today: string | undefined): Allowances {
  const contexts = new Set(config.contexts.map((c) => c.id));
  const compiled = config.rules.flatMap(({ rule, allow }) =>
    allow.map(
      (allowance): Compiled => ({
        rule,
        allowance,
        from: compileEnd(allowance.from, contexts, placement),
        to: compileEnd(allowance.to, contexts, placement),
        isExpired: isPast(allowance.until, today),
      }),
    ),
  );
  const used = new Set<Allowance>();
  return {
    find: ({ key }) => {
      if (compiled.length === 0) return undefined;
      const matching = compiled.filter(
        (c) => c.rule === key.rule && c.from(key.fromContext, key.from) && c.to(key.toContext, key.to),
      );
      for (const { allowance } of matching) used.add(allowance);
      return matching.find((c) => !c.isExpired) ?? matching[0];
    },
    unused: () => compiled.filter(({ allowance }) => !used.has(allowance)),
  };
}

/** The day itself still counts. Without a date of today nothing is past. */
export function isPast(until: string | undefined, today: string | undefined): boolean {
  return until !== undefined && today !== undefined && until < today;
}

/** A context id, a table by its name with or without schema, or a path or glob. `*` is everything. */
function compileEnd(
  text: string,
  contexts: ReadonlySet<string>,
  placement: Placement,
): (context: string, end: string) => boolean {
  if (text === '*' || text === '**') return () => true;
  if (contexts.has(text)) return (context) => context === text;
  const matches: Matcher = compileGlob(text.replace(/^\.\//, ''));
  const table = text.replace(/^table:/, '');
  return (context, end) => {
    if (context === text) return true;
    if (end.startsWith('table:')) {
      const name = end.slice('table:'.length);
      return name === table || placement.tables.get(end)?.name === table || matches(name);
    }
    // A transaction id is `path#function`; a path may hold `#` as well, so a known module goes first.
    return matches(end) || (!placement.modules.has(moduleId(end)) && matches(end.slice(0, end.lastIndexOf('#'))));
  };
}
