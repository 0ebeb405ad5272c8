/**
 * `--watch`: runs once, then again whenever something below the directory changes. Changes that come together (a
 * branch switch, a formatter) are one run; a change during a run starts the next one after it.
 */
import { watch } from 'node:fs';
import { resolve } from 'node:path';
import { printable } from '../model/index.js';
import { type Io, write } from './io.js';
import { rootOf } from './paths.js';

/** Quiet time after the last change before a run. */
const SETTLE_MS = 120;
const IGNORED = /(^|[\\/])(node_modules|\.git|\.msa-map|dist)([\\/]|$)|~$|\.tmp$/;

/** Ends with the process. `output` is the file that `run` writes; it must not start the next run. */
export async function watchAndRun(
  io: Io,
  dir: string,
  output: string | undefined,
  run: () => Promise<unknown>,
): Promise<never> {
  const root = rootOf(io, dir);
  const written = output === undefined ? undefined : resolve(io.cwd, output);
  await runOnce(io, run);
  let wake: (() => void) | undefined;
  let isChanged = false;
  watch(root, { recursive: true }, (_event, name) => {
    if (name !== null && (IGNORED.test(name.toString()) || resolve(root, name.toString()) === written)) return;
    isChanged = true;
    wake?.();
  });
  await write(io.stderr, `watching ${dir} (stop with Ctrl-C)\n`);
  for (;;) {
    if (!isChanged)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    isChanged = false;
    await runOnce(io, run);
  }
}

/** A broken state while typing must not end the watch: the error is printed and the next change tried. */
async function runOnce(io: Io, run: () => Promise<unknown>): Promise<void> {
  const begun = performance.now();
  try {
    await run();
    await write(io.stderr, `done in ${Math.round(performance.now() - begun)} ms\n`);
  } catch (error) {
    await write(io.stderr, `${printable(error instanceof Error ? error.message : String(error))}\n`);
  }
}
