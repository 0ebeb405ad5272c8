/**
 * What stands for the tool's own code: what another build has kept in a cache is not to be trusted. A built package has
 * the sums of its sources written in (`scripts/bundle.ts`); run from its sources it looks at their sizes and times.
 */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Written in when the package is built. */
declare const BUILT: { readonly all: string; readonly facts: string } | undefined;

/** `facts`: of the code that makes facts of a file alone. */
export function ownBuild(part: 'all' | 'facts'): string {
  if (typeof BUILT !== 'undefined') return BUILT[part];
  return sizesAndTimes(fileURLToPath(new URL(part === 'all' ? '..' : '../extract', import.meta.url)));
}

function sizesAndTimes(own: string): string {
  const folders = [own];
  const lines: string[] = [];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else if (/\.[jt]s$/.test(entry.name)) {
        const { size, mtimeMs } = statSync(path);
        lines.push(`${path.slice(own.length)} ${size} ${mtimeMs}`);
      }
    }
  }
  return lines.sort().join('\n');
}
