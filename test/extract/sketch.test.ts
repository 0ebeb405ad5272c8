import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { falseUse, promised } from '../../scripts/sketch-promise.js';
import { sketchOf } from '../../src/extract/sketch/index.js';
import { createInterner } from '../../src/extract/sketch/intern.js';
import { EMPTY_CONFIG } from '../../src/model/index.js';
import { scan } from '../../src/scan/index.js';
import { read } from './read.js';

const intern = createInterner();
const sketch = (text: string, path = 'shop/order.ts') =>
  sketchOf({ path, kind: 'code', role: 'runtime', size: text.length }, text, intern);

/** Sources whose sketch must be there and say what parsing says. */
const READ: readonly string[] = [
  "import 'reflect-metadata';\nimport bread from './bread';\nimport * as oven from './oven';",
  "import bread, { flour as meal, type Oven, default as baker } from './bakery'\nimport type { Price } from './price'",
  "import type Order from './order';\nimport type * as prices from './prices';\nimport till, * as shop from './shop';",
  "import {\n  // the first\n  a, /* b */ c,\n} from './list'; import { from } from './from'; import { type } from './type';",
  "export * from './a';\nexport * as b from './b';\nexport type * from './c';\nexport { d, e as f, type G, default } from './d';",
  "export type { Order, Line as Row } from './order';\nexport { default as Oven } from './oven'\nexport const x = 1",
  'export const price = 3, total: Map<string, number> = new Map<string, number>();'.replace(
    ', total',
    ';\nexport let total',
  ),
  'export const a: Record<string, [number, string]> = {}, b = 1;'.replace(', b = 1', ''),
  'export const make = createShop<Bread, Oven<Bread>>({ a: 1, b: 2 });\nexport var old;',
  'export async function bake(): Promise<void> {}\nexport function* rows() {}\nexport function f(a: string): void;\nexport function f(a: number): void;\nexport function f(a: unknown) {}',
  'export abstract class Shop {}\nexport declare class Ambient {}\nexport class Till extends Shop implements Open {}',
  '@Entity()\n@Index(["a"])\nexport class Bread {\n  @Column() name!: string;\n  @ManyToOne(() => Oven, (o) => o.breads) oven: Oven\n}',
  'export enum Kind { a = 1, b = "b" }\nexport const enum Fast { x }\nexport interface Open<T> { a: T; b(): void }\nexport type Id<T = {}> = { a: T } | string;',
  'type Own = 1;\ninterface Both {}\nconst Both = 1;\nclass Oven {}\nexport { Own, Both, Oven as default };\n',
  "import { A, type B } from './a';\nimport type { C } from './c';\nexport { A, B, C };",
  'export default class extends Shop {}',
  'export default class Till {}',
  'export default function () { return 1 }',
  'export default async function bake() {}',
  'export default async (a: string) => a;',
  'const order = 1;\nexport default order;',
  'const order = 1;\nexport default order\n',
  'export default order.with(a, b);\nexport default { a, b };'.split('\n')[0] ?? '',
  'export default { name: "till", data() { return { a: 1 } } };',
  'export default (state = {}, action: Action) => state;'.replace('= {}', ': State'),
  'export default interface Open { a: string }',
  'const half = (a + b) / 2, pattern = /[/"]\\//g.test(x), quarter = a[0] / b / c;\nexport const text = `a ${`b ${c} /`} "` + \'\';',
  'if (open) /x"/.test(y);\nwhile (a) /`/.exec(b);\nexport const done = true;',
  'const shop = { import: 1, export: 2, require: [], exports: [Till] };\nshop.import(); shop.export; a?.import;\nexport { shop };',
  'class Loader { async import() {} static export = 1; require: boolean }\nexport { Loader }',
  'const url = import.meta.url;\nfunction f() { return import.meta.env }\nexport const a = url;',
  '#!/usr/bin/env node\nimport a from "./a";\r\nexport const b = a\r\n',
  '/* @generated */\nexport const made = 1;\n',
  'export const 값 = 1;\nexport const \u00e9t\u00e9 = 2;',
  "declare module 'bread' {\n  interface Loaf { a: string }\n}\ndeclare global { interface Window { till: number } }\nexport const a = 1;",
  'const [, , third] = rows;\nexport const a = third;',
  'const order = 1;\nexport default order\ntype Till = string',
  'export const bake = <A, B = string>(a: A, b: B) => [a, b];',
  'const a = new Map<string, { open: Till; closed?: Till }>();\nexport { a };',
  "'use strict';\nconst fs = require('node:fs');\nconst { a, b: c } = require('./bread')\nexports.bake = function (x) { fs.read(a) };\nexports.Bread = c;\nexports.sell = async (x) => 1;\nexports.till = { a };",
  "export const page = () => import('./page');\nexport async function bake() {\n  const { a, default: b } = await import('./oven');\n  return import(`./till`)\n}",
  "function bake() {\n  const { a } = require('./oven')\n  return a\n}\nmodule.exports = bake()",
  'module.exports = {}',
  "const oven = require('./oven');\nmodule.exports = oven;",
  'const up = 1, down = 2;\nmodule.exports = { up,\n down };',
  'let n = 1_000n, m = .5 + 1..toFixed().length + 0xff + 1e-5;\nexport const k = n;',
];

