import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseConfig, readConfig } from '../../src/config/index.js';
import { rebaseGlob } from '../../src/config/rebase.js';
import { EMPTY_CONFIG, UserError } from '../../src/model/index.js';

const parse = (text: string) => parseConfig(text, 'msa-map.config.json');

function complaint(text: string): string {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof UserError) return `${error.code} ${error.message} | ${error.hint}`;
    throw error;
  }
  return 'accepted';
}

describe('the config of a bakery', () => {
  it('is JSON with comments and trailing commas, and fills in what is left out', () => {
    const config = parse(`\uFEFF{
      // who bakes and who sells
      "contexts": {
        "baking": { "include": ["./src/baking/"], "tables": ["ovens"], "impact": "core", "strict": true, },
        "sales": { "name": "Shop sales", "include": ["src/sales/**"], "public": ["src/sales/index.ts"] },
      },
      "allowedRelations": [{ "downstream": "sales", "upstream": "baking", "kinds": ["import"], "reason": "sells bread" }],
      "rules": {
        "foreign-read": "off",
        "foreign-write": { "severity": "error", "allow": [{ "from": "sales", "to": "ovens", "reason": "till", "until": "2027-02-28" }] },
      },
      "roles": { "script": ["tools/**"] },
    }`);
    expect(config.contexts.map((c) => [c.id, c.name, c.include, c.strict])).toEqual([
      ['baking', 'baking', ['src/baking'], true],
      ['sales', 'Shop sales', ['src/sales/**'], false],
    ]);
    expect(config.rules[1]?.allow).toEqual([{ from: 'sales', to: 'ovens', reason: 'till', until: '2027-02-28' }]);
    expect(config.roles).toEqual([{ role: 'script', include: ['tools/**'] }]);
    expect(config.sharedKernel).toEqual({ include: [], tables: [] });
  });

  it('takes route folders with their brackets made plain, as init writes them', () => {
    const config = parse(
      String.raw`{ "contexts": { "menu": { "include": ["app/\\(shop\\)/\\[cakeId\\]/page.tsx"] } } }`,
    );
    expect(config.contexts[0]?.include).toEqual([String.raw`app/\(shop\)/\[cakeId\]/page.tsx`]);
  });

  it('has a context of tables alone, as init writes one for a schema that no module here touches', () => {
    const config = parse('{ "contexts": { "feeds": { "include": [], "tables": ["feed_jobs"] } } }');
    expect(config.contexts[0]).toMatchObject({ include: [], tables: ['feed_jobs'] });
  });

  it('may call contexts and weights like methods of objects', () => {
    const config =
      parse(`{ "contexts": { "__proto__": { "include": ["src/a"] }, "constructor": { "include": ["src/b"] } },
      "weights": { "__proto__": 2, "toString": 1 } }`);
    expect(config.contexts.map((c) => c.id)).toEqual(['__proto__', 'constructor']);
    expect(Object.entries(config.weights)).toEqual([
      ['__proto__', 2],
      ['toString', 1],
    ]);
  });

  it.each([
    ['{ "contexts": }', 'MSA201 msa-map.config.json:1: not valid JSON'],
    ['', 'MSA201 msa-map.config.json:1: not valid JSON'],
    ['[]', 'MSA203 msa-map.config.json:1: the file must be an object'],
    ['{\n "contxts": {} }', 'MSA202 msa-map.config.json:2: unknown key "contxts" | Did you mean "contexts"?'],
    [
      '{ "contexts": { "baking": { "inclued": [] } } }',
      'unknown key "contexts.baking.inclued" | Did you mean "include"?',
    ],
    ['{ "contexts": { "baking": {} } }', 'MSA204 msa-map.config.json:1: "contexts.baking" lacks "include"'],
    ['{ "contexts": { "baking": { "include": [] } } }', 'MSA203'],
    [
      '{ "contexts": { "a": { "include": ["x"] }, "a": { "include": ["y"] } } }',
      'MSA207 msa-map.config.json:1: "contexts.a" is there twice',
    ],
    ['{ "contexts": { "unassigned": { "include": ["x"] } } }', 'MSA208'],
    ['{ "contexts": { "a b": { "include": ["x"] } } }', 'MSA208'],
    ['{ "ignore": ["../other/**"] }', 'MSA209'],
    ['{ "ignore": ["/etc/**"] }', 'MSA209'],
    ['{ "ignore": ["!src/**"] }', 'MSA209'],
    ['{ "ignore": ["src\\\\orders"] }', 'MSA209'],
    ['{ "ignore": ["{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}"] }', 'MSA209'],
    ['{ "ignore": ["*a*a*a*a*a*a*a*b"] }', 'MSA209'],
    ['{ "ignore": ["**/a/**/a/**/a/**/b"] }', 'MSA209'],
    ['{ "ignore": ["*(a*)b"] }', 'MSA209'],
    [
      '{ "rules": { "foreign-wite": "error" } }',
      'MSA206 msa-map.config.json:1: "rules.foreign-wite": unknown rule "foreign-wite" | Did you mean "foreign-write"?',
    ],
    ['{ "rules": { "foreign-write": "errors" } }', 'Did you mean "error"?'],
    ['{ "roles": { "tests": ["x"] } }', 'Did you mean "test"?'],
    [
      '{ "contexts": { "baking": { "include": ["x"] } }, "allowedRelations": [{ "downstream": "bakng", "upstream": "baking", "reason": "r" }] }',
      'MSA205 msa-map.config.json:1: "allowedRelations[0].downstream": unknown context "bakng" | Did you mean "baking"?',
    ],
    [
      '{ "rules": { "foreign-write": { "severity": "error", "allow": [{ "from": "a", "to": "b", "reason": "r", "until": "2027-02-30" }] } } }',
      'a date YYYY-MM-DD',
    ],
    ['{ "contexts": { "a": { "include": ["x"], "impact": 6 } } }', 'a number from 1 to 5'],
    ['{ "contexts": { "a": { "include": ["x"], "impact": "kore" } } }', 'Did you mean "core"?'],
  ])('is refused with the place and a suggestion: %s', (text, expected) => {
    expect(complaint(text)).toContain(expected);
  });
});

