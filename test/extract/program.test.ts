import { describe, expect, it } from 'vitest';
import type { Expr, FunctionFact } from '../../src/model/index.js';
import { read } from './read.js';

const program = (text: string, path?: string) => read(text, path).program!;
const fn = (text: string, name: string): FunctionFact => program(text).functions.find((f) => f.name === name)!;
const names = (f: FunctionFact) => f.locals.map((v) => v.name);

/** Short spelling of an expression, so that tests read as code. */
function spell(e: Expr): string {
  switch (e.kind) {
    case 'name':
      return e.name;
    case 'this':
    case 'super':
      return e.kind;
    case 'string':
      return `'${e.value}'`;
    case 'literal':
      return e.text;
    case 'member':
      return `${spell(e.object)}.${e.name}`;
    case 'call':
    case 'new':
      return `${e.kind === 'new' ? 'new ' : ''}${spell(e.callee)}(${e.args.map(spell).join()})`;
    case 'await':
      return `await ${spell(e.value)}`;
    case 'either':
      return `either(${e.options.map(spell).join()})`;
    case 'concat':
      return `concat(${e.parts.map(spell).join()})`;
    case 'assign':
      return `${spell(e.target)}=${spell(e.value)}`;
    case 'parts':
      return `parts(${e.parts.map(spell).join()})`;
    case 'object':
      return `{${e.entries.map((x) => `${x.key}:${spell(x.value)}`).join()}}`;
    case 'array':
      return `[${e.items.map(spell).join()}]`;
    case 'spread':
      return `...${spell(e.value)}`;
    case 'index':
      return `${spell(e.object)}[${spell(e.index)}]`;
    default:
      return e.kind;
  }
}
const body = (text: string) => program(`async function bake() { ${text} }`).functions[1]!.body.map(spell);

describe('a body', () => {
  it.each([
    ['const cake = await oven.bake(dough)', ['await oven.bake(dough)']],
    ['if (oven.isHot()) oven.open(); else door.knock()', ['oven.isHot()', 'oven.open()', 'door.knock()']],
    ['const a = ready() ? hot() : cold()', ['ready()', 'either(hot(),cold())']],
    ['return (await find()) ?? make()', ['either(await find(),make())']],
    ['cake.price = 3; cake.sold++', ['cake.price=3', 'cake.sold=unknown']],
    ["sql += ' WHERE a'", ["sql=concat(sql,' WHERE a')"]],
    ['left -= slice()', ['left=parts(slice())']],
    ["console.log('hot'); console.table(bake())", ['console.table(bake())']],
    ['const console = mine(); console.log(1)', ['mine()', 'console.log(1)']],
    ["log('a' + b + 'c')", ["log(concat('a',b,'c'))"]],
    ['if (a.count() > 3 && !b.isEmpty()) {}', ['either(parts(a.count()),parts(b.isEmpty()))']],
    ['const a = b.c', []],
    ['call({ a, b: 1, ...c, [d]: 2 })', ['call({a:a,b:1,...:c,[]:2})']],
    ['(cake as Cake).eat(); cake!.slice?.()', ['cast.eat()', 'cake.slice()']],
    ['a(), b()', ['a()', 'b()']],
    ['for (const a of list()) a.eat()', ['list()', 'a.eat()']],
    ['try { a() } catch (e) { b(e) } finally { c() }', ['a()', 'b(e)', 'c()']],
    ['switch (kind()) { case 1: a(); break; default: b() }', ['kind()', 'a()', 'b()']],
    ["oven['bake'](cakes[0])", ['oven.bake(cakes[0])']],
    ['x = <Cake onEat={() => eat()}>{slice()}</Cake>', ['x=parts(function,slice())']],
  ])('%s', (text, expected) => {
    if (text.includes('<Cake')) {
      expect(program(`function bake() { ${text} }`, 'a.tsx').functions[1]!.body.map(spell)).toEqual(expected);
    } else expect(body(text)).toEqual(expected);
  });
  it('gives the line of each link of a chain', () => {
    const [chain] = fn('function f() {\n return qb\n  .select()\n  .from(cake)\n}', 'f').body as (Expr & {
      kind: 'call';
    })[];
    expect(chain?.line).toBe(4);
    expect(chain).toMatchObject({ callee: { object: { line: 3 } } });
  });
});

describe('names', () => {
  it('that a local shadows are numbered, where declared and where used', () => {
    const f = fn(
      'const cake = 1; function f() { { const cake = 2; eat(cake) } { const cake = 3; eat(cake) } eat(cake) }',
      'f',
    );
    expect(names(f)).toEqual(['cake#2', 'cake#3']);
    expect(f.body.map(spell)).toEqual(['eat(cake#2)', 'eat(cake#3)', 'eat(cake)']);
  });
  it('of a pattern say where in the value they come from', () => {
    const f = fn('function f({ a: { b: x } }, [, y], ...rest) { const { p, ...q } = load(), [r] = s }', 'f');
    expect(f.params.map((p) => [p.name, p.position, p.path])).toEqual([
      ['x', 0, ['a', 'b']],
      ['y', 1, ['1']],
      ['rest', 2, undefined],
    ]);
    expect(f.locals.map((v) => [v.name, v.path])).toEqual([
      ['p', ['p']],
      ['q', ['...']],
      ['r', ['0']],
    ]);
  });
  it('of a namespace are dotted, and used so', () => {
    const p = program('namespace Shop { export const tax = 3; export function pay() { return tax } }');
    expect(p.functions[0]!.locals.map((v) => v.name)).toEqual(['Shop.tax']);
    expect(p.functions[1]).toMatchObject({ name: 'Shop.pay', returns: [{ kind: 'name', name: 'Shop.tax' }] });
  });
  it('of a loop are elements of what is looped over', () => {
    expect(fn('function f() { for (const cake of cakes) {} }', 'f').locals[0]).toMatchObject({
      name: 'cake',
      init: { kind: 'name', name: 'cakes' },
      isElement: true,
    });
  });
});

