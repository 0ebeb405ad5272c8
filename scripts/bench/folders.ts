/** A context map without a thought: each folder is a context. */

/** Folders of the first level with so many that hold modules; name and glob. */
export function foldersOf(paths: readonly string[], least = 2): Map<string, string> {
  for (let depth = 1; depth < 5; depth++) {
    const found = new Map<string, string>();
    for (const path of paths) {
      const parts = path.split('/').slice(0, -1);
      if (parts.length >= depth) found.set(parts[depth - 1]!, `${parts.slice(0, depth).join('/')}/**`);
    }
    if (found.size >= least) return found;
  }
  return new Map([['all', '**']]);
}
