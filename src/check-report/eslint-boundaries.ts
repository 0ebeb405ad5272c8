/**
 * The import rules of the context map as a flat ESLint configuration for eslint-plugin-boundaries 7. Each context is an
 * element type; where a public entry is declared, its files are a category of their own, and others may reach only that.
 * Excludes, tables, transactions, cycles and exceptions have no counterpart there and stay with `msa-map check`.
 */
import { type Config, type DeclaredContext, RULE_INFO, SHARED_KERNEL } from '../model/index.js';

export function renderEslintBoundaries(config: Config): string {
  const settings = {
    'boundaries/elements': elements(config),
    ...(files(config).length === 0 ? {} : { 'boundaries/files': files(config) }),
    'boundaries/include': ['**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}'],
    ...(config.ignore.length === 0 ? {} : { 'boundaries/ignore': config.ignore }),
  };
  const severity =
    config.rules.find((r) => r.rule === 'cross-context-import')?.severity ?? RULE_INFO['cross-context-import'].severity;
  const rules = {
    'boundaries/dependencies': [
      severity === 'warning' ? 'warn' : severity,
      {
        default: 'disallow',
        message:
          '{{from.element.type}} may not depend on {{to.element.type}}: the context map declares no such relation',
        policies: allowances(config),
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

function elements(config: Config): object[] {
  const contexts = config.contexts.map((c) => element(c.id, c.include));
  const { include } = config.sharedKernel;
  return [...contexts, ...(include.length === 0 ? [] : [element(SHARED_KERNEL, include)])];
}

function files({ contexts }: Config): object[] {
  return contexts
    .filter((c) => c.public.length > 0)
    .map((c) => ({ category: entryOf(c), pattern: patterns(c.public) }));
}

function element(type: string, globs: readonly string[]): object {
  return { type, pattern: patterns(globs), partialMatch: false };
}

function patterns(globs: readonly string[]): string[] {
  return globs.flatMap((glob) => (/[*?{]/.test(glob) ? [glob] : [glob, `${glob}/**`]));
}

function entryOf(context: DeclaredContext): string {
  return `${context.id}:public`;
}

function allowances(config: Config): object[] {
  const kernel = config.sharedKernel.include.length === 0 ? [] : [SHARED_KERNEL];
  const policies: object[] = [];
  for (const id of [...config.contexts.map((c) => c.id), ...kernel]) {
    const free = [...new Set([id, ...kernel])];
    policies.push({ from: types([id]), allow: { to: types(free) } });
    for (const { downstream, upstream, kinds } of config.allowedRelations) {
      if (downstream !== id) continue;
      const importKinds = kinds === undefined ? undefined : importKindsOf(kinds);
      if (importKinds?.length === 0) continue;
      const entry = config.contexts.find((c) => c.id === upstream && c.public.length > 0);
      const to = { ...types([upstream]), ...(entry === undefined ? {} : { file: { categories: entryOf(entry) } }) };
      const dependency = importKinds?.length === 1 ? { dependency: { kind: importKinds[0] } } : {};
      policies.push({ from: types([id]), allow: { to, ...dependency } });
    }
  }
  return policies;
}

function types(anyOf: readonly string[]): { readonly element: object } {
  return { element: { types: { anyOf } } };
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
