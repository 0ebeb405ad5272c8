import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { BASELINE_SCHEMA, CONFIG_SCHEMA, formatBaseline, formatConfig, parseConfig } from '../../src/config/index.js';
import { CONFIG_KEYS, CONTEXT_KEYS } from '../../src/config/parse-config.js';
import { UserError } from '../../src/model/index.js';

const ajv = new Ajv();
const isConfig = ajv.compile(CONFIG_SCHEMA);
const isBaselineLine = ajv.compile(BASELINE_SCHEMA);

const FULL = {
  contexts: {
    baking: {
      name: 'Baking',
      include: ['src/baking/**'],
      exclude: ['src/baking/demo/**'],
      tables: ['ovens'],
      impact: 'core',
      timeCriticality: 3,
      riskReduction: 1,
      owner: 'bakers',
      public: ['src/baking/index.ts'],
      strict: true,
    },
    sales: { include: ['src/sales', String.raw`src/app/\(shop\)/\[cakeId\]/**`] },
    feeds: { include: [], tables: ['feed_jobs'] },
  },
  sharedKernel: { include: ['src/shared'], tables: ['outbox'] },
  allowedRelations: [{ downstream: 'sales', upstream: 'baking', kinds: ['import', 'event'], reason: 'sells bread' }],
  ignore: ['demo/**'],
  roles: { script: ['tools/**'] },
  ormFamilies: { typeorm: ['@bakery/orm'] },
  rules: {
    'unassigned-module': 'error',
    'foreign-read': {
      severity: 'warning',
      allow: [{ from: 'sales', to: 'ovens', reason: 'till', until: '2027-01-31' }],
    },
  },
  weights: { 'impact.churn': 2 },
  impact: [{ include: ['src/other'], impact: 4 }],
  traffic: 'traffic.csv',
  tableStatistics: 'tables.csv',
  resolution: 1.5,
  language: 'ko',
};

describe('the schema of the config', () => {
  it('has every key that the reader knows', () => {
    const properties = CONFIG_SCHEMA['properties'] as Record<string, { additionalProperties?: { properties: object } }>;
    expect(Object.keys(properties).sort()).toEqual([...CONFIG_KEYS].sort());
    expect(Object.keys(properties['contexts']!.additionalProperties!.properties).sort()).toEqual(
      [...CONTEXT_KEYS].sort(),
    );
  });
  it('accepts what the reader accepts', () => {
    parseConfig(JSON.stringify(FULL), 'config');
    expect(isConfig(FULL) || isConfig.errors).toBe(true);
  });
  it.each([
    { nonsense: 1 },
    { contexts: { a: {} } },
    { contexts: { a: { include: [] } } },
    { contexts: { a: { include: ['/abs'] } } },
    { contexts: { unassigned: { include: ['x'] } } },
    { rules: { 'foreign-wite': 'error' } },
    { rules: { 'foreign-write': 'fatal' } },
    { allowedRelations: [{ downstream: 'a', upstream: 'b' }] },
    { roles: { tests: ['x'] } },
    { contexts: { a: { include: ['x'], impact: 6 } } },
  ])('and the reader both refuse %j', (config) => {
    expect(isConfig(config)).toBe(false);
    expect(() => parseConfig(JSON.stringify(config), 'config')).toThrow(UserError);
  });
});

it('the schema of the baseline accepts each line of one', () => {
  const key = { fromContext: 'a', toContext: 'b', from: 'a.ts', to: 'table:t', kind: 'write' };
  const text = formatBaseline([{ rule: 'foreign-write', ...key, reason: 'r', until: '2027-01-31' }]);
  for (const line of text.trimEnd().split('\n'))
    expect(isBaselineLine(JSON.parse(line)) || isBaselineLine.errors).toBe(true);
  expect(isBaselineLine({ rule: 'foreign-wite', ...key })).toBe(false);
});

describe('writing a config', () => {
  it('reads back as it was, comments and all', () => {
    const config = parseConfig(JSON.stringify(FULL), 'config');
    const text = formatConfig(config, {
      head: ['Proposed by msa-map init.\n"contexts": {}'],
      contexts: new Map([['sales', ['till, sale, receipt']]]),
    });
    expect(text).toContain('    // till, sale, receipt\n    "sales": {');
    expect(parseConfig(text, 'config')).toEqual(config);
  });
  it('leaves out what holds nothing', () => {
    const config = parseConfig('{ "contexts": { "__proto__": { "include": ["a"] } } }', 'config');
    expect(formatConfig(config)).toBe(
      '{\n  "contexts": {\n    "__proto__": {\n      "include": [\n        "a"\n      ]\n    }\n  }\n}\n',
    );
    expect(parseConfig(formatConfig(config), 'c')).toEqual(config);
  });
});
