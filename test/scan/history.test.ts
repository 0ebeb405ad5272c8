import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EMPTY_CONFIG, type History } from '../../src/model/index.js';
import { parseOwners, readOwners } from '../../src/scan/codeowners.js';
import { isFix } from '../../src/scan/git-log.js';
import { readHistory, scan } from '../../src/scan/index.js';
import { type Tree, tree } from './tree.js';

const DAY = 86_400;
const START = 1_700_000_000;

function git(root: string, args: readonly string[], day = 0): string {
  const date = `${START + day * DAY} +0000`;
  const identity = {
    GIT_AUTHOR_NAME: 'Mina',
    GIT_AUTHOR_EMAIL: 'm@shop.test',
    GIT_COMMITTER_NAME: 'Mina',
    GIT_COMMITTER_EMAIL: 'm@shop.test',
  };
  return execFileSync('git', [...args], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, ...identity, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
  });
}

function repository(files: Tree): string {
  const root = tree(files);
  git(root, ['init', '-q', '-b', 'main']);
  git(root, ['add', '-A']);
  git(root, ['commit', '-q', '-m', 'feat: open the shop']);
  return root;
}

function change(root: string, path: string, day: number, message: string): void {
  writeFileSync(join(root, path), `export const day = ${day};`);
  git(root, ['add', '-A']);
  git(root, ['commit', '-q', '-m', message], day);
}

async function historyOf(root: string): Promise<History> {
  return readHistory(root, await scan(root, { config: EMPTY_CONFIG }));
}

const shop = { 'src/order.ts': 'export {}', 'src/결제 "카드".ts': 'export {}', 'docs/a.md': '' };

describe('the history', () => {
  it('gives commits newest first, with paths of today, age from the newest commit, fixes', async () => {
    const root = repository(shop);
    change(root, 'src/order.ts', 3, 'fix(order): round the total');
    change(root, 'docs/a.md', 4, 'docs only');
    change(root, 'src/결제 "카드".ts', 10, 'accept cards');
    const history = await historyOf(root);
    expect(history).toMatchObject({
      available: true,
      isShallow: false,
      notes: [],
      commits: [
        { ageDays: 0, isFix: false, author: 'Mina', paths: ['src/결제 "카드".ts'] },
        { ageDays: 7, isFix: true, paths: ['src/order.ts'] },
        { ageDays: 10, isFix: false, paths: ['src/order.ts', 'src/결제 "카드".ts'] },
      ],
    });
  });

  it('of a folder inside the repository has paths from that folder', async () => {
    const root = repository({
      'apps/api/main.ts': 'export {}',
      'apps/web/main.ts': 'export {}',
      CODEOWNERS: '/apps/api/ @api\n*.ts @all',
    });
    const history = await historyOf(join(root, 'apps/api'));
    expect(history).toMatchObject({
      commits: [{ paths: ['main.ts'] }],
      owners: [
        { pattern: '*', owners: ['@api'] },
        { pattern: '*.ts', owners: ['@all'] },
      ],
    });
  });

  it('says when it is shallow', async () => {
    const root = repository(shop);
    change(root, 'src/order.ts', 1, 'more');
    const clone = mkdtempSync(join(tmpdir(), 'clone-'));
    onTestFinished(() => rmSync(clone, { recursive: true }));
    git(clone, ['clone', '-q', '--depth=1', `file://${root}`, '.']);
    const history = await historyOf(clone);
    expect(history).toMatchObject({ available: true, isShallow: true, notes: [expect.stringContaining('shallow')] });
  });

  it('is unknown, with the reason, where there is none', async () => {
    expect(await historyOf(tree(shop))).toEqual({ available: false, reason: 'not a git repository' });
    const empty = tree(shop);
    git(empty, ['init', '-q']);
    expect(await historyOf(empty)).toMatchObject({ available: false });
    const broken = tree({ ...shop, '.git/HEAD': 'nonsense' });
    expect(await historyOf(broken)).toMatchObject({ available: false });
    const untouched = repository({ 'src/order.ts': '', '.gitignore': 'tmp' });
    execFileSync('mkdir', ['-p', join(untouched, 'tmp/x')]);
    writeFileSync(join(untouched, 'tmp/x/a.ts'), '');
    expect(await readHistory(join(untouched, 'tmp/x'), { files: [{ path: 'a.ts' }] } as never)).toEqual({
      available: false,
      reason: 'no commit touches this folder',
    });
  });
});

