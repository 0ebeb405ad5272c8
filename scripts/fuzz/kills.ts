/**
 * Kills `analyze`, `check` (both with the cache of facts and of whole results) and `check --update-baseline` with SIGKILL
 * at random points in the middle of the run and just when they write, until so many kills have landed, and asserts
 * after each that the baseline is whole (the old one or the new one), that the next run says what a run without a past
 * says, that so does the one after it, which reads the kept result, and that none leaves a temporary file behind.
 * Usage: tsx scripts/fuzz/kills.ts [kills, default 200] [seed, default 1]. Needs a built dist.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { randomOf } from './random.js';

const BIN = resolve('bin/msa-map.js');
const FILES = 60;

/** What happened to one command. `atWrite` counts the kills that came as a temporary file appeared. */
type Outcome = { kills: number; atWrite: number; finished: number; leftovers: number; readonly problems: string[] };

async function main(kills: number, seed: number): Promise<number> {
  const random = randomOf(seed);
  const home = mkdtempSync(join(tmpdir(), 'kills-'));
  const root = join(home, 'bakery');
  const problems: string[] = [];
  try {
    writeBakery(root);
    const map = join(home, 'map.json');
    const analyze = ['analyze', root, '--no-git', '--format', 'json', '-o', map];
    const check = ['check', root, '--no-git', '--format', 'json', '-o', map];
    for (const [command, share, act] of [
      ['analyze', 0.4, (n: number) => killCached(home, root, analyze, n, random)],
      ['check', 0.3, (n: number) => killCached(home, root, check, n, random)],
      ['check --update-baseline', 0.3, (n: number) => killUpdates(root, n, random)],
    ] as const) {
      const outcome = await act(Math.ceil(kills * share));
      const { atWrite, finished, leftovers } = outcome;
      console.log(
        `${command}: ${outcome.kills} kills (${atWrite} as it wrote; ${finished} more runs were done before), ` +
          `${leftovers} left temporary files, ${outcome.problems.length} wrong next runs`,
      );
      problems.push(...outcome.problems.map((problem) => `${command}, ${problem}`));
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
  console.log(`${problems.length} problems (seed ${seed})`);
  for (const problem of problems) console.log(`  ${problem}`);
  return problems.length === 0 ? 0 : 1;
}

/** `args` write to the last of them; the bakery has no baseline yet, so a check ends with 1. */
async function killCached(
  home: string,
  root: string,
  args: readonly string[],
  kills: number,
  random: () => number,
): Promise<Outcome> {
  const outcome: Outcome = { kills: 0, atWrite: 0, finished: 0, leftovers: 0, problems: [] };
  const cache = join(home, `cache-${args[0]}`);
  const output = args.at(-1) as string;
  const cached = [...args, '--cache-dir', cache];
  const change = (i: number) =>
    writeFileSync(join(root, `src/dough/dough${i % FILES}.ts`), `export const dough${i % FILES} = ${i};\n`);
  const { status } = run(cached);
  change(-1);
  const duration = timed(() => run(cached));
  for (let i = 0; outcome.kills < kills; i++) {
    change(i);
    rmSync(output, { force: true });
    count(outcome, await killed(cached, pick(random, duration, cache, home)));
    if (leftBehind(home) + leftBehind(cache) > 0) outcome.leftovers++;
    const half = textOf(output);
    if (half !== undefined && !isJson(half)) outcome.problems.push(`kill ${i}: half a result`);
    const next = run(cached);
    const after = textOf(output);
    const again = run(cached);
    const kept = textOf(output);
    run([...args, '--no-cache']);
    const plain = textOf(output);
    if (next.status !== status || after !== plain) outcome.problems.push(`kill ${i}: the next run is wrong`);
    if (again.status !== status || kept !== plain) outcome.problems.push(`kill ${i}: the kept result is wrong`);
    for (const { stderr } of [next, again])
      if (stderr.includes('MSA106')) outcome.problems.push(`kill ${i}: ${stderr.trim()}`);
    if (leftBehind(home) + leftBehind(cache) > 0) outcome.problems.push(`kill ${i}: temporary files stay`);
  }
  return outcome;
}

async function killUpdates(root: string, kills: number, random: () => number): Promise<Outcome> {
  const outcome: Outcome = { kills: 0, atWrite: 0, finished: 0, leftovers: 0, problems: [] };
  const file = join(root, 'msa-map.baseline.jsonl');
  const args = ['check', root, '--no-git', '--no-cache', '--update-baseline', '--allow-additions', '--reason', 'old'];
  run(args);
  const full = textOf(file) as string;
  const empty = full.slice(0, full.indexOf('\n') + 1);
  const duration = timed(() => run(args));
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
  return outcome;
}

/** Before this part of a run nothing of ours has begun. */
const START = 0.2;

/** At any time of the run, or, as that is when harm could be done, just when it begins to write. */
function pick(random: () => number, duration: number, ...folders: readonly string[]): number | string {
  const folder = folders[Math.floor(random() * folders.length * 2)];
  return folder ?? (START + (1 - START) * random()) * duration;
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

type Killed = { readonly isKilled: boolean; readonly isAtWrite: boolean };

/** Killed after so many milliseconds, or as soon as a temporary file appears in a folder. */
function killed(args: readonly string[], when: number | string): Promise<Killed> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [BIN, ...args], { stdio: 'ignore', env: { ...process.env, CI: '' } });
    const kill = (): void => void child.kill('SIGKILL');
    const timer = typeof when === 'number' ? setTimeout(kill, when) : undefined;
    const watcher =
      typeof when === 'string' ? watch(when, (_event, name) => name?.endsWith('.tmp') && kill()) : undefined;
    child.on('close', (_code, signal) => {
      clearTimeout(timer);
      watcher?.close();
      done({ isKilled: signal === 'SIGKILL', isAtWrite: typeof when === 'string' });
    });
  });
}

function count(outcome: Outcome, { isKilled, isAtWrite }: Killed): void {
  if (isKilled) outcome.kills++;
  else outcome.finished++;
  if (isKilled && isAtWrite) outcome.atWrite++;
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
