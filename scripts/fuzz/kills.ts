/**
 * Kills `analyze` and `check --update-baseline` with SIGKILL, many times, at random points and just when they write, and asserts after each that
 * the baseline is whole (the old one or the new one), that the next run says what a run without a past says, and that
 * it leaves no temporary file behind.
 * Usage: tsx scripts/fuzz/kills.ts [kills, default 200] [seed, default 1]. Needs a built dist.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { randomOf } from './random.js';

const BIN = resolve('bin/msa-map.js');
const FILES = 60;

type Outcome = { kills: number; finished: number; leftovers: number; readonly problems: string[] };

async function main(kills: number, seed: number): Promise<number> {
  const random = randomOf(seed);
  const home = mkdtempSync(join(tmpdir(), 'kills-'));
  const root = join(home, 'bakery');
  const outcome: Outcome = { kills: 0, finished: 0, leftovers: 0, problems: [] };
  try {
    writeBakery(root);
    await killAnalyze(home, root, kills, random, outcome);
    await killUpdates(root, kills, random, outcome);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
  const { problems, finished, leftovers } = outcome;
  console.log(`${outcome.kills} kills (${finished} runs were done before), ${leftovers} left temporary files behind,`);
  console.log(`${problems.length} wrong next runs (seed ${seed})`);
  for (const problem of problems) console.log(`  ${problem}`);
  return problems.length === 0 ? 0 : 1;
}

async function killAnalyze(home: string, root: string, kills: number, random: () => number, outcome: Outcome) {
  const cache = join(home, 'cache');
  const output = join(home, 'map.json');
  const args = ['analyze', root, '--no-git', '--format', 'json', '-o', output];
  const duration = timed(() => run([...args, '--cache-dir', cache]));
  for (let i = 0; outcome.kills < kills / 2; i++) {
    writeFileSync(join(root, `src/dough/dough${i % FILES}.ts`), `export const dough${i % FILES} = ${i};\n`);
    rmSync(output, { force: true });
    count(outcome, await killed([...args, '--cache-dir', cache], pick(random, duration, cache, home)));
    if (leftBehind(home) + leftBehind(cache) > 0) outcome.leftovers++;
    const half = textOf(output);
    if (half !== undefined && !isJson(half)) outcome.problems.push(`kill ${i}: half an analysis`);
    const next = run([...args, '--cache-dir', cache]);
    const after = textOf(output);
    run([...args, '--no-cache']);
    if (next.status !== 0 || after !== textOf(output)) outcome.problems.push(`kill ${i}: the next analysis is wrong`);
    if (next.stderr.includes('MSA106')) outcome.problems.push(`kill ${i}: ${next.stderr.trim()}`);
    if (leftBehind(home) + leftBehind(cache) > 0) outcome.problems.push(`kill ${i}: temporary files stay`);
  }
}

async function killUpdates(root: string, kills: number, random: () => number, outcome: Outcome) {
  const file = join(root, 'msa-map.baseline.jsonl');
  const args = ['check', root, '--no-git', '--no-cache', '--update-baseline', '--allow-additions', '--reason', 'old'];
  const duration = timed(() => run(args));
  const full = textOf(file) as string;
  const empty = full.slice(0, full.indexOf('\n') + 1);
  for (let i = 0; outcome.kills < kills; i++) {
    writeFileSync(file, empty);
    count(outcome, await killed(args, pick(random, duration, root)));
    if (leftBehind(root) > 0) outcome.leftovers++;
    const now = textOf(file);
    if (now !== full && now !== empty) outcome.problems.push(`kill ${i}: the baseline is neither old nor new`);
    const next = run(args);
    if (next.status !== 0 || textOf(file) !== full) outcome.problems.push(`kill ${i}: the next update is wrong`);
    if (leftBehind(root) > 0) outcome.problems.push(`kill ${i}: temporary files stay`);
  }
}

/** At any time of the run, or, as that is when harm could be done, just when it begins to write. */
function pick(random: () => number, duration: number, ...folders: readonly string[]): number | string {
  const folder = folders[Math.floor(random() * folders.length * 2)];
  return folder ?? random() * duration;
}

function writeBakery(root: string): void {
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  put('package.json', '{ "name": "bakery" }');
  const contexts = { dough: { include: ['src/dough/**'] }, counter: { include: ['src/counter/**'] } };
  put('msa-map.config.json', JSON.stringify({ contexts }));
  for (let i = 0; i < FILES; i++) {
    put(`src/dough/dough${i}.ts`, `export const dough${i} = 0;\n`);
    put(`src/counter/sale${i}.ts`, `import { dough${i} } from '../dough/dough${i}';\nexport const sale = dough${i};\n`);
  }
}

function run(args: readonly string[]) {
  return spawnSync(process.execPath, [BIN, ...args], { encoding: 'utf8', env: { ...process.env, CI: '' } });
}

/** Killed after so many milliseconds, or as soon as a temporary file appears in a folder. Answers whether it was. */
function killed(args: readonly string[], when: number | string): Promise<boolean> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [BIN, ...args], { stdio: 'ignore', env: { ...process.env, CI: '' } });
    const kill = (): void => void child.kill('SIGKILL');
    const timer = typeof when === 'number' ? setTimeout(kill, when) : undefined;
    const watcher =
      typeof when === 'string' ? watch(when, (_event, name) => name?.endsWith('.tmp') && kill()) : undefined;
    child.on('close', (_code, signal) => {
      clearTimeout(timer);
      watcher?.close();
      done(signal === 'SIGKILL');
    });
  });
}

function count(outcome: Outcome, isKilled: boolean): void {
  if (isKilled) outcome.kills++;
  else outcome.finished++;
}

function timed(work: () => unknown): number {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}

function leftBehind(folder: string): number {
  return readdirSync(folder).filter((name) => name.endsWith('.tmp')).length;
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const [kills = '200', seed = '1'] = process.argv.slice(2);
process.exitCode = await main(Number(kills), Number(seed));
