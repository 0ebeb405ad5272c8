/**
 * Committed build output: JavaScript and declarations below a folder named by a tsconfig's `outDir`, or named `dist` or
 * the like, with no TypeScript of its own. It repeats sources that are there already, so it is no module of its own.
 */
import type { TsConfig } from '../model/index.js';

const OUTPUT_NAME = /^(?:dist|dist-[\w-]+|build|out|lib|es|esm|cjs|umd|output|_build)$/;
const CERTAIN_NAME = /^(?:dist|dist-[\w-]+)$/;

/** Folders whose files are build output; `paths` are all source files. */
export function buildOutputFolders(paths: readonly string[], tsConfigs: readonly TsConfig[]): string[] {
  const outDirs = new Set(
    tsConfigs.flatMap(({ outDir, dir }) => (outDir === undefined || outDir === dir ? [] : [outDir])),
  );
  const seen = new Map<string, { hasSource: boolean; hasScript: boolean; hasDeclaration: boolean }>();
  for (const path of paths) {
    const isDeclaration = /\.d\.[cm]?ts$/.test(path);
    const isSource = !isDeclaration && /\.(?:[cm]?ts|tsx|jsx)$/.test(path);
    const isScript = /\.[cm]?js$/.test(path);
    if (!isDeclaration && !isSource && !isScript) continue;
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
      const folder = path.slice(0, at);
      if (!outDirs.has(folder) && !OUTPUT_NAME.test(folder.slice(folder.lastIndexOf('/') + 1))) continue;
      const entry = seen.get(folder) ?? { hasSource: false, hasScript: false, hasDeclaration: false };
      entry.hasSource ||= isSource;
      entry.hasScript ||= isScript;
      entry.hasDeclaration ||= isDeclaration;
      seen.set(folder, entry);
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
