/** Ways to call `check` on the example under the ratchet, through the built bin: scopes, exceptions, what stops it, outputs. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BASELINE, exampleRepository, type Repository } from './repository.js';

const CONFIG = 'msa-map.config.json';
const RETURNS = 'src/modules/delivery/return.service.ts';
const LEVEL = 'src/modules/inventory/entities/stock-level.entity.ts';
const BAD = "export { StockLevel } from '../inventory';\n";
const NEW_FILE = (name: string) => `src/modules/delivery/${name}.ts`;
const found = (name: string) => `error cross-context-import ${NEW_FILE(name)}:1 ${LEVEL}`;

let shop: Repository;
beforeAll(() => {
  shop = exampleRepository();
  for (const args of [['init'], ['check', '--update-baseline']]) {
    const { code, stderr } = shop.msaMap(args);
    if (code !== 0) throw new Error(stderr);
  }
  shop.commit('adopt the ratchet');
});
afterEach(() => {
  shop.git('checkout', '-q', '-f', 'main');
  shop.git('clean', '-qfd');
});
afterAll(() => shop.remove());

describe('an answer kept from the run before', () => {
  const asked = (...args: string[]) => {
    const fresh = shop.check(...args, '--no-cache');
    for (const run of ['first', 'second']) expect({ run, ...shop.check(...args) }).toEqual({ run, ...fresh });
    return fresh;
  };
  it('is that of a run without cache, to the byte, after code, map, baseline and options have changed', () => {
    expect(asked().code).toBe(0);
    shop.write(NEW_FILE('kept'), BAD);
    const bad = asked();
    expect(bad.code).toBe(1);
    expect(bad.stdout).toContain(NEW_FILE('kept'));
    shop.write(NEW_FILE('kept'), `\n\n${BAD}`);
    expect(asked().stdout).not.toBe(bad.stdout);
    expect(asked('--color').stdout).not.toBe(bad.stdout);
    expect(JSON.parse(asked('--format', 'json').stdout)).toMatchObject({ summary: { new: 1 } });
    shop.edit(
      CONFIG,
      `"cross-context-import": {\n      "severity": "error"`,
      `"cross-context-import": {"severity": "warning"`,
    );
    expect(asked().code).toBe(0);
    expect(shop.check('--update-baseline').code).toBe(0);
    expect(asked().stdout).toContain('accepted');
  }, 120_000);
});

describe('a narrowed scope', () => {
  it('--since judges what the branch touches, uncommitted and untracked files included, and never stale', () => {
    shop.git('checkout', '-q', '-b', 'feature');
    shop.write(NEW_FILE('committed'), BAD);
    shop.edit(RETURNS, "import { StockService } from '../inventory/stock.service';\n", '');
    shop.commit('feature');
    shop.write(NEW_FILE('untracked'), BAD);
    expect(shop.judge('--since', 'main')).toEqual(['1', found('committed'), found('untracked')]);
    shop.commit('all of it');
    expect(shop.judge('--since', 'HEAD')).toEqual(['0']);
    expect(shop.check('--since', 'main').stdout).toContain('stale not judged (3 changed files)');
    expect(shop.check('--since', 'main', '--update-baseline').code).toBe(2);
    shop.git('checkout', '-q', 'main');
    shop.git('branch', '-q', '-D', 'feature');
  });
  it('--staged judges what is staged, files what is named', () => {
    shop.write(NEW_FILE('one'), BAD);
    shop.write(NEW_FILE('two'), BAD);
    shop.git('add', NEW_FILE('one'));
    expect(shop.judge('--staged')).toEqual(['1', found('one')]);
    expect(shop.judge('.', NEW_FILE('two'))).toEqual(['1', found('two')]);
    expect(shop.judge(NEW_FILE('one'), NEW_FILE('two'))).toEqual(['1', found('one'), found('two')]);
    expect(shop.judge(RETURNS)).toEqual(['0']);
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
    shop.write(NEW_FILE('one'), BAD);
    expect(shop.judge('--since', 'HEAD')).toEqual(['1', found('one')]);
    expect(shop.judge('--staged')).toEqual(['0']);
    expect(existsSync(trap)).toBe(false);
    shop.git('config', '--remove-section', 'filter.evil');
    for (const key of ['core.fsmonitor', 'diff.external', 'core.pager', 'diff.evil.textconv'])
      shop.git('config', '--unset', key);
  });
});

describe('what the map says of one context', () => {
  it('strict: its part of the baseline counts no more, its new debt can be accepted by nobody', () => {
    const debt = shop.read(BASELINE).split('"fromContext":"inventory"').length - 1;
    shop.edit(CONFIG, '"name": "Inventory",', '"name": "Inventory", "strict": true,');
    const { code, stdout } = shop.check();
    expect([code, stdout]).toEqual([1, expect.stringContaining('is strict and accepts no baseline')]);
    expect(shop.judge('.').slice(1)).toHaveLength(debt);
    expect(shop.check('--update-baseline').stderr).toContain(`${debt} stay new: their context is strict`);
  });
  it('an exception of a rule holds until its day, and is told when nothing needs it', () => {
    shop.write(NEW_FILE('one'), BAD);
    const until = '2031-05-01';
    const one = { from: NEW_FILE('one'), to: 'inventory', reason: 'until the pick list moves', until };
    shop.edit(CONFIG, '"allow": [', `"allow": [${JSON.stringify(one)},`);
    expect(shop.judge('--today', '2031-05-01')).toEqual(['0']);
    expect(shop.judge('--today', '2031-05-02')).toEqual(['1', found('one')]);
    expect(shop.check('--today', '2031-05-02').stdout).toContain('its exception ran out on 2031-05-01');
    rmSync(join(shop.root, NEW_FILE('one')));
    expect(shop.check('--today', '2031-05-01').stdout).toContain('matches nothing; remove it. (MSA230)');
  });
  it('a public entry, which an allowed relation does not let anybody pass', () => {
    shop.edit(CONFIG, '"name": "Inventory",', '"name": "Inventory", "public": ["src/modules/inventory/index.ts"],');
    const relation = { downstream: 'deliveries', upstream: 'inventory', reason: 'returns go back on the shelf' };
    shop.edit(CONFIG, '"rules": {', `"allowedRelations": [${JSON.stringify(relation)}],\n  "rules": {`);
    shop.write(NEW_FILE('one'), BAD);
    const mine = shop.judge().filter((line) => line.includes('delivery/'));
    expect(mine).toEqual([
      'error bypassed-entry src/modules/delivery/delivery.module.ts:3 src/modules/inventory/inventory.module.ts',
      `error bypassed-entry ${RETURNS}:5 src/modules/inventory/stock.service.ts`,
      'stale cross-context-import src/modules/delivery/delivery.module.ts src/modules/inventory/inventory.module.ts',
      `stale cross-context-import ${RETURNS} src/modules/inventory/stock.service.ts`,
    ]);
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
    ['truncation', (text: string) => text.slice(0, -20), 'MSA222', ': the baseline is cut off'],
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
    shop.edit(CONFIG, '"contexts"', '"contxts"');
    expect(shop.check().stderr).toMatch(
      /msa-map.config.json:\d+: unknown key "contxts" \(MSA202\)\n.*Did you mean "contexts"/,
    );
    shop.git('checkout', '-q', CONFIG);
    shop.edit(CONFIG, 'src/modules/payments/**', 'src/modules/payment/**');
    expect(shop.check().stderr).toMatch(/matches no module.*\n.*Did you mean "src\/modules\/payments\/\*\*"/);
    rmSync(join(shop.root, CONFIG));
    expect(shop.check()).toMatchObject({ code: 2, stderr: expect.stringContaining('msa-map init') });
  });
  it('an empty folder', () => {
    const empty = mkdtempSync(join(tmpdir(), 'msa-empty-'));
    expect(shop.check(empty)).toMatchObject({ code: 2, stdout: '' });
    rmSync(empty, { recursive: true });
  });
  it('a folder that is no git repository, where only what needs git does', () => {
    shop.write(NEW_FILE('one'), BAD);
    const plain = exampleRepository();
    for (const file of [CONFIG, BASELINE, NEW_FILE('one')]) plain.write(file, shop.read(file));
    rmSync(join(plain.root, '.git'), { recursive: true });
    expect(plain.check('--staged')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no usable git repository'),
    });
    expect(plain.judge()).toEqual(['1', found('one')]);
    plain.remove();
  });
});

describe('for programs', () => {
  it('writes several formats at once, and what belongs into the log to stdout', () => {
    shop.write(NEW_FILE('one'), BAD);
    mkdirSync(join(shop.root, 'out'));
    const formats = ['--format', 'github,sarif,gitlab,junit,markdown,json', '-o', 'out/reports'];
    const run = shop.msaMap(['check', ...formats], { GITHUB_STEP_SUMMARY: join(shop.root, 'out', 'summary.md') });
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(
      new RegExp(`^::error file=${NEW_FILE('one')},line=1,title=msa-map cross-context-import::`),
    );
    expect(readdirSync(join(shop.root, 'out/reports')).sort()).toEqual([
      'gl-code-quality-report.json',
      'msa-map-check.json',
      'msa-map-check.junit.xml',
      'msa-map-check.md',
      'msa-map-check.sarif',
    ]);
    expect(shop.read('out/summary.md')).toMatch(/\| deliveries \| inventory \| 1 \| 0 \| \d+ \|/);
    const accepted = shop.read(BASELINE).trimEnd().split('\n').length - 1;
    // Allowed is what composition roots wire.
    expect(run.stderr).toMatch(new RegExp(`1 new, 0 warnings, ${accepted} accepted, \\d+ allowed, 0 stale`));
  });
  it('takes a baseline that was written on Windows', () => {
    const onWindows = shop
      .read(BASELINE)
      .replaceAll('\n', '\r\n')
      .replace(/src\/[^"]*/g, (path) => path.replaceAll('/', '\\\\'));
    expect(onWindows).toContain('src\\\\modules\\\\delivery');
    shop.write(BASELINE, onWindows);
    expect(shop.judge()).toEqual(['0']);
  });
});
