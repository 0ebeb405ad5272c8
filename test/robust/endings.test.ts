/** How a run ends when somebody, or the system, ends it: interrupted, nobody reads on, no space, no such folder. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { msaMap } from '../cli/run.js';
import { type Bakery, BIN, bakery, ended, endOf, start, temporaries } from './bakery.js';

let shop: Bakery;
beforeEach(() => {
  shop = bakery();
});
afterEach(() => shop.close());

const analyze = (...more: string[]) => msaMap(['analyze', shop.root, '--no-git', '--no-cache', '--quiet', ...more]);

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Modules that import one another without order: what takes long to cluster. */
function tangle(modules: number, imports: number) {
  let state = 7;
  const pick = () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return `src/bread${state % modules}.ts`;
  };
  return {
    name: 'bakery',
    nodes: Array.from({ length: modules }, (_, i) => ({ id: `src/bread${i}.ts`, kind: 'module' })),
    edges: Array.from({ length: imports }, () => ({ source: pick(), target: pick(), weight: 1, kind: 'import' })),
  };
}

describe('a run that is interrupted', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('by %s ends with %i, and so does the git it waits for', async (signal, code) => {
    mkdirSync(join(shop.root, '.git'));
    const tools = join(shop.home, 'tools');
    mkdirSync(tools);
    const note = join(shop.home, 'git.pid');
    writeFileSync(
      join(tools, 'git'),
      `#!/bin/sh\necho $$ > '${note}.new'\nmv '${note}.new' '${note}'\nexec sleep 60\n`,
    );
    chmodSync(join(tools, 'git'), 0o755);
    const output = join(shop.home, 'map.md');
    const child = start(['analyze', shop.root, '-o', output], { PATH: `${tools}${delimiter}${process.env['PATH']}` });
    const end = endOf(child);
    await until(() => existsSync(note));
    child.kill(signal);
    expect(await end).toEqual({ how: code, stderr: '' });
    await until(() => !isAlive(Number(readFileSync(note, 'utf8'))));
    expect(readdirSync(shop.home).sort()).toEqual(['bakery', 'git.pid', 'tools']);
  });
  it('in the middle of a long computation ends at once', async () => {
    const graph = join(shop.home, 'graph.json');
    writeFileSync(graph, JSON.stringify(tangle(6_000, 60_000)));
    const child = start(['analyze', '--graph', graph, '--quiet', '-o', join(shop.home, 'map.md')]);
    const end = endOf(child);
    // Clustering begins before this and takes several seconds more.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const asked = performance.now();
    child.kill('SIGINT');
    expect(await end).toEqual({ how: 130, stderr: '' });
    expect(performance.now() - asked).toBeLessThan(2_000);
    expect(readdirSync(shop.home).sort()).toEqual(['bakery', 'graph.json']);
  });
  it('ends its parsing threads and leaves no temporary file', async () => {
    const cache = join(shop.home, 'cache');
    const output = join(shop.home, 'map.md');
    for (const after of [150, 250, 350, 450, 550]) {
      const args = ['analyze', shop.root, '--no-git', '--jobs', '2', '--cache-dir', cache, '-o', output];
      const { how } = await ended(args, 'SIGINT', after);
      expect([0, 130, 'SIGINT']).toContain(how);
      expect([...temporaries(shop.home), ...temporaries(cache)]).toEqual([]);
    }
  });
  it('ends from --watch, whose own output is no change', async () => {
    const output = join(shop.root, 'map.md');
    const child = start(['analyze', shop.root, '--no-git', '--no-cache', '--watch', '-o', output]);
    const end = endOf(child);
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
    });
    await until(() => said.includes('watching'));
    shop.put('src/dough/dough0.ts', 'export const dough0 = 7;\n');
    await until(() => said.split('done in').length === 3);
    await new Promise((resolve) => setTimeout(resolve, 600));
    child.kill('SIGINT');
    expect((await end).how).toBe(130);
    expect(said.split('done in').length).toBe(3);
  });
});

