/**
 * Text that TypeScript's parser takes quadratic or exponential time for: it looks ahead over a run of modifiers for each
 * of them (2,000 in a row take 0.2 s, 20,000 twenty), and reads what follows `async(` twice in case it is an arrow
 * function (30 nested take hours). After `a<` it looks for the end of type arguments, for each `<` anew (2,000 that do
 * not end take a second). Nobody writes any of it; a stranger's pull request might.
 */

/** Far beyond any declaration, and read in a few milliseconds. */
const MAX_MODIFIERS = 300;
const MAX_ASYNC = 12;
const MAX_OPEN_ANGLES = 60;

const MODIFIERS = new RegExp(
  `(?:\\b(?:abstract|accessor|async|const|declare|default|export|in|out|override|private|protected|public|readonly|static)\\s+){${MAX_MODIFIERS}}`,
);

/** `<` after `<` with no `>` that closes one: arrows, shifts and `<=` do not count. */
const OPEN_ANGLES = new RegExp(`(?:(?<!<)<(?![<=])(?:[^<>;]|=>|<<|<=)*){${MAX_OPEN_ANGLES}}`);

/** What is wrong with it; undefined for the sources that people write. */
export function tangleOf(text: string): string | undefined {
  if (hasLongRun(text) && MODIFIERS.test(text)) return `more than ${MAX_MODIFIERS} modifiers in a row`;
  if (OPEN_ANGLES.test(text) && hasOpenAngles(text)) return `more than ${MAX_OPEN_ANGLES} < that nothing closes`;
  return openAsync(text) > MAX_ASYNC ? `more than ${MAX_ASYNC} calls of async( within one another` : undefined;
}

/** The shortest run of so many modifiers, `in in in …`. */
const SHORTEST = 3 * MAX_MODIFIERS;

/** Whether words with only space between them go on for that long: looked at only here and there, for speed. */
function hasLongRun(text: string): boolean {
  const isPart = (at: number): boolean => /[\w\s]/.test(text.charAt(at));
  for (let at = SHORTEST / 2; at < text.length; at += SHORTEST / 2) {
    if (!isPart(at)) continue;
    let [first, last] = [at, at];
    while (first > 0 && at - first < SHORTEST && isPart(first - 1)) first--;
    while (last - first < SHORTEST && isPart(last + 1)) last++;
    if (last - first + 2 >= SHORTEST) return true;
  }
  return false;
}

/** Whether so many are still open where a statement ends: those that are closed are read once. */
function hasOpenAngles(text: string): boolean {
  let open = 0;
  for (const [found] of text.matchAll(/=>|<<|<=|[<>;]/g)) {
    if (found === '<') open++;
    else if (found === '>') open = Math.max(0, open - 1);
    else if (found === ';') {
      if (open > MAX_OPEN_ANGLES) return true;
      open = 0;
    }
  }
  return open > MAX_OPEN_ANGLES;
}

/** The most parentheses of `async(` open at once; strings and comments are not told apart. */
function openAsync(text: string): number {
  if ((text.match(/\basync\s*\(/g)?.length ?? 0) <= MAX_ASYNC) return 0;
  const open: boolean[] = [];
  let now = 0;
  let most = 0;
  for (const [found] of text.matchAll(/\basync\s*\(|[()]/g)) {
    if (found === ')') {
      if (open.pop() === true) now--;
      continue;
    }
    open.push(found !== '(');
    if (found !== '(') now++;
    most = Math.max(most, now);
  }
  return most;
}
