/** Killed, interrupted, run twice, refused by the disk: the next run is right and every file is whole. */
import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { msaMap } from '../cli/run.js';

const BIN = join(import.meta.dirname, '../../bin/msa-map.js');
let home: string;
let root: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'bakery-'));
  root = join(home, 'bakery');
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  put('package.json', '{ "name": "bakery" }');
  const contexts = { dough: { include: ['src/dough/**'] }, counter: { include: ['src/counter/**'] } };
  put('msa-map.config.json', JSON.stringify({ contexts }));
  for (let i = 0; i < 40; i++) {
    put(`src/dough/dough${i}.ts`, `export const dough${i} = ${i};\n`);
    put(`src/counter/sale${i}.ts`, `import { dough${i} } from '../dough/dough${i}';\nexport const sale = dough${i};\n`);
  }
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const temporaries = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.tmp')) : [];

/** Starts the bin, ends it with a signal after that many milliseconds; resolves when it is gone. */
function ended(
  args: readonly string[],
  signal: NodeJS.Signals,
  after: number,
): Promise<number | NodeJS.Signals | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [BIN, ...args], { stdio: 'ignore' });
    const timer = setTimeout(() => child.kill(signal), after);
    child.on('close', (code, by) => {
      clearTimeout(timer);
      resolve(code ?? by);
    });
  });
}

const analysisOf = (...more: string[]) => msaMap(['analyze', root, '--no-git', '--format', 'json', ...more]);

describe('a run that is killed', () => {
  it('leaves a cache that the next run reads right', async () => {
    const plain = analysisOf('--no-cache').stdout;
    for (let i = 0; i < 8; i++) {
      writeFileSync(join(root, 'src/dough/dough0.ts'), `export const dough0 = 0;\n`);
      await ended(['analyze', root, '--no-git', '--cache-dir', join(home, 'cache')], 'SIGKILL', 150 + i * 90);
    }
    const next = analysisOf('--cache-dir', join(home, 'cache'));
    expect([next.code, next.stdout]).toEqual([0, plain]);
    expect(next.stderr).not.toContain('MSA106');
  });
  it('leaves the old baseline or the new one', async () => {
    const file = join(root, 'msa-map.baseline.jsonl');
    const update = ['check', root, '--no-git', '--no-cache', '--update-baseline'];
    msaMap(update, { env: { CI: '' } });
    const whole = readFileSync(file, 'utf8');
    const header = whole.slice(0, whole.indexOf('\n') + 1);
    expect(whole.split('\n').length).toBeGreaterThan(40);
    for (let i = 0; i < 7; i++) {
      writeFileSync(file, header);
      await ended([...update, '--allow-additions', '--reason', 'old debt'], 'SIGKILL', 250 + i * 80);
      const lines = readFileSync(file, 'utf8').split('\n');
      expect([header.split('\n').length, whole.split('\n').length]).toContain(lines.length);
    }
  });
});

describe('a run that is interrupted', () => {
  it('ends as interrupted and leaves no temporary file', async () => {
    for (const after of [200, 400]) {
      const how = await ended(['analyze', root, '--no-git', '-o', join(home, 'map.md')], 'SIGINT', after);
      expect([0, 130, 'SIGINT']).toContain(how);
    }
    expect(temporaries(home)).toEqual([]);
  });
});

describe('two runs at once', () => {
  it('share a cache', async () => {
    const plain = analysisOf('--no-cache').stdout;
    const args = ['analyze', root, '--no-git', '--cache-dir', join(home, 'cache')];
    const both = [ended(args, 'SIGKILL', 60_000), ended(args, 'SIGKILL', 60_000)];
    expect(await Promise.all(both)).toEqual([0, 0]);
    expect(analysisOf('--cache-dir', join(home, 'cache')).stdout).toBe(plain);
    expect(temporaries(join(home, 'cache'))).toEqual([]);
  });
});

describe('the cache folder', () => {
  it('is not written through a link that leads out of the repository', () => {
    mkdirSync(join(home, 'elsewhere'));
    symlinkSync(join(home, 'elsewhere'), join(root, '.msa-map'));
    expect(analysisOf().code).toBe(0);
    expect(readdirSync(join(home, 'elsewhere'))).toEqual([]);
  });
  it('may be one that the user chose', () => {
    expect(analysisOf('--cache-dir', join(home, 'cache')).code).toBe(0);
    expect(readdirSync(join(home, 'cache')).length).toBeGreaterThan(0);
  });
});

describe('output', () => {
  it('that cannot be written ends with 2 and leaves nothing half-written', () => {
    writeFileSync(join(home, 'file'), '');
    const { code, stderr } = msaMap(['analyze', root, '--no-git', '--no-cache', '-o', join(home, 'file', 'map.md')]);
    expect(code).toBe(2);
    expect(stderr).toContain('MSA034');
    expect(temporaries(home)).toEqual([]);
  });
  it('into a pipe that is closed early is quiet', () => {
    const script = '"$0" "$1" analyze "$2" --no-git --no-cache --quiet --format json | head -n 1';
    const { stdout, stderr, status } = spawnSync('sh', ['-c', script, process.execPath, BIN, root], {
      encoding: 'utf8',
    });
    expect([status, stdout, stderr]).toEqual([0, '{\n', '']);
  });
});

describe('the packed package', () => {
  it('holds what runs, and nothing else', () => {
    const packed = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: join(import.meta.dirname, '../..'),
      encoding: 'utf8',
    });
    const [{ files }] = JSON.parse(packed.stdout) as [{ files: { path: string }[] }];
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['bin/msa-map.js', 'dist/cli/main.js', 'LICENSE', 'README.md']));
    expect(
      paths.filter((path) => !/^(bin|dist)\/|^(package\.json|README\.md|CHANGELOG\.md|LICENSE)$/.test(path)),
    ).toEqual([]);
    expect(paths.filter((path) => /tsbuildinfo|\.test\.|\.tgz$/.test(path))).toEqual([]);
  });
});
