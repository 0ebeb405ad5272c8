/** A command in its thread: streams that write at once, the end that `run` asks for, and when it may come unasked. */
import { writeSync } from 'node:fs';
import { Writable } from 'node:stream';
import { isatty } from 'node:tty';
import { parentPort, workerData } from 'node:worker_threads';
import { type Ahead, takerOf } from '../scan/ahead.js';
import type { Io } from './io.js';
import { main } from './main.js';

export type ThreadData = {
  /** 1 while the process may end without asking. */
  readonly mayEnd: Int32Array;
  /** Width of the terminal that stdout is. */
  readonly columns: number | undefined;
  /** The folder that the process lists while this thread starts. */
  readonly ahead: Ahead | undefined;
};

/** Stages that only compute: no file is written and no program runs. */
const COMPUTING: ReadonlySet<string> = new Set(['link', 'cluster', 'score', 'render']);
const RETRY_MS = 5;

const { mayEnd, columns, ahead } = workerData as ThreadData;
const port = parentPort;
port?.on('message', (code: number) => process.exit(code));
port?.unref();

const io: Io = {
  stdout: Object.assign(streamTo(1), columns === undefined ? {} : { columns }),
  stderr: streamTo(2),
  env: process.env,
  cwd: process.cwd(),
  platform: process.platform,
  listed: ahead && takerOf(ahead),
  onStage: (stage) => void Atomics.store(mayEnd, 0, COMPUTING.has(stage) ? 1 : 0),
};
process.exitCode = await main(process.argv.slice(2), io);

function streamTo(descriptor: number): Writable & { isTTY?: boolean } {
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      try {
        writeAll(descriptor, chunk);
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
  return Object.assign(stream, isatty(descriptor) ? { isTTY: true } : {});
}

/** A pipe that somebody made non-blocking refuses what its reader has no room for yet. */
function writeAll(descriptor: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
    }
  }
}
