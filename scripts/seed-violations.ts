/**
 * Puts known violations into copies of real monoliths and asserts that `check` finds each at its line and nothing else.
 * Usage: tsx scripts/seed-violations.ts <folder that holds the repositories of seeds.ts> [name]. Needs a built dist.
 */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { SEEDED, type SeededRepository } from './seeds.js';

type Report = {
  readonly summary: Record<string, number>;
  readonly violations: readonly {
    readonly status: string;
    readonly key: { readonly rule: string; readonly to: string };
    readonly evidence: readonly { readonly path: string; readonly line: number }[];
  }[];
};

const BIN = resolve('bin/msa-map.js');

function main(corpus: string, only: string | undefined): number {
  let missed = 0;
  let seeds = 0;
  let found = 0;
  for (const repository of SEEDED) {
    if (only !== undefined && repository.name !== only) continue;
    const result = runOne(corpus, repository);
    seeds += repository.seeds.length;
    found += result.found;
    missed += result.problems.length;
    for (const problem of result.problems) console.log(`  ${problem}`);
  }
  console.log(`${seeds} seeds: ${found} findings at the right line, ${missed} missed or unexpected`);
  return missed === 0 ? 0 : 1;
}

function runOne(
  corpus: string,
  { name, include, config, seeds }: SeededRepository,
): { found: number; problems: string[] } {
  const root = mkdtempSync(join(tmpdir(), `msa-seed-${name}-`));
  try {
    for (const path of include) copy(join(corpus, name, path), join(root, path));
    writeFileSync(join(root, 'msa-map.config.json'), JSON.stringify(config));
    check(root, '--update-baseline');
    const before = check(root, '--format', 'json');
    const expected = new Set<string>();
    for (const { file, text, expect } of seeds) {
      const start = plant(join(root, file), text);
      for (const [rule, line, to] of expect) expected.add(`${rule} ${file}:${start + line} ${to}`);
    }
    const after = check(root, '--format', 'json');
    const fresh = after.violations.filter((v) => v.status === 'new');
    const problems: string[] = [];
    let found = 0;
    for (const { key, evidence } of fresh) {
      const place = `${key.rule} ${evidence[0]?.path}:${evidence[0]?.line} `;
      const match = [...expected].find((e) => e.startsWith(place) && key.to.endsWith(e.slice(place.length)));
      if (match === undefined) problems.push(`unexpected: ${place}${key.to}`);
      else if (expected.delete(match)) found++;
    }
    for (const missing of expected) problems.push(`missed: ${missing}`);
    console.log(`${name}: ${before.summary['accepted']} accepted before, ${found} found, ${problems.length} wrong`);
    return { found, problems };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function copy(from: string, to: string): void {
  if (!existsSync(from)) throw new Error(`the corpus lacks ${from}`);
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, filter: (path) => !['node_modules', '.git', 'dist'].includes(basename(path)) });
}

/** Appends the text and gives the line of its beginning, 1-based. */
function plant(path: string, text: readonly string[]): number {
  mkdirSync(dirname(path), { recursive: true });
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  appendFileSync(path, `${gap}${text.join('\n')}\n`);
  return (before + gap).split('\n').length;
}

function check(root: string, ...args: string[]): Report {
  const run = spawnSync(process.execPath, [BIN, 'check', root, '--no-git', ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (run.status === 2) throw new Error(run.stdout + run.stderr);
  return args.includes('json') ? JSON.parse(run.stdout) : { summary: {}, violations: [] };
}

const [corpus, only] = process.argv.slice(2);
if (corpus === undefined) throw new Error('usage: tsx scripts/seed-violations.ts <corpus> [name]');
process.exitCode = main(resolve(corpus), only);
