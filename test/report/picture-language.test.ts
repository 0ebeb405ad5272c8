/** Pictures speak the language of the report; PNG, whose font has no Korean, stays English. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Analysis } from '../../src/model/index.js';
import { pictureOf, withArrowLimit, withBoxLimit } from '../../src/report/picture/index.js';
import { fixtureAnalyses } from './analyses.js';

const VIEWS = ['contexts', 'modules', 'tables', 'order'] as const;
const HANGUL = /[가-힣]/;
let shop: Analysis;

beforeAll(async () => {
  shop = (await fixtureAnalyses()).find(({ name }) => name === 'systems/allinone-commerce')?.analysis as Analysis;
}, 120_000);

describe('a picture in Korean', () => {
  it('has its title, its legend and what it leaves out in Korean, in every view', () => {
    for (const view of VIEWS) {
      const korean = withArrowLimit(withBoxLimit(pictureOf(shop, { view, language: 'ko' }), 3), 1);
      for (const text of [korean.title, ...korean.notes, ...korean.omissions]) expect(text).toMatch(HANGUL);
      expect(korean.omissions.length).toBeGreaterThan(0);
    }
  });
  it('counts modules and tables in Korean, and draws the same boxes and arrows', () => {
    for (const view of VIEWS) {
      const [english, korean] = (['en', 'ko'] as const).map((language) => pictureOf(shop, { view, language }));
      expect(korean?.boxes.map(({ id }) => id)).toEqual(english?.boxes.map(({ id }) => id));
      expect(korean?.arrows.map(({ from, to }) => [from, to])).toEqual(
        english?.arrows.map(({ from, to }) => [from, to]),
      );
      expect([english?.title, ...(english?.notes ?? [])].join()).not.toMatch(HANGUL);
    }
    const [box] = pictureOf(shop, { view: 'contexts', language: 'ko' }).boxes;
    expect(box?.detail).toMatch(/^모듈 \d+개/);
  });
});
