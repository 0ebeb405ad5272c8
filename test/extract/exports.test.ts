import { describe, expect, it } from 'vitest';
import { read } from './read.js';

const exported = (text: string, path?: string) =>
  read(text, path).exports.map((e) => ('local' in e ? [e.kind, 'name' in e ? e.name : '', e.local] : e));

describe('an export', () => {
  it.each([
    ['export const tax = 3', [['local', 'tax', 'tax']]],
    [
      'export const { a, b: [c] } = shop',
      [
        ['local', 'a', 'a'],
        ['local', 'c', 'c'],
      ],
    ],
    ['export function pay() {}', [['local', 'pay', 'pay']]],
    ['export default class Order {}', [['local', 'default', 'Order']]],
    ['export default class {}', [['local', 'default', 'default']]],
    ['const order = 1; export default order', [['local', 'default', 'order']]],
    ['export default defineShop({})', [['local', 'default', 'default']]],
    [
      'const a = 1; export { a as b, a as default }',
      [
        ['local', 'b', 'a'],
        ['local', 'default', 'a'],
      ],
    ],
    ['const a = 1; export = a', [['equals', '', 'a']]],
    ['export enum Status { Open }', [['local', 'Status', 'Status']]],
    ['export namespace Shop { export const a = 1 }', [['local', 'Shop', 'Shop']]],
  ])('%s', (text, expected) => {
    expect(exported(text)).toEqual(expected);
  });
  it.each([
    [
      'module.exports = { pay, undo: refund }',
      [
        ['equals', '', 'module.exports'],
        ['local', 'pay', 'pay'],
        ['local', 'undo', 'refund'],
      ],
    ],
    ['exports.pay = function () {}', [['local', 'pay', 'exports.pay']]],
    ['module.exports.pay = pay', [['local', 'pay', 'pay']]],
  ])('of CommonJS: %s', (text, expected) => {
    expect(exported(text, 'pay.cjs')).toEqual(expected);
  });
  it('knows types from values', () => {
    const facts = read('interface A {} type B = A; class C {} export { A, B, C }; export type { C as D }').exports;
    expect(facts.map((e) => e.kind === 'local' && e.isType)).toEqual([true, true, false, true]);
  });
});