/** Calls of events by name alone, in files that have an emitter besides. */
const NO_EVENTS: readonly string[] = [
  "export class Store { constructor(db: Db, bus: EventEmitter) {}\n f() { return this.db.join('a', function () { this.on('a.id', '=', 'b.id'); }); } }",
  "export const f = (bus: EventEmitter, db: Db) => db.join('a', (qb) => { qb.on('a.id', 'b.id'); });",
  "export const f = (bus: EventEmitter) => process.on('unhandledRejection', bus);",
];

const JSX: readonly string[] = [
  "import { Till } from './till';\nexport const Shop = () => <Till a=\"it's\" b={`x`} {...rest}>Don't {items.map((i) => <li key={i}>{i}</li>)} ok: `no` {/* note */} {}</Till>;",
  'export function Page() { return (\n <>\n  <p>a, b; c</p>\n  <img src="x" />\n  {a < b ? <A.B /> : null}\n </>\n) }',
  'export const pick = <T,>(a: T) => a;\nexport const b = <T extends object>(x: T) => x;\nexport const c = a < b && c > d;',
];

/** Sources that are left to the parser. */
const LEFT: readonly (readonly [why: string, text: string])[] = [
  ['import() is read at once', "import('./page').then(({ Page }) => Page);"],
  ['import() of what is not a text', 'export const page = (name: string) => import(name);'],
  ['require is handed on', "const a = require('a');\nbake(require);"],
  ['import() is a type', "export type Page = import('./page').Page;"],
  ['require is a call', "bake(require('node:fs'));"],
  ['what is required is read', "const bake = require('./bread').bake;"],
  ['require is a name of its own', "const require = createRequire();\nconst fs = require('node:fs');"],
  ['exports is read', 'exports.bake();'],
  ['exports is assigned to twice', 'exports.a = exports.b = 1;'],
  ['module.exports is assigned to', 'module.exports = { bake: 1 };'],
  ['a namespace', 'export namespace Shop { export const a = 1 }'],
  ['an ambient module', "declare module 'bread' { export const a: 1 }"],
  ['an ambient module with a class', "declare module 'bread' { class Oven {} }"],
  ['export =', 'export = shop;'],
  ['import =', "import shop = require('./shop');"],
  ['attributes', "import data from './a.json' with { type: 'json' };"],
  ['a pattern', 'export const { a, b } = shop;'],
  ['two variables', 'export const a = 1, b = 2;'],
  ['a cast default', 'export default shop as Shop;'],
  ['a slash after a brace', 'function f() {} /x/.test(y);'],
  ['an escape in a name', 'export const \\u0061 = 1;'],
  ['a module given away as it is asked for', "export default require('./shop');"],
  ['an event', 'export const f = (bus: EventBus) => bus.publish(new OrderPaid());'],
  ['an event of the own class', "export class Till extends EventEmitter { pay() { this.emit('paid', 1); } }"],
  ['an event on what is made', "const till = new EventEmitter();\ntill.on('paid', bake);\nexport { till };"],
  ['an event on a part', "export const f = ({ till }: EventBus) => till.on('paid', bake);"],
  [
    'an event by its type',
    "export class Shop { constructor(private till: EventBus) {} f() { this.till?.emit('paid', 1); } }",
  ],
  ['an event over several lines', "export const f = (a: EventBus) =>\n  a // the bus\n    .emit('paid', 1);"],
  ['an event of what is called', "export const f = (a: EventEmitter) => g(a).on('paid', bake);"],
  ['line separators', 'export const a = 1;\u2028export const b = 2;'],
  ['a list of names unknown', 'export { nobody };'],
];

