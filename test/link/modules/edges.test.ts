import { describe, expect, it } from 'vitest';
import { config, edgesFrom, linked, shown } from './shop.js';

const order =
  'export class Order {}\nexport const TAX = 1;\nexport type Line = string;\nexport default function place() {}';
const uses = (names: string) => `${names.replaceAll(',', ';')};`;

describe('an import leads to the module that declares the symbol', () => {
  it.each([
    ['directly', './order', {}, 'Order'],
    ['through a named re-export', './barrel', { 'barrel.ts': "export { Order } from './order'" }, 'Order'],
    ['through an alias', './barrel', { 'barrel.ts': "export { Order as Bestellung } from './order'" }, 'Bestellung'],
    ['through export *', './barrel', { 'barrel.ts': "export * from './order'" }, 'Order'],
    ['through a renamed default', './barrel', { 'barrel.ts': "export { default as place } from './order'" }, 'place'],
    [
      'through import and export',
      './barrel',
      { 'barrel.ts': "import { Order } from './order';\nexport { Order as O }" },
      'O',
    ],
    [
      'through import and export default',
      './barrel',
      { 'barrel.ts': "import place from './order';\nexport default place" },
      'default as p',
    ],
    [
      'through a chain with cycles of export *',
      './a',
      {
        'a.ts': "export * from './b'; export * from './a'",
        'b.ts': "export * from './a'; export * from './c'",
        'c.ts': "export * from './order'; export * from './b'",
      },
      'Order',
    ],
    [
      'past a package that is passed on too',
      './barrel',
      { 'barrel.ts': "export * from 'express'; export * from './order'" },
      'Order',
    ],
    [
      'through CommonJS',
      './barrel.js',
      { 'barrel.js': "const order = require('./order'); module.exports = order" },
      'default as x',
    ],
  ])('%s', (_, specifier, barrels, name) => {
    const local = name.split(' as ').at(-1) as string;
    const sources = { 'order.ts': order, ...barrels, 'main.ts': `import { ${name} } from '${specifier}';\n${local};` };
    const [edge] = edgesFrom('main.ts', sources);
    expect(edge).toMatch(/^main\.ts -> order\.ts \(import: /);
  });

  it('and tells the way of each line apart where one goes through a barrel and one does not', () => {
    const sources = {
      'order.ts': 'export class Order {}\nexport const open = 1;',
      'barrel.ts': "export * from './order'",
      'main.ts': "import { Order } from './barrel';\nimport { open } from './order';\nnew Order(); open;",
      'plain.ts': "import { Order, open } from './barrel';\nnew Order(); open;",
    };
    const placesOf = (from: string) => linked(sources).edges.find((edge) => edge.from === `module:${from}`)?.evidence;
    expect(placesOf('main.ts')).toEqual([
      { path: 'main.ts', line: 1, via: ['barrel.ts'] },
      { path: 'main.ts', line: 2, via: [] },
      { path: 'barrel.ts', line: 1, note: 'barrel' },
    ]);
    expect(placesOf('plain.ts')).toEqual([
      { path: 'plain.ts', line: 1 },
      { path: 'barrel.ts', line: 1, note: 'barrel' },
    ]);
  });

  it('of what is imported and never used is no runtime edge, and its line says so', () => {
    const sources = {
      'order.ts': 'export class Order {}\nexport type Line = 1;',
      'idle.ts': "import { Order } from './order';\nexport const till = 1;",
      'typed.ts': "import { Order } from './order';\nexport let order: Order;",
    };
    const edgeOf = (from: string) => linked(sources).edges.find((edge) => edge.from === `module:${from}`);
    expect(edgeOf('idle.ts')).toMatchObject({ kind: 'type-import', evidence: [{ line: 1, note: 'unused' }] });
    expect(edgeOf('typed.ts')?.evidence).toEqual([{ path: 'typed.ts', line: 1 }]);
  });

  it('with its own export winning over export *, and the first export * over the next', () => {
    const sources = {
      'a.ts': 'export const price = 1; export const vat = 1; export default 1',
      'b.ts': 'export const price = 2; export const vat = 2',
      'barrel.ts': "export * from './a'; export * from './b'; export const price = 3",
      'main.ts': "import { price, vat } from './barrel'; price; vat;",
    };
    expect(edgesFrom('main.ts', sources)).toEqual([
      'main.ts -> a.ts (import: vat)',
      'main.ts -> barrel.ts (import: price)',
    ]);
  });

  it('of a namespace by the members used, whole when it is passed around', () => {
    const sources = {
      'order.ts': order,
      'cart.ts': 'export const open = 1',
      'barrel.ts': "export * from './order'; export * from './cart'; export * as carts from './cart'",
      'members.ts': "import * as shop from './barrel'; shop.Order; shop.open; shop.carts",
      'whole.ts': "import * as shop from './barrel'; Object.keys(shop)",
      'named.ts': "import { carts } from './barrel'; carts.open",
    };
    expect(edgesFrom('members.ts', sources)).toEqual([
      'members.ts -> cart.ts (import: * open)',
      'members.ts -> order.ts (import: Order)',
    ]);
    expect(edgesFrom('whole.ts', sources)).toEqual(['whole.ts -> barrel.ts (import: *)']);
    expect(edgesFrom('named.ts', sources)).toEqual(['named.ts -> cart.ts (import: *)']);
  });

  it('and to the file asked when no declaration is found, or it comes from a package in the end', () => {
    const sources = {
      'barrel.ts': "export { Router } from 'express'; export * from './generated/client'",
      'main.ts': "import { Router, PrismaClient } from './barrel'; Router; PrismaClient;",
    };
    expect(edgesFrom('main.ts', sources)).toEqual(['main.ts -> barrel.ts (import: PrismaClient)']);
  });

  it('the same way when a barrel is asked for many names', () => {
    const goods = Array.from({ length: 30 }, (_, i) => `good${i}`);
    const sources = {
      'dead.ts': "export { good1 } from './gone'; export const good2 = 1",
      'goods.ts': goods.map((name) => `export const ${name} = 1;`).join('\n'),
      'barrel.ts': "export * from './inner'; export * from 'express'; export const good3 = 1",
      'inner.ts': "export * from './dead'; export * from './goods'; export * from './inner'",
      'main.ts': `import { ${goods.join(', ')}, Router } from './barrel'; ${goods.join('; ')}; Router`,
    };
    expect(edgesFrom('main.ts', sources)).toEqual([
      'main.ts -> barrel.ts (import: good3)',
      'main.ts -> dead.ts (import: good2)',
      `main.ts -> goods.ts (import: ${goods
        .filter((name) => name !== 'good2' && name !== 'good3')
        .sort()
        .join(' ')})`,
    ]);
  });

  it('through 5,000 barrels', () => {
    const chain = Object.fromEntries(
      Array.from({ length: 5000 }, (_, i) => [`b${i}.ts`, `export * from './b${i + 1}'`]),
    );
    const sources = { ...chain, 'b5000.ts': 'export const last = 1', 'main.ts': "import { last } from './b0'; last" };
    expect(edgesFrom('main.ts', sources)).toEqual(['main.ts -> b5000.ts (import: last)']);
  });
});

describe('an edge', () => {
  it('weighs 1 + log2(uses) per symbol and lists its lines, then the barrels', () => {
    const { edges } = linked({
      'order.ts': order,
      'barrel.ts': "\nexport * from './order'",
      'main.ts': `import { Order, TAX } from './barrel';\n${uses('Order,Order,Order,Order,TAX')}\nimport './order';`,
    });
    const edge = edges.find(({ from, to }) => from === 'module:main.ts' && to === 'module:order.ts');
    expect(edge).toMatchObject({
      weight: 3 + 1 + 1,
      symbols: ['Order', 'TAX'],
      evidence: [
        { path: 'main.ts', line: 1 },
        { path: 'main.ts', line: 3 },
        { path: 'barrel.ts', line: 2, note: 'barrel' },
      ],
    });
  });

  it.each([
    ["import { Order } from './order'; new Order()", 'import: Order'],
    ["import { Order } from './order'; let o: Order", 'type-import: Order'],
    ["import type { Order } from './order'; let o: Order", 'type-import: Order'],
    ["let o: import('./order').Order", 'type-import: Order'],
    ["import './order'", 'import: '],
    ["const { Order } = await import('./order'); Order", 'dynamic-import: Order'],
    ["import('./order')", 'dynamic-import: *'],
    ["const { Order } = require('./order'); Order", 'require: Order'],
    ["import order = require('./order'); order.TAX", 'require: TAX'],
    ["export { Order } from './order'", 're-export: Order'],
    ["export * from './order'", 're-export: *'],
    ["export type { Order } from './order'", 'type-import: Order'],
  ])('of %s is %s', (text, expected) => {
    expect(edgesFrom('main.ts', { 'order.ts': order, 'main.ts': text })).toEqual([`main.ts -> order.ts (${expected})`]);
  });

  it('is a run-time one when a decorated class gets it injected, with the trait', () => {
    const sources = {
      'order.ts': order,
      'repo.ts': 'export interface Repo {}\nexport abstract class Base {}',
      'main.ts':
        "import { Order } from './order'; import { Repo, Base } from './repo';\n@Injectable() class Shop extends Base { constructor(private o: Order, r: Repo) {} }",
    };
    const { edges } = linked(sources);
    expect(edges.map((edge) => [shown(edge), edge.traits])).toEqual([
      ['main.ts -> order.ts (import: Order)', ['injection']],
      ['main.ts -> repo.ts (import: Base)', ['inheritance', 'injection']],
      ['main.ts -> repo.ts (type-import: Repo)', ['inheritance', 'injection']],
    ]);
  });

  it('is a run-time one for every unmarked name under verbatimModuleSyntax', () => {
    const sources = {
      'order.ts': order,
      'main.ts': "import { Order, type TAX } from './order'; let o: Order; let t: TAX",
    };
    const verbatim = { tsConfigs: [config('', { verbatimModuleSyntax: true })] };
    expect(edgesFrom('main.ts', sources, verbatim)).toEqual([
      'main.ts -> order.ts (import: Order)',
      'main.ts -> order.ts (type-import: TAX)',
    ]);
  });

  it('never leads from a module to itself', () => {
    expect(
      linked({ 'order.ts': "export * from './order'; import { a } from './order'; export const a = 1" }).edges,
    ).toEqual([]);
  });
});

it('counts what became of each specifier, and lists the unresolved with the reason', () => {
  const { imports, unresolvedImports } = linked({
    'order.ts': order,
    'main.ts':
      "import './order';\nimport 'express';\nimport './shop.css';\nimport './gone';\nimport('./plugins/' + name);",
  });
  expect(imports).toEqual({ resolved: 1, external: 2, unresolved: 2 });
  expect(unresolvedImports).toEqual([
    { path: 'main.ts', line: 4, what: './gone', reason: 'no such file' },
    { path: 'main.ts', line: 5, what: './plugins/…', reason: 'computed at run time' },
  ]);
});

it('keeps names such as __proto__ and constructor apart from those of Object', () => {
  const sources = {
    'odd.ts': 'export const constructor = 1; export const toString = 2; export const __proto__ = 3;',
    'main.ts':
      "import { constructor, toString, __proto__, hasOwnProperty } from './odd'; constructor; toString; __proto__; hasOwnProperty",
  };
  expect(edgesFrom('main.ts', sources)).toEqual([
    'main.ts -> odd.ts (import: __proto__ constructor hasOwnProperty toString)',
  ]);
});

it('gives a node to data that code imports and to no other data', () => {
  const modules = linked({
    'rates.json': '{}',
    'unused.json': '{}',
    'main.ts': "import rates from './rates.json'; rates",
  });
  expect(modules.nodes(new Set()).map(({ path }) => path)).toEqual(['main.ts', 'rates.json']);
});

describe('names across files', () => {
  const sources = {
    'order.ts': order,
    'barrel.ts': "export * from './order'; export * as all from './order'",
    'main.ts':
      "import { Order as O, all } from './barrel'; import express from 'express'; import { x } from './gone'; O; all; express; x",
  };
  const { symbols } = linked(sources);
  it.each([
    ['O', { kind: 'declared', path: 'order.ts', local: 'Order' }],
    ['all', { kind: 'namespace', path: 'order.ts' }],
    ['express', { kind: 'external', package: 'express', name: 'default' }],
    ['x', { kind: 'unresolved', reason: 'no such file' }],
  ])('%s', (local, expected) => {
    expect(symbols.resolveImport('main.ts', local)).toMatchObject(expected);
  });
  it('are undefined when nothing imports them', () => {
    expect(symbols.resolveImport('main.ts', 'Cart')).toBeUndefined();
  });
  it('take a type of the file before an import of the same name', () => {
    const shadow = linked({
      'icons.ts': 'export const Box = 1',
      'box.ts': "import { Box } from './icons'; export type Box = string; Box",
    });
    expect(shadow.symbols.resolveExport('box.ts', 'Box')).toMatchObject({ kind: 'declared', path: 'box.ts' });
  });
});
