/** A worker of the pool: reads batches of files, answers their facts, encoded, in the order asked. */
import { parentPort } from 'node:worker_threads';
import type { SourceFile } from '../model/index.js';
import { createEncoder, type Tables } from './cache/codec.js';
import { fileFacts } from './file-facts.js';
import { readBytes } from './read-facts.js';

export type Batch = { readonly root: string; readonly files: readonly SourceFile[] };
export type BatchFacts = { readonly tables: Tables; readonly chunks: readonly Uint8Array[] };

parentPort?.on('message', ({ root, files }: Batch) => {
  const tables: Tables = { strings: [], shapes: [] };
  const encoder = createEncoder(tables);
  const chunks = files.map((file) => {
    const bytes = readBytes(root, file);
    return encoder.encode(Buffer.isBuffer(bytes) ? fileFacts(file, bytes) : bytes);
  });
  parentPort?.postMessage({ tables, chunks } satisfies BatchFacts);
});
