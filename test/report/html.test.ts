import { expect, it } from 'vitest';
import { layered } from '../../src/report/html/layout.js';
import { identifiers } from '../../src/report/identifiers.js';

it('stands what depends above what it depends on', () => {
  const { places, order } = layered(3, [
    { from: 2, to: 0, weight: 5 },
    { from: 0, to: 1, weight: 3 },
  ]);
  expect(order).toEqual([2, 0, 1]);
  expect(places.map(({ row }) => row)).toEqual([1, 2, 0]);
});

it('turns the lightest arrow of a cycle upwards', () => {
  const { order } = layered(2, [
    { from: 0, to: 1, weight: 1 },
    { from: 1, to: 0, weight: 9 },
  ]);
  expect(order).toEqual([1, 0]);
});

it('gives contexts with odd names identifiers that differ', () => {
  expect([...identifiers(['a-b', 'a b', '__proto__', '주문']).values()]).toEqual([
    'Ctx_a_b',
    'Ctx_a_b_2',
    'Ctx__proto_',
    'Ctx__',
  ]);
});
