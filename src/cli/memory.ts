/**
 * Says before the work begins when a repository may need more memory than Node was given, and what to do when it ran
 * out. The figures are rounded up from runs on monoliths of 14 to 36 MB of sources.
 */
import { getHeapStatistics } from 'node:v8';

const BASE_BYTES = 200e6;
const BYTES_PER_SOURCE_BYTE = 15;

type Sized = { readonly files: readonly { readonly size: number }[] };

/** Undefined when there is enough. `limit` is what Node's heap may grow to, in bytes. */
export function memoryNote({ files }: Sized, limit: number = getHeapStatistics().heap_size_limit): string | undefined {
  const sources = files.reduce((sum, { size }) => sum + size, 0);
  const needed = BASE_BYTES + sources * BYTES_PER_SOURCE_BYTE;
  if (needed < limit) return undefined;
  const size = `${files.length} files of ${megabytes(sources)} may need ${megabytes(needed)} of memory`;
  return `${size}; Node's limit is ${megabytes(limit)}. If it runs out: ${more(needed)}, or leave folders out with "ignore". (MSA039)`;
}

/** What is said when it did run out. `limit` is what it had, in bytes; the advice is twice as much. */
export function outOfMemoryText(limit: number): string {
  const advice = `Give it more: ${more(limit * 2)}, or leave folders out with "ignore".`;
  return `msa-map: out of memory: Node's limit of ${megabytes(limit)} is too low for this repository (MSA040)\n  ${advice}\n`;
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`;
}

function more(bytes: number): string {
  return `NODE_OPTIONS=--max-old-space-size=${Math.ceil(bytes / 1e9) * 1024}`;
}
