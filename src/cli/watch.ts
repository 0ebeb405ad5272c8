/**
 * `--watch`: runs once, then again whenever something below the directory changes. Changes that come together (a
 * branch switch, a formatter) are one run; a change during a run starts the next one after it.
 */
import { watch } from 'node:fs';
import { type Io, write } from './io.js';
import { rootOf } from './paths.js';

/** Quiet time after the last change before a run. */
const SETTLE_MS = 120;
const IGNORED = /(^|[\\/])(node_modules|\.git|\.msa-map|dist)([\\/]|$)|~$|\.tmp$/;

export async function watchAndRun(io: Io, dir: string, run: () => Promise<unknown>): Promise<void> {
  const root = rootOf(io, dir);
  await runOnce(io, run);
  let wake: (() => void) | undefined;
  let isChanged = false;
  const watcher = watch(root, { recursive: true }, (_event, name) => {
    if (name !== null && IGNORED.test(name.toString())) return;
    isChanged = true;
    wake?.();
  });
  await write(io.stderr, `watching ${dir} (stop with Ctrl-C)\n`);
  const stopped = new Promise<void>((resolve) => process.once('SIGINT', () => resolve()));
  let isStopped = false;
  void stopped.then(() => {
    isStopped = true;
    wake?.();
  });
  while (!isStopped) {
    if (!isChanged)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    if (isStopped) break;
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    isChanged = false;
    await runOnce(io, run);
  }
  watcher.close();
  process.exitCode = 130;
}

/** A broken state while typing must not end the watch: the error is printed and the next change tried. */
async function runOnce(io: Io, run: () => Promise<unknown>): Promise<void> {
  const begun = performance.now();
  try {
    await run();
    await write(io.stderr, `done in ${Math.round(performance.now() - begun)} ms\n`);
  } catch (error) {
    await write(io.stderr, `${error instanceof Error ? error.message : String(error)}\n`);
  }
}
