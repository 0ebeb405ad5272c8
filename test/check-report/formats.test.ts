import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { CHECK_REPORTERS, fingerprint } from '../../src/check-report/index.js';
import type { BaselineEntry, Findings, Violation, ViolationKey } from '../../src/model/index.js';

const KEY: ViolationKey = {
  rule: 'cross-context-import',
  fromContext: 'orders',
  toContext: 'catalog',
  from: 'src/orders/order.service.ts',
  to: 'src/catalog/product.service.ts',
  kind: 'import',
};

function violation(key: Partial<ViolationKey> = {}, more: Partial<Violation> = {}): Violation {
  const full = { ...KEY, ...key };
  return {
    key: full,
    severity: 'error',
    status: 'new',
    evidence: [{ path: full.from, line: 3 }],
    symbols: ['ProductService'],
    message: `${full.fromContext} imports ProductService of ${full.toContext}: ${full.from} → ${full.to}`,
    fix: 'Call it through its entry.\nTo accept it: add an exception.',
    ...more,
  };
}

function findings(violations: readonly Violation[], stale: readonly BaselineEntry[] = []): Findings {
  const count = (test: (v: Violation) => boolean) => violations.filter(test).length;
  return {
    violations,
    stale,
    moved: [],
    isStaleJudged: true,
    scope: { kind: 'all', files: 9 },
    skipped: [],
    diagnostics: [
      { code: 'MSA104', severity: 'warning', path: 'src/a b.ts', line: 0, message: 'odd' },
      { code: 'MSA230', severity: 'warning', path: '', line: 0, message: 'an exception matches nothing' },
    ],
    notes: ['1 table without an owning context'],
    summary: {
      new: count((v) => v.status === 'new' && v.severity === 'error'),
      warnings: count((v) => v.status === 'new' && v.severity === 'warning'),
      accepted: count((v) => v.status === 'accepted'),
      allowed: count((v) => v.status === 'allowed'),
      stale: stale.length,
    },
  };
}

const HOSTILE = [
  '::error file=x::pwned',
  'a\n::error::pwned',
  'a\r\n::set-output name=x::y',
  '100%,done:yes',
  '"quotes\' and `ticks`',
  '<script>alert(1)</script> & | pipes',
  '[link](http://evil.example) @everyone :smile: ![x](y)',
  '\u001b[31mred\u001b]8;;http://evil.example\u0007link',
  'rtl\u202etxt.exe\u0000\u0001\ufffe\ud800lone',
  'src/(auth)/[id]/#hash?query.ts',
  '__proto__',
  '주문/상품.ts',
  '-rf',
  ']]>',
];
const hostile = findings(
  HOSTILE.flatMap((name) => [
    violation({ from: name, to: `to/${name}`, fromContext: 'constructor' }),
    violation({ from: name, fromContext: '__proto__' }, { status: 'accepted', reason: name, severity: 'warning' }),
    violation({ from: name, rule: 'foreign-write', to: `table:${name}` }, { severity: 'warning', refusal: name }),
  ]),
  HOSTILE.map((name) => ({ ...KEY, from: name, reason: name })),
);
const render = (format: keyof typeof CHECK_REPORTERS, what: Findings, more = {}) =>
  CHECK_REPORTERS[format].render(what, { version: '1.2.3', ...more });