describe('finding the config', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'msa-config-'));
    mkdirSync(join(folder, 'repo/.git'), { recursive: true });
    mkdirSync(join(folder, 'repo/packages/shop/src'), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('walks up to the root of the repository and turns globs to the analysed folder', () => {
    writeFileSync(
      join(folder, 'repo/msa-map.config.json'),
      '{ "contexts": { "till": { "include": ["packages/*/src/till/**"] }, "web": { "include": ["apps/web"] } } }',
    );
    const found = readConfig(join(folder, 'repo/packages/shop'));
    expect(found.path).toBe(join(folder, 'repo/msa-map.config.json'));
    expect(found.config.contexts.map((c) => c.include)).toEqual([['src/till/**'], []]);
  });
  it('does not look beyond the repository', () => {
    writeFileSync(join(folder, 'msa-map.config.json'), '{ "nonsense": true }');
    expect(readConfig(join(folder, 'repo/packages/shop'))).toEqual({ config: EMPTY_CONFIG });
  });
  it('outside a repository looks in the analysed folder alone', () => {
    rmSync(join(folder, 'repo/.git'), { recursive: true });
    writeFileSync(join(folder, 'repo/msa-map.config.json'), '{ "nonsense": true }');
    expect(readConfig(join(folder, 'repo/packages/shop'))).toEqual({ config: EMPTY_CONFIG });
    expect(() => readConfig(join(folder, 'repo'))).toThrow(/unknown key "nonsense"/);
  });
  it('refuses a named file that is not there', () => {
    expect(() => readConfig(folder, join(folder, 'none.json'))).toThrow(/cannot be read.*ENOENT/);
  });
});

describe('turning a glob to a folder below the config', () => {
  it.each([
    ['packages/shop/src/**', ['src/**']],
    ['packages/shop', ['**']],
    ['packages', ['**']],
    ['**', ['**']],
    ['**/orders/**', ['**/orders/**']],
    ['**/shop/src', ['src', '**/shop/src']],
    ['packages/{shop,till}/src', ['src']],
    ['{packages/shop,apps/web}/src', ['src']],
    ['apps/web/**', []],
    ['packages/@(shop)/x', ['x']],
  ])('%s', (glob, expected) => {
    expect(rebaseGlob(glob, ['packages', 'shop']).sort()).toEqual([...expected].sort());
  });
});

describe('a folder that the config above leaves out whole', () => {
  it('is a project of its own: that config does not apply to it', () => {
    const root = mkdtempSync(join(tmpdir(), 'msa-map-config-'));
    mkdirSync(join(root, '.git'));
    mkdirSync(join(root, 'examples', 'bakery'), { recursive: true });
    writeFileSync(join(root, 'msa-map.config.json'), '{ "contexts": {}, "ignore": ["examples/**"] }');
    expect(readConfig(join(root, 'examples', 'bakery'))).toEqual({ config: EMPTY_CONFIG });
    rmSync(root, { recursive: true });
  });
});
