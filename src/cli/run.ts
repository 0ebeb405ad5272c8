/**
 * The process around a command, which works in a thread of its own: so Ctrl-C is heard in the middle of a long stage,
 * and a thread that runs out of memory is told of instead of ending the process with a dump. Exit codes: the
 * command's, 130 and 143 when interrupted, 2 when it broke.
 */
import { isatty } from 'node:tty';
import { getHeapStatistics } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { listingFor } from './ahead.js';
import { outOfMemoryText } from './memory.js';
import type { ThreadData } from './thread.js';

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;
/** How often a run that was asked to end is looked at: it may just have begun a stage in which it hears nothing. */
const LOOK_MS = 20;
/** Longer than any write takes. */
const PATIENCE_MS = 3_000;

/** `argv` is without node and script. Resolves to the exit code once the command is done or has ended. */
export function run(argv: readonly string[]): Promise<number> {
  const limit = getHeapStatistics().heap_size_limit;
  const mayEnd = new Int32Array(new SharedArrayBuffer(4));
  const listing = listingFor(argv);
  const ahead = listing?.theirs;
  const columns = isatty(1) ? process.stdout.columns : undefined;
  const thread = new Worker(new URL('./thread.js', import.meta.url), {
    argv: [...argv],
    workerData: { mayEnd, columns, ahead } satisfies ThreadData,
    transferList: ahead === undefined ? [] : [ahead.port],
    // A thread would get less than the process has.
    resourceLimits: { maxOldGenerationSizeMb: Math.floor(limit / 2 ** 20) },
  });
  endOnSignals(thread, mayEnd);
  listing?.start();
  return new Promise((resolve) => {
    thread.on('error', (error: NodeJS.ErrnoException) => {
      const isFull = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      process.stderr.write(`${erased()}${isFull ? outOfMemoryText(limit) : `${error.stack ?? error}\n`}`);
      resolve(2);
    });
    thread.on('exit', (code) => {
      listing?.stop();
      resolve(code);
    });
  });
}

/**
 * In a stage that writes nothing and waits for nobody the process ends at once. Elsewhere the thread is asked to, so that
 * no file is half-written and git ends with it; it hears that at the next turn of its event loop.
 */
function endOnSignals(thread: Worker, mayEnd: Int32Array): void {
  for (const [signal, code] of Object.entries(EXIT_CODES)) {
    process.on(signal, () => {
      const endIfFree = (): void => {
        if (Atomics.load(mayEnd, 0) === 1) process.exit(code);
      };
      process.once('exit', () => process.stderr.write(erased()));
      endIfFree();
      thread.postMessage(code);
      setInterval(endIfFree, LOOK_MS).unref();
      setTimeout(() => process.exit(code), PATIENCE_MS).unref();
    });
  }
}

/** What takes a line of progress away. */
function erased(): string {
  return isatty(2) ? '\r\u001b[2K' : '';
}