describe('output that nobody reads', () => {
  const piped = (script: string) =>
    spawnSync('bash', ['-c', script, process.execPath, BIN, shop.root], { encoding: 'utf8' });
  it.each([
    ['json', 'analyze "$2" --no-git --no-cache --quiet --format json'],
    ['help', '--help'],
  ])('is no error: %s into head', (_name, args) => {
    const { stdout, stderr } = piped(`"$0" "$1" ${args} | head -n 1; exit \${PIPESTATUS[0]}`);
    expect([stdout.split('\n').length, stderr]).toEqual([2, '']);
  });
  it('waits for a reader that takes its time, to the last byte', () => {
    const args = 'analyze "$2" --no-git --no-cache --quiet --format json';
    const { stdout } = piped(`"$0" "$1" ${args} | (sleep 1; wc -c); exit \${PIPESTATUS[0]}`);
    const whole = Buffer.byteLength(analyze('--format', 'json').stdout);
    expect([Number(stdout), whole > 65_536]).toEqual([whole, true]);
  });
  it('is no error when the pipe is closed from the start, on stdout and on stderr', () => {
    const { status, stderr } = piped(
      '"$0" "$1" analyze "$2" --no-git --no-cache --format json | :; exit ${PIPESTATUS[0]}',
    );
    expect([status, stderr]).toEqual([0, '']);
    const closed = piped('"$0" "$1" analyze "$2/none" --no-git --no-cache 2>&1 >/dev/null | :; exit ${PIPESTATUS[0]}');
    expect(closed.status).toBe(2);
  });
});

describe('a full disk', () => {
  it('under stdout ends with 2 and says so', () => {
    const run = `"$0" "$1" analyze "$2" --no-git --no-cache --format`;
    for (const format of ['json', 'text']) {
      const { status, stderr } = spawnSync(
        'sh',
        ['-c', `${run} ${format} > /dev/full`, process.execPath, BIN, shop.root],
        {
          encoding: 'utf8',
        },
      );
      expect([status, stderr]).toEqual([2, expect.stringMatching(/ENOSPC \(MSA036\)\n {2}Check the free space/)]);
    }
  });
  it('under a named file ends with 2, and a device stays what it is', () => {
    const { code, stderr } = analyze('-o', '/dev/full');
    expect([code, stderr]).toEqual([2, expect.stringContaining('ENOSPC (MSA034)')]);
    expect(analyze('-o', '/dev/null').code).toBe(0);
    expect(existsSync('/dev/null') && readFileSync('/dev/null', 'utf8')).toBe('');
  });
  it.each([
    ['the report', ['analyze', '--format', 'markdown', '--no-cache', '-o'], 'map.md'],
    ['the baseline', ['check', '--no-cache', '--update-baseline', '--baseline'], 'debt.jsonl'],
    ['the context map', ['init', '--no-cache', '--force', '-o'], 'contexts.json'],
  ])('leaves nothing half-written: %s', (_name, [command, ...args], name) => {
    const file = join(shop.home, name);
    const run = `ulimit -f 0; "$@" --quiet`;
    const limited = () =>
      spawnSync('bash', ['-c', run, 'x', process.execPath, BIN, command!, shop.root, '--no-git', ...args, file], {
        encoding: 'utf8',
        env: { ...process.env, CI: '' },
      });
    const first = limited();
    expect([first.status, first.stderr]).toEqual([2, expect.stringContaining('EFBIG')]);
    expect(readdirSync(shop.home)).toEqual(['bakery']);
  });
  it('under the cache costs one warning', () => {
    const run = `ulimit -f 1; "$0" "$1" analyze "$2" --no-git --cache-dir "$3"`;
    const cache = join(shop.home, 'cache');
    const args = ['-c', run, process.execPath, BIN, shop.root, cache];
    const { status, stderr, stdout } = spawnSync('bash', args, { encoding: 'utf8' });
    expect([status, stderr.split('MSA106').length]).toEqual([0, 2]);
    expect(stdout).toBe(analyze().stdout);
    expect(temporaries(cache)).toEqual([]);
  });
});

describe('a cache folder that cannot be one', () => {
  it.each([
    ['a file', () => shop.put('.msa-map', 'flour')],
    ['a link to itself', () => symlinkSync('.msa-map', join(shop.root, '.msa-map'))],
    ['a file further in', () => shop.put('.msa-map/cache', 'flour')],
  ])('because %s has its name means no cache', (_name, make) => {
    make();
    const { code, stderr, stdout } = msaMap(['analyze', shop.root, '--no-git', '--quiet']);
    expect([code, stderr, stdout]).toEqual([0, '', analyze().stdout]);
  });
});

