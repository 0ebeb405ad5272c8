/** A bug outside of any command ends the run with 2: Node's own 1 would read as findings of `check`. */
import { printable } from '../model/text.js';
import type { Io } from './io.js';

/** Returns what takes the listener away again. */
export function endOnBugs(io: Io): () => void {
  const onBug = (error: unknown): void => {
    io.stderr.write(bugText(error));
    process.exit(2);
  };
  process.on('uncaughtException', onBug);
  return () => void process.off('uncaughtException', onBug);
}

/** The stack, which begins with the message, line by line without what a terminal would obey. */
export function bugText(error: unknown): string {
  const stack = error instanceof Error && error.stack !== undefined ? error.stack : String(error);
  return `${stack.split('\n').map(printable).join('\n')}\n`;
}
