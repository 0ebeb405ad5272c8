/**
 * A function reaches its table however it is called: through imports, barrels, objects, classes, containers, wrappers. The
 * caller's module has an edge to the table that only the function names.
 */
import { describe, expect, it } from 'vitest';
import { linked } from './system.js';

const BAKERY = {
  'src/loaf.ts': `
    import { Entity, PrimaryGeneratedColumn } from 'typeorm';
    @Entity('loaves') export class Loaf { @PrimaryGeneratedColumn() id: number; }`,
  'src/source.ts': `
    import { DataSource } from 'typeorm';
    import { Loaf } from './loaf';
    export const source = new DataSource({ type: 'postgres', entities: [Loaf] });
    export const loaves = source.getRepository(Loaf);`,
  'src/fn.ts': `
    import { loaves } from './source';
    export async function count() { return loaves.count(); }
    export default count;`,
  'src/cls.ts': `
    import { Repository } from 'typeorm';
    import { Loaf } from './loaf';
    import { loaves } from './source';
    export class Pantry {
      constructor(private readonly loaves: Repository<Loaf>) {}
      async count() { return this.loaves.count(); }
      static async total() { return loaves.count(); }
    }
    export const pantry = new Pantry(loaves);
    export default pantry;`,
};

/** The caller, `src/board.ts`, or it with other files. */
const WAYS: Readonly<Record<string, Readonly<Record<string, string>> | string>> = {
  'named import': "import { count } from './fn'; export const today = () => count();",
  'default import': "import c from './fn'; export const today = () => c();",
  alias: "import { count as c } from './fn'; export const today = () => c();",
  namespace: "import * as p from './fn'; export const today = () => p.count();",
  'namespace computed': "import * as p from './fn'; export const today = () => p['count']();",
  'namespace destructured': "import * as p from './fn'; const { count } = p; export const today = () => count();",
  require: "const p = require('./fn'); export const today = () => p.count();",
  'require destructured': "const { count } = require('./fn'); export const today = () => count();",
  'require inline': "export const today = () => require('./fn').count();",
  'dynamic import': "export const today = async () => { const p = await import('./fn'); return p.count(); };",
  'dynamic import destructured':
    "export const today = async () => { const { count } = await import('./fn'); return count(); };",
  'dynamic import default': "export const today = async () => (await import('./fn')).default();",
  'dynamic import then': "export const today = () => import('./fn').then(({ count }) => count());",
  'dynamic import then m': "export const today = () => import('./fn').then((m) => m.count());",
  'bound to const': "import { count } from './fn'; const c = count; export const today = () => c();",
  call: "import { count } from './fn'; export const today = () => count.call(null);",
  apply: "import { count } from './fn'; export const today = () => count.apply(null, []);",
  bind: "import { count } from './fn'; export const today = () => count.bind(null)();",
  'bind const': "import { count } from './fn'; const c = count.bind(null); export const today = () => c();",
  'passed to map': "import { count } from './fn'; export const today = () => [1].map(count);",
  'passed to then': "import { count } from './fn'; export const today = () => Promise.resolve().then(count);",
  'passed to own hof':
    "import { count } from './fn'; const run = (f: any) => f(); export const today = () => run(count);",
  'object of functions': "import { count } from './fn'; const box = { count }; export const today = () => box.count();",
  'object of functions computed':
    "import { count } from './fn'; const box: any = { a: count }; export const today = (k: string) => box[k]();",
  'array of functions':
    "import { count } from './fn'; const all = [count]; export const today = () => all.forEach((f) => f());",
  'array for of':
    "import { count } from './fn'; const all = [count]; export const today = () => { for (const f of all) f(); };",
  tuple: "import { count } from './fn'; const [f] = [count]; export const today = () => f();",
  conditional: "import { count } from './fn'; export const today = (o: any) => (o ? count : null)?.();",
  logical: "import { count } from './fn'; export const today = (o: any) => (o && count)();",
  'wrapped by hof':
    "import { count } from './fn'; const traced = (f: any) => (...a: any[]) => f(...a); const c = traced(count); export const today = () => c();",
  'wrapped by library':
    "import memo from 'memo'; import { count } from './fn'; const c = memo(count); export const today = () => c();",
  'default parameter': "import { count } from './fn'; export const today = (f = count) => f();",
  'default parameter deps object': "import { count } from './fn'; export const today = ({ f = count } = {}) => f();",
  curried:
    "import { count } from './fn'; const late = (a: number) => (b: number) => count(); export const today = () => late(1)(2);",
  'returned closure':
    "import { count } from './fn'; const make = () => ({ sum: () => count() }); const box = make(); export const today = () => box.sum();",
  'factory with deps':
    "import { count } from './fn'; const make = (d: any) => ({ sum: () => d.count() }); const box = make({ count }); export const today = () => box.sum();",
  'class field arrow':
    "import { count } from './fn'; class B { sum = () => count(); } export const today = () => new B().sum();",
  'class instance':
    "import { Pantry } from './cls'; import { loaves } from './source'; export const today = () => new Pantry(loaves).count();",
  'class singleton': "import { pantry } from './cls'; export const today = () => pantry.count();",
  'class default singleton': "import p from './cls'; export const today = () => p.count();",
  'class static': "import { Pantry } from './cls'; export const today = () => Pantry.total();",
  'ctor injected':
    "import { Pantry } from './cls'; export class B { constructor(private p: Pantry) {} today() { return this.p.count(); } }",
  'ctor assigned':
    "import { Pantry } from './cls'; export class B { p: Pantry; constructor(p: Pantry) { this.p = p; } today() { return this.p.count(); } }",
  'ctor new':
    "import { Pantry } from './cls'; export class B { p; constructor() { this.p = new Pantry(null as any); } today() { return this.p.count(); } }",
  'field new':
    "import { Pantry } from './cls'; export class B { private p = new Pantry(null as any); today() { return this.p.count(); } }",
  'ctor param untyped with default':
    "import { pantry } from './cls'; export class B { constructor(private p = pantry) {} today() { return this.p.count(); } }",
  'deps object typed':
    "import { Pantry } from './cls'; type Deps = { pantry: Pantry }; export class B { constructor(private d: Deps) {} today() { return this.d.pantry.count(); } }",
  'deps destructured in ctor':
    "import { Pantry } from './cls'; export class B { p: Pantry; constructor({ pantry }: { pantry: Pantry }) { this.p = pantry; } today() { return this.p.count(); } }",
  'local var of this':
    "import { Pantry } from './cls'; export class B { constructor(private p: Pantry) {} today() { const { p } = this; return p.count(); } }",
  'self this':
    "import { Pantry } from './cls'; export class B { constructor(private p: Pantry) {} today() { const self = this; return [1].map(function () { return self.p.count(); }); } }",
  'inheritance this':
    "import { Pantry } from './cls'; export class B extends Pantry { today() { return this.count(); } }",
  'inheritance super':
    "import { Pantry } from './cls'; export class B extends Pantry { async count() { return super.count(); } }",
  'through interface': {
    'src/port.ts': 'export interface Port { count(): Promise<number>; }',
    'src/impl.ts':
      "import { Port } from './port'; import { loaves } from './source'; export class Impl implements Port { async count() { return loaves.count(); } }",
    'src/board.ts':
      "import { Port } from './port'; export class B { constructor(private p: Port) {} today() { return this.p.count(); } }",
  },
  'through abstract class': {
    'src/port.ts': 'export abstract class Port { abstract count(): Promise<number>; }',
    'src/impl.ts':
      "import { Port } from './port'; import { loaves } from './source'; export class Impl extends Port { async count() { return loaves.count(); } }",
    'src/board.ts':
      "import { Port } from './port'; export class B { constructor(private p: Port) {} today() { return this.p.count(); } }",
  },
  'template method': {
    'src/base.ts':
      'export abstract class Base { abstract count(): Promise<number>; async run() { return this.count(); } }',
    'src/impl.ts':
      "import { Base } from './base'; import { loaves } from './source'; export class Impl extends Base { async count() { return loaves.count(); } }",
    'src/board.ts': "import { Impl } from './impl'; export const today = () => new Impl().run();",
  },
  barrel: {
    'src/index.ts': "export * from './fn';",
    'src/board.ts': "import { count } from './index'; export const today = () => count();",
  },
  'barrel named': {
    'src/index.ts': "export { count as total } from './fn';",
    'src/board.ts': "import { total } from '.'; export const today = () => total();",
  },
  'barrel default as': {
    'src/index.ts': "export { default as total } from './fn';",
    'src/board.ts': "import { total } from '.'; export const today = () => total();",
  },
  'barrel namespace': {
    'src/index.ts': "export * as pantry from './fn';",
    'src/board.ts': "import { pantry } from '.'; export const today = () => pantry.count();",
  },
  'barrel import export': {
    'src/index.ts': "import { count } from './fn'; export { count };",
    'src/board.ts': "import { count } from '.'; export const today = () => count();",
  },
  'barrel object': {
    'src/index.ts': "import * as pantry from './fn'; export const services = { pantry }; ",
    'src/board.ts': "import { services } from '.'; export const today = () => services.pantry.count();",
  },
  'barrel default object': {
    'src/index.ts': "import { count } from './fn'; export default { count };",
    'src/board.ts': "import s from '.'; export const today = () => s.count();",
  },
  'module.exports object': {
    'src/lib.js':
      "const { loaves } = require('./source'); async function count() { return loaves.count(); } module.exports = { count };",
    'src/board.ts': "import { count } from './lib'; export const today = () => count();",
  },
  'exports.x': {
    'src/lib.js': "const { loaves } = require('./source'); exports.count = async () => loaves.count();",
    'src/board.ts': "const lib = require('./lib'); export const today = () => lib.count();",
  },
  'export =': {
    'src/lib.ts': "import { loaves } from './source'; class P { count() { return loaves.count(); } } export = new P();",
    'src/board.ts': "import p = require('./lib'); export const today = () => p.count();",
  },
  'context object':
    "import { pantry } from './cls'; const ctx = { services: { pantry } }; export const today = () => ctx.services.pantry.count();",
  'typed ctx param':
    "import { Pantry } from './cls'; type Ctx = { services: { pantry: Pantry } }; export const today = (ctx: Ctx) => ctx.services.pantry.count();",
  'typed ctx destructured':
    "import { Pantry } from './cls'; type Ctx = { services: { pantry: Pantry } }; export const today = ({ services: { pantry } }: Ctx) => pantry.count();",
  'tsyringe resolve':
    "import { container } from 'tsyringe'; import { Pantry } from './cls'; export const today = () => container.resolve(Pantry).count();",
  'property inject':
    "import { Inject } from 'typedi'; import { Pantry } from './cls'; export class B { @Inject() p: Pantry; today() { return this.p.count(); } }",
  'lazy getter':
    "import { Pantry } from './cls'; let p: Pantry | undefined; const get = () => (p ??= new Pantry(null as any)); export const today = () => get().count();",
  'lazy let':
    "import { Pantry } from './cls'; let p: Pantry; export function init() { p = new Pantry(null as any); } export const today = () => p.count();",
  'singleton getInstance': {
    'src/single.ts':
      "import { loaves } from './source'; export class S { private static instance: S; static getInstance() { if (!S.instance) S.instance = new S(); return S.instance; } count() { return loaves.count(); } }",
    'src/board.ts': "import { S } from './single'; export const today = () => S.getInstance().count();",
  },
  'singleton untyped getInstance': {
    'src/single.ts':
      "import { loaves } from './source'; let s; export class S { static get() { return s || (s = new S()); } count() { return loaves.count(); } }",
    'src/board.ts': "import { S } from './single'; export const today = () => S.get().count();",
  },
  'await factory':
    "import { Pantry } from './cls'; const make = async () => new Pantry(null as any); export const today = async () => { const p = await make(); return p.count(); };",
  pick: "import { Pantry } from './cls'; type P = Pick<Pantry, 'count'>; export const today = (p: P) => p.count();",
  intersection: "import { Pantry } from './cls'; type P = Pantry & { x: 1 }; export const today = (p: P) => p.count();",
  'union undefined': "import { Pantry } from './cls'; export const today = (p?: Pantry | null) => p?.count();",
  'instance type':
    "import { Pantry } from './cls'; type P = InstanceType<typeof Pantry>; export const today = (p: P) => p.count();",
  typeof: "import { pantry } from './cls'; type P = typeof pantry; export const today = (p: P) => p.count();",
  'return type of':
    "import { Pantry } from './cls'; const make = () => new Pantry(null as any); type P = ReturnType<typeof make>; export const today = (p: P) => p.count();",
  'indexed access type':
    "import { Pantry } from './cls'; type D = { p: Pantry }; export const today = (p: D['p']) => p.count();",
  'generic constraint':
    "import { Pantry } from './cls'; export function today<T extends Pantry>(p: T) { return p.count(); }",
  'generic base class': {
    'src/base.ts': 'export class Base<T> { constructor(protected p: T) {} }',
    'src/board.ts':
      "import { Base } from './base'; import { Pantry } from './cls'; export class B extends Base<Pantry> { today() { return this.p.count(); } }",
  },
  'array of instances':
    "import { Pantry } from './cls'; export const today = (all: Pantry[]) => all.map((p) => p.count());",
  'array of instances for':
    "import { Pantry } from './cls'; export const today = (all: readonly Pantry[]) => { for (const p of all) p.count(); };",
  'record of instances':
    "import { Pantry } from './cls'; export const today = (all: Record<string, Pantry>) => all.a.count();",
  'map of instances':
    "import { Pantry } from './cls'; export const today = (all: Map<string, Pantry>) => all.get('a')?.count();",
  'promise of instance':
    "import { Pantry } from './cls'; export const today = async (p: Promise<Pantry>) => (await p).count();",
  'method reference': "import { pantry } from './cls'; const { count } = pantry; export const today = () => count();",
  'method bound':
    "import { pantry } from './cls'; const c = pantry.count.bind(pantry); export const today = () => c();",
  'method passed bound':
    "import { pantry } from './cls'; declare const router: any; router.get('/', pantry.count.bind(pantry));",
  'object assign':
    "import * as fns from './fn'; const all = Object.assign({}, fns); export const today = () => all.count();",
  'object spread': "import * as fns from './fn'; const all = { ...fns }; export const today = () => all.count();",
  'object freeze':
    "import { count } from './fn'; const all = Object.freeze({ count }); export const today = () => all.count();",
  'as const': "import { count } from './fn'; const all = { count } as const; export const today = () => all.count();",
  satisfies:
    "import { count } from './fn'; const all = { count } satisfies Record<string, unknown>; export const today = () => all.count();",
  'function property': {
    'src/f.ts': "import { loaves } from './source'; export function shop() {} shop.count = () => loaves.count();",
    'src/board.ts': "import { shop } from './f'; export const today = () => shop.count();",
  },
  'namespace merged': {
    'src/f.ts':
      "import { loaves } from './source'; export namespace Shop { export const count = () => loaves.count(); }",
    'src/board.ts': "import { Shop } from './f'; export const today = () => Shop.count();",
  },
  mixin: {
    'src/m.ts':
      "import { loaves } from './source'; type C = new (...a: any[]) => {}; export function Counts<T extends C>(B: T) { return class extends B { count() { return loaves.count(); } }; }",
    'src/board.ts':
      "import { Counts } from './m'; class B extends Counts(Object) { today() { return this.count(); } } export { B };",
  },
  'promise all destructured':
    "import { pantry } from './cls'; export const today = async () => { const [n] = await Promise.all([pantry.count()]); return n; };",
  reduce:
    "import { pantry } from './cls'; export const today = () => [1].reduce(async (a, b) => (await a) + (await pantry.count()), Promise.resolve(0));",
  'decorated param callback':
    "import { count } from './fn'; declare const Use: any; @Use(() => count()) export class B {}",
  'optional call': "import { count } from './fn'; export const today = () => count?.();",
  'non-null call': "import { count } from './fn'; export const today = () => count!();",
  'paren cast call': "import { count } from './fn'; export const today = () => (count as any)();",
  'comma call': "import * as p from './fn'; export const today = () => (0, p.count)();",
  'iife module':
    "import { loaves } from './source'; const box = (() => { const count = () => loaves.count(); return { count }; })(); export const today = () => box.count();",
  generator:
    "import { loaves } from './source'; function* g() { yield loaves.count(); } export const today = () => [...g()];",
  typedi:
    "import { Container } from 'typedi'; import { Pantry } from './cls'; export const today = () => Container.get(Pantry).count();",
  moduleRef:
    "import { ModuleRef } from '@nestjs/core'; import { Pantry } from './cls'; export class B { constructor(private m: ModuleRef) {} today() { return this.m.get(Pantry).count(); } }",
  'moduleRef resolve':
    "import { ModuleRef } from '@nestjs/core'; import { Pantry } from './cls'; export class B { constructor(private m: ModuleRef) {} async today() { const p = await this.m.resolve(Pantry); return p.count(); } }",
  'app.get':
    "import { NestFactory } from '@nestjs/core'; import { Pantry } from './cls'; export const today = async () => { const app = await NestFactory.create(null as any); return app.get(Pantry).count(); };",
  'inversify typed':
    "import { Container } from 'inversify'; import { Pantry } from './cls'; const c = new Container(); export const today = () => c.get<Pantry>('x').count();",
  'inversify inject':
    "import { inject, injectable } from 'inversify'; import { Pantry } from './cls'; export class B { constructor(@inject('x') private p: Pantry) {} today() { return this.p.count(); } }",
  'typedi token field':
    "import { Container } from 'typedi'; import { Pantry } from './cls'; export class B { p = Container.get(Pantry); today() { return this.p.count(); } }",
  'own container file': {
    'src/ioc.ts': "import { Container } from 'inversify'; export const ioc = new Container();",
    'src/board.ts':
      "import { ioc } from './ioc'; import { Pantry } from './cls'; export const today = () => ioc.get(Pantry).count();",
  },
  'needle-di inject':
    "import { inject } from '@needle-di/core'; import { Pantry } from './cls'; export class B { p = inject(Pantry); today() { return this.p.count(); } }",
  'export = class': {
    'src/lib.ts': "import { loaves } from './source'; class P { count() { return loaves.count(); } } export = P;",
    'src/board.ts': "import P = require('./lib'); export const today = () => new P().count();",
  },
  'export = default import': {
    'src/lib.ts': "import { loaves } from './source'; class P { count() { return loaves.count(); } } export = new P();",
    'src/board.ts': "import p from './lib'; export const today = () => p.count();",
  },
  'export = const': {
    'src/lib.ts': "import { loaves } from './source'; const p = { count: () => loaves.count() }; export = p;",
    'src/board.ts': "import p = require('./lib'); export const today = () => p.count();",
  },
  'export = star': {
    'src/lib.ts': "import { loaves } from './source'; const p = { count: () => loaves.count() }; export = p;",
    'src/board.ts': "import * as p from './lib'; export const today = () => p.count();",
  },
  'namespace fn': {
    'src/f.ts':
      "import { loaves } from './source'; export namespace Shop { export function count() { return loaves.count(); } }",
    'src/board.ts': "import { Shop } from './f'; export const today = () => Shop.count();",
  },
  'namespace const': {
    'src/f.ts':
      "import { loaves } from './source'; export namespace Shop { export const count = () => loaves.count(); }",
    'src/board.ts': "import { Shop } from './f'; export const today = () => Shop.count();",
  },
  'namespace wrapped': {
    'src/f.ts':
      "import { loaves } from './source'; import { fn } from 'zodfn'; export namespace Shop { export const count = fn({}, async () => loaves.count()); }",
    'src/board.ts': "import { Shop } from './f'; export const today = () => Shop.count();",
  },
  'namespace same file': {
    'src/board.ts':
      "import { count } from './fn'; namespace Shop { export const c = () => count(); } export const today = () => Shop.c();",
  },
  'wrapped const from other file': {
    'src/f.ts':
      "import { cache } from 'react'; import { loaves } from './source'; export const getLoaves = cache(async () => loaves.count());",
    'src/board.ts': "import { getLoaves } from './f'; export const today = () => getLoaves();",
  },
  'wrapped named from other file': {
    'src/f.ts':
      "import { cache } from 'react'; import { loaves } from './source'; const load = async () => loaves.count(); export const getLoaves = cache(load);",
    'src/board.ts': "import { getLoaves } from './f'; export const today = () => getLoaves();",
  },
  'own wrapper other file inline': {
    'src/w.ts': 'export const traced = (f: any) => async (...a: any[]) => f(...a);',
    'src/f.ts':
      "import { traced } from './w'; import { loaves } from './source'; export const getLoaves = traced(async () => loaves.count());",
    'src/board.ts': "import { getLoaves } from './f'; export const today = () => getLoaves();",
  },
  'own wrapper other file named': {
    'src/w.ts': 'export const traced = (f: any) => async (...a: any[]) => f(...a);',
    'src/f.ts':
      "import { traced } from './w'; import { loaves } from './source'; const load = async () => loaves.count(); export const getLoaves = traced(load);",
    'src/board.ts': "import { getLoaves } from './f'; export const today = () => getLoaves();",
  },
  'typed wrapper': {
    'src/w.ts':
      'export function traced<T extends (...a: any[]) => any>(f: T): T { return ((...a: any[]) => f(...a)) as T; }',
    'src/f.ts':
      "import { traced } from './w'; import { loaves } from './source'; export const getLoaves = traced(async () => loaves.count());",
    'src/board.ts': "import { getLoaves } from './f'; export const today = () => getLoaves();",
  },
  'retry named': {
    'src/w.ts':
      'export async function retry(f: () => Promise<any>, n = 3) { for (let i = 0; i < n; i++) { try { return await f(); } catch (e) {} } }',
    'src/board.ts':
      "import { retry } from './w'; import { count } from './fn'; export const today = () => retry(count);",
  },
  'own hof method': {
    'src/w.ts': 'export class W { async run(f: () => Promise<any>) { return f(); } }',
    'src/board.ts':
      "import { W } from './w'; import { count } from './fn'; const w = new W(); export const today = () => w.run(count);",
  },
  'trpc procedure':
    "import { initTRPC } from '@trpc/server'; import { count } from './fn'; const t = initTRPC.create(); export const r = t.router({ n: t.procedure.query(() => count()) });",
  'safe action': {
    'src/f.ts':
      "import { createSafeActionClient } from 'next-safe-action'; import { loaves } from './source'; const a = createSafeActionClient(); export const act = a.schema({}).action(async () => loaves.count());",
    'src/board.ts': "import { act } from './f'; export const today = () => act({});",
  },
  'object of wrapped': {
    'src/f.ts':
      "import { loaves } from './source'; const wrap = (f: any) => f; export const api = { n: wrap(async () => loaves.count()) };",
    'src/board.ts': "import { api } from './f'; export const today = () => api.n();",
  },
};

describe('a table is reached through a function', () => {
  it.each(Object.keys(WAYS))('by %s', async (name) => {
    const way = WAYS[name] ?? {};
    const graph = await linked({ ...BAKERY, ...(typeof way === 'string' ? { 'src/board.ts': way } : way) });
    const reads = graph.edges.filter(({ from, kind }) => from.startsWith('module:src/board.') && kind === 'read');
    expect(reads.map(({ to }) => to)).toEqual(['table:loaves']);
  });

  it('but not by what stops a listener, nor by handing a function over', async () => {
    const silent = [
      "import { bus } from 'bus'; import { count } from './fn'; const stop = bus.on('baked', count); export const today = () => stop();",
      "import { count } from './fn'; declare const router: any; router.get('/loaves', count);",
      "import { count } from './fn'; import { keep } from './keep'; export const today = () => keep(count);",
    ];
    for (const board of silent) {
      const keep = 'export const kept: any[] = []; export function keep(f: any) { kept.push(f); }';
      const graph = await linked({ ...BAKERY, 'src/keep.ts': keep, 'src/board.ts': board });
      expect(graph.edges.filter(({ from, kind }) => from === 'module:src/board.ts' && kind === 'read')).toEqual([]);
    }
  });
});
