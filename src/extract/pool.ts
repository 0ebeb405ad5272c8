/**
 * Facts made by this thread and by workers beside it: all take batches from one list until none is left. A worker loads
 * and warms a parser of its own, so there is one only where there are enough bytes to be read. On two cores there is none:
 * while one thread parses, those in which V8 compiles and collects garbage keep the other core busy.
 */
import { availableParallelism } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { FileFacts, SourceFile } from '../model/index.js';
import { decode, type Tables } from './cache/codec.js';
import type { Stamp } from './cache/stamp.js';
import type { Made, Work } from './worker.js';

/** This thread's, and that of V8's own threads. */
const TAKEN_CORES = 2;
/** Bytes of sources from which a worker is worth its start, and as many for each further one. */
const BYTES_PER_WORKER = 6_000_000;
const MAX_WORKERS = 5;
/** Small enough for no thread to wait long for the last batch of another. */
const BATCH_BYTES = 128 * 1024;
const BATCH_FILES = 32;

export type Pool = {
  /** The files of the next batch, by their place in the list: from the first up to the second; undefined when none is left. */
  readonly take: () => readonly [number, number] | undefined;
  /** Waits for what the workers took. What they failed at is missing then. */
  readonly finish: () => Promise<void>;
};

/** Workers beside this thread: as many as are asked for with it, else by the bytes to read and the cores. */
export function workersFor(asked: number | undefined, files: readonly SourceFile[]): number {
  if (asked !== undefined) return Math.min(asked, endsOf(files).length) - 1;
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return Math.min(Math.max(0, availableParallelism() - TAKEN_CORES), Math.floor(bytes / BYTES_PER_WORKER), MAX_WORKERS);
}

/** `onMade` is told what a worker made of the file at that place, in no order, while this thread leaves its event loop a turn. */
export function startPool(
  { root, files, isKept }: Pick<Work, 'root' | 'files' | 'isKept'>,
  count: number,
  onMade: (place: number, facts: FileFacts, stamp: Stamp | undefined) => void,
): Pool {
  const next = new Int32Array(new SharedArrayBuffer(4));
  const ends = endsOf(files);
  let left = ends.length;
  const workers = Array.from({ length: count }, () =>
    startWorker({ root, files, ends, next, isKept }, (batch, made) => {
      left--;
      for (const [i, { facts, stamp }] of made.entries()) onMade((ends[batch - 1] ?? 0) + i, facts, stamp);
      return left === 0;
    }),
  );
  return {
    take: () => {
      const batch = Atomics.add(next, 0, 1);
      const end = ends[batch];
      if (end === undefined) return undefined;
      left--;
      return [ends[batch - 1] ?? 0, end];
    },
    finish: async () => {
      if (left > 0) await Promise.all(workers.map(({ done }) => done));
      for (const { worker } of workers) void worker.terminate();
    },
  };
}

type Found = { readonly facts: FileFacts; readonly stamp: Stamp | undefined };

/** `done` resolves when the worker has ended, however, or `onBatch` says that it was the last. */
function startWorker(work: Work, onBatch: (batch: number, found: readonly Found[]) => boolean) {
  const worker = new Worker(new URL('../extract/worker.js', import.meta.url), {
    workerData: work,
    // A thread would get less than the process has.
    resourceLimits: { maxOldGenerationSizeMb: Math.floor(getHeapStatistics().heap_size_limit / 2 ** 20) },
  });
  const tables: Tables = { strings: [], shapes: [] };
  const done = new Promise<void>((resolve) => {
    worker.on('message', ({ batch, tables: added, bytes, starts, stamps }: Made) => {
      for (const text of added.strings) tables.strings.push(text);
      for (const shape of added.shapes) tables.shapes.push(shape);
      const found = starts.map((start, i) => ({ facts: decode(tables, bytes, start) as FileFacts, stamp: stamps[i] }));
      if (onBatch(batch, found)) resolve();
    });
    worker.on('error', () => resolve());
    worker.on('exit', () => resolve());
  });
  return { worker, done };
}

/** Where each batch ends. */
function endsOf(files: readonly SourceFile[]): number[] {
  const ends: number[] = [];
  let bytes = 0;
  let start = 0;
  for (const [i, { size }] of files.entries()) {
    bytes += size;
    if (bytes < BATCH_BYTES && i + 1 - start < BATCH_FILES && i + 1 < files.length) continue;
    ends.push(i + 1);
    start = i + 1;
    bytes = 0;
  }
  return ends;
}
