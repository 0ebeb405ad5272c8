import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { falseUse } from '../../scripts/sketch-promise.js';
import { sketchOf } from '../../src/extract/sketch/index.js';
import { createInterner } from '../../src/extract/sketch/intern.js';
import { read } from './read.js';

const intern = createInterner();
const sketch = (text: string, path = 'shop/till.ts') =>
  sketchOf({ path, kind: 'code', role: 'runtime', size: text.length }, text, intern);
const told = (body: string, path?: string, clause = '{ Order }') => {
  const binding = sketch(`import ${clause} from './order';\n${body}`, path)?.imports[0]?.bindings[0];
  if (binding === undefined) return undefined;
  if (binding.open !== undefined) return binding.open;
  return binding.valueUses > 0 ? 'value' : binding.typeUses > 0 ? 'type' : 'unused';
};

const VALUES: readonly string[] = [
  'const a = new Order();',
  'const a = make(Order);',
  'const a = [1, Order.open];',
  'export class Paid extends Order {}',
  'export abstract class Paid extends Order<string> {}',
  '@Order() class Paid {}',
  'class Paid { @Order() paid: string }',
  'function f() { return Order }',
  'if (a instanceof Order) f();',
  'const a = b === Order.open;',
  'a(b ? Order.of(c) : d);',
  'const a = b ? c() : Order.of(d);',
  'export default Order;',
  'export { Order };',
  'f({ kind: Order.open });',
  '@Module({ imports: [Till, Order], exports: [Order] })\nexport class Shop {}',
  'this.kind = Order.open;',
  'for (const a of Order) {}',
  'switch (a) { case Order.open: break }',
  'function f(): void {\n  Order(a)\n}',
  'const f = async () => {\n  Order("paid");\n};',
  'const a = `${Order(1)}`;',
];

const TYPES: readonly string[] = [
  'function f(order: Order) {}',
  'function f(a: string, order: Order[]) {}',
  'function f(order?: Order) {}',
  'class Till { constructor(private readonly order: Order) {} }',
  'class Till { f(@Body() order: Order) {} }',
  'class Till { a = 1;\n order: Order;\n b!: Order }',
  'const a = b as Order;',
  'class Till implements Order {}',
  'let a: Promise<Order>;',
  'let a: Map<string, Order>;',
  'const f = (a: string): Order => g(a);',
  'const f = (): Order[] => [];',
  'function isPaid(a: unknown): a is Order { return true }',
  'type Keys = keyof Order;',
  'let a: Parameters<typeof Order>;',
  'type Till = typeof Order;',
];

/** Used, as what hangs on what it is. */
const EITHER: readonly string[] = [
  'type Till = Order;',
  'const f = () => Order;',
  'const a = b as unknown as { kind: Order.Kind };',
  'type Till = { order: Order };',
  'const a = b as readonly Order<string>[];',
  'interface Till extends Order {}',
  'type Till = A extends Order ? 1 : 2;',
];

/** The file may have a name of its own, or a method: nothing is known. */
const OPEN: readonly string[] = [
  'const f = (Order) => new Order();',
  'const f = Order => new Order();',
  'f({ d: (e): { kind: Order } => e });',
  'const f = ({ Order }) => new Order();',
  'const f = ({ order: Order }) => new Order();',
  'const f = ([a, Order]) => new Order();',
  'function f(a, Order) { return new Order() }',
  'function f({ a: { Order } }: Till) { return new Order() }',
  'function f() { const Order = 1; return new Order() }',
  'function f() { const { a, Order } = b; return new Order() }',
  'function f() { const [Order] = b; return new Order() }',
  'function f() { let a, Order = b; return new Order() }',
  'function f() { for (const [Order] of a) new Order() }',
  'function f() { try {} catch (Order) { new Order() } }',
  'function f() { class Order {} return new Order() }',
  'function f() { function Order() {} return new Order() }',
  'const f = function Order() { return new Order() };',
  'const f = <Order>(a: Order) => new Order();',
  'class Till<Order> { a = new Order() }',
  'class Till<A extends B<C>, Order> { a = new Order() }',
  'type F<Order = string> = Order;',
  'type F = { [Order in A]: Order };',
  'type F = A extends infer Order ? Order : never;',
  'enum Kind { Order, Paid = Order }',
  'class Till { constructor(@Inject() Order: string) { new Order() } }',
  'class Till { constructor(private Order: string) { new Order() } }',
];

/** No occurrence that counts. */
const UNUSED: readonly string[] = [
  'const a = { Order: 1 };',
  'const a = b.Order + b?.Order;',
  'class Till { Order = 1; private Order2 = 2; static Order() {} }',
  'interface Till { Order: string }',
  "const a = 'Order'; // Order\n/* Order */",
];

const ALL = [...VALUES, ...TYPES, ...EITHER, ...OPEN, ...UNUSED];

describe('how an imported name is used, by tokens', () => {
  it.each(VALUES)('is as a value: %s', (body) => expect(told(body)).toBe('value'));
  it.each(TYPES)('is as a type: %s', (body) => expect(told(body)).toBe('type'));
  it.each(EITHER)('is left to what the name is: %s', (body) => expect(told(body)).toBe('role'));
  it.each(OPEN)('is open where the name may be another: %s', (body) => expect(told(body)).toBe('all'));
  it.each(UNUSED)('is not at all: %s', (body) => expect(told(body)).toBe('unused'));

  it('is as a value in JSX, but for elements of HTML', () => {
    expect(told('export const a = <Order total={1} />;', 'shop/till.tsx')).toBe('value');
    expect(told('export const a = <p>{Order}</p>;', 'shop/till.tsx')).toBe('value');
    expect(told('export const a = <order>Order</order>;', 'shop/till.tsx', '{ order }')).toBe('unused');
  });

  it('tells the members that are read of a namespace', () => {
    const members = (body: string) =>
      sketch(`import * as shop from './shop';\n${body}`, 'shop/till.tsx')?.imports[0]?.bindings[0]?.members;
    expect(members('let a: shop.Till = new shop.Order(); a(<shop.Page />)')).toEqual(['Order', 'Page', 'Till']);
    expect(members('f(shop, shop.Till)')).toEqual(['*', 'Till']);
    expect(members('export default shop.close(1);')).toEqual(['close']);
    expect(members('shop // the one\n  .close();')).toEqual(['close']);
    expect(members('')).toEqual([]);
  });

  it('is open for a name that is read before its import', () => {
    expect(told("import { paid } from './paid';\nOrder();\nimport x from './y'", undefined)).toBe('value');
    const late = sketch("const a = new Order();\nimport { Order } from './order';")?.imports[0]?.bindings[0];
    expect(late?.open).toBe('all');
  });

  it('is as parsing has it, however statements are put together', () => {
    const bodies = fc.array(fc.constantFrom(...ALL), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(bodies, (parts) => {
        const text = `import { Order } from './order';\n${parts.join('\n')}\n`;
        const found = sketch(text);
        if (found !== undefined) expect(falseUse(found, read(text))).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });
});
