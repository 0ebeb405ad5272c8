/** A small monolith on disk whose counter depends on its dough, and ways to start the bin on it and end it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const BIN = join(import.meta.dirname, '../../bin/msa-map.js');

export type Bakery = {
  /** A folder of its own around the repository. */
  readonly home: string;
  readonly root: string;
  readonly put: (path: string, text: string) => void;
  readonly close: () => void;
};

export function bakery(files = 40): Bakery {
  const home = mkdtempSync(join(tmpdir(), 'bakery-'));
  const root = join(home, 'bakery');
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  put('package.json', '{ "name": "bakery" }');
  const contexts = { dough: { include: ['src/dough/**'] }, counter: { include: ['src/counter/**'] } };
  put('msa-map.config.json', JSON.stringify({ contexts }));
  for (let i = 0; i < files; i++) {
    put(`src/dough/dough${i}.ts`, `export const dough${i} = ${i};\n`);
    put(`src/counter/sale${i}.ts`, `import { dough${i} } from '../dough/dough${i}';\nexport const sale = dough${i};\n`);
  }
  return { home, root, put, close: () => rmSync(home, { recursive: true, force: true }) };
}

/** Files that a run writes to before it renames them. */
export function temporaries(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.tmp')) : [];
}

export type Ended = { readonly how: number | NodeJS.Signals | null; readonly stderr: string };

export function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  return spawn(process.execPath, [BIN, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, CI: '', ...env },
  });
}

/** Resolves when it is gone, with its exit code or the signal that ended it. */
export function endOf(child: ChildProcess): Promise<Ended> {
  return new Promise((resolve) => {
    let stderr = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr += chunk.toString('utf8');
    });
    child.on('close', (code, by) => resolve({ how: code ?? by, stderr }));
  });
}

/** Starts the bin and sends it a signal after that many milliseconds. */
export async function ended(args: readonly string[], signal: NodeJS.Signals, after: number): Promise<Ended> {
  const child = start(args);
  const timer = setTimeout(() => child.kill(signal), after);
  const end = await endOf(child);
  clearTimeout(timer);
  return end;
}
