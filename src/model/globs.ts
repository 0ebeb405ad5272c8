/**
 * Globs of the config → matchers of paths. Three habits of real trees that plain globs get wrong: a path without a
 * wildcard means the file or the whole folder; `(auth)` and `[id]` are names of route folders as well as patterns, so
 * both readings match; names that begin with a dot match.
 */
import picomatch from 'picomatch';

export type Matcher = (text: string) => boolean;

export function compileGlob(glob: string): Matcher {
  const literal = (path: string) => path === glob || path.startsWith(`${glob}/`);
  if (!/[*?{}[\]()!+@]/.test(glob)) return literal;
  const folder = /^([^*?{}[\]()!+@\\]+)\/\*\*$/.exec(glob)?.[1];
  if (folder !== undefined && !folder.startsWith('./'))
    return (path) => path === folder || path.startsWith(`${folder}/`);
  const asPattern = picomatch(glob, { dot: true });
  const escaped = escapeRouteFolders(glob);
  const asNames = escaped === glob ? asPattern : picomatch(escaped, { dot: true });
  return (path) => literal(path) || asPattern(path) || asNames(path);
}

export function compileGlobs(globs: readonly string[]): Matcher {
  const matchers = globs.map(compileGlob);
  return (path) => matchers.some((matches) => matches(path));
}

/** `app/(shop)/[id]/**` → the same with brackets taken as letters; `@(a|b)` and the like stay patterns. */
function escapeRouteFolders(glob: string): string {
  return glob
    .replace(/(?<![@!?*+])\(([^()|]*)\)/g, '\\($1\\)')
    .replace(/\[+[^\]/]*\]+/g, (group) => group.replace(/[[\]]/g, '\\$&'));
}
