/**
 * Random monoliths on disk come back as the graph they were made from: packages of a workspace with barrels of every
 * kind, used by name, by alias and by relative path. Random baselines come back, and merge by union. Mutated sources of
 * our own never make the analysis throw.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { mutate } from '../../scripts/fuzz/mutate.js';
import { randomOf } from '../../scripts/fuzz/random.js';
import { analyze, buildGraph } from '../../src/analyze.js';
import { formatBaseline, parseBaseline } from '../../src/config/index.js';
import { type BaselineEntry, EMPTY_CONFIG, RULES, UserError } from '../../src/model/index.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'monolith-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(path: string, text: string | Buffer): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** How the barrel of a package passes on what a module declares, and what a user then writes. */
const PASSED = {
  star: (m: string) => [`export * from './${m}';`, `${m}`, `${m}`],
  named: (m: string) => [`export { ${m} } from './${m}.js';`, `${m}`, `${m}`],
  renamed: (m: string) => [`export { ${m} as Fresh_${m} } from './${m}';`, `Fresh_${m}`, `Fresh_${m}`],
  defaultAs: (m: string) => [`export { default as Main_${m} } from './${m}';`, `Main_${m}`, `Main_${m}`],
  spaceAs: (m: string) => [`export * as all_${m} from './${m}';`, `all_${m}`, `all_${m}.${m}`],
  imported: (m: string) => [`import { ${m} as own_${m} } from './${m}';\nexport { own_${m} };`, `own_${m}`, `own_${m}`],
} satisfies Record<string, (m: string) => readonly string[]>;
const WAYS = ['workspace', 'alias', 'relative'] as const;

const use = fc.record({
  pack: fc.nat(2),
  module: fc.nat(3),
  way: fc.constantFrom(...WAYS),
  isBarrel: fc.boolean(),
  isType: fc.boolean(),
});
const monolith = fc.record({
  barrels: fc.array(fc.constantFrom(...(Object.keys(PASSED) as (keyof typeof PASSED)[])), {
    minLength: 12,
    maxLength: 12,
  }),
  users: fc.array(fc.array(use, { minLength: 1, maxLength: 5 }), { minLength: 2, maxLength: 8 }),
});
type Monolith = typeof monolith extends fc.Arbitrary<infer T> ? T : never;

/** Writes it; gives the edges that must come back, `from -> to`. */
function write({ barrels, users }: Monolith): string[] {
  put('package.json', '{ "name": "bakery", "private": true, "workspaces": ["packages/*"] }');
  put('tsconfig.json', '{ "compilerOptions": { "paths": { "@p/*": ["./packages/*"] } } }');
  for (let p = 0; p < 3; p++) {
    put(
      `packages/p${p}/package.json`,
      `{ "name": "@bakery/p${p}", "exports": { ".": "./src/index.ts", "./*": "./src/*.ts" } }`,
    );
    const lines: string[] = [];
    for (let m = 0; m < 4; m++) {
      const name = `M${p}${m}`;
      put(`packages/p${p}/src/${name}.ts`, `export class ${name} {}\nexport default function start${name}() {}\n`);
      lines.push(PASSED[barrels[p * 4 + m]!](name)[0]!);
    }
    put(`packages/p${p}/src/index.ts`, `${lines.join('\n')}\n`);
  }
  const expected = new Set<string>();
  users.forEach((uses, u) => {
    const path = `packages/app/src/u${u}.ts`;
    const lines = uses.map(({ pack, module, way, isBarrel, isType }, i) => {
      const name = `M${pack}${module}`;
      expected.add(`${path} -> packages/p${pack}/src/${name}.ts`);
      const [, imported, used] = isBarrel ? PASSED[barrels[pack * 4 + module]!](name) : ['', name, name];
      const from = specifier(way, pack, isBarrel ? undefined : name);
      const local = `x${u}_${i}`;
      const member = used!.slice(imported!.length);
      const isValue = !isType || member !== '' || imported!.startsWith('Main_');
      return isValue
        ? `import { ${imported} as ${local} } from '${from}';\nconsole.log(${local}${member});`
        : `import type { ${imported} as ${local} } from '${from}';\nexport type T${local} = ${local};`;
    });
    put(path, `${lines.join('\n')}\n`);
  });
  put('packages/app/package.json', '{ "name": "@bakery/app" }');
  return [...expected].sort();
}

function specifier(way: (typeof WAYS)[number], pack: number, module: string | undefined): string {
  if (way === 'workspace') return `@bakery/p${pack}${module === undefined ? '' : `/${module}`}`;
  const folder = way === 'alias' ? `@p/p${pack}/src` : `../../p${pack}/src`;
  return module === undefined ? folder : `${folder}/${module}`;
}

it('a random workspace comes back from the disk', async () => {
  await fc.assert(
    fc.asyncProperty(monolith, async (made) => {
      rmSync(root, { recursive: true, force: true });
      const expected = write(made);
      const { graph } = await buildGraph(root, { config: EMPTY_CONFIG });
      const found = new Set<string>();
      for (const { from, to, kind } of graph.edges)
        if (from.includes('/app/') && /^(?:type-)?import$/.test(kind)) found.add(`${from.slice(7)} -> ${to.slice(7)}`);
      expect([...found].sort()).toEqual(expected);
      expect(graph.coverage.imports).toMatchObject({ unresolved: 0, external: 0 });
    }),
    { numRuns: 40, seed: 20_261_122, endOnFailure: true },
  );
}, 120_000);

const word = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }).filter((text) => !text.includes('\\'));
const entry: fc.Arbitrary<BaselineEntry> = fc
  .record({
    rule: fc.constantFrom(...RULES),
    fromContext: word,
    toContext: word,
    from: word,
    to: word,
    kind: word,
    reason: fc.option(word, { nil: undefined }),
  })
  .map(({ reason, ...rest }) => (reason === undefined ? rest : { ...rest, reason }));

it('random baselines come back, in any order, and two merge by union', () => {
  const keyOf = ({ reason: _reason, ...key }: BaselineEntry) => JSON.stringify(key);
  fc.assert(
    fc.property(fc.array(entry), fc.array(entry), (ours, theirs) => {
      const [a, b] = [formatBaseline(ours), formatBaseline(theirs)];
      expect(formatBaseline(parseBaseline(a, 'debt'))).toBe(a);
      const merged = parseBaseline(a + b, 'debt');
      expect(merged.map(keyOf).sort()).toEqual([...new Set([...ours, ...theirs].map(keyOf))].sort());
      expect(parseBaseline(b + a, 'debt')).toEqual(merged);
    }),
    { numRuns: 300, seed: 20_261_123 },
  );
});

/** `npm run fuzz:files` does it for minutes, with the repositories it is given. */
it('mutated sources never make the analysis throw', async () => {
  const src = join(import.meta.dirname, '../../src');
  const paths = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .sort();
  const random = randomOf(7);
  for (const path of paths.slice(0, 150)) {
    const other = readFileSync(join(src, paths[Math.floor(random() * paths.length)]!), 'utf8');
    put(`src/${path}`, mutate(readFileSync(join(src, path), 'utf8'), random, other));
  }
  const analysis = await analyze(root, { config: EMPTY_CONFIG, useGit: false }).catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    return undefined;
  });
  expect(analysis?.coverage.files).toBe(150);
  expect(analysis?.diagnostics.filter(({ code }) => code === 'MSA101').length).toBeGreaterThan(20);
}, 120_000);
