/** Whether a file says of itself, in its first lines, that a generator wrote it. */

const HEADER = 2000;
const MARK =
  /@generated\b|\bdo not (?:edit|modify)\b[^\n]*(?:generated|manually|by hand|directly)?|\b(?:auto-?generated|automatically generated|generated (?:by|automatically|code|file))\b|자동 생성된/i;
const COMMENT = /^\s*(?:\/\/[^\n]*\n?|\/\*[\s\S]*?\*\/|#[^\n]*\n?|--[^\n]*\n?|['"]use \w+['"];?)/;

/** Only leading comments count: the words occur in strings and code of generators themselves. */
export function isGeneratedSource(text: string): boolean {
  let rest = text.slice(0, HEADER);
  for (let comment = COMMENT.exec(rest); comment !== null; comment = COMMENT.exec(rest)) {
    if (MARK.test(comment[0])) return true;
    rest = rest.slice(comment[0].length);
  }
  return false;
}
