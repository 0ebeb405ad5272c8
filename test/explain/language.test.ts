/** The answers in Korean: no text of the code without one, no text that is never asked for, and the names as they are. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CONTEXT_METRICS, METRICS } from '../../src/cluster/index.js';
import { explain, explainWord } from '../../src/explain/index.js';
import { KOREAN_FIGURES } from '../../src/explain/words-figures-ko.js';
import { KOREAN } from '../../src/explain/words-ko.js';
import { KOREAN_RULES } from '../../src/explain/words-rules-ko.js';
import { type MetricDefinition, RULE_INFO } from '../../src/model/index.js';
import { SCORE_METRICS } from '../../src/score/index.js';
import { analysisOf } from '../report/analyses.js';

const FOLDER = join(import.meta.dirname, '../../src/explain');

function sources(): string {
  const files = readdirSync(FOLDER).filter((name) => !name.startsWith('words'));
  return files.map((name) => readFileSync(join(FOLDER, name), 'utf8')).join('\n');
}

describe('explain --lang ko', () => {
  it('has a word for every text that is said, with the same values, and none that nobody says', () => {
    const said = [...sources().matchAll(/\bsay\(\s*'((?:[^'\\]|\\.)*)'/g)].map(([, text = '']) => text);
    expect(said.length).toBeGreaterThan(50);
    const korean = new Map(KOREAN);
    expect(said.filter((text) => !korean.has(text))).toEqual([]);
    const values = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();
    expect(KOREAN.filter(([english, text]) => values(english).join() !== values(text).join())).toEqual([]);
    const patterns = ['partnership', 'customer-supplier', 'conformist', 'open-host', 'acl'];
    const directions = ['higher is better', 'lower is better', 'neither is better in itself'];
    const unsaid = KOREAN.filter(
      ([english]) => ![...patterns, ...directions].includes(english) && !sources().includes(`'${english}'`),
    );
    expect(unsaid).toEqual([]);
  });

  it('explains every figure and every rule, and has no word for what is explained no more', () => {
    const metrics: readonly MetricDefinition[] = [...Object.values(METRICS), ...CONTEXT_METRICS, ...SCORE_METRICS];
    const glossed = [
      ...metrics.flatMap(({ title, meaning, note, thresholds }) => [
        title,
        meaning,
        note,
        ...thresholds.map(({ reading }) => reading),
      ]),
      ...Object.values(RULE_INFO).flatMap(({ title, why, fix }) => [title, why, fix]),
    ];
    const korean = new Map([...KOREAN_FIGURES, ...KOREAN_RULES]);
    expect(glossed.filter((text) => !korean.has(text))).toEqual([]);
    const symbols = metrics.flatMap(({ formula, source }) => [formula, source]);
    const told = new Set([...glossed, ...symbols]);
    expect([...korean.keys()].filter((text) => !told.has(text))).toEqual([]);
    const rule = explainWord('foreign-write', [], undefined, 'ko');
    expect(rule?.sections.map(({ title }) => title)).toEqual(['다른 컨텍스트의 테이블에 쓰기', '고치는 법']);
  });

  it('answers for a context, a module, a table, two contexts, a transaction, the kernel and a figure', async () => {
    const analysis = await analysisOf('systems/allinone-commerce');
    const titles = (...subjects: string[]) => explain(analysis, subjects, 'ko').sections.map(({ title }) => title);
    expect(titles('orders')).toEqual(expect.arrayContaining(['무엇인가', '파일럿 조건', '걸림돌']));
    expect(titles('src/services/order.service.ts')).toEqual(expect.arrayContaining(['소속: orders', '의존하는 곳']));
    expect(titles('stock_levels')).toEqual(expect.arrayContaining(['선언', '소유: inventory', '쓰는 곳']));
    expect(titles('orders', 'payments')[0]).toBe('관계');
    expect(titles(`src/services/order.service.ts:43`)).toEqual(expect.arrayContaining(['범위', '이벤트 순서']));
    expect(titles('shared-kernel')).toContain('조립 루트: 컨텍스트들을 이어 줌');
    const metric = {
      id: 'reach',
      title: 'Reach',
      meaning: 'm',
      formula: 'f',
      direction: 'higher is better',
      range: '0..1',
    };
    const word = explainWord(
      'reach',
      [{ ...metric, thresholds: [], source: 's', note: 'n' } as never],
      undefined,
      'ko',
    );
    expect(word?.sections.map(({ title }) => title)).toEqual(['의미', '공식', '읽는 법: 높을수록 좋음, 0..1', '출처']);
    for (const subject of ['orders', 'stock_levels', 'shared-kernel']) {
      const en = explain(analysis, [subject]).sections;
      const ko = explain(analysis, [subject], 'ko').sections;
      expect(ko.map(({ places }) => places?.map((p) => `${p.path}:${p.line}`))).toEqual(
        en.map(({ places }) => places?.map((p) => `${p.path}:${p.line}`)),
      );
    }
  }, 60_000);
});
