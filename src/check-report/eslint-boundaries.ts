/**
 * The import rules of the context map as a flat ESLint configuration for eslint-plugin-boundaries 7. Each context is a
 * category of files (its elements are folders only, and the map of a layered monolith names files), and so is its public
 * entry, where one is declared: others may reach only that. What lies in no context is free, as it is for `check`.
 * Excludes, tables, transactions, cycles and exceptions have no counterpart there and stay with `msa-map check`.
 */
import { type Config, type DeclaredContext, RULE_INFO, type RuleId, SHARED_KERNEL } from '../model/index.js';

export function renderEslintBoundaries(config: Config): string {
  const settings = {
    'boundaries/files': files(config),
    'boundaries/include': ['**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}'],
    ...(config.ignore.length === 0 ? {} : { 'boundaries/ignore': config.ignore }),
  };
  const severity = severityOf(config, 'cross-context-import');
  const rules = {
    'boundaries/dependencies': [
      severity === 'warning' ? 'warn' : severity,
      {
        default: 'allow',
        message:
          '{{from.file.categories}} may not depend on {{to.file.categories}}: the context map declares no such relation',
        policies: policies(config),
      },
    ],
  };
  const ignored = config.contexts.filter((context) => context.exclude.length > 0).map((context) => context.id);
  return [
    '// Generated from msa-map.config.json: msa-map export --format eslint-boundaries. Change the map, not this file.',
    ...(ignored.length === 0 ? [] : [`// Not expressed here: "exclude" of ${ignored.join(', ')}.`]),
    '// The parser of TypeScript and the resolver of import paths come from your own configuration.',
    "import boundaries from 'eslint-plugin-boundaries';",
    '',
    'export default [',
    '  {',
    "    files: ['**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}'],",
    '    plugins: { boundaries },',
    `    settings: ${nested(settings)},`,
    `    rules: ${nested(rules)},`,
    '  },',
    '];',
    '',
  ].join('\n');
}

function severityOf(config: Config, rule: RuleId): string {
  return config.rules.find((r) => r.rule === rule)?.severity ?? RULE_INFO[rule].severity;
}

function files({ contexts, sharedKernel: { include } }: Config): object[] {
  const category = (name: string, globs: readonly string[]) => ({ category: name, pattern: patterns(globs) });
  return [
    ...contexts.map((c) => category(c.id, c.include)),
    ...(include.length === 0 ? [] : [category(SHARED_KERNEL, include)]),
    ...contexts.filter((c) => c.public.length > 0).map((c) => category(entryOf(c), c.public)),
  ];
}

/** A path without a wildcard means the file or the whole folder. */
function patterns(globs: readonly string[]): string[] {
  return globs.flatMap((glob) => (/(?<!\\)[*?{]/.test(glob) ? [glob] : [glob, `${glob}/**`]));
}

function entryOf(context: DeclaredContext): string {
  return `${context.id}:public`;
}

/** The last policy that fits decides: each context reaches no other one, then what its relations allow it. */
function policies(config: Config): object[] {
  const ids = config.contexts.map((c) => c.id);
  const kernel = config.sharedKernel.include.length === 0 ? [] : [SHARED_KERNEL];
  const areTypesFree = severityOf(config, 'cross-context-type-import') === 'off';
  return [...ids, ...kernel].flatMap((id) => {
    const others = ids.filter((other) => other !== id);
    if (others.length === 0) return [];
    const judged = areTypesFree ? { dependency: { kind: 'value' } } : {};
    const closed = { from: inside([id]), disallow: { to: inside(others), ...judged } };
    return [closed, ...config.allowedRelations.filter((r) => r.downstream === id).flatMap((r) => opened(config, r))];
  });
}

function opened(config: Config, { downstream, upstream, kinds }: Config['allowedRelations'][number]): object[] {
  const importKinds = kinds === undefined ? undefined : importKindsOf(kinds);
  if (importKinds?.length === 0) return [];
  const entry = config.contexts.find((c) => c.id === upstream && c.public.length > 0);
  const to = inside([entry === undefined ? upstream : entryOf(entry)]);
  const dependency = importKinds?.length === 1 ? { dependency: { kind: importKinds[0] } } : {};
  return [{ from: inside([downstream]), allow: { to, ...dependency } }];
}

function inside(anyOf: readonly string[]): { readonly file: object } {
  return { file: { categories: { anyOf } } };
}

function importKindsOf(kinds: readonly string[]): string[] {
  const isValue = kinds.includes('import') || kinds.includes('dynamic-import');
  return [...(isValue ? ['value'] : []), ...(kinds.includes('type-import') ? ['type'] : [])];
}

function nested(value: unknown): string {
  return JSON.stringify(value, null, 2)
    .replaceAll('\n', '\n    ')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}
