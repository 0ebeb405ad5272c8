/**
 * Says before the work begins when a repository may need more memory than Node was given: running out of it ends a
 * process without a word of ours. The figures are rounded up from runs on monoliths of 14 to 36 MB of sources.
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
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;
  const size = `${files.length} files of ${megabytes(sources)} may need ${megabytes(needed)} of memory`;
  const more = `NODE_OPTIONS=--max-old-space-size=${Math.ceil(needed / 1e9) * 1024}`;
  return `${size}; Node's limit is ${megabytes(limit)}. If it runs out: ${more}, or leave folders out with "ignore". (MSA039)`;
}
