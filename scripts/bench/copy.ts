/**
 * A copy of the directory under measurement, since the runs with one changed file write to it. The copy has no
 * node_modules and borrows the git history of the original, which is only read.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';

const LEFT_OUT = new Set(['node_modules', '.git', '.msa-map', '.yarn', '.next', 'dist']);

/** Path of the directory inside the copy of its repository. */
export function copyOf(directory: string, scratch: string): string {
  const root = resolve(directory);
  const top = topOf(root);
  const copy = join(scratch, 'copies', basename(top));
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  cpSync(top, copy, { recursive: true, verbatimSymlinks: true, filter: (from) => !LEFT_OUT.has(basename(from)) });
  const git = join(top, '.git');
  if (existsSync(git)) writeFileSync(join(copy, '.git'), `gitdir: ${git}\n`);
  return join(copy, relative(top, root));
}

/** The nearest folder with a git directory, else the folder itself. */
function topOf(root: string): string {
  for (let folder = root; dirname(folder) !== folder; folder = dirname(folder)) {
    if (statSync(join(folder, '.git'), { throwIfNoEntry: false })?.isDirectory()) return folder;
  }
  return root;
}

/** The tsconfig that peers are given: in the directory, else in the folder above. */
export function tsConfigOf(root: string): string | undefined {
  for (const folder of [root, dirname(root)]) {
    const names = readdirSync(folder).filter((name) => /^tsconfig(\.base)?\.json$/.test(name));
    const name = ['tsconfig.json', 'tsconfig.base.json'].find((one) => names.includes(one));
    if (name !== undefined) return join(folder, name);
  }
  return undefined;
}
