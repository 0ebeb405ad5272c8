import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEncoder, decode, type Tables } from '../../src/extract/cache/codec.js';
import { extract } from '../../src/extract/index.js';
import type { Diagnostic, FileFacts, Project, SourceFile } from '../../src/model/index.js';

const SOURCES: Record<string, string> = {
  'src/cake.ts':
    "import { Oven } from './oven';\nexport class Cake { constructor(private oven: Oven) {} bake() { return this.oven.heat('cake') } }\n",
  'src/oven.ts': 'export class Oven { async heat(what: string) { const x = await find(what); return x } }\n',
  'schema.prisma': 'model Cake { id Int @id }\n',
  'broken.ts': 'export const = ;\n',
};

let root: string;
let cacheDir: string;
let problems: Diagnostic[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bakery-'));
  cacheDir = join(root, '.cache');
  problems = [];
  mkdirSync(join(root, 'src'));
  for (const [path, text] of Object.entries(SOURCES)) writeOld(path, text);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Written an hour ago, so that its times are trusted; the time of the inode's change cannot be set back. */
function writeOld(path: string, text: string): void {
  writeFileSync(join(root, path), text);
  const hourAgo = Date.now() / 1000 - 3600;
  utimesSync(join(root, path), hourAgo, hourAgo);
}

function project(paths = Object.keys(SOURCES)): Project {
  const files = paths.map(
    (path): SourceFile => ({ path, role: 'runtime', kind: path.endsWith('.prisma') ? 'prisma' : 'code', size: 0 }),
  );
  const stack = { frameworks: [], dataAccess: [] };
  return { name: 'bakery', files, packages: [], tsConfigs: [], stack, skipped: [], diagnostics: [] };
}

const run = (dir: string | undefined = cacheDir, paths?: string[]): Promise<FileFacts[]> =>
  extract(root, project(paths), { cacheDir: dir, onCacheProblem: (d) => problems.push(d) });

const storeFile = () => join(cacheDir, readdirSync(cacheDir).find((name) => name.endsWith('.bin'))!);

describe('facts from the cache', () => {
  it('are those of a run without it, to the byte', async () => {
    const plain = JSON.stringify(await run(undefined));
    expect(JSON.stringify(await run())).toBe(plain);
    expect(JSON.stringify(await run())).toBe(plain);
    expect(problems).toEqual([]);
  });
  it('keep what was one object one object', async () => {
    await run();
    const heat = (await run()).find((f) => f.path === 'src/oven.ts')!.program!.functions[1]!;
    expect(heat.locals[0]!.init).toBe(heat.body[0]);
  });
  it('follow a file that changed, one that came and one that went', async () => {
    await run();
    writeOld('src/oven.ts', 'export const grill = 1;\n');
    writeOld('src/tray.ts', 'export const tray = 1;\n');
    const paths = ['src/oven.ts', 'src/tray.ts'];
    expect(JSON.stringify(await run(cacheDir, paths))).toBe(JSON.stringify(await run(undefined, paths)));
  });
  it('notice a change of the same size at the same time', async () => {
    await run();
    const text = SOURCES['src/oven.ts']!.replace('heat', 'cool');
    const { mtime } = statSync(join(root, 'src/oven.ts'));
    writeFileSync(join(root, 'src/oven.ts'), text);
    utimesSync(join(root, 'src/oven.ts'), mtime, mtime);
    expect(JSON.stringify(await run())).toContain('cool');
  });
  it('leave the store alone when nothing changed', async () => {
    await run();
    await run();
    const before = statSync(storeFile()).ino;
    await run();
    expect(statSync(storeFile()).ino).toBe(before);
  });
  it('of a few files that were saved are written beside the others, whatever is saved after them', async () => {
    await run();
    const before = readFileSync(storeFile());
    for (const text of ['export const grill = 1;', SOURCES['src/oven.ts']!, '// Cold.\n', 'export const grill = 2;']) {
      writeOld('src/oven.ts', text);
      const plain = JSON.stringify(await run(undefined));
      expect(JSON.stringify(await run())).toBe(plain);
      expect(JSON.stringify(await run())).toBe(plain);
    }
    expect(readFileSync(storeFile()).equals(before)).toBe(true);
    expect(readdirSync(cacheDir).filter((name) => name.startsWith('facts-recent-'))).toHaveLength(1);
    for (const way of ['cut short', 'whole']) {
      const recent = join(cacheDir, readdirSync(cacheDir).find((name) => name.startsWith('facts-recent-'))!);
      if (way === 'cut short') writeFileSync(recent, readFileSync(recent).subarray(0, -3));
      writeOld('src/cake.ts', `export const slices = '${way}';`);
      expect(JSON.stringify(await run())).toBe(JSON.stringify(await run(undefined)));
    }
    expect(problems.map(({ code }) => code)).toEqual(['MSA106']);
  });
  it('of many files that were saved are written with all others', async () => {
    const paths = Array.from({ length: 120 }, (_, i) => `src/roll-${i}.ts`);
    for (const path of paths) writeOld(path, `export const roll = '${path}';`);
    await run(cacheDir, paths);
    for (const count of [3, 60, 2, 49, 120]) {
      for (const path of paths.slice(0, count)) writeOld(path, `export const roll = '${path} of ${count}';`);
      const plain = JSON.stringify(await run(undefined, paths));
      expect(JSON.stringify(await run(cacheDir, paths))).toBe(plain);
      expect(JSON.stringify(await run(cacheDir, paths))).toBe(plain);
    }
    expect(problems).toEqual([]);
  });
  it('are ignored by git', async () => {
    await run();
    expect(readFileSync(join(cacheDir, '.gitignore'), 'utf8')).toBe('*\n');
  });
});

describe('a cache that cannot be used', () => {
  const damages: Record<string, (bytes: Buffer) => Buffer> = {
    'cut short': (bytes) => bytes.subarray(0, bytes.length - 9),
    garbled: (bytes) => Buffer.concat([bytes.subarray(0, -1), Buffer.from([(bytes.at(-1)! + 1) % 256])]),
    empty: () => Buffer.alloc(0),
    foreign: () => Buffer.from('{"cakes":[]}\n\n'),
  };
  it.each(Object.keys(damages))('because it is %s costs one warning and is written anew', async (how) => {
    const plain = JSON.stringify(await run());
    writeFileSync(storeFile(), damages[how]!(readFileSync(storeFile())));
    expect(JSON.stringify(await run())).toBe(plain);
    expect(problems.map((d) => d.code)).toEqual(['MSA106']);
    expect(JSON.stringify(await run())).toBe(plain);
    expect(problems).toHaveLength(1);
  });
  it('of another build is a miss without a word', async () => {
    const plain = JSON.stringify(await run());
    const text = readFileSync(storeFile(), 'latin1').replace(
      /^msa-map facts 2 \w+/,
      'msa-map facts 2 0000000000000000',
    );
    writeFileSync(storeFile(), text, 'latin1');
    expect(JSON.stringify(await run())).toBe(plain);
    expect(problems).toEqual([]);
  });
  it('because its folder cannot be made costs one warning', async () => {
    writeFileSync(join(root, 'file'), '');
    const plain = JSON.stringify(await run(undefined));
    expect(JSON.stringify(await run(join(root, 'file', 'cache')))).toBe(plain);
    expect(problems.map((d) => d.code)).toEqual(['MSA106']);
  });
  it('is not harmed by runs at the same time', async () => {
    const all = await Promise.all([run(), run(), run()]);
    expect(new Set(all.map((facts) => JSON.stringify(facts))).size).toBe(1);
    expect(JSON.stringify(await run())).toBe(JSON.stringify(all[0]));
    expect(readdirSync(cacheDir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('the encoding', () => {
  it('gives back any JSON value, keys in order', () => {
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 5 }),
        fc.dictionary(
          fc.string().filter((key) => key !== '__proto__'),
          tie('value'),
          { maxKeys: 5, noNullPrototype: true },
        ),
      ),
    })).value;
    fc.assert(
      fc.property(json, json, (a, b) => {
        const tables: Tables = { strings: [], shapes: [] };
        const encoder = createEncoder(tables);
        const bytes = [encoder.encode(a), encoder.encode([b, b])];
        const read = bytes.map((chunk) => decode(tables, chunk, 0));
        expect(JSON.stringify(read)).toBe(JSON.stringify([a, [b, b]]));
      }),
    );
  });
});
