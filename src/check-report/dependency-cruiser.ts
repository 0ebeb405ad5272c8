/**
 * The import rules of the context map as a dependency-cruiser configuration (JSON): per context one rule for each kind
 * of import, with the contexts it may not reach, and one for its public entry. Tables, transactions, cycles between
 * contexts and dated exceptions have no counterpart there and stay with `msa-map check`.
 */
import { type Config, RULE_INFO, type RuleId, SHARED_KERNEL } from '../model/index.js';

/** A context, or the shared kernel, which may depend on no context either. */
type Area = { readonly id: string; readonly include: readonly string[]; readonly exclude: readonly string[] };

type CruiserRule = {
  readonly name: string;
  readonly severity: 'error' | 'warn';
  readonly comment: string;
  readonly from: { readonly path: readonly string[]; readonly pathNot?: readonly string[] };
  readonly to: { readonly path: readonly string[]; readonly pathNot?: readonly string[] } & Record<string, unknown>;
};

/** How dependency-cruiser tells the kinds apart. */
const KINDS = [
  { rule: 'cross-context-import', kind: 'import', to: { dynamic: false, dependencyTypesNot: ['type-only'] } },
  { rule: 'cross-context-type-import', kind: 'type-import', to: { dependencyTypes: ['type-only'] } },
  { rule: 'cross-context-dynamic-import', kind: 'dynamic-import', to: { dynamic: true } },
] as const;

export function renderDependencyCruiser(config: Config): string {
  const forbidden = [
    ...areas(config).flatMap((from) => KINDS.flatMap((kind) => crossingRule(config, from, kind))),
    ...config.contexts.flatMap((context) => entryRule(config, context)),
  ];
  const file = {
    $schema: './node_modules/dependency-cruiser/src/schema/configuration.schema.json',
    forbidden,
    options: { tsPreCompilationDeps: true, doNotFollow: { path: ['node_modules'] } },
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

function areas({ contexts, sharedKernel: { include } }: Config): Area[] {
  return [...contexts, ...(include.length === 0 ? [] : [{ id: SHARED_KERNEL, include, exclude: [] }])];
}

function crossingRule(config: Config, from: Area, { rule, kind, to }: (typeof KINDS)[number]): CruiserRule[] {
  const severity = severityOf(config, rule);
  const isAllowed = (upstream: string) =>
    config.allowedRelations.some(
      (r) => r.downstream === from.id && r.upstream === upstream && (r.kinds === undefined || r.kinds.includes(kind)),
    );
  const targets = config.contexts.filter((other) => other.id !== from.id && !isAllowed(other.id));
  if (severity === undefined || targets.length === 0) return [];
  return [
    {
      name: `${from.id}: ${rule}`,
      severity,
      comment: `${RULE_INFO[rule].why} ${RULE_INFO[rule].fix}`,
      from: placesOf(from),
      // Their excludes cannot be told apart within one rule; they only matter when contexts lie within one another.
      to: { path: targets.flatMap((target) => patterns(target.include)), pathNot: placesOf(from).path, ...to },
    },
  ];
}

function entryRule(config: Config, context: Config['contexts'][number]): CruiserRule[] {
  const severity = severityOf(config, 'bypassed-entry');
  if (severity === undefined || context.public.length === 0) return [];
  const others = areas(config).filter((other) => other.id !== context.id);
  return [
    {
      name: `${context.id}: bypassed-entry`,
      severity,
      comment: `${RULE_INFO['bypassed-entry'].why} ${RULE_INFO['bypassed-entry'].fix}`,
      from: { path: others.flatMap((other) => patterns(other.include)), pathNot: patterns(context.include) },
      to: { path: patterns(context.include), pathNot: patterns([...context.public, ...context.exclude]) },
    },
  ];
}

function placesOf({ include, exclude }: Area): CruiserRule['from'] {
  const path = patterns(include);
  return exclude.length === 0 ? { path } : { path, pathNot: patterns(exclude) };
}

function severityOf(config: Config, rule: RuleId): 'error' | 'warn' | undefined {
  const severity = config.rules.find((r) => r.rule === rule)?.severity ?? RULE_INFO[rule].severity;
  return severity === 'off' ? undefined : severity === 'warning' ? 'warn' : 'error';
}

function patterns(globs: readonly string[]): string[] {
  return globs.map(globToRegex);
}

/**
 * A glob as a regular expression without nested repetition, which dependency-cruiser refuses: `**` becomes an
 * alternative with nothing instead of an optional group.
 */
export function globToRegex(glob: string): string {
  let result = '';
  let depth = 0;
  for (let i = 0; i < glob.length; i++) {
    const c = glob[i]!;
    if (glob.startsWith('**/', i)) {
      result += '(?:|.+/)';
      i += 2;
    } else if (glob.startsWith('**', i)) {
      result += '.+';
      i += 1;
    } else if (c === '\\' && i + 1 < glob.length) {
      i += 1;
      result += literal(glob[i]!);
    } else if (c === '*') result += '[^/]+';
    else if (c === '?') result += '[^/]';
    else if (c === '{') {
      result += '(?:';
      depth++;
    } else if (c === '}' && depth > 0) {
      result += ')';
      depth--;
    } else if (c === ',' && depth > 0) result += '|';
    else result += literal(c);
  }
  return `^${result}(?:$|/)`;
}

function literal(letter: string): string {
  return letter.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
