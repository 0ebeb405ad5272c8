/**
 * How a run can end otherwise than by its result. Ctrl-C and kill end it at the next turn of the event loop, with the
 * exit code that shells give it; files are written in one synchronous piece, so nothing is half-written then, and the
 * parsing threads and git end with the process. A bug outside of any command ends it with 2: Node's own 1 would read
 * as findings of `check`.
 */
import { printable } from '../model/text.js';
import type { Io } from './io.js';

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/** Returns what takes the listeners away again. */
export function endWell(io: Io): () => void {
  const listeners = Object.entries(EXIT_CODES).map(([signal, code]) => {
    const end = (): void => {
      if (io.stderr.isTTY === true) io.stderr.write('\r\u001b[2K');
      process.exit(code);
    };
    return [signal, end] as const;
  });
  for (const [signal, end] of listeners) process.on(signal, end);
  const onBug = (error: unknown): void => {
    io.stderr.write(bugText(error));
    process.exit(2);
  };
  process.on('uncaughtException', onBug);
  return () => {
    for (const [signal, end] of listeners) process.off(signal, end);
    process.off('uncaughtException', onBug);
  };
}

/** The stack, which begins with the message, line by line without what a terminal would obey. */
export function bugText(error: unknown): string {
  const stack = error instanceof Error && error.stack !== undefined ? error.stack : String(error);
  return `${stack.split('\n').map(printable).join('\n')}\n`;
}
