/**
 * Facts made by several workers. Each loads and warms a parser of its own, which costs most of a second: on two cores,
 * or for a few thousand files, one process is faster (measured: two workers on two cores take 1.2 to 1.4 times as long).
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { FileFacts, SourceFile } from '../model/index.js';
import { decode } from './cache/codec.js';
import type { BatchFacts } from './worker.js';

const MIN_FILES = 3_000;
const MIN_CORES = 3;
const MAX_WORKERS = 6;
const BATCH = 64;

/** Workers to use: as asked for, else by the number of files and cores. 1 means none. */
export function workersFor(asked: number | undefined, files: number): number {
  if (asked !== undefined) return Math.max(1, Math.min(asked, Math.ceil(files / BATCH)));
  const cores = availableParallelism();
  return files < MIN_FILES || cores < MIN_CORES ? 1 : Math.min(cores - 1, MAX_WORKERS);
}

/** Facts of the files, in their order. Rejects when a worker fails; the caller then reads the files itself. */
export async function factsFromWorkers(
  root: string,
  files: readonly SourceFile[],
  count: number,
  onBatch: (done: number) => void,
): Promise<FileFacts[]> {
  const facts = new Array<FileFacts>(files.length);
  const workers: Worker[] = [];
  let next = 0;
  let done = 0;
  const run = (worker: Worker): Promise<void> =>
    new Promise((resolve, reject) => {
      let start = 0;
      const give = (): void => {
        start = next;
        next += BATCH;
        if (start >= files.length) resolve();
        else worker.postMessage({ root, files: files.slice(start, start + BATCH) });
      };
      worker.on('error', reject);
      worker.on('message', ({ tables, chunks }: BatchFacts) => {
        for (const [i, chunk] of chunks.entries()) facts[start + i] = decode(tables, chunk, 0) as FileFacts;
        done += chunks.length;
        onBatch(done);
        give();
      });
      give();
    });
  try {
    for (let i = 0; i < count; i++) workers.push(new Worker(new URL('../extract/worker.js', import.meta.url)));
    await Promise.all(workers.map(run));
    return facts;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
