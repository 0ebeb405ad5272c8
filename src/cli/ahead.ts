/**
 * While the thread of a command starts, which takes as long as listing a folder of some thousand files, the process lists
 * the folder that the command will most likely scan. Guessed wrong, it is listed in vain: the command scans its own.
 */
import { realpathSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import type { Ahead } from '../scan/ahead.js';

export type Listing = {
  /** What the thread is to be given; its port is to be transferred. */
  readonly theirs: Ahead;
  readonly start: () => void;
  /** When the thread has ended. */
  readonly stop: () => void;
};

/** Commands whose first argument is the folder. */
const SCANNING: ReadonlySet<string | undefined> = new Set(['analyze', 'check', 'doctor', 'export', 'init']);
/** With these nothing is scanned, or files of another size are. */
const OTHERWISE = /^(?:-h$|--(?:help|from|graph|max-file-size)(?:$|=))/;

/** Undefined when no folder is likely, or nothing could be done at the same time. `argv` is without node and script. */
export function listingFor(argv: readonly string[]): Listing | undefined {
  const root = availableParallelism() > 1 ? folderOf(argv) : undefined;
  if (root === undefined) return undefined;
  const { port1: port, port2 } = new MessageChannel();
  const state = new Int32Array(new SharedArrayBuffer(8));
  let isOver = false;
  return {
    theirs: { root, state, port: port2 },
    start: async () => {
      // Only now, so that the thread does not wait for it.
      const { listAhead } = await import('../scan/ahead.js');
      await listAhead({ root, state, port }, () => isOver);
    },
    stop: () => {
      isOver = true;
    },
  };
}

/** Absolute and free of links; undefined when the command scans none that is known from its words. */
export function folderOf([command, first = '.', ...more]: readonly string[]): string | undefined {
  if (!SCANNING.has(command) || [first, ...more].some((word) => OTHERWISE.test(word))) return undefined;
  try {
    // `check` takes files as well, of the folder that it runs in.
    const isFolder = !first.startsWith('-') && !statSync(first).isFile();
    return realpathSync(resolve(isFolder ? first : '.'));
  } catch {
    return undefined;
  }
}
