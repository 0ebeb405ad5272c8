import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '../../src');

/** Every `new UserError('MSA…', …)` of the sources, with its folder: one code is one folder's. */
function codes(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const entry of readdirSync(SRC, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
    const path = join(entry.parentPath, entry.name);
    const folder = path.slice(SRC.length + 1).split('/')[0] as string;
    for (const [, code] of readFileSync(path, 'utf8').matchAll(/new UserError\(\s*'(MSA\d{3})'/g)) {
      found.set(code as string, (found.get(code as string) ?? new Set()).add(folder));
    }
  }
  return found;
}

describe('error codes', () => {
  it('belong to one stage each, so that a code leads to one place; the command line may throw those of a stage', () => {
    const shared = [...codes()]
      .filter(([, folders]) => [...folders].filter((folder) => folder !== 'cli').length > 1)
      .map(([code, folders]) => `${code}: ${[...folders].join(', ')}`);
    expect(shared).toEqual([]);
  });
});

describe('the version', () => {
  it('is the one of package.json', () => {
    const { version } = JSON.parse(readFileSync(join(SRC, '../package.json'), 'utf8'));
    expect(readFileSync(join(SRC, 'version.ts'), 'utf8')).toContain(`'${version}'`);
  });
});
