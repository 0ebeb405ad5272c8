/**
 * The outside of one run: streams, environment, folder. Passed to every command, so that a test can stand in for a
 * terminal. The result goes to stdout alone; progress, notes and warnings go to stderr.
 */
import { UserError } from '../model/diagnostics.js';
import type { TakeListed } from '../scan/index.js';

export type Io = {
  readonly stdout: NodeJS.WritableStream & { isTTY?: boolean; columns?: number };
  readonly stderr: NodeJS.WritableStream & { isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly platform: NodeJS.Platform;
  /** Told what the run is at, and '' when no stage is under way. */
  readonly onStage?: (stage: string) => void;
  /** What another thread has listed meanwhile of the folder to analyse. */
  readonly listed?: TakeListed | undefined;
};

export function processIo(): Io {
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    platform: process.platform,
  };
}

export const UNWRITABLE = 'MSA036';

/** What a stream says once nobody reads it any more: `msa-map … | head` is no error. */
const CLOSED: ReadonlySet<string | undefined> = new Set([
  'EPIPE',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
]);

/**
 * Writes and waits until the text is handed to the system: a pipe must not lose the end of a long report. Throws
 * UserError MSA036 when it cannot be written, as on a full disk.
 */
export function write(stream: NodeJS.WritableStream, text: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      const code = error ? ((error as NodeJS.ErrnoException).code ?? 'unknown error') : undefined;
      if (code === undefined || CLOSED.has(code)) resolve();
      else
        reject(new UserError(UNWRITABLE, `cannot write the output: ${code}`, 'Check the free space, then run again.'));
    });
  });
}