/** Sources with an error of syntax that tokens tell. */
const BROKEN: readonly string[] = [
  'export const a = ;',
  'export const a = (1 + );',
  'export function f( { }',
  'export const a = [1, 2;',
  'const a = { b: 1 c: 2 };\nexport { a };',
  'const a = f(b\n c);\nexport { a };',
  "export const a = 'open;",
  'export const a = `open;',
  '/* open\nexport const a = 1;',
  'export class { a = }',
  '<<<<<<< HEAD\nexport const a = 1;\n=======\nexport const a = 2;\n>>>>>>> other',
  'const a = <%= value %>;\nexport { a }',
  "import { a from './a';",
  "import a './a';",
];

describe('a file read by its tokens', () => {
  it.each(READ)('says what parsing says: %s', (text) => {
    const found = sketch(text);
    expect(found).toBeDefined();
    expect(promised(found!)).toEqual(promised(read(text)));
    expect(falseUse(found!, read(text))).toBeUndefined();
  });

  it.each(NO_EVENTS)('sees that nothing is published or consumed: %s', (text) => {
    const found = sketch(text);
    expect(found).toBeDefined();
    expect(promised(found!)).toEqual(promised(read(text)));
  });

  it.each(JSX)('follows JSX: %s', (text) => {
    const found = sketch(text, 'shop/page.tsx');
    expect(found).toBeDefined();
    expect(promised(found!)).toEqual(promised(read(text, 'shop/page.tsx')));
  });

  it.each(LEFT)('is left to the parser for %s', (_why, text) => {
    expect(sketch(text)).toBeUndefined();
  });

  it.each(BROKEN)('is left to the parser when its tokens do not fit: %s', (text) => {
    expect(read(text).diagnostics).toHaveLength(1);
    expect(sketch(text)).toBeUndefined();
  });

  it('is left to the parser when it nests deeply', () => {
    expect(sketch(`export const a = ${'('.repeat(100)}1${')'.repeat(100)};`)).toBeUndefined();
    expect(sketch(`export const a = shop${'.order()'.repeat(500)};`)).toBeUndefined();
    expect(sketch(`export const a = ${'[]'.repeat(20_000)};`)).toBeUndefined();
    expect(sketch(`export const a = <a>${'<b/>'.repeat(20_000)}</a>;`, 'a.tsx')).toBeDefined();
  });

  it('says what parsing says however pieces of code are put together', () => {
    const pieces = fc.array(
      fc.constantFrom(...READ.filter((text) => !text.includes('export default') && !text.startsWith('#!'))),
      {
        minLength: 1,
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(pieces, fc.constantFrom('\n', ';\n', '\n\n'), (parts, joint) => {
        const text = parts.join(joint);
        const found = sketch(text);
        const facts = read(text);
        if (found !== undefined && facts.diagnostics.length === 0) expect(promised(found)).toEqual(promised(facts));
      }),
      { numRuns: 200 },
    );
  });

  it('says what parsing says of this tool itself, most of which needs no parsing', async () => {
    const root = join(import.meta.dirname, '../../src');
    const { files } = await scan(root, { config: EMPTY_CONFIG });
    const code = files.filter(({ kind }) => kind === 'code');
    const found = code.map((file) => {
      const text = readFileSync(join(root, file.path), 'utf8');
      const own = sketchOf(file, text, intern);
      if (own !== undefined) expect(promised(own)).toEqual(promised(read(text, file.path)));
      return own;
    });
    expect(found.filter((own) => own !== undefined).length).toBeGreaterThan(code.length * 0.9);
  });
});
