/**
 * From the built file that a package.json names (`dist/index.js`) back to the sources it may have been built from,
 * best first, without an extension: a workspace package then resolves with neither node_modules nor a build.
 * Example: `lib/models/index.js` with outDir `lib`, rootDir `src` gives `src/models/index`, …, `lib/models/index`.
 */
import { joinPath, type TsConfig } from '../model/index.js';
import { pathBelow } from './path-below.js';

const BUILD_FOLDER =
  /^(?:dist|build|built|out|output|lib|libs|es|esm|cjs|umd|mjs|amd|types?|typings|module|commonjs|browser|node|node-cjs|esnext|es5|es6|es20\d\d|fesm\d*|preview|production|development|release|bundle|bundles|compiled|target|\.\w+|_\w+|dist-\w+|build-\w+)$/i;
const SOURCE_FOLDERS = ['src', '', 'source', 'lib', 'app', 'src/lib'];
const BUILT_EXTENSION = /(?:\.d)?\.[cm]?[jt]sx?$/;

/** `configs`: those whose folder is the package's. `target` and the results are relative to the analysed root. */
export function sourcesOf(dir: string, target: string, configs: readonly TsConfig[]): string[] {
  const isKeptAsIs = !BUILT_EXTENSION.test(target) && /\.[a-z]+$/i.test(target) && !target.includes('*');
  if (isKeptAsIs) return [target];
  const plain = target.replace(BUILT_EXTENSION, '');
  const candidates = new Set<string>();
  for (const { outDir, rootDir } of configs) {
    const below = outDir === undefined ? undefined : pathBelow(outDir, plain);
    if (below === undefined || below === '' || outDir === dir) continue;
    for (const folder of rootDir === undefined ? [joinPath(dir, 'src'), dir] : [rootDir]) {
      candidates.add(joinPath(folder, below));
    }
  }
  const inside = pathBelow(dir, plain) ?? plain;
  const parts = inside.split('/');
  for (let built = 1; built < parts.length && BUILD_FOLDER.test(parts[built - 1] as string); built++) {
    const rest = parts.slice(built).join('/');
    for (const folder of SOURCE_FOLDERS) candidates.add(joinPath(dir, joinPath(folder, rest)));
  }
  candidates.add(plain);
  return [...candidates];
}

/** Where a package's main module usually is when its package.json does not lead to a source. */
export function usualEntries(dir: string): string[] {
  return [
    'src/index',
    'index',
    'src/main',
    'lib/index',
    'src/lib/index',
    'source/index',
    'src/public-api',
    'src/public_api',
  ].map((path) => joinPath(dir, path));
}
