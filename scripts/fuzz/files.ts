/**
 * Mutates the files of real repositories and asserts that the tool never throws and never takes long for its input:
 * each file by itself through the parser, then small trees of mutated files through the whole analysis and every report.
 * It ends after so many minutes and the tree at hand.
 * Usage: tsx scripts/fuzz/files.ts <minutes> <seed> <folder that holds repositories, or a repository> …
 * A failure prints seed, path and stack, and keeps the input in the temporary folder.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { analyze } from '../../src/analyze.js';
import { fileFacts } from '../../src/extract/file-facts.js';
import { EMPTY_CONFIG, type SourceFile, UserError } from '../../src/model/index.js';
import { REPORTERS } from '../../src/report/index.js';
import { mutate } from './mutate.js';
import { randomOf } from './random.js';

const SOURCE = /\.(?:[cm]?[jt]sx?|prisma|sql)$|(?:^|\/)(?:package|tsconfig[\w.]*)\.json$/;
const MAX_SIZE = 300_000;
const TREE = 120;
/** Milliseconds of the processor that a file may take, and per kilobyte besides. */
const [SLOW_MS, SLOW_MS_PER_KB] = [2_000, 20];

type Found = {
  files: number;
  bytes: number;
  trees: number;
  slowest: string;
  slowestMs: number;
  readonly failures: string[];
};

async function main(minutes: number, seed: number, folders: readonly string[]): Promise<number> {
  const end = Date.now() + minutes * 60_000;
  const isOver = (): boolean => Date.now() >= end;
  const random = randomOf(seed);
  const files = folders.flatMap((folder) => sourcesBelow(folder));
  const found: Found = { files: 0, bytes: 0, trees: 0, slowest: '', slowestMs: 0, failures: [] };
  while (!isOver()) {
    const begin = Math.floor(random() * Math.max(1, files.length - TREE));
    const slice = files.slice(begin, begin + TREE);
    const mutated = slice.map(
      (file) =>
        [file, mutate(textOf(file), random, textOf(slice[Math.floor(random() * slice.length)] as string))] as const,
    );
    for (const [file, bytes] of mutated) if (!isOver()) tryFile(file, bytes, found);
    if (!isOver()) await tryTree(mutated, found);
  }
  console.log(
    `seed ${seed}: ${found.files} mutated files (${(found.bytes / 1e6).toFixed(0)} MB) of ${files.length} in ${folders.length} folders,`,
  );
  console.log(
    `${found.trees} trees; slowest ${found.slowestMs.toFixed(0)} ms (${found.slowest}); ${found.failures.length} failures`,
  );
  for (const failure of found.failures) console.log(failure);
  return found.failures.length === 0 ? 0 : 1;
}

function tryFile(path: string, bytes: Buffer, found: Found): void {
  const kind = path.endsWith('.prisma') ? 'prisma' : path.endsWith('.sql') ? 'sql' : 'code';
  const file: SourceFile = { path, role: 'runtime', kind, size: bytes.length };
  const begun = process.cpuUsage();
  try {
    JSON.stringify(fileFacts(file, bytes).diagnostics);
  } catch (error) {
    found.failures.push(`${path}: ${(error as Error).stack}\n  kept: ${keep(path, bytes)}`);
  }
  const ms = spent(begun);
  found.files++;
  found.bytes += bytes.length;
  if (ms > found.slowestMs) Object.assign(found, { slowestMs: ms, slowest: `${path}, ${bytes.length} bytes` });
  if (ms > SLOW_MS + (bytes.length / 1024) * SLOW_MS_PER_KB) {
    found.failures.push(`${path}: ${ms.toFixed(0)} ms for ${bytes.length} bytes\n  kept: ${keep(path, bytes)}`);
  }
}

async function tryTree(files: readonly (readonly [string, Buffer])[], found: Found): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'mutated-'));
  const top = commonFolder(files.map(([path]) => path));
  for (const [path, bytes] of files) {
    const target = join(root, relative(top, path));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
  }
  const begun = process.cpuUsage();
  try {
    const analysis = await analyze(root, { config: EMPTY_CONFIG, useGit: false });
    for (const { render } of Object.values(REPORTERS)) await render(analysis, { width: 100 });
  } catch (error) {
    if (!(error instanceof UserError)) {
      found.failures.push(`tree of ${files[0]?.[0]} …: ${(error as Error).stack}\n  kept: ${root}`);
      return;
    }
  }
  const ms = spent(begun);
  const size = files.reduce((sum, [, bytes]) => sum + bytes.length, 0);
  found.trees++;
  if (ms > SLOW_MS * 5 + (size / 1024) * SLOW_MS_PER_KB) {
    found.failures.push(`tree of ${files[0]?.[0]} …: ${ms.toFixed(0)} ms for ${size} bytes\n  kept: ${root}`);
  } else rmSync(root, { recursive: true });
}

/** In milliseconds of the processor: others may be using the machine. */
function spent(begun: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === '.git' || entry.name === 'node_modules' ? [] : sourcesBelow(path);
      return entry.isFile() && SOURCE.test(path) && statSync(path).size < MAX_SIZE ? [path] : [];
    });
}

function textOf(path: string): string {
  return readFileSync(path, 'utf8');
}

function commonFolder(paths: readonly string[]): string {
  let folder = dirname(paths[0] as string);
  while (!paths.every((path) => path.startsWith(`${folder}/`))) folder = dirname(folder);
  return folder;
}

function keep(path: string, bytes: Buffer): string {
  const kept = join(mkdtempSync(join(tmpdir(), 'mutated-')), path.replace(/.*\//, ''));
  writeFileSync(kept, bytes);
  return kept;
}

const [minutes = '3', seed = '1', ...folders] = process.argv.slice(2);
process.exitCode = await main(Number(minutes), Number(seed), folders);
