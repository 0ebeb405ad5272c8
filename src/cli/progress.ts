/**
 * What a person at a terminal sees while waiting, on stderr: the stage and its count, redrawn in place, shown only
 * once a run takes longer than a moment. Silent when stderr is no terminal or with --quiet. `--timing` prints the
 * stages at the end in any case.
 */
import type { Io } from './io.js';

export type Progress = {
  readonly stage: (name: string) => void;
  readonly count: (done: number, total: number) => void;
  /** Only the first call counts. */
  readonly end: () => void;
};

/** Shown after this many milliseconds, and redrawn at most this often. */
const DELAY_MS = 700;
const REDRAW_MS = 80;

const STAGE_TITLES: Readonly<Record<string, string>> = {
  scan: 'looking for files',
  extract: 'reading files',
  link: 'resolving imports and tables',
  cluster: 'finding contexts',
  history: 'reading the git history',
  score: 'ranking',
  check: 'checking',
  keep: 'keeping the result for the next run',
};

export function startProgress(io: Io, options: { readonly isQuiet: boolean; readonly timing: boolean }): Progress {
  const begun = performance.now();
  const timings: [string, number][] = [];
  const isLive = !options.isQuiet && io.stderr.isTTY === true && io.env.CI === undefined;
  let current = '';
  let since = begun;
  let drawn = 0;
  let isEnded = false;
  const draw = (text: string): void => {
    const now = performance.now();
    if (!isLive || now - begun < DELAY_MS || now - drawn < REDRAW_MS) return;
    drawn = now;
    io.stderr.write(`\r\u001b[2K${text}`);
  };
  const close = (): void => {
    const now = performance.now();
    if (current !== '') timings.push([current, now - since]);
    since = now;
  };
  return {
    stage(name) {
      io.onStage?.(name);
      close();
      current = name;
      draw(`${STAGE_TITLES[name] ?? name} …`);
    },
    count(done, total) {
      draw(`${STAGE_TITLES[current] ?? current} … ${done} of ${total}`);
    },
    end() {
      if (isEnded) return;
      isEnded = true;
      io.onStage?.('');
      close();
      current = '';
      if (drawn > 0) io.stderr.write('\r\u001b[2K');
      if (options.timing) {
        for (const [name, ms] of timings) io.stderr.write(`${name.padEnd(10)}${ms.toFixed(0).padStart(8)} ms\n`);
        const peak = Math.round(process.resourceUsage().maxRSS / 1024);
        io.stderr.write(
          `${'in all'.padEnd(10)}${(performance.now() - begun).toFixed(0).padStart(8)} ms, peak ${peak} MiB\n`,
        );
      }
    },
  };
}