describe('a folder to analyse that cannot be one', () => {
  it.each([
    ['is below a file', 'bakery/package.json/x'],
    ['has a name that no disk takes', 'x'.repeat(5000)],
    ['is a loop of links', 'loop/x'],
  ])('because it %s ends with 2 and no stack', (_name, path) => {
    symlinkSync('loop', join(shop.home, 'loop'));
    for (const command of ['analyze', 'check', 'doctor']) {
      const { code, stderr } = msaMap([command, join(shop.home, path)]);
      expect([code, stderr.split('\n').length, stderr]).toEqual([2, 3, expect.stringContaining('MSA001')]);
    }
  });
});

describe('committed files that never end', () => {
  it.each(['msa-map.config.json', 'msa-map.baseline.jsonl'])('are refused: %s linked to a device', (name) => {
    rmSync(join(shop.root, name), { force: true });
    symlinkSync('/dev/zero', join(shop.root, name));
    const { code, stderr } = msaMap(['check', shop.root, '--no-git', '--no-cache']);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/a device\) \(MSA2[02]0\)/)]);
  });
  it('of other tools are left unread', () => {
    for (const name of ['pnpm-workspace.yaml', 'tsconfig.json', '.gitignore', 'CODEOWNERS', 'lerna.json', '.git'])
      symlinkSync('/dev/zero', join(shop.root, name));
    const { code } = msaMap(['analyze', shop.root, '--no-cache']);
    expect(code).toBe(0);
  });
});

describe('output', () => {
  it.each([
    ['a folder that is a file', 'file/map.md', 'MSA034'],
    ['a folder that nobody can make', '/proc/none/map.md', 'MSA034'],
    ['a folder', 'bakery', 'MSA032'],
    ['a link', 'link.md', 'MSA031'],
    ['a source file', 'bakery/src/dough/dough0.ts', 'MSA033'],
  ])('into %s is refused with 2 and changes nothing', (_name, path, code) => {
    writeFileSync(join(shop.home, 'file'), 'flour');
    symlinkSync('file', join(shop.home, 'link.md'));
    const { code: exit, stderr } = analyze('-o', resolve(shop.home, path));
    expect([exit, stderr]).toEqual([2, expect.stringContaining(code)]);
    expect(readFileSync(join(shop.home, 'file'), 'utf8')).toBe('flour');
    expect(readFileSync(join(shop.root, 'src/dough/dough0.ts'), 'utf8')).toBe('export const dough0 = 0;\n');
    expect(readdirSync(shop.home).sort()).toEqual(['bakery', 'file', 'link.md']);
  });
});

describe('memory that does not do', () => {
  it('is said before the work begins, with what to do', () => {
    const env = { NODE_OPTIONS: '--max-old-space-size=100' };
    const { code, stderr } = msaMap(['analyze', shop.root, '--no-git', '--no-cache'], { env });
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/NODE_OPTIONS=--max-old-space-size=1024, .*\(MSA039\)\n$/),
    ]);
    expect(analyze().stderr).toBe('');
  });
  it('that ran out ends the run with 2 and what to do, and leaves nothing', () => {
    const graph = join(shop.home, 'graph.json');
    writeFileSync(graph, JSON.stringify(tangle(3_000, 20_000)));
    const env = { NODE_OPTIONS: '--max-old-space-size=16' };
    const output = join(shop.home, 'map.md');
    const { code, stderr, stdout } = msaMap(['analyze', '--graph', graph, '-o', output], { env });
    const said =
      /^msa-map: out of memory: .*\(MSA040\)\n {2}Give it more: NODE_OPTIONS=--max-old-space-size=1024, .*\n$/;
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(said)]);
    expect(readdirSync(shop.home).sort()).toEqual(['bakery', 'graph.json']);
  });
  it('skips files larger than asked for, and counts them', () => {
    const { stdout } = analyze('--max-file-size', '30', '--format', 'json');
    const { coverage } = JSON.parse(stdout) as { coverage: { skipped: { path: string; reason: string }[] } };
    const sales = coverage.skipped.filter(({ path }) => path.startsWith('src/counter/'));
    expect(sales.map(({ reason }) => reason)).toEqual(sales.map(() => 'larger than 30 bytes'));
    expect(sales.length).toBe(40);
  });
});