describe('the terminal report', () => {
  it('says why, where with the source line and a caret, the rule, how to fix and how to accept', () => {
    const readLine = () => "import { ProductService } from '../catalog/product.service.js';";
    expect(render('text', findings([violation()]), { readLine })).toBe(
      [
        'Import across contexts (cross-context-import, 1 new)',
        '  src/orders/order.service.ts:3  orders imports ProductService of catalog: src/orders/order.service.ts → src/catalog/product.service.ts',
        "    3 | import { ProductService } from '../catalog/product.service.js';",
        '      |          ^^^^^^^^^^^^^^',
        '  why    A module that imports code of another context cannot be built, tested or deployed without it.',
        '  fix    Call it through its entry.',
        '  accept add an exception.',
        '',
        'warning: an exception matches nothing (MSA230)',
        'note: 1 table without an owning context',
        '✗ 1 new, 0 stale (the whole project)',
        '',
      ].join('\n'),
    );
  });
  it('names every pair of contexts that would have to be declared, and a moved file once', () => {
    const fix = 'Ask.\nTo accept it: declare orders → catalog under "allowedRelations" or add an exception.';
    const moved = { entry: { ...KEY, from: 'src/orders/old.ts' }, now: KEY };
    const two = findings([violation({}, { fix }), violation({ toContext: 'stock' }, { fix })]);
    const text = render('text', { ...two, moved: [moved, moved] });
    expect(text).toContain('  accept declare orders → catalog, orders → stock under "allowedRelations"');
    expect(text).toContain('Moved, still accepted (1)\n  src/orders/old.ts → src/orders/order.service.ts (2 entries)');
  });
  it('puts in a comment what changed before the folded rest', () => {
    const kept = violation({ toContext: 'stock' }, { status: 'accepted' });
    const text = render('markdown', findings([violation(), kept]));
    const [changed, rest] = text.split('<details>') as [string, string];
    expect(changed).toContain('| orders | catalog | 1 | 0 | 0 |');
    expect(rest).toMatch(
      /^\n<summary>Unchanged: 1 pair of contexts<\/summary>\n\n[\s\S]*\| orders \| stock \| 0 \| 0 \| 1 \|/,
    );
  });
  it('puts the caret right behind tabs and wide letters, and under a table by its name in code', () => {
    const line = '\tawait /* 상품 */ this.orderItem.delete({})';
    const text = render(
      'text',
      findings([violation({ rule: 'foreign-write', to: 'table:shop.order_items' }, { symbols: [] })]),
      {
        readLine: () => line,
      },
    );
    const [source, caret] = text.split('\n').slice(2, 4) as [string, string];
    const cells = [...source.slice(0, source.indexOf('orderItem'))].reduce(
      (sum, c) => sum + (/[가-힣]/.test(c) ? 2 : 1),
      0,
    );
    expect(caret.indexOf('^')).toBe(cells);
    expect(caret.trim().endsWith('^'.repeat('orderItem'.length))).toBe(true);
  });
  it('moves to the caret in a minified line', () => {
    const text = render('text', findings([violation()]), { readLine: () => `${'x;'.repeat(2000)}ProductService()` });
    const caret = text.split('\n')[3]!;
    expect(caret.length).toBeLessThan(160);
    expect(text.split('\n')[2]!.slice(caret.indexOf('^'))).toMatch(/^ProductService/);
  });
  it('lets no control character of a name through', () => {
    expect(render('text', hostile, { readLine: () => HOSTILE.join('') }).replaceAll('\n', '')).not.toMatch(
      /[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/,
    );
  });
  it('shows all errors, ten warnings and the count of the rest', () => {
    const many = findings([
      ...Array.from({ length: 300 }, (_, i) => violation({ from: `src/orders/${i}.ts` })),
      ...Array.from({ length: 15 }, (_, i) => violation({ to: `src/catalog/${i}.ts` }, { severity: 'warning' })),
    ]);
    const text = render('text', many);
    expect(text.match(/^ {2}src\/orders\/\d+\.ts:3/gm)).toHaveLength(300);
    expect(text).toContain('… and 5 more');
    expect(text).toContain('✗ 300 new, 15 warnings, 0 stale');
  });
});

describe('SARIF', () => {
  const schemaFile = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
  const {
    $schema: _draft,
    id: _id,
    ...schema
  } = JSON.parse(readFileSync(schemaFile, 'utf8')) as Record<string, unknown>;
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  ajv.addFormat('uri-reference', /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/);
  ajv.addFormat('uri', /^[a-z][a-z0-9+.-]*:/i);
  ajv.addFormat('date-time', true);
  const validate = ajv.compile(schema);

  it.each([
    ['nothing', findings([])],
    ['hostile names', hostile],
  ])('is valid by the official schema: %s', (_name, what) => {
    validate(JSON.parse(render('sarif', what)));
    expect(validate.errors ?? []).toEqual([]);
  });
  it('keeps new, accepted, allowed and fixed apart', () => {
    const what = findings(
      [
        violation(),
        violation({ from: 'a.ts' }, { status: 'accepted', reason: 'since 2019' }),
        violation({ from: 'b.ts' }, { status: 'allowed', reason: 'till' }),
      ],
      [{ ...KEY, from: 'c.ts' }],
    );
    const { results } = JSON.parse(render('sarif', what)).runs[0];
    expect(results.map((r: Record<string, unknown>) => [r['baselineState'], r['suppressions']])).toEqual([
      ['new', undefined],
      ['unchanged', [{ kind: 'external', justification: 'accepted in the baseline: since 2019' }]],
      ['unchanged', [{ kind: 'external', justification: 'allowed by the context map: till' }]],
      ['absent', undefined],
    ]);
    expect(results[0].relatedLocations[0].physicalLocation.artifactLocation.uri).toBe('src/catalog/product.service.ts');
    expect(results[0].partialFingerprints['msaMapIdentity/v1']).toBe(fingerprint(KEY));
  });
  it('encodes paths, from the root of the repository', () => {
    const what = findings([violation({ from: 'src/(auth)/[id] 상#.ts' })]);
    const [result] = JSON.parse(render('sarif', what, { prefix: 'packages/shop/' })).runs[0].results;
    expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe(
      'packages/shop/src/(auth)/%5Bid%5D%20%EC%83%81%23.ts',
    );
  });
  it('stays below the limit of results, new ones first', () => {
    const what = findings(
      Array.from({ length: 25_001 }, (_, i) =>
        violation({ from: `${i}.ts` }, { status: i === 25_000 ? 'new' : 'accepted' }),
      ),
    );
    const [run] = JSON.parse(render('sarif', what)).runs;
    expect([run.results.length, run.results[0].baselineState]).toEqual([25_000, 'new']);
    expect(run.invocations[0].toolExecutionNotifications[0].message.text).toContain('1 results left out');
  });
});

describe('GitHub annotations', () => {
  it('are one command a line, whatever the names are', () => {
    const lines = render('github', hostile).trimEnd().split('\n');
    expect(lines).toHaveLength(10 + 10 + 1);
    for (const line of lines) {
      expect(line).toMatch(
        /^::(?:error file=[^:,]*,line=\d+,title=[^:,]*|warning file=[^:,]*,line=\d+,title=[^:,]*|notice title=msa-map check)::/,
      );
      expect(line).not.toMatch(/\r|%(?!25|0D|0A|3A|2C)/);
    }
  });
  it('escape the message and the properties as the runner decodes them', () => {
    const [line] = render('github', findings([violation({ from: 'a:b,c%\n.ts' }, { message: '50%\nmore' })]), {
      prefix: 'p/',
    }).split('\n');
    expect(line).toBe(
      '::error file=p/a%3Ab%2Cc%25%0A.ts,line=3,title=msa-map cross-context-import::50%25%0Amore%0ACall it through its entry.%0ATo accept it: add an exception.',
    );
  });
});

describe('GitLab Code Quality', () => {
  it('is a bare array with unique fingerprints and relative paths', () => {
    const text = render('gitlab', hostile);
    const issues = JSON.parse(text) as {
      fingerprint: string;
      severity: string;
      location: { path: string; lines: { begin: number } };
    }[];
    expect(text.charCodeAt(0)).toBe('['.charCodeAt(0));
    expect(new Set(issues.map((i) => i.fingerprint)).size).toBe(HOSTILE.length * 2);
    expect([...new Set(issues.map((i) => i.severity))].sort()).toEqual(['major', 'minor']);
    expect(issues[0]!.location).toEqual({ path: HOSTILE[0], lines: { begin: 3 } });
  });
  it('is an empty array when nothing is new', () => {
    expect(render('gitlab', findings([]))).toBe('[]\n');
  });
  it('keeps a fingerprint when the line moves', () => {
    const at = (line: number) =>
      JSON.parse(render('gitlab', findings([violation({}, { evidence: [{ path: KEY.from, line }] })])))[0].fingerprint;
    expect(at(3)).toBe(at(53));
  });
});

describe('JUnit', () => {
  type Element = { name: string; attributes: Record<string, string> };
  function parse(text: string): Element[] {
    const elements: Element[] = [];
    const parser = new SaxesParser();
    parser.on('error', (error) => {
      throw error;
    });
    parser.on('opentag', (tag) =>
      elements.push({ name: tag.name, attributes: tag.attributes as Record<string, string> }),
    );
    parser.write(text).close();
    return elements;
  }
  it('is well-formed XML with counts that add up', () => {
    const elements = parse(render('junit', hostile));
    const of = (name: string) => elements.filter((e) => e.name === name);
    const sum = (key: string) => of('testsuite').reduce((total, e) => total + Number(e.attributes[key]), 0);
    expect(of('failure')).toHaveLength(HOSTILE.length);
    expect(of('skipped')).toHaveLength(HOSTILE.length);
    expect([sum('failures'), sum('skipped'), sum('tests')]).toEqual([
      HOSTILE.length,
      HOSTILE.length,
      of('testcase').length,
    ]);
    expect(elements[0]!.attributes['tests']).toBe(String(of('testcase').length));
  });
  it('has a passing case for each rule when nothing is new', () => {
    const elements = parse(render('junit', findings([])));
    expect(elements.filter((e) => e.name === 'testcase')).toHaveLength(12);
    expect(elements.some((e) => e.name === 'failure')).toBe(false);
  });
});

describe('the comment for a pull request', () => {
  it('counts new, fixed and remaining per pair of contexts', () => {
    const what = findings(
      [violation(), violation({ from: 'a.ts' }, { status: 'accepted' }), violation({ fromContext: 'shipping' })],
      [{ ...KEY, from: 'c.ts' }],
    );
    expect(render('markdown', what).split('\n').slice(1, 7)).toEqual([
      '### ❌ Context map: 2 new, 1 accepted, 1 stale',
      '',
      '| From | To | New | Fixed | Remaining |',
      '|---|---|--:|--:|--:|',
      '| orders | catalog | 1 | 1 | 1 |',
      '| shipping | catalog | 1 | 0 | 0 |',
    ]);
  });
  it('lets no name be markup, mention anybody or end a cell', () => {
    const text = render('markdown', hostile);
    expect(text).not.toContain('<script');
    expect(text).not.toMatch(/@[a-z]/i);
    expect(text).not.toMatch(/\]\(/);
    const rows = text.split('\n').filter((line) => line.startsWith('|'));
    for (const row of rows) expect(row.split('|')).toHaveLength(7);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });
  it('fits into a comment', () => {
    const text = render(
      'markdown',
      findings(Array.from({ length: 2_000 }, (_, i) => violation({ from: `src/${i}.ts` }))),
    );
    expect(text.length).toBeLessThan(65_536);
    expect(text).toMatch(/… and \d+ more/);
  });
});

it('JSON keeps the data as it is and carries stale, skipped and notes', () => {
  const report = JSON.parse(render('json', hostile));
  expect(report.violations[3].key.from).toBe(HOSTILE[1]);
  expect(report.stale).toHaveLength(HOSTILE.length);
  expect(Object.keys(report)).toEqual(
    expect.arrayContaining(['schemaVersion', 'tool', 'summary', 'skipped', 'notes', 'moved', 'isStaleJudged']),
  );
});
