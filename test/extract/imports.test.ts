import { describe, expect, it } from 'vitest';
import { bindings, read } from './read.js';

const forms = (text: string, path?: string) =>
  read(text, path).imports.map((i) => [i.form, i.specifier, i.bindings.map((b) => `${b.imported}>${b.local}`).join()]);

describe('an import', () => {
  it.each([
    ["import order, { Line, Status as S } from './order'", ['import', './order', 'default>order,Line>Line,Status>S']],
    ["import * as order from './order'", ['import', './order', '*>order']],
    ["import './polyfill'", ['side-effect', './polyfill', '']],
    ["export { Line as Row } from './line'", ['export-from', './line', 'Line>Row']],
    ["export * from './line'", ['export-from', './line', '']],
    ["export * as lines from './line'", ['export-from', './line', '*>lines']],
    ["import order = require('./order')", ['import-equals', './order', '*>order']],
    ["const { pay, refund: undo } = require('./pay')", ['require', './pay', 'pay>pay,refund>undo']],
    ["const pay = require('./pay').pay", ['require', './pay', 'pay>pay']],
    ["require('./pay')()", ['require', './pay', '']],
    ["const { pay } = await import('./pay')", ['dynamic-import', './pay', 'pay>pay']],
    ["import('./pay').then(({ pay }) => pay())", ['dynamic-import', './pay', 'pay>pay']],
    [
      "lazy(() => import('./page').then((m) => ({ default: m.CartPage })))",
      ['dynamic-import', './page', 'CartPage>CartPage'],
    ],
    ["let order: import('./order').Order", ['import-type', './order', 'Order>Order']],
  ])('%s', (text, expected) => {
    expect(forms(text)).toEqual([expected]);
  });
  it('with a computed specifier keeps the constant prefix and is not literal', () => {
    const [plugin, locale] = read('import(`./plugins/${name}`); require("./locale/" + code);').imports;
    expect(plugin).toMatchObject({ specifier: './plugins/', isLiteral: false });
    expect(locale).toMatchObject({ specifier: './locale/', isLiteral: false });
  });
  it('is not a call of a local named require, nor a mock in a test', () => {
    expect(forms("function load(require: Loader) { require('./order') } jest.mock('./order')")).toEqual([]);
  });
  it('may stand in a comment of JavaScript', () => {
    const text = "/** @type {import('./order').Order} */\nlet order;\n/** @import { Line } from './line' */";
    expect(forms(text, 'order.js')).toEqual([
      ['jsdoc', './order', 'Order>Order'],
      ['jsdoc', './line', ''],
    ]);
  });
});

describe('a use of an imported name', () => {
  const isTypeOnly = (code: string, path?: string) =>
    bindings(`import { Order } from './order';\n${code}`, path)[0]?.isTypeOnly;
  it.each([
    'let a: Order',
    'class A implements Order {}',
    'interface A extends Order {}',
    'type A = typeof Order',
    'type A = Order["id"]',
    'const a = load<Order>()',
    'function a(Order) { return Order }',
    'for (const Order of orders) Order.pay()',
    'const a = { Order: 1 }; a.Order',
    'enum Kind { Order, Line = Order }',
    'declare class A extends Order {}',
    'export type { Order }',
    "declare module './cart' { interface Cart { [Order.key]: string } }",
  ])('is no value use: %s', (code) => expect(isTypeOnly(code)).toBe(true));
  it.each([
    'new Order()',
    'class A extends Order {}',
    'const a = { Order }',
    'export { Order }',
    'export default Order',
    '@Entity(() => Order) class A {}',
    'const a = <Order />',
    '{ const Line = 1 } Order',
    'x instanceof Order',
    'switch (x) { case Order.OPEN: }',
    'const a = `${Order}`',
    'label: for (;;) { Order; }',
    'import Alias = Order.Line',
    'class A { [Order.key] = 1 }',
    'a = b ? Order : c',
    'const { [Order.key]: value } = a',
    'interface Cart { [Order]: string }',
  ])('is a value use: %s', (code) => expect(isTypeOnly(code, 'order.tsx')).toBe(false));
  it('is counted with its lines', () => {
    const [order] = bindings(
      "import { Order } from './order';\nlet a: Order;\nnew Order(); new Order();\nOrder.load();",
    );
    expect(order).toMatchObject({ valueUses: 3, typeUses: 1, lines: [2, 3, 4] });
  });
  it('tells which members of a namespace are read', () => {
    const [ns] = bindings("import * as pay from './pay';\npay.refund(); let a: pay.Receipt;");
    expect(ns?.members).toEqual(['Receipt', 'refund']);
  });
  it('marked `type` is told apart from one that is only elided', () => {
    const [line, row] = bindings("import { type Line, Row } from './line'; let a: Row");
    expect(line).toMatchObject({ isTypeOnly: true, isMarkedType: true });
    expect(row).toMatchObject({ isTypeOnly: true });
    expect(row).not.toHaveProperty('isMarkedType');
  });
  it('is never elided in JavaScript', () => {
    expect(bindings("import { Order } from './order'", 'order.js')[0]?.isTypeOnly).toBe(false);
  });
});
