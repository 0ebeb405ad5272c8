import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { globToRegex } from '../../src/check-report/dependency-cruiser.js';
import { RULE_EXPORTS } from '../../src/check-report/index.js';
import { parseConfig } from '../../src/config/index.js';

const config = parseConfig(
  `{
    "contexts": {
      "catalog": { "include": ["src/catalog/**"], "public": ["src/catalog/index.ts"] },
      "orders": { "include": ["src/{orders,carts}/**"] },
      "shipping": { "include": ["src/shipping"] }
    },
    "sharedKernel": { "include": ["src/kernel/**"] },
    "allowedRelations": [{ "downstream": "orders", "upstream": "catalog", "kinds": ["import"], "reason": "sells" }]
  }`,
  'config',
);

describe('globs as regular expressions for dependency-cruiser', () => {
  it.each([
    ['src/orders/**', ['src/orders/a.ts', 'src/orders/b/c.ts'], ['src/orders2/a.ts', 'x/src/orders/a.ts']],
    ['src/orders', ['src/orders/a.ts', 'src/orders'], ['src/orders.ts']],
    ['src/{orders,carts}/*.ts', ['src/carts/a.ts'], ['src/carts/b/a.ts', 'src/cart/a.ts']],
    ['**/index.ts', ['index.ts', 'src/a/index.ts'], ['src/index.tsx']],
    ['app/(shop)/[id]/page.tsx', ['app/(shop)/[id]/page.tsx'], ['app/shop/i/page.tsx']],
    ['app/\\(shop\\)/\\[id\\]/**', ['app/(shop)/[id]/page.tsx'], ['app/shop/i/page.tsx']],
    ['src/a?c.ts', ['src/abc.ts'], ['src/a/c.ts']],
  ])('%s', (glob, inside, outside) => {
    const regex = new RegExp(globToRegex(glob));
    expect(inside.filter((path) => !regex.test(path))).toEqual([]);
    expect(outside.filter((path) => regex.test(path))).toEqual([]);
  });
});

describe('the rules of the map', () => {
  it('forbid to dependency-cruiser each import that no relation allows, and what passes the entry', () => {
    const { forbidden } = JSON.parse(RULE_EXPORTS['dependency-cruiser'].render(config));
    const rule = (name: string) => forbidden.find((r: { name: string }) => r.name === name);
    expect(rule('orders: cross-context-import').to.path).toEqual([globToRegex('src/shipping')]);
    expect(rule('orders: cross-context-type-import')).toMatchObject({
      severity: 'warn',
      to: { path: [globToRegex('src/catalog/**'), globToRegex('src/shipping')], dependencyTypes: ['type-only'] },
    });
    expect(rule('catalog: bypassed-entry').to.pathNot).toEqual([globToRegex('src/catalog/index.ts')]);
  });
  it('forbid to the shared kernel every context', () => {
    const { forbidden } = JSON.parse(RULE_EXPORTS['dependency-cruiser'].render(config));
    const rule = forbidden.find((r: { name: string }) => r.name === 'shared-kernel: cross-context-import');
    expect([rule.from.path, rule.to.path.length]).toEqual([[globToRegex('src/kernel/**')], 3]);
    expect(forbidden.find((r: { name: string }) => r.name === 'catalog: bypassed-entry').from.path).toContain(
      globToRegex('src/kernel/**'),
    );
  });
  it('close to eslint-plugin-boundaries every other context, then open the entry of an allowed upstream', () => {
    const text = RULE_EXPORTS['eslint-boundaries'].render(config);
    const rules = JSON.parse(/rules: (\{[\s\S]*?\n {4}\}),/.exec(text)![1]!);
    const { default: otherwise, policies } = rules['boundaries/dependencies'][1];
    const within = (...anyOf: string[]) => ({ file: { categories: { anyOf } } });
    expect([otherwise, policies]).toEqual([
      'allow',
      [
        { from: within('catalog'), disallow: { to: within('orders', 'shipping') } },
        { from: within('orders'), disallow: { to: within('catalog', 'shipping') } },
        { from: within('orders'), allow: { to: within('catalog:public'), dependency: { kind: 'value' } } },
        { from: within('shipping'), disallow: { to: within('catalog', 'orders') } },
        { from: within('shared-kernel'), disallow: { to: within('catalog', 'orders', 'shipping') } },
      ],
    ]);
  });
});

describe('msa-map export', () => {
  it('writes the rules of the map of this project, and says when there is no map', () => {
    const run = (dir: string, format: string) =>
      spawnSync(process.execPath, ['bin/msa-map.js', 'export', dir, '--format', format], { encoding: 'utf8' });
    expect(JSON.parse(run('.', 'dependency-cruiser').stdout).forbidden.length).toBeGreaterThan(10);
    expect(run('.', 'eslint-boundaries').stdout).toContain("import boundaries from 'eslint-plugin-boundaries';");
    const folder = mkdtempSync(join(tmpdir(), 'msa-no-map-'));
    expect(run(folder, 'dependency-cruiser')).toMatchObject({ status: 2, stderr: expect.stringContaining('MSA213') });
    rmSync(folder, { recursive: true });
  });
});
