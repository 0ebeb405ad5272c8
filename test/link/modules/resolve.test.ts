import { describe, expect, it } from 'vitest';
import { createResolver } from '../../../src/link/modules/resolve.js';
import type { Project } from '../../../src/model/index.js';
import { config, pack, projectOf } from './shop.js';

function resolver(paths: readonly string[], more: Partial<Project> = {}) {
  const resolve = createResolver(projectOf(paths, more));
  return (from: string, specifier: string): string => {
    const found = resolve(from, specifier);
    if (found.kind === 'file') return found.path;
    return found.kind === 'external' ? `${found.reason} ${found.package}` : `? ${found.reason}`;
  };
}

describe('a relative specifier', () => {
  const resolve = resolver([
    'src/order.ts',
    'src/order.service.ts',
    'src/types.ts',
    'src/types/index.ts',
    'src/cart/index.tsx',
    'src/view.tsx',
    'src/legacy.js',
    'src/legacy.d.ts',
    'src/native.d.ts',
    'src/esm.mts',
    'src/rates.json',
    'src/map.web.ts',
    'src/odd.ts/inner.ts',
    'index.ts',
  ]);
  it.each([
    ['./order', 'src/order.ts'],
    ['./order.js', 'src/order.ts'],
    ['./order.ts', 'src/order.ts'],
    ['./order.service', 'src/order.service.ts'],
    ['./types', 'src/types.ts'],
    ['./types/', 'src/types/index.ts'],
    ['./cart', 'src/cart/index.tsx'],
    ['./view.jsx', 'src/view.tsx'],
    ['./view.ts', 'src/view.tsx'],
    ['./legacy', 'src/legacy.js'],
    ['./native.js', 'src/native.d.ts'],
    ['./esm.mjs', 'src/esm.mts'],
    ['./rates.json', 'src/rates.json'],
    ['./map', 'src/map.web.ts'],
    ['..', 'index.ts'],
    ['../src/../src/order', 'src/order.ts'],
    ['./order?worker', 'src/order.ts'],
    ['./order?raw', 'asset ./order'],
    ['./shop.css', 'asset src/shop.css'],
    ['../package.json', 'asset package.json'],
    ['./gone', '? no such file'],
    ['./odd.ts', '? no such file'],
    ['../../other/x', 'outside ../other/x'],
  ])('%s leads to %s', (specifier, expected) => {
    expect(resolve('src/main.ts', specifier)).toBe(expected);
  });

  it('leads through a link to the file behind it', () => {
    const linked = resolver(['libs/money/index.ts'], { links: [{ path: 'src/money', target: 'libs/money' }] });
    expect(linked('src/main.ts', './money')).toBe('libs/money/index.ts');
    expect(linked('src/main.ts', './money/index.js')).toBe('libs/money/index.ts');
  });
  it('may leave the root and come back', () => {
    const below = resolver(['types/order.ts', 'main.ts'], { prefix: 'apps/src/lib' });
    expect(below('features/cart.ts', '../../lib/types/order')).toBe('types/order.ts');
    expect(below('features/cart.ts', '../../other/types/order')).toBe('outside ../other/types/order');
  });
  it('of one of several rootDirs finds the others', () => {
    const roots = resolver(['gen/orders/api.ts'], { tsConfigs: [config('', { rootDirs: ['src', 'gen'] })] });
    expect(roots('src/orders/main.ts', './api')).toBe('gen/orders/api.ts');
  });
  it('into build output leads to the source', () => {
    const built = resolver(['packages/money/src/vat.ts'], { packages: [pack('@shop/money', 'packages/money')] });
    expect(built('packages/money/test/vat.ts', '../dist/vat.js')).toBe('packages/money/src/vat.ts');
  });
  it('to a file that scan skipped says why', () => {
    const skipping = resolver(['src/main.ts'], {
      skipped: [
        { path: 'src/generated/', reason: 'ignored by git' },
        { path: 'src/huge.ts', reason: 'larger than 10 bytes' },
      ],
    });
    expect(skipping('src/main.ts', './generated/client')).toBe('? file was skipped: ignored by git');
    expect(skipping('src/main.ts', './huge.js')).toBe('? file was skipped: larger than 10 bytes');
  });
});

