/** Through the built package, since a worker is a file of its own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Project, SourceFile } from '../../src/model/index.js';

const built: string = '../../dist/extract/index.js';
const { extract } = (await import(built)) as typeof import('../../src/extract/index.js');

let root: string;
let files: SourceFile[];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cinema-'));
  mkdirSync(join(root, 'src'));
  files = Array.from({ length: 300 }, (_, i) => ({ path: `src/seat${i}.ts`, role: 'runtime', kind: 'code', size: 0 }));
  for (const [i, { path }] of files.entries())
    writeFileSync(
      join(root, path),
      `import { row } from './row${i % 7}';\nexport const seat${i} = () => row.book(${i});\n`,
    );
  files.push({ path: 'src/gone.ts', role: 'runtime', kind: 'code', size: 0 });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const project = (): Project => {
  const stack = { frameworks: [], dataAccess: [] };
  return { name: 'cinema', files, packages: [], tsConfigs: [], stack, skipped: [], diagnostics: [] };
};

describe('several workers', () => {
  it('give the same bytes as none, with and without a cache', async () => {
    const alone = JSON.stringify(await extract(root, project(), { jobs: 1 }));
    expect(JSON.stringify(await extract(root, project(), { jobs: 3 }))).toBe(alone);
    const cacheDir = join(root, '.cache');
    expect(JSON.stringify(await extract(root, project(), { jobs: 2, cacheDir }))).toBe(alone);
    expect(JSON.stringify(await extract(root, project(), { jobs: 2, cacheDir }))).toBe(alone);
    expect(alone).toContain('MSA105');
  });
  it('tell how far they are, to the last file', async () => {
    const told: number[] = [];
    await extract(root, project(), { jobs: 2, onProgress: (done) => told.push(done) });
    expect(told.at(-1)).toBe(files.length);
    expect(told).toEqual([...told].sort((a, b) => a - b));
  });
});