describe('git', () => {
  it('starts nothing that the repository names', async () => {
    const root = repository({ ...shop, '.gitattributes': '*.ts diff=evil filter=evil\n' });
    const sentinel = join(root, 'sentinel');
    const evil = join(root, '.git/evil.sh');
    writeFileSync(evil, `#!/bin/sh\necho "$0" >> '${sentinel}'\ncat\n`);
    chmodSync(evil, 0o755);
    for (const hook of ['post-index-change', 'reference-transaction', 'fsmonitor-watchman', 'pre-auto-gc']) {
      writeFileSync(join(root, '.git/hooks', hook), readFileSync(evil));
      chmodSync(join(root, '.git/hooks', hook), 0o755);
    }
    const settings = {
      'core.fsmonitor': evil,
      'core.hooksPath': join(root, '.git/hooks'),
      'core.pager': evil,
      'pager.log': evil,
      'core.sshCommand': evil,
      'core.askPass': evil,
      'core.editor': evil,
      'diff.external': evil,
      'diff.evil.command': evil,
      'diff.evil.textconv': evil,
      'filter.evil.clean': evil,
      'filter.evil.smudge': evil,
      'filter.evil.process': evil,
      'gpg.program': evil,
      'log.showSignature': 'true',
      'alias.log': `!${evil}`,
      'alias.rev-parse': `!${evil}`,
      'credential.helper': evil,
      'extensions.partialClone': 'origin',
      'remote.origin.url': `ext::${evil}`,
      'remote.origin.promisor': 'true',
      'protocol.ext.allow': 'always',
      'uploadpack.packObjectsHook': evil,
      'trace2.eventTarget': join(root, 'sentinel'),
    };
    for (const [key, value] of Object.entries(settings)) git(root, ['config', key, value]);
    rmSync(sentinel, { force: true });
    const history = await historyOf(root);
    expect(existsSync(sentinel)).toBe(false);
    expect(history).toMatchObject({ available: true, commits: [{ paths: ['src/order.ts', 'src/결제 "카드".ts'] }] });
  });

  it('does not load a missing object from elsewhere, and keeps what it read', async () => {
    const root = repository(shop);
    const blob = git(root, ['rev-parse', 'HEAD:src/order.ts']).trim();
    change(root, 'src/order.ts', 1, 'more');
    rmSync(join(root, '.git/objects', blob.slice(0, 2), blob.slice(2)), { force: true });
    expect(await historyOf(root)).toMatchObject({ available: true, commits: [{ ageDays: 0 }, { ageDays: 1 }] });
  });
});

it.each([
  ['fix: wrong total', true],
  ['fix(cart)!: lose no line', true],
  ['Fixed a bug in checkout', true],
  ['주문 오류 수정', true],
  ['feat: fix the price for a day', false],
  ['fix(docs): heading', false],
  ['fix typo', false],
  ['prefix order numbers', false],
  ['debug output', false],
])('"%s" as a fix: %s', (subject, expected) => {
  expect(isFix(subject)).toBe(expected);
});

it('reads CODEOWNERS with comments, escaped blanks and sections', () => {
  const text = '# all\n* @shop/core # everyone\n[Payments][2] @pay\n/src/my\\ orders/ @orders a@shop.test\n\n/docs/\n';
  expect(parseOwners(text, '')).toEqual([
    { pattern: '*', owners: ['@shop/core'] },
    { pattern: '/src/my orders/', owners: ['@orders', 'a@shop.test'] },
    { pattern: '/docs/', owners: [] },
  ]);
});

it('reads no CODEOWNERS that a link brings in from elsewhere', () => {
  const outside = tree({ 'secrets.txt': 'token hunter2\n' });
  const shop = tree({ 'src/order.ts': 'export {}', 'docs/owners': '* @shop/core\n' });
  symlinkSync(join(shop, 'docs/owners'), join(shop, 'CODEOWNERS'));
  expect(readOwners(shop, '')).toEqual([{ pattern: '*', owners: ['@shop/core'] }]);
  rmSync(join(shop, 'CODEOWNERS'));
  symlinkSync(join(outside, 'secrets.txt'), join(shop, 'CODEOWNERS'));
  expect(readOwners(shop, '')).toEqual([]);
});