describe('an alias of tsconfig', () => {
  const paths = ['apps/api/src/order.ts', 'apps/web/src/order.ts', 'libs/money/index.ts', 'libs/deep/special.ts'];
  const resolve = resolver(paths, {
    tsConfigs: [
      config('', {
        paths: [
          { pattern: '@libs/*', targets: ['gone/*', 'libs/*'] },
          { pattern: '@libs/special', targets: ['libs/deep/special.ts'] },
          { pattern: '@out/*', targets: ['../elsewhere/*'] },
        ],
      }),
      config('apps/api', { baseUrl: 'apps/api', paths: [{ pattern: '@/*', targets: ['apps/api/src/*'] }] }),
      config('apps/web', {
        paths: [
          { pattern: '@/*', targets: ['apps/web/src/*'] },
          { pattern: '/+/*', targets: ['apps/web/src/*'] },
        ],
      }),
    ],
  });
  it.each([
    ['apps/api/main.ts', '@/order', 'apps/api/src/order.ts'],
    ['apps/web/main.ts', '@/order', 'apps/web/src/order.ts'],
    ['apps/web/main.ts', '/+/order', 'apps/web/src/order.ts'],
    ['apps/web/main.ts', '/@/order', '? absolute path'],
    ['apps/api/main.ts', 'src/order', 'apps/api/src/order.ts'],
    ['apps/api/main.ts', '@libs/money', 'libs/money/index.ts'],
    ['apps/api/main.ts', '@libs/special', 'libs/deep/special.ts'],
    ['apps/api/main.ts', '@libs/gone', '? alias leads to gone/gone, which is not there'],
    ['apps/api/main.ts', '@out/x', 'outside @out/x'],
    ['apps/api/main.ts', 'fs', 'builtin fs'],
    ['apps/api/main.ts', 'node:fs', 'builtin node:fs'],
    ['apps/api/main.ts', 'express/lib/router', 'package express'],
    ['apps/api/main.ts', '$lib/order', '? alias that no tsconfig or package.json declares'],
    ['apps/api/main.ts', '__proto__', 'package __proto__'],
  ])('in %s, %s leads to %s', (from, specifier, expected) => {
    expect(resolve(from, specifier)).toBe(expected);
  });
  it('of a config above the analysed folder may lead back into it', () => {
    const tsConfigs = [
      config('..', { baseUrl: '..', paths: [{ pattern: '@all/*', targets: ['../*', '../stubs/*'] }] }),
      config('../..', { paths: [{ pattern: '*', targets: ['../../*'] }] }),
    ];
    const inner = resolver(['orders/cart.ts', 'stubs/till.ts'], { prefix: 'shop/src', tsConfigs });
    expect(inner('main.ts', 'src/orders/cart')).toBe('orders/cart.ts');
    expect(inner('main.ts', '@all/src/orders/cart')).toBe('orders/cart.ts');
    expect(inner('main.ts', 'shop/src/orders/cart')).toBe('orders/cart.ts');
    // The same names in another folder are other files.
    expect(inner('main.ts', 'lib/orders/cart')).toBe('package lib');
    expect(inner('main.ts', '@all/till')).toBe('outside @all/till');
    const elsewhere = resolver(['orders/cart.ts'], { prefix: 'shop/lib', tsConfigs });
    expect(elsewhere('main.ts', 'src/orders/cart')).toBe('package src');
  });
  it('that only a bundler knows is guessed from the sources of the package', () => {
    const bundled = resolver(['web/src/cart.ts', 'web/src/api.ts'], { packages: [pack('web', 'web')] });
    expect(bundled('web/src/main.ts', '@/cart')).toBe('web/src/cart.ts');
    expect(bundled('web/src/main.ts', 'src/api')).toBe('web/src/api.ts');
    expect(bundled('web/src/main.ts', '/@/api')).toBe('web/src/api.ts');
  });
});

describe('a package of the repository', () => {
  const money = pack('@shop/money', 'packages/money', {
    entries: [
      { subpath: '.', targets: ['packages/money/dist/index', 'packages/money/src/index'] },
      { subpath: './rates/*', targets: ['packages/money/src/tables/*'] },
      { subpath: './rates/special', targets: ['packages/money/src/special'] },
    ],
  });
  const api = pack('@shop/api', 'apps/api', {
    internalImports: [
      { pattern: '#src/*', targets: ['apps/api/src/*'] },
      { pattern: '#log', targets: ['pino'] },
    ],
    dependencies: [
      { name: 'cash', target: '@shop/money', isDev: false },
      { name: 'pino', target: 'pino', isDev: false },
    ],
  });
  const files = ['index', 'vat', 'special', 'tables/eur'].map((name) => `packages/money/src/${name}.ts`);
  const resolve = resolver([...files, 'apps/api/src/order.ts'], { packages: [money, api] });
  it.each([
    ['@shop/money', 'packages/money/src/index.ts'],
    ['cash', 'packages/money/src/index.ts'],
    ['@shop/money/rates/eur', 'packages/money/src/tables/eur.ts'],
    ['@shop/money/rates/special', 'packages/money/src/special.ts'],
    ['@shop/money/vat', 'packages/money/src/vat.ts'],
    ['@shop/money/dist/vat.js', 'packages/money/src/vat.ts'],
    ['@shop/money/dist', 'packages/money/src/index.ts'],
    ['@shop/money/gone', '? package @shop/money of this repository has no source for this subpath of it'],
    ['@shop/money/style.css', 'asset @shop/money/style.css'],
    ['@shop/api/src/order', 'apps/api/src/order.ts'],
    ['#src/order.js', 'apps/api/src/order.ts'],
    ['#log', 'package pino'],
  ])('%s leads to %s', (specifier, expected) => {
    expect(resolve('apps/api/src/main.ts', specifier)).toBe(expected);
  });
  it('in a fixture folder does not capture the real package', () => {
    const fixture = pack('express', 'test/fixtures/express', {
      isWorkspaceMember: false,
      entries: [{ subpath: '.', targets: ['test/fixtures/express/index'] }],
    });
    const real = resolver(['test/fixtures/express/index.js'], { packages: [fixture] });
    expect(real('src/main.ts', 'express')).toBe('package express');
  });
  it('above the analysed folder may name that folder, with nothing declared too', () => {
    const inner = resolver(['orders/cart.ts'], { prefix: 'shop/src', packages: [pack('shop', '..')] });
    expect(inner('main.ts', 'src/orders/cart')).toBe('orders/cart.ts');
    expect(inner('main.ts', '@/orders/cart')).toBe('orders/cart.ts');
    expect(inner('main.ts', 'shop/src/orders/cart')).toBe('orders/cart.ts');
    expect(inner('main.ts', 'shop/test/orders/cart')).toBe('outside shop');
    expect(inner('main.ts', 'lib/orders/cart')).toBe('package lib');
    expect(inner('main.ts', 'src')).toBe('package src');
  });
  it('above the analysed folder is outside, its files inside are not', () => {
    const above = pack('shop', '..', { entries: [{ subpath: '.', targets: ['../src/index'] }] });
    const inner = resolver(['order.ts'], { packages: [above] });
    expect(inner('main.ts', 'shop')).toBe('outside shop');
  });
});
