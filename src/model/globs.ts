/**
 * Globs of the config → matchers of paths. Three habits of real trees that plain globs get wrong: a path without a
 * wildcard means the file or the whole folder; `(auth)` and `[id]` are names of route folders as well as patterns, so
 * both readings match; names that begin with a dot match.
 */
import picomatch from 'picomatch';

export type Matcher = (text: string) => boolean;

const MAX_STARS = 3;

/**
 * Whether a match takes no longer than a path is worth. Of a stranger's `*a*a*a*a*a*b` it never ends, nor where a group
 * that repeats holds what repeats.
 */
export function isQuickGlob(glob: string): boolean {
  return hasFewStars(glob) && !/\)[+*]|\]\+|[+*]\([^()]*[*+?([]/.test(glob);
}

/** Each further star of a name tries all places for those before it, and each further `**` of a path. */
export function hasFewStars(glob: string): boolean {
  const names = glob.split('/');
  if (names.filter((name) => name === '**').length > MAX_STARS) return false;
  return names.every((name) => name === '**' || name.split(/\*+/).length - 1 <= MAX_STARS);
}

/** Matches paths relative to the folder of the config. */
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

/** Matches what any of them does; nothing when there are none. */
export function compileGlobs(globs: readonly string[]): Matcher {
  const matchers = globs.map(compileGlob);
  return (path) => matchers.some((matches) => matches(path));
}

/** `app/(shop)/[id]/**` → the same with brackets taken as letters; `@(a|b)` and the like stay patterns. */
function escapeRouteFolders(glob: string): string {
  return glob
    .replace(/(?<![@!?*+])\(([^()|]*)\)/g, '\\($1\\)')
    .replace(/\[[^\]/]*\]+/g, (group) => group.replace(/[[\]]/g, '\\$&'));
}
