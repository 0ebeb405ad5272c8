/** A call reaches its table wherever in a function it stands: every position that the grammar has for an expression. */
import { describe, expect, it } from 'vitest';
import { linked } from './system.js';

const LOAF = `
import { Entity, PrimaryGeneratedColumn } from 'typeorm';
@Entity('loaves') export class Loaf { @PrimaryGeneratedColumn() id: number; }
`;

const PANTRY = `
import { Repository } from 'typeorm';
import { Loaf } from './loaf';
export class Pantry {
  constructor(private readonly loaves: Repository<Loaf>) {}
  async count() { return this.loaves.count(); }
}
`;

/** `COUNT` is the call; each stands in the body of a method that is async, and may yield where it says so. */
const STATEMENTS: readonly string[] = [
  'COUNT;',
  'return COUNT;',
  'const n = COUNT;',
  'let n = 1, m = COUNT;',
  'const { n = COUNT } = shop;',
  'const [n = COUNT] = shop;',
  'const { [COUNT]: n } = shop;',
  'const { a: { b: [n = COUNT] } } = shop;',
  'n = COUNT;',
  'n += COUNT;',
  'n ??= COUNT;',
  '({ n = COUNT } = shop);',
  '[n = COUNT] = shop;',
  'shop[COUNT] = 1;',
  'shop[COUNT]++;',
  'delete shop[COUNT];',
  'if (COUNT) { bake(); }',
  'if (open) return; else COUNT;',
  'for (let i = COUNT; i < 3; i++) bake();',
  'for (let i = 0; i < COUNT; i++) bake();',
  'for (let i = 0; i < 3; i += COUNT) bake();',
  'for (const loaf of COUNT) bake();',
  'for await (const loaf of COUNT) bake();',
  'for (const key in COUNT) bake();',
  'for (const { n = COUNT } of shop) bake();',
  'while (COUNT) bake();',
  'do { bake(); } while (COUNT);',
  'switch (COUNT) { case 1: bake(); }',
  'switch (open) { case COUNT: bake(); }',
  'switch (open) { default: COUNT; }',
  'try { COUNT; } catch { bake(); }',
  'try { bake(); } catch (error) { COUNT; }',
  'try { bake(); } catch ({ n = COUNT }) { bake(); }',
  'try { bake(); } finally { COUNT; }',
  'throw COUNT;',
  'throw new Error(`${COUNT}`);',
  'morning: for (;;) { COUNT; break morning; }',
  '{ { COUNT; } }',
  'using shelf = COUNT;',
  'await using shelf = COUNT;',
  'debugger; COUNT;',
  'open && COUNT;',
  'open || COUNT;',
  'open ?? COUNT;',
  'open ? COUNT : 1;',
  'open ? 1 : COUNT;',
  'COUNT ? 1 : 2;',
  '!COUNT;',
  '-COUNT;',
  'void COUNT;',
  'typeof COUNT;',
  'await COUNT;',
  '(bake(), COUNT);',
  '(COUNT, bake());',
  'COUNT + 1;',
  '1 + COUNT;',
  'COUNT instanceof Loaf;',
  'COUNT in shop;',
  '1 === COUNT;',
  '(COUNT as number).toFixed();',
  '<number>COUNT;',
  'COUNT!;',
  '(COUNT satisfies number);',
  'COUNT.toFixed();',
  'COUNT?.toFixed();',
  'COUNT[0];',
  'shop?.[COUNT];',
  'shop.sell(COUNT);',
  'shop?.sell?.(COUNT);',
  'shop.sell(1, ...COUNT);',
  'shop.sell({ count: COUNT });',
  'shop.sell({ [COUNT]: 1 });',
  'shop.sell({ ...COUNT });',
  'shop.sell({ a: { b: [COUNT] } });',
  'shop.sell([1, , COUNT]);',
  'shop.sell([...COUNT]);',
  'shop.sell(() => COUNT);',
  'shop.sell(async () => { COUNT; });',
  'shop.sell(function () { return COUNT; }.bind(this));',
  'shop.sell((n = COUNT) => n);',
  'shop.sell(({ n = COUNT }) => n);',
  'shop.sell({ sell: () => COUNT });',
  'new Shop(COUNT);',
  'new Shop({ n: COUNT }, 2);',
  'new (class { n = 1 })(COUNT);',
  'import(COUNT);',
  '`${COUNT} loaves`;',
  '`${1}${`${COUNT}`}`;',
  'sql`${COUNT}`;',
  '(async () => { COUNT; })();',
  'const later = () => COUNT; later();',
  'const later = async () => { await COUNT; }; await later();',
  'shop.sell((() => COUNT)());',
  'await Promise.all([COUNT, 1]);',
  'await Promise.all([1, 2].map(async () => COUNT));',
  'const box = { open: async () => COUNT }; box.open();',
  'const box = { get n() { return 1 }, m: COUNT };',
  '/loaf/.test(`${COUNT}`);',
  'shop.on("open", async () => { await COUNT; });',
  'setTimeout(() => { void COUNT; }, 10);',
  'enumerate: { if (open) break enumerate; COUNT; }',
  'const n: number = ((COUNT));',
  'const f = async (): Promise<number> => open ? await COUNT : 0; await f();',
  'if (!(await COUNT)) throw new Error();',
  'return { ...(open && { n: COUNT }) };',
  'return [...(open ? [COUNT] : [])];',
  'return shop.map((one) => one.n ?? COUNT).filter(Boolean);',
  'return (await COUNT) as unknown as Loaf[];',
  'return (await (COUNT)).map((one) => one.id);',
];

const IN_GENERATORS: readonly string[] = [
  'yield COUNT;',
  'yield* COUNT;',
  'const n = yield COUNT;',
  'return COUNT;',
  'shop.sell(yield COUNT);',
];

