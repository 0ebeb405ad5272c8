/**
 * The import rules of the context map as a flat ESLint configuration for eslint-plugin-boundaries. Each context is an
 * element type; where a public entry is declared, the entry is a type of its own, and others may reach only that.
 * Excludes, tables, transactions, cycles and exceptions have no counterpart there and stay with `msa-map check`.
 */
import { type Config, type DeclaredContext, RULE_INFO, SHARED_KERNEL } from '../model/index.js';

export function renderEslintBoundaries(config: Config): string {
  const settings = {
    'boundaries/elements': elements(config),
    'boundaries/include': ['**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}'],
    ...(config.ignore.length === 0 ? {} : { 'boundaries/ignore': config.ignore }),
  };
  const severity =
    config.rules.find((r) => r.rule === 'cross-context-import')?.severity ?? RULE_INFO['cross-context-import'].severity;
  const rules = {
    'boundaries/element-types': [
      severity === 'warning' ? 'warn' : severity,
      {
        default: 'disallow',
        message: '${file.type} may not depend on ${dependency.type}: the context map declares no such relation',
        rules: allowances(config),
      },
    ],
  };
  const ignored = config.contexts.filter((context) => context.exclude.length > 0).map((context) => context.id);
  return [
    '// Generated from msa-map.config.json: msa-map export --format eslint-boundaries. Change the map, not this file.',
    ...(ignored.length === 0 ? [] : [`// Not expressed here: "exclude" of ${ignored.join(', ')}.`]),
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

/** The first that matches counts, so entries come before their contexts. */
function elements(config: Config): object[] {
  const entries = config.contexts.filter((c) => c.public.length > 0).map((c) => element(entryType(c), c.public));
  const contexts = config.contexts.map((c) => element(c.id, c.include));
  const { include } = config.sharedKernel;
  return [...entries, ...contexts, ...(include.length === 0 ? [] : [element(SHARED_KERNEL, include)])];
}

function element(type: string, globs: readonly string[]): object {
  return { type, pattern: globs.map((glob) => (/[*?{]/.test(glob) ? glob : `${glob}/**`)), mode: 'full' };
}

function entryType(context: DeclaredContext): string {
  return `${context.id}:public`;
}

function allowances(config: Config): object[] {
  const kernel = config.sharedKernel.include.length === 0 ? [] : [SHARED_KERNEL];
  const targetOf = (id: string) => {
    const context = config.contexts.find((c) => c.id === id);
    return context !== undefined && context.public.length > 0 ? entryType(context) : id;
  };
  const rules: object[] = [];
  for (const id of [...config.contexts.map((c) => c.id), ...kernel]) {
    const own = config.contexts.filter((c) => c.id === id && c.public.length > 0).map(entryType);
    rules.push({ from: [id, ...own], allow: [...new Set([id, ...own, ...kernel])] });
    for (const { downstream, upstream, kinds } of config.allowedRelations) {
      if (downstream !== id) continue;
      const importKinds = kinds === undefined ? undefined : importKindsOf(kinds);
      if (importKinds?.length === 0) continue;
      const kind = importKinds === undefined || importKinds.length > 1 ? {} : { importKind: importKinds[0] };
      rules.push({ from: [id, ...own], allow: [targetOf(upstream)], ...kind });
    }
  }
  return rules;
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
