/**
 * Committed build output: JavaScript and declarations below a folder named by a tsconfig's `outDir`, or named `dist` or
 * the like, with no TypeScript of its own. It repeats sources that are there already, so it is no module of its own.
 */
import type { TsConfig } from '../model/index.js';

const OUTPUT_NAME = /^(?:dist|dist-[\w-]+|build|out|lib|es|esm|cjs|umd|output|_build)$/;
const CERTAIN_NAME = /^(?:dist|dist-[\w-]+)$/;

type Held = { hasSource: boolean; hasScript: boolean; hasDeclaration: boolean };

/** Folders whose files are build output; `paths` are all source files. */
export function buildOutputFolders(paths: readonly string[], tsConfigs: readonly TsConfig[]): string[] {
  const outDirs = new Set(
    tsConfigs.flatMap(({ outDir, dir }) => (outDir === undefined || outDir === dir ? [] : [outDir])),
  );
  const seen = new Map<string, Held>();
  let last: string | undefined;
  let around: readonly Held[] = [];
  for (const path of paths) {
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    if (folder !== last) around = outputsAround(folder, outDirs, seen);
    last = folder;
    if (around.length === 0) continue;
    const isDeclaration = /\.d\.[cm]?ts$/.test(path);
    const isSource = !isDeclaration && /\.(?:[cm]?ts|tsx|jsx)$/.test(path);
    const isScript = /\.[cm]?js$/.test(path);
    for (const held of around) {
      held.hasSource ||= isSource;
      held.hasScript ||= isScript;
      held.hasDeclaration ||= isDeclaration;
    }
  }
  return [...seen]
    .filter(([folder, { hasSource, hasScript, hasDeclaration }]) => {
      if (hasSource || !hasScript) return false;
      const name = folder.slice(folder.lastIndexOf('/') + 1);
      return hasDeclaration || outDirs.has(folder) || CERTAIN_NAME.test(name);
    })
    .map(([folder]) => folder)
    .sort();
}

/** Of the folders that a folder (with its closing slash) lies in, itself among them, those that may be output. */
function outputsAround(path: string, outDirs: ReadonlySet<string>, seen: Map<string, Held>): Held[] {
  const found: Held[] = [];
  for (let at = path.indexOf('/'), from = 0; at >= 0; from = at + 1, at = path.indexOf('/', from)) {
    const folder = path.slice(0, at);
    if (!outDirs.has(folder) && !OUTPUT_NAME.test(path.slice(from, at))) continue;
    const held = seen.get(folder) ?? { hasSource: false, hasScript: false, hasDeclaration: false };
    seen.set(folder, held);
    found.push(held);
  }
  return found;
}
