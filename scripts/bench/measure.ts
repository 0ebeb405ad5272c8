/** Runs commands in turn and takes medians. Whole processes, from start to exit; output goes nowhere or to a file. */
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';

export type Command = {
  readonly name: string;
  /** Arguments of node. */
  readonly args: readonly string[];
  readonly cwd: string;
  /** Done before each run, outside the clock. */
  readonly before?: () => void;
  /** Exit codes that count as done; 0 alone when absent. */
  readonly passes?: readonly number[];
};

export type Run = { readonly wall: number; readonly cpu: number; readonly peak: number; readonly stderr: string };

/** Medians in seconds and MiB; `failure` is what the command said when it did not work. */
export type Result = {
  readonly name: string;
  readonly wall: number;
  readonly cpu: number;
  readonly peak: number;
  readonly stderr: string;
  readonly failure?: string;
};

const PROBE = resolve(import.meta.dirname, 'probe.cjs');

/** A, B, C, A, B, C …: drift of the machine meets all alike. One run of each first is not counted. */
export function measure(commands: readonly Command[], runs: number, limitSeconds: number, scratch: string): Result[] {
  const kept = new Map<string, Run[]>(commands.map(({ name }) => [name, []]));
  const failed = new Map<string, string>();
  for (let i = 0; i <= runs; i++) {
    for (const command of commands) {
      if (failed.has(command.name)) continue;
      const run = runOnce(command, limitSeconds, scratch);
      if (typeof run === 'string') failed.set(command.name, run);
      else if (i > 0) kept.get(command.name)?.push(run);
    }
  }
  return commands.map(({ name }) => {
    const list = kept.get(name) ?? [];
    const failure = failed.get(name);
    const of = (pick: (run: Run) => number) => median(list.map(pick));
    const stderr = list.at(-1)?.stderr ?? '';
    return {
      name,
      wall: of((r) => r.wall),
      cpu: of((r) => r.cpu),
      peak: of((r) => r.peak),
      stderr,
      ...(failure === undefined ? {} : { failure }),
    };
  });
}

function runOnce({ args, cwd, before, passes = [0] }: Command, limit: number, scratch: string): Run | string {
  before?.();
  const probe = resolve(scratch, 'probe.txt');
  rmSync(probe, { force: true });
  const out = openSync(resolve(scratch, 'output.txt'), 'w');
  const begun = performance.now();
  const child = spawnSync(process.execPath, ['--require', PROBE, ...args], {
    cwd,
    env: { ...process.env, BENCH_PROBE_FILE: probe },
    stdio: ['ignore', out, 'pipe'],
    encoding: 'utf8',
    timeout: limit * 1000,
    maxBuffer: 64 * 1024 * 1024,
  });
  const wall = (performance.now() - begun) / 1000;
  closeSync(out);
  if (child.error !== undefined) return `unfinished after ${wall.toFixed(0)} s`;
  if (child.status === null || !passes.includes(child.status)) {
    return `exit ${child.status ?? child.signal}: ${child.stderr.trim().split('\n').slice(0, 2).join(' ').slice(0, 160)}`;
  }
  const last = existsSync(probe) ? readFileSync(probe, 'utf8').trim().split('\n').at(-1) : undefined;
  const [rss = 0, micros = 0] = (last ?? '').split(' ').map(Number);
  return { wall, cpu: micros / 1e6, peak: rss / 1024, stderr: child.stderr };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
