import { expect, it } from 'vitest';
import { CLIENT_CORE } from '../../src/report/html/client-core.js';
import { CLIENT_DETAILS } from '../../src/report/html/client-details.js';
import { CLIENT_LISTS } from '../../src/report/html/client-lists.js';
import { CLIENT_MAP } from '../../src/report/html/client-map.js';
import { CLIENT_PICTURES } from '../../src/report/html/client-pictures.js';
import { KOREAN } from '../../src/report/html/words-ko.js';
import { identifiers } from '../../src/report/identifiers.js';
import { layerOrder } from '../../src/report/picture/layer-order.js';

it('stands what depends above what it depends on', () => {
  const links = [
    { from: 2, to: 0, weight: 5 },
    { from: 0, to: 1, weight: 3 },
  ];
  expect(layerOrder(3, links)).toEqual([2, 0, 1]);
});

it('turns the lightest arrow of a cycle upwards', () => {
  const links = [
    { from: 0, to: 1, weight: 1 },
    { from: 1, to: 0, weight: 9 },
  ];
  expect(layerOrder(2, links)).toEqual([1, 0]);
});

it('gives contexts with odd names identifiers that differ', () => {
  expect([...identifiers(['a-b', 'a b', '__proto__', '주문']).values()]).toEqual([
    'Ctx_a_b',
    'Ctx_a_b_2',
    'Ctx__proto_',
    'Ctx__',
  ]);
});

it('has a Korean word for every word of the page, with the same places to fill in', () => {
  const korean = new Map(KOREAN);
  const script = CLIENT_CORE + CLIENT_MAP + CLIENT_PICTURES + CLIENT_LISTS + CLIENT_DETAILS;
  const words = [...script.matchAll(/\bT\('([^']+)'/g)].map(([, word]) => word as string);
  const counted = [...script.matchAll(/\bplural\([^']*'(\w+)'/g)].map(([, word]) => `{n} ${word}`);
  expect(words.length).toBeGreaterThan(100);
  expect([...new Set([...words, ...counted])].filter((word) => !korean.has(word))).toEqual([]);
  const places = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
  for (const [english, translated] of KOREAN) expect(places(translated), english).toEqual(places(english));
});