describe('a class', () => {
  const p = program(`
    @Entity('cakes')
    export abstract class Cake<T extends Base = Base> extends mix(Base)<T> implements Food {
      @Column({ nullable: true }) static readonly layers?: Layer[] = [];
      constructor(private readonly oven: Oven, @Inject(TRAY) tray?: Tray) { super() }
      get price(): number { return 3 }
      abstract bake(at: number): Promise<void>;
      eat = async () => this.oven.open();
      slice(a: string): void;
      slice(a: unknown) { return a }
    }`);
  const [cake] = p.classes;
  it('has its heritage, type parameters and decorators', () => {
    expect(cake).toMatchObject({
      name: 'Cake',
      isAbstract: true,
      typeParams: [{ name: 'T', constraint: { name: 'Base' }, default: { name: 'Base' } }],
      extends: { kind: 'call', callee: { name: 'mix' } },
      extendsArgs: [{ name: 'T' }],
      implements: [{ name: 'Food' }],
      decorators: [{ expression: { kind: 'call', args: [{ value: 'cakes' }] }, line: 2 }],
    });
  });
  it('has its members, methods as functions', () => {
    expect(cake?.members.map((m) => [m.kind, m.name, p.functions[m.function ?? -1]?.kind])).toEqual([
      ['field', 'layers', undefined],
      ['constructor', 'constructor', 'constructor'],
      ['getter', 'price', 'getter'],
      ['method', 'bake', undefined],
      ['field', 'eat', 'arrow'],
      ['method', 'slice', 'method'],
    ]);
    expect(cake?.members[0]).toMatchObject({ isStatic: true, isOptional: true, type: { kind: 'array' } });
  });
  it('has constructor parameters that are fields', () => {
    expect(p.functions[1]?.params).toMatchObject([
      { name: 'oven', isField: true, type: { name: 'Oven' } },
      { name: 'tray', decorators: [{ expression: { callee: { name: 'Inject' } } }] },
    ]);
    expect(p.functions[1]?.params[1]).not.toHaveProperty('isField');
  });
});

describe('types', () => {
  it.each([
    ['Repository<Cake>', { kind: 'ref', name: 'Repository', args: [{ kind: 'ref', name: 'Cake', args: [] }] }],
    ['Prisma.TransactionClient', { kind: 'ref', name: 'Prisma.TransactionClient', args: [] }],
    ['readonly string[]', { kind: 'array', of: { kind: 'ref', name: 'string', args: [] } }],
    [
      "'a' | null",
      {
        kind: 'union',
        of: [
          { kind: 'string', value: 'a' },
          { kind: 'ref', name: 'null', args: [] },
        ],
      },
    ],
    [
      "Cake['id']",
      { kind: 'indexed', object: { kind: 'ref', name: 'Cake', args: [] }, index: { kind: 'string', value: 'id' } },
    ],
    ['typeof cakes', { kind: 'typeof', name: 'cakes' }],
    ["import('./cake').Cake", { kind: 'import', specifier: './cake', name: 'Cake', args: [] }],
    [
      '{ a?: string; bake(): void }',
      {
        kind: 'object',
        members: [
          { name: 'a', type: { kind: 'ref', name: 'string', args: [] }, isOptional: true, line: 1 },
          {
            name: 'bake',
            type: { kind: 'function', params: [], returns: { kind: 'ref', name: 'void', args: [] } },
            line: 1,
          },
        ],
      },
    ],
  ])('%s', (text, expected) => {
    expect(program(`type A = ${text}`).types[0]?.type).toEqual(expected);
  });
});

describe('facts', () => {
  it('survive a JSON round trip', () => {
    const facts = read(
      '@A() class B { c = (d) => `x${d}`; } export const e = <F,>(g: F) => [...g, /h/, 1n, -2, null];',
    );
    expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
  });
  it('of values without a name can be found by the name of their export', () => {
    expect(program('export default () => bake()').functions.map((f) => f.name)).toEqual(['', 'default']);
    expect(program('export default build({})').functions[0]?.locals[0]?.name).toBe('default');
  });
  it('have the words of declared names, other scripts whole', () => {
    expect(read('class OrderItemDTO { 주문번호 = 1; find_all() {} } import { Hidden } from "x"').words).toEqual([
      ['all', 1],
      ['dto', 1],
      ['find', 1],
      ['item', 1],
      ['order', 1],
      ['주문번호', 1],
    ]);
  });
  it('say that a file was generated only when its header does', () => {
    expect(read('/* eslint-disable */\n// Code generated by a tool. DO NOT EDIT.\nexport {}').isGenerated).toBe(true);
    expect(read('import a from "a";\n// generated by hand\nconst b = "@generated"').isGenerated).toBe(false);
  });
});
