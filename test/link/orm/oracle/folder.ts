/** A folder that holds one generated source file while a test looks at it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export async function inFolder<T>(source: string, look: (root: string) => Promise<T>): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), 'msa-map-oracle-'));
  writeFileSync(join(root, 'entities.ts'), source);
  try {
    return await look(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}
