/**
 * The second half of `npm run build`: our own modules joined into few files, since a run that finds everything as it was
 * takes a third of its time to load them one by one. Dependencies stay outside. Files in `dist/parts` are shared; they lie
 * as deep as the sources, so that `../extract/worker.js` leads to the same file from both. Names are kept as they are
 * written: a bug's stack says where it is.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';

const top = resolve(import.meta.dirname, '..');
const dist = join(top, 'dist');

/** What is loaded by its name: the API, the program and its thread, a worker; the rest for tests of the built package. */
const ENTRIES = ['index.ts', 'cli/run.ts', 'cli/thread.ts', 'cli/main.ts', 'extract/index.ts', 'extract/worker.ts'];
/** Code that makes the facts of a file. */
const FACTS = ['extract', 'model'];

/**
 * Dependencies in CommonJS that nearly every run loads: required, since to import them Node first looks through their
 * text for what they export, which takes as long as running them.
 */
const REQUIRED = /^(?:commander|ignore|jsonc-parser|picomatch)$/;
const required: Plugin = {
  name: 'required',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: REQUIRED }, ({ path, kind }) =>
      kind === 'require-call' ? { path, external: true } : { path, namespace: 'required' },
    );
    onLoad({ filter: REQUIRED, namespace: 'required' }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
    }));
  },
};
const BANNER = `import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);`;

for (const name of filesBelow(dist)) if (name.endsWith('.js')) rmSync(join(dist, name));
await build({
  absWorkingDir: top,
  entryPoints: ENTRIES.map((name) => `src/${name}`),
  outbase: 'src',
  outdir: 'dist',
  chunkNames: 'parts/[hash]',
  bundle: true,
  splitting: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  charset: 'utf8',
  legalComments: 'none',
  plugins: [required],
  banner: { js: BANNER },
  define: { BUILT: JSON.stringify({ all: sumOf(['']), facts: sumOf(FACTS) }) },
});

/** Of what the sources hold, so that the same sources give the same files on any machine. */
function sumOf(folders: readonly string[]): string {
  const hash = createHash('sha256').update(readFileSync(join(top, 'package-lock.json')));
  for (const folder of folders)
    for (const name of filesBelow(join(top, 'src', folder)))
      hash.update(`${name}\n`).update(readFileSync(join(top, 'src', folder, name)));
  return hash.digest('hex').slice(0, 32);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .sort();
}
