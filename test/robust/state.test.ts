/** Killed, run twice at once, given a cache that is none: the next run is right and every file is whole. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { msaMap } from '../cli/run.js';
import { type Bakery, BIN, bakery, ended, endOf, start, temporaries } from './bakery.js';

let shop: Bakery;
let cache: string;
beforeEach(() => {
  shop = bakery();
  cache = join(shop.home, 'cache');
});
afterEach(() => shop.close());

const analysisOf = (...more: string[]) => msaMap(['analyze', shop.root, '--no-git', '--format', 'json', ...more]);
const storeFile = () => join(cache, readdirSync(cache).find((name) => name.endsWith('.bin')) as string);

function storeAsFolder(): string {
  analysisOf('--cache-dir', cache);
  const file = storeFile();
  rmSync(file);
  mkdirSync(join(file, 'flour'), { recursive: true });
  return cache;
}

/** `npm run fuzz:kills` is the long form. */
describe('a run that is killed', () => {
  it('leaves a cache that the next run reads right', async () => {
    const plain = analysisOf('--no-cache').stdout;
    for (let i = 0; i < 8; i++) {
      shop.put('src/dough/dough0.ts', 'export const dough0 = 0;\n');
      await ended(['analyze', shop.root, '--no-git', '--cache-dir', cache], 'SIGKILL', 150 + i * 90);
    }
    const next = analysisOf('--cache-dir', cache);
    expect([next.code, next.stdout]).toEqual([0, plain]);
    expect(next.stderr).not.toContain('MSA106');
    expect(temporaries(cache)).toEqual([]);
  });
  it('leaves the old baseline or the new one', async () => {
    const file = join(shop.root, 'msa-map.baseline.jsonl');
    const update = ['check', shop.root, '--no-git', '--no-cache', '--update-baseline', '--allow-additions'];
    msaMap([...update, '--reason', 'old debt'], { env: { CI: '' } });
    const whole = readFileSync(file, 'utf8');
    const header = whole.slice(0, whole.indexOf('\n') + 1);
    expect(whole.split('\n').length).toBeGreaterThan(40);
    for (let i = 0; i < 7; i++) {
      writeFileSync(file, header);
      await ended([...update, '--reason', 'old debt'], 'SIGKILL', 250 + i * 80);
      expect([header, whole]).toContain(readFileSync(file, 'utf8'));
    }
    msaMap([...update, '--reason', 'old debt'], { env: { CI: '' } });
    expect(readFileSync(file, 'utf8')).toBe(whole);
    expect(temporaries(shop.root)).toEqual([]);
  });
});

describe('runs at once', () => {
  it('share a cache', async () => {
    const plain = analysisOf('--no-cache').stdout;
    const args = ['analyze', shop.root, '--no-git', '--cache-dir', cache];
    const ends = await Promise.all([1, 2, 3].map(() => endOf(start(args))));
    expect(ends.map(({ how, stderr }) => [how, stderr])).toEqual(ends.map(() => [0, '']));
    expect(analysisOf('--cache-dir', cache).stdout).toBe(plain);
    expect(temporaries(cache)).toEqual([]);
  });
});

describe('a cache', () => {
  const damages: Record<string, [make: (bytes: Buffer) => Buffer, warnings: number]> = {
    truncated: [(bytes) => bytes.subarray(0, bytes.length / 2), 1],
    garbled: [(bytes) => Buffer.from(bytes).fill('flour', bytes.length - 60), 1],
    'of another version': [
      (bytes) => Buffer.from(bytes.toString('latin1').replace(/facts \d+ /, 'facts 99 '), 'latin1'),
      0,
    ],
  };
  it.each(Object.keys(damages))('%s is a miss with one warning at most, then a cache again', (name) => {
    const [make, warnings] = damages[name]!;
    const plain = analysisOf('--cache-dir', cache).stdout;
    for (const file of readdirSync(cache).filter((file) => file !== '.gitignore'))
      writeFileSync(join(cache, file), make(readFileSync(join(cache, file))));
    const damaged = analysisOf('--cache-dir', cache);
    expect([damaged.code, damaged.stdout, damaged.stderr.split('MSA106').length - 1]).toEqual([0, plain, warnings]);
    const healed = analysisOf('--cache-dir', cache);
    expect([healed.code, healed.stdout, healed.stderr]).toEqual([0, plain, '']);
  });
  it.each([
    ['whose folder cannot be made', () => '/proc/msa-map'],
    ['whose folder is a file', () => join(shop.root, 'package.json')],
    ['whose file is a folder', () => storeAsFolder()],
  ])('%s costs one warning', (_name, folderOf) => {
    const { code, stderr, stdout } = analysisOf('--cache-dir', folderOf());
    expect([code, stdout, stderr.split('MSA106').length - 1]).toEqual([0, analysisOf('--no-cache').stdout, 1]);
  });
  it('that may only be read is used, and costs one warning when there is something to write', () => {
    const plain = analysisOf('--cache-dir', cache).stdout;
    for (const folder of [shop.home, shop.root]) chmodSync(folder, 0o755);
    shop.put('src/dough/dough0.ts', 'export const dough0 = 0; \n');
    chmodSync(cache, 0o555);
    const asNobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    const args = [BIN, 'analyze', shop.root, '--no-git', '--format', 'json', '--cache-dir', cache];
    const { status, stderr, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', ...asNobody });
    expect([status, stdout, stderr]).toEqual([0, plain, expect.stringMatching(/^msa-map: .*EACCES.*MSA106\)\n$/)]);
    chmodSync(cache, 0o755);
  });
  it('is not written through a link that leads out of the repository', () => {
    mkdirSync(join(shop.home, 'elsewhere'));
    symlinkSync(join(shop.home, 'elsewhere'), join(shop.root, '.msa-map'));
    expect(analysisOf().code).toBe(0);
    expect(readdirSync(join(shop.home, 'elsewhere'))).toEqual([]);
  });
});