/** Classes that hold the call elsewhere than in the body of a method; `COUNT` as above. */
const MEMBERS: readonly string[] = [
  'async today(n = COUNT) {}',
  'async today({ n = COUNT }) {}',
  'get today() { return COUNT; }',
  'set today(n) { void COUNT; }',
  'today = async () => COUNT;',
  'today = () => { return COUNT; };',
  'today = COUNT;',
  '#today = COUNT;',
  'async #today() { await COUNT; }',
  'today = { a: async () => COUNT };',
  'today = [async () => COUNT];',
  "async ['today']() { await COUNT; }",
];

/** Places outside of classes' methods, in a component where it says so; `COUNT` as above, of a pantry that is imported. */
const AT_THE_TOP: readonly string[] = [
  'COUNT;',
  'export const n = COUNT;',
  'export default COUNT;',
  'export default { n: COUNT };',
  'export default () => COUNT;',
  'export default async function () { await COUNT; }',
  'module.exports = { n: async () => COUNT };',
  'module.exports.today = async () => COUNT;',
  'exports.today = async function () { await COUNT; };',
  'if (shop) COUNT;',
  'for (const one of shop) COUNT;',
  'class Board { static n = COUNT; }',
  'class Board { static { COUNT; } }',
  'class Board { static async today() { await COUNT; } }',
  'class Board { constructor(n = COUNT) {} }',
  'class Board { constructor() { void COUNT; } }',
  'const Board = class { async today() { await COUNT; } };',
  'export default class { async today() { await COUNT; } }',
  'class Board { @open(() => COUNT) today() {} }',
  'namespace bakery { export const n = COUNT; }',
  'namespace bakery { export function today() { return COUNT; } }',
  'declare const shop: any; shop.sell(COUNT);',
  'await COUNT;',
  'export async function today() { function inner() { return COUNT; } return inner(); }',
  'export const today = useCallback(async () => { await COUNT; }, []);',
  'export const today = memo(forward(async () => COUNT));',
  'export const routes = [{ path: "/", load: async () => COUNT }];',
  'export const box = { async today() { await COUNT; } };',
  'export const box = { get today() { return COUNT; } };',
  'export const box = { a: { b: { c: function () { return COUNT; } } } };',
  'export const box = { ["to" + "day"]: async () => COUNT };',
  'export const box = { async *today() { yield COUNT; } };',
  'export function* today() { yield COUNT; }',
  'export const later = curry((a: number) => (b: number) => async () => COUNT);',
  'test("counts", async () => { expect(await COUNT).toBe(1); });',
  'const Page = async () => <p>{await COUNT}</p>;',
  'const Page = async () => <p title={COUNT}>loaves</p>;',
  'const Page = async () => <p {...COUNT} />;',
  'const Page = async () => <>{open && <b>{COUNT}</b>}</>;',
  'const Page = () => <form action={async () => { await COUNT; }} />;',
  'const Page = () => <Shop.Shelf render={() => <i>{COUNT}</i>} />;',
  'export default async function Page() { const n = await COUNT; return <p>{n}</p>; }',
];

const boardWith = (member: string) => `
import { Repository } from 'typeorm';
import { Loaf } from './loaf';
import { Pantry } from './pantry';
export class Board {
  constructor(private readonly pantry: Pantry, private readonly loaves: Repository<Loaf>) {}
  ${member}
}
`;

const CALLS = ['this.pantry.count()', 'this.loaves.count()'];

/** Both the query itself and the call of a function that makes it. */
async function expectReads(member: (call: string) => string): Promise<void> {
  for (const call of CALLS) expect(await isRead(member(call)), call).toBe(true);
}

async function isRead(member: string): Promise<boolean> {
  const graph = await linked({ 'src/loaf.ts': LOAF, 'src/pantry.ts': PANTRY, 'src/board.ts': boardWith(member) });
  return graph.edges.some((edge) => edge.from === 'module:src/board.ts' && edge.kind === 'read');
}

const pageWith = (statement: string) => `
import { pantry } from './shelf';
declare const shop: any; declare const open: any;
${statement}
`;

async function isReadAtTheTop(statement: string): Promise<boolean> {
  const shelf =
    "import { Pantry } from './pantry'; import { source } from './source'; import { Loaf } from './loaf'; export const pantry = new Pantry(source.getRepository(Loaf));";
  const source =
    "import { DataSource } from 'typeorm'; import { Loaf } from './loaf'; export const source = new DataSource({ type: 'postgres', entities: [Loaf] });";
  const graph = await linked({
    'src/loaf.ts': LOAF,
    'src/pantry.ts': PANTRY,
    'src/source.ts': source,
    'src/shelf.ts': shelf,
    'src/page.tsx': pageWith(statement),
  });
  return graph.edges.some((edge) => edge.from === 'module:src/page.tsx' && edge.kind === 'read');
}

describe('a call reaches its table', () => {
  it.each(STATEMENTS)('in %s', async (statement) => {
    await expectReads((call) => `async today(shop: any, open: any, n: any) { ${statement.replaceAll('COUNT', call)} }`);
  });

  it.each(IN_GENERATORS)('in a generator: %s', async (statement) => {
    await expectReads((call) => `async *today(shop: any) { ${statement.replaceAll('COUNT', call)} }`);
  });

  it.each(MEMBERS)('in the member %s', async (member) => {
    await expectReads((call) => member.replaceAll('COUNT', call));
  });

  it.each(AT_THE_TOP)('at the top: %s', async (statement) => {
    expect(await isReadAtTheTop(statement.replaceAll('COUNT', 'pantry.count()'))).toBe(true);
  });
});
