/** Writes a little repository into a temporary folder, removed when the test ends. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { EMPTY_CONFIG, type Project } from '../../src/model/index.js';
import { scan } from '../../src/scan/index.js';

export type Tree = Readonly<Record<string, string | object | Buffer>>;

/** Objects are written as JSON. */
export function tree(files: Tree): string {
  const root = mkdtempSync(join(tmpdir(), 'shop-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    const isRaw = typeof content === 'string' || Buffer.isBuffer(content);
    writeFileSync(join(root, path), isRaw ? content : JSON.stringify(content));
  }
  return root;
}

export function scanned(files: Tree, config = EMPTY_CONFIG): Promise<Project> {
  return scan(tree(files), { config });
}

export function pathsOf(project: Project): string[] {
  return project.files.map(({ path }) => path);
}

export function skippedOf(project: Project): Record<string, string> {
  return Object.fromEntries(project.skipped.map(({ path, reason }) => [path, reason]));
}
