/**
 * Random module graphs, written as TypeScript with barrels of every kind, come back as the graph they were made from:
 * the generator knows for every name it imports which module declares it.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { config, linked, shown } from './shop.js';

type Origin = { readonly path: string; readonly local: string };
type Module = { readonly path: string; readonly lines: string[]; readonly exports: Map<string, Origin> };

const FOLDERS = ['', 'orders/', 'orders/items/', 'stock/', 'stock/deep/er/'];
/** One step: which kind of module comes next, in which folder, built over which earlier ones, asked for how. */
const step = fc.record({
  kind: fc.constantFrom('leaf', 'named', 'alias', 'star', 'passed', 'default', 'user', 'namespace'),
  folder: fc.nat(FOLDERS.length - 1),
  isIndex: fc.boolean(),
  sources: fc.array(fc.nat(1000), { minLength: 1, maxLength: 4 }),
  style: fc.nat(3),
  pick: fc.nat(1000),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

it('a random graph comes back from its text', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 4, maxLength: 30 }), (steps) => {
      const { modules, expected } = build(steps);
      const sources = Object.fromEntries(modules.map(({ path, lines }) => [path, lines.join('\n')]));
      const aliases = { tsConfigs: [config('', { paths: [{ pattern: '@/*', targets: ['*'] }] })] };
      const { edges, imports } = linked(sources, aliases);
      expect(imports.unresolved + imports.external).toBe(0);
      const found = edges.filter(({ kind, from }) => kind === 'import' && from.includes('user')).map(shown);
      expect(found).toEqual([...expected].sort());
    }),
    { numRuns: 150 },
  );
});

function build(steps: readonly Step[]): { modules: Module[]; expected: string[] } {
  const modules: Module[] = [leaf('start.ts', 0)];
  const expected: string[] = [];
  steps.forEach((made, i) => {
    const path = pathOf(made, i + 1);
    const sources = [...new Set(made.sources.map((n) => modules[n % modules.length] as Module))];
    if (made.kind === 'leaf') modules.push(leaf(path, i + 1));
    else if (made.kind === 'user' || made.kind === 'namespace') expected.push(...addUser(modules, path, made, sources));
    else modules.push(barrel(path, made, sources, i + 1));
  });
  return { modules, expected };
}

function pathOf({ kind, folder, isIndex }: Step, n: number): string {
  const name = kind === 'user' || kind === 'namespace' ? `user${n}` : isIndex ? `m${n}/index` : `m${n}`;
  return `${FOLDERS[folder]}${name}.ts`;
}

function leaf(path: string, n: number): Module {
  const exports = new Map<string, Origin>();
  for (const name of [`Order${n}`, `stock${n}`]) exports.set(name, { path, local: name });
  exports.set('default', { path, local: `main${n}` });
  const lines = [
    `export class Order${n} {}`,
    `const stock${n} = 1; export { stock${n} };`,
    `export default function main${n}() {}`,
  ];
  return { path, lines, exports };
}

/** Written relative, with `.js`, by alias, or by folder for an index file. */
function specifier(from: string, to: string, style: number): string {
  const plain = to.replace(/\.ts$/, '');
  if (style === 2) return `@/${plain}`;
  const up = '../'.repeat(from.split('/').length - 1);
  const relative = up === '' ? `./${plain}` : `${up}${plain}`;
  if (style === 1) return `${relative}.js`;
  return style === 3 ? relative.replace(/\/index$/, '') : relative;
}

function barrel(path: string, { kind, style }: Step, sources: readonly Module[], n: number): Module {
  const exports = new Map<string, Origin>();
  const lines: string[] = [];
  sources.forEach((source, s) => {
    const from = specifier(path, source.path, style);
    if (kind === 'star') lines.push(`export * from '${from}';`);
    for (const [name, origin] of source.exports) {
      if (kind === 'star') {
        if (name !== 'default' && !exports.has(name)) exports.set(name, origin);
        continue;
      }
      const given =
        kind === 'named' && name !== 'default'
          ? name
          : kind === 'default' && s === 0 && name === 'default'
            ? name
            : `${name}_${n}_${s}`;
      if (exports.has(given)) continue;
      exports.set(given, origin);
      if (kind === 'passed')
        lines.push(
          `import { ${name} as x${lines.length} } from '${from}';`,
          `export { x${lines.length} as ${given} };`,
        );
      else lines.push(`export { ${name} as ${given} } from '${from}';`);
    }
  });
  return { path, lines, exports };
}

/** A module that imports one name of each source, and the edges that this must give. */
function addUser(modules: Module[], path: string, { kind, style, pick }: Step, sources: readonly Module[]): string[] {
  const lines: string[] = [];
  const symbols = new Map<string, Set<string>>();
  sources.forEach((source, s) => {
    const names = [...source.exports.keys()];
    const name = names[pick % names.length];
    if (name === undefined) return;
    const origin = source.exports.get(name) as Origin;
    const from = specifier(path, source.path, style);
    if (kind === 'namespace') lines.push(`import * as n${s} from '${from}'; n${s}.${name};`);
    else if (name === 'default') lines.push(`import u${s} from '${from}'; u${s};`);
    else lines.push(`import { ${name} as u${s} } from '${from}'; u${s};`);
    symbols.set(origin.path, (symbols.get(origin.path) ?? new Set()).add(origin.local));
  });
  modules.push({ path, lines, exports: new Map() });
  return [...symbols].map(([to, names]) => `${path} -> ${to} (import: ${[...names].sort().join(' ')})`);
}
