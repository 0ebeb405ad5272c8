/** What the tests of this folder share: facts of an inline source. */
import { fileFacts } from '../../src/extract/file-facts.js';
import type { FileFacts, SourceKind } from '../../src/model/index.js';

export function read(text: string | Buffer, path = 'shop/order.ts', kind: SourceKind = 'code'): FileFacts {
  const bytes = Buffer.isBuffer(text) ? text : Buffer.from(text);
  return fileFacts({ path, kind, role: 'runtime', size: bytes.length }, bytes);
}

/** The bindings of the only import of a source. */
export function bindings(text: string, path?: string) {
  return read(text, path).imports[0]?.bindings ?? [];
}
