/**
 * The life of a shop under the ratchet, through the built bin (`npm test` builds first): one pull request after another,
 * each put back afterwards.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createRepository, FILES, type Repository } from './repository.js';

const ORDER = 'src/orders/order.service.ts';
const OLD_IMPORT = "import { ProductService } from '../catalog/product.service';";
const BASELINE = 'msa-map.baseline.jsonl';

let shop: Repository;
beforeAll(() => {
  shop = createRepository();
  const first = shop.check('--update-baseline', '--gitattributes');
  if (first.code !== 0) throw new Error(first.stdout + first.stderr);
  shop.commit('adopt the ratchet');
}, 120_000);
afterEach(() => {
  shop.git('checkout', '-q', '-f', 'main');
  shop.git('clean', '-qfd');
});
afterAll(() => shop.remove());

describe('adopting it', () => {
  it('writes the debt of the past, one line each, and the line that lets branches merge', () => {
    const lines = shop.read(BASELINE).trimEnd().split('\n');
    expect(lines.slice(1)).toEqual([
      `{"rule":"cross-context-import","fromContext":"orders","toContext":"catalog","from":"${ORDER}","to":"src/catalog/product.service.ts","kind":"import"}`,
    ]);
    expect(shop.read('.gitattributes')).toBe(`${BASELINE} merge=union\n`);
    expect(shop.judge()).toEqual(['0: 0 new, 0 warned, 1 accepted, 0 stale']);
  });
  it('without a baseline everything is new, and CI does not begin one', () => {
    rmSync(join(shop.root, BASELINE));
    expect(shop.judge()[0]).toBe('1: 1 new, 0 warned, 0 accepted, 0 stale');
    const inCi = shop.checkWith({ CI: 'true' }, '--update-baseline');
    expect([inCi.code, existsSync(join(shop.root, BASELINE))]).toEqual([2, false]);
    expect(inCi.stderr).toContain('CI does not begin one');
  });
  it('gives the same bytes twice, from another folder and in another language', () => {
    const one = shop.check('--format', 'json', '--no-cache');
    const other = shop.checkWith({ LANG: 'tr_TR.UTF-8', TZ: 'Asia/Seoul' }, '--format', 'json');
    expect(other.stdout).toBe(one.stdout);
    expect(one.stdout).not.toContain(shop.root);
  });
});

describe('pull requests that bring debt', () => {
  const add = (line: string) => shop.edit(ORDER, OLD_IMPORT, `${OLD_IMPORT}\n${line}`);

  it('a new import fails, with the place, the reason and the way out', () => {
    add(
      "import { ParcelService } from '../shipping/parcel.service';\nexport const label = new ParcelService().label();",
    );
    const { code, stdout } = shop.check();
    expect(code).toBe(1);
    expect(stdout).toContain(`${ORDER}:3  orders imports ParcelService of shipping`);
    expect(stdout).toMatch(/3 \| import \{ ParcelService \}.*\n {6}\| {10}\^{13}\n/);
    expect(stdout).toMatch(/why .*\n {2}fix .*\n {2}accept .*--update-baseline/);
  });
  it('swapping one import for another fails, though the count is the same', () => {
    shop.edit(ORDER, OLD_IMPORT, "import { ParcelService } from '../shipping/parcel.service';");
    shop.edit(ORDER, 'new ProductService(this.db)', 'new ParcelService()');
    expect(shop.judge()).toEqual([
      '1: 1 new, 0 warned, 0 accepted, 1 stale',
      `cross-context-import ${ORDER}:2 src/shipping/parcel.service.ts`,
    ]);
  });
  it.each([
    [
      'type-only',
      "import type { Price } from '../catalog/product.service';\nexport type Paid = Price;",
      'cross-context-type-import',
      0,
    ],
    ['dynamic', "export const later = () => import('../catalog/product.service');", 'cross-context-dynamic-import', 1],
    ['required', "export const now = require('../catalog/product.service');", 'cross-context-import', 1],
    ['re-exported', "export { ParcelService } from '../shipping/parcel.service';", 'cross-context-import', 1],
    [
      'by an alias',
      "import { Parcel } from '@shop/shipping/parcel.entity';\nexport const box = new Parcel();",
      'cross-context-import',
      1,
    ],
  ])('an import that is %s is found at its line', (_how, line, rule, code) => {
    shop.edit('src/orders/invoice.ts', 'export function', `${line}\nexport function`);
    const [sum, place, ...more] = shop.judge();
    expect(sum).toMatch(new RegExp(`^${code}: `));
    expect([place?.replace(/ [^ ]*$/, ''), more]).toEqual([`${rule} src/orders/invoice.ts:1`, []]);
  });
  it('through a barrel is an import of the module that declares the symbol', () => {
    shop.edit(
      'src/orders/invoice.ts',
      'export function',
      "import { roundPrice } from '../catalog';\nexport const r = roundPrice;\nexport function",
    );
    expect(shop.judge()[1]).toBe('cross-context-import src/orders/invoice.ts:1 src/catalog/product.service.ts');
  });
  it('a write in raw SQL, a join and a read of foreign tables are each their own', () => {
    shop.edit(
      ORDER,
      'async place(',
      `raw() {
    return this.db.query('UPDATE goods SET title = $1', ['x']);
  }
  joined() {
    return this.db.query('SELECT p.id FROM purchases p JOIN boxes b ON b.id = p.id');
  }
  async place(`,
    );
    expect(shop.judge().slice(1)).toEqual([
      `foreign-write ${ORDER}:9 table:goods`,
      `join-across ${ORDER}:12 table:boxes`,
    ]);
  });
  it('a transaction over tables of two contexts points at the foreign write', () => {
    shop.edit(
      ORDER,
      'async place(',
      `async buy(total: number) {
    await this.db.transaction(async (manager) => {
      await manager.getRepository(Order).save({ total });
      await manager.query('INSERT INTO boxes (address) VALUES ($1)', ['here']);
    });
  }
  async place(`,
    );
    expect(shop.judge().slice(1)).toEqual([
      `foreign-write ${ORDER}:11 table:boxes`,
      `transaction-across ${ORDER}:11 table:boxes`,
    ]);
  });
  it('an import back closes a cycle between the contexts', () => {
    shop.edit(
      'src/catalog/product.service.ts',
      'export type Price',
      "import { invoice } from '../orders/invoice';\nexport const i = invoice;\nexport type Price",
    );
    expect(
      shop
        .judge()
        .slice(1)
        .map((line) => line.split(' ')[0]),
    ).toEqual(['cross-context-import', 'context-cycle']);
  });
  it('300 of them exit with 1', () => {
    for (let i = 0; i < 300; i++) {
      shop.write(
        `src/orders/copy${i}.ts`,
        `import { roundPrice } from '../catalog/product.service';\nexport const r${i} = roundPrice;\n`,
      );
    }
    expect(shop.judge()[0]).toBe('1: 300 new, 0 warned, 1 accepted, 0 stale');
  });
});

describe('pull requests that bring none', () => {
  it('the import moves 50 lines', () => {
    shop.edit(ORDER, OLD_IMPORT, `${'// the shop\n'.repeat(50)}${OLD_IMPORT}`);
    expect(shop.judge()).toEqual(['0: 0 new, 0 warned, 1 accepted, 0 stale']);
  });
  it('the file moves, is renamed, or its target is renamed, and the baseline follows when updated', () => {
    shop.move(ORDER, 'src/orders/placing/place-order.ts');
    shop.edit('src/orders/placing/place-order.ts', "'../catalog", "'../../catalog");
    shop.edit('src/orders/placing/place-order.ts', "'./order.entity'", "'../order.entity'");
    expect(shop.judge()).toEqual(['0: 0 new, 0 warned, 1 accepted, 0 stale']);
    expect(shop.check('--update-baseline').stderr).toContain('(0 added, 0 removed, 1 moved)');
    expect(shop.read(BASELINE)).toContain('"from":"src/orders/placing/place-order.ts"');
    shop.move('src/catalog/product.service.ts', 'src/catalog/goods.service.ts');
    shop.edit('src/orders/placing/place-order.ts', 'product.service', 'goods.service');
    shop.edit('src/catalog/index.ts', 'product.service', 'goods.service');
    expect(shop.judge()).toEqual(['0: 0 new, 0 warned, 1 accepted, 0 stale']);
  });
  it('a fix passes and is reported; it fails on request; updating takes out that line only', () => {
    shop.edit(ORDER, `${OLD_IMPORT}\n`, '');
    shop.edit(ORDER, 'new ProductService(this.db)', 'undefined');
    expect(shop.judge()).toEqual(['0: 0 new, 0 warned, 0 accepted, 1 stale']);
    expect(shop.check().stdout).toContain('Fixed, still in the baseline (1)');
    expect(shop.check('--fail-on-stale').code).toBe(1);
    expect(shop.check('--strict').code).toBe(1);
    expect(shop.check('--update-baseline').stderr).toContain('0 accepted (0 added, 1 removed, 0 moved)');
    expect(shop.read(BASELINE).trimEnd().split('\n')).toHaveLength(1);
  });
  it('two branches that both accept debt merge by themselves and pass', () => {
    const branch = (name: string, file: string) => {
      shop.git('checkout', '-q', '-b', name, 'main');
      shop.write(file, "import { roundPrice } from '../catalog/product.service';\nexport const r = roundPrice;\n");
      expect(shop.check('--update-baseline', '--allow-additions').code).toBe(2);
      expect(shop.check('--update-baseline', '--allow-additions', '--reason', name).code).toBe(0);
      shop.commit(name);
    };
    branch('one', 'src/orders/one.ts');
    branch('two', 'src/orders/two.ts');
    shop.git('merge', '-q', '-m', 'both', 'one');
    expect(shop.read(BASELINE)).toContain('"reason":"one"');
    expect(shop.judge()).toEqual(['0: 0 new, 0 warned, 3 accepted, 0 stale']);
    shop.git('checkout', '-q', 'main');
    shop.git('branch', '-q', '-D', 'one', 'two');
  });
  it('the baseline was written on Windows', () => {
    shop.write(
      BASELINE,
      shop.read(BASELINE).replaceAll('src/', 'src\\\\').replaceAll('/order', '\\\\order').replaceAll('\n', '\r\n'),
    );
    expect(shop.judge()).toEqual(['0: 0 new, 0 warned, 1 accepted, 0 stale']);
  });
});

describe('a narrowed scope', () => {
  const bad = "import { roundPrice } from '../catalog/product.service';\nexport const r = roundPrice;\n";
  it('--since judges what the branch touches, uncommitted and untracked files included, and never stale', () => {
    shop.git('checkout', '-q', '-b', 'feature');
    shop.write('src/orders/committed.ts', bad);
    shop.commit('feature');
    shop.write('src/orders/untracked.ts', bad);
    expect(shop.judge('--since', 'main').slice(1)).toHaveLength(2);
    shop.commit('all of it');
    expect(shop.judge('--since', 'HEAD')).toEqual(['0: 0 new, 0 warned, 0 accepted, 0 stale']);
    expect(shop.check('--since', 'main').stdout).toContain('stale not judged (2 changed files)');
    expect(shop.check('--since', 'main', '--update-baseline').code).toBe(2);
    shop.git('checkout', '-q', 'main');
    shop.git('branch', '-q', '-D', 'feature');
  });
  it('--staged judges what is staged, files what is named', () => {
    shop.write('src/orders/one.ts', bad);
    shop.write('src/orders/two.ts', bad);
    shop.git('add', 'src/orders/one.ts');
    expect(shop.judge('--staged').slice(1)).toEqual([
      'cross-context-import src/orders/one.ts:1 src/catalog/product.service.ts',
    ]);
    expect(shop.judge('.', 'src/orders/two.ts').slice(1)).toHaveLength(1);
    expect(shop.judge('src/orders/one.ts', 'src/orders/two.ts').slice(1)).toHaveLength(2);
    expect(shop.judge('src/orders/invoice.ts')).toEqual(['0: 0 new, 0 warned, 0 accepted, 0 stale']);
    shop.git('reset', '-q');
  });
  it('starts no program that the repository names in its git configuration', () => {
    const trap = join(shop.root, '.git', 'trap');
    const bomb = `touch ${trap}; cat`;
    for (const [key, value] of Object.entries({
      'core.fsmonitor': bomb,
      'diff.external': bomb,
      'core.pager': bomb,
      'filter.evil.clean': bomb,
      'filter.evil.smudge': bomb,
      'diff.evil.textconv': bomb,
    })) {
      shop.git('config', key, value);
    }
    shop.write('.gitattributes', '*.ts filter=evil diff=evil\n');
    shop.write('src/orders/one.ts', bad);
    expect(shop.judge('--since', 'HEAD').slice(1)).toHaveLength(1);
    expect(shop.judge('--staged')[0]).toMatch(/^0: /);
    expect(existsSync(trap)).toBe(false);
    shop.git('config', '--remove-section', 'filter.evil');
    for (const key of ['core.fsmonitor', 'diff.external', 'core.pager', 'diff.evil.textconv'])
      shop.git('config', '--unset', key);
  });
});

describe('what could not run exits with 2 and says why', () => {
  it.each([
    [['--since', 'no-such-branch'], /git knows no commit "no-such-branch"/],
    [['--since', '--output=pwned'], /git knows no commit "--output=pwned"|unknown option|argument missing/],
    [['--format', 'sarfi'], /unknown format "sarfi".*Did you mean "sarif"/s],
    [['--format', 'json,sarif'], /several formats need a folder/],
    [['--since', 'main', '--staged'], /more than one scope/],
    [['--update-baseline', '--staged'], /needs a check of the whole project/],
    [['--config', 'none.json'], /The config cannot be read/],
    [['nowhere'], /no such directory/],
    [['--nonsense'], /unknown option/],
  ])('%j', (args, message) => {
    const { code, stderr, stdout } = shop.check(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
  it.each([
    ['conflict markers', (text: string) => text.replace('\n', '\n<<<<<<< HEAD\n'), 'MSA221', ':2: conflict marker'],
    ['truncation', (text: string) => text.slice(0, -20), 'MSA222', ':2: the baseline is cut off'],
    [
      'a newer version',
      (text: string) => text.replace('"msaMapBaseline":1', '"msaMapBaseline":9'),
      'MSA223',
      'has version 9',
    ],
    ['garbage', () => '\u0000PNG', 'MSA224', ':1: not a JSON object'],
  ])('a baseline with %s', (_what, damage, code, message) => {
    shop.write(BASELINE, damage(shop.read(BASELINE)));
    const { code: exit, stdout } = shop.check('--format', 'json');
    expect(exit).toBe(2);
    expect(JSON.parse(stdout).error).toMatchObject({ code, message: expect.stringContaining(message) });
  });
  it('a misspelt config, a context without modules, no config at all', () => {
    shop.edit('msa-map.config.json', '"contexts"', '"contxts"');
    expect(shop.check().stderr).toMatch(
      /msa-map.config.json:3: unknown key "contxts" \(MSA202\)\n.*Did you mean "contexts"/,
    );
    shop.git('checkout', '-q', 'msa-map.config.json');
    shop.edit('msa-map.config.json', 'src/orders/**', 'src/ordres/**');
    expect(shop.check().stderr).toMatch(/matches no module.*\n.*Did you mean "src\/orders\/\*\*"/);
    rmSync(join(shop.root, 'msa-map.config.json'));
    expect(shop.check()).toMatchObject({ code: 2, stderr: expect.stringContaining('msa-map init') });
  });
  it('an empty folder', () => {
    const empty = mkdtempSync(join(tmpdir(), 'msa-empty-'));
    expect(shop.check(empty).code).toBe(2);
    rmSync(empty, { recursive: true });
  });
  it('a folder that is no git repository', () => {
    const plain = createRepository(FILES);
    rmSync(join(plain.root, '.git'), { recursive: true });
    expect(plain.check('--staged').stderr).toContain('no usable git repository');
    expect(plain.check().code).toBe(1);
    plain.remove();
  });
});

describe('for programs', () => {
  it('writes several formats at once, and what belongs into the log to stdout', () => {
    shop.edit(ORDER, OLD_IMPORT, `${OLD_IMPORT}\nexport { ParcelService } from '../shipping/parcel.service';`);
    mkdirSync(join(shop.root, 'out'));
    const summary = join(shop.root, 'out', 'summary.md');
    const run = shop.checkWith(
      { GITHUB_STEP_SUMMARY: summary },
      '--format',
      'github,sarif,gitlab,junit,markdown,json',
      '-o',
      'out/reports',
    );
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(new RegExp(`^::error file=${ORDER},line=3,title=msa-map cross-context-import::`));
    expect(readdirSync(join(shop.root, 'out/reports')).sort()).toEqual([
      'gl-code-quality-report.json',
      'msa-map-check.json',
      'msa-map-check.junit.xml',
      'msa-map-check.md',
      'msa-map-check.sarif',
    ]);
    expect(shop.read('out/summary.md')).toContain('| orders | shipping | 1 | 0 | 0 |');
    expect(run.stderr).toContain('1 new, 0 warnings, 1 accepted, 0 allowed, 0 stale');
  });
});
