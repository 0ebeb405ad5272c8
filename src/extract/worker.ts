/**
 * A worker beside the thread that asked for facts: takes one batch of files after another, as that thread does, and
 * answers their facts, encoded. Its tables grow from batch to batch; each answer has what is new in them.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { FileFacts, SourceFile } from '../model/index.js';
import { createEncoder, type Tables } from './cache/codec.js';
import { type Stamp, stampOf } from './cache/stamp.js';
import { fileFacts } from './file-facts.js';
import { readBytes } from './read-facts.js';

export type Work = {
  readonly root: string;
  readonly files: readonly SourceFile[];
  /** Where each batch ends in `files`. */
  readonly ends: readonly number[];
  /** One number that all threads share: the batch that is to be taken next. */
  readonly next: Int32Array;
  /** Whether facts are to be kept, and stamps therefore to be made. */
  readonly isKept: boolean;
};

export type Made = {
  readonly batch: number;
  /** New ones since the batch before. */
  readonly tables: Tables;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where in `bytes` the facts of each file begin. */
  readonly starts: readonly number[];
  readonly stamps: readonly (Stamp | undefined)[];
};

if (parentPort !== null) answer(workerData as Work, parentPort.postMessage.bind(parentPort));

function answer({ root, files, ends, next, isKept }: Work, post: (made: Made, moved: ArrayBuffer[]) => void): void {
  const tables: Tables = { strings: [], shapes: [] };
  const encoder = createEncoder(tables);
  const read = (file: SourceFile): { facts: FileFacts; stamp: Stamp | undefined } => {
    const bytes = readBytes(root, file);
    if (!Buffer.isBuffer(bytes)) return { facts: bytes, stamp: undefined };
    return { facts: fileFacts(file, bytes), stamp: isKept ? stampOf(root, file, bytes) : undefined };
  };
  for (let batch = Atomics.add(next, 0, 1); batch < ends.length; batch = Atomics.add(next, 0, 1)) {
    const known = { strings: tables.strings.length, shapes: tables.shapes.length };
    const found = files.slice(ends[batch - 1] ?? 0, ends[batch]).map(read);
    const { bytes, starts } = joined(found.map(({ facts }) => encoder.encode(facts)));
    const added = { strings: tables.strings.slice(known.strings), shapes: tables.shapes.slice(known.shapes) };
    post({ batch, tables: added, bytes, starts, stamps: found.map(({ stamp }) => stamp) }, [bytes.buffer]);
  }
}

function joined(chunks: readonly Uint8Array[]): { bytes: Uint8Array<ArrayBuffer>; starts: number[] } {
  const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  const starts = chunks.map((chunk) => {
    const start = at;
    bytes.set(chunk, start);
    at += chunk.length;
    return start;
  });
  return { bytes, starts };
}
