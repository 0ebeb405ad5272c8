/** What the brackets around a token are, as far as how names are used depends on it; see `uses.ts`. */
import { LEVEL, type Lexer } from './state.js';
import { T, word, wordsOf } from './tokens.js';
import { afterTrivia } from './trivia.js';
import { BODY, type Pending, type Uses } from './uses.js';

/** Before the token is looked at: what opens and closes with it. */
export function trackBrackets(uses: Uses, lexer: Lexer): void {
  const { kind } = lexer;
  switch (kind) {
    case T.openParen:
    case T.openBracket:
    case T.openBrace:
    case T.hole:
      opens(uses, lexer);
      return;
    case T.less:
      opensAngle(uses, lexer);
      return;
    case T.greater:
      closesAngle(uses, lexer.depth);
      return;
    case T.colon:
      if (isParameterType(lexer)) uses.isTyped[lexer.depth] = true;
      return;
    case T.closeParen:
      closesParen(uses, lexer);
      return;
    case T.comma:
    case T.assign:
    case T.question:
      if (uses.returning === lexer.depth) uses.returning = undefined;
      return;
    case T.semicolon:
      if (uses.returning === lexer.depth) uses.returning = undefined;
      // A hole in JSX begins with it as well.
      if (lexer.levels[lexer.depth] === LEVEL.jsxHole) opens(uses, lexer);
      else clearAngles(uses, lexer.depth);
      return;
    case T.at:
      uses.hasDecorators = true;
  }
}

/** `(order: `, `, order: ` */
function isParameterType({ before, farBefore, levels, depth }: Lexer): boolean {
  return levels[depth] === LEVEL.paren && before === T.name && (farBefore === T.openParen || farBefore === T.comma);
}

/** Parentheses with nothing in them are no call, and no value, after these: parameters. */
const BEFORE_PARAMETERS: ReadonlySet<number> = new Set([T.assign, T.openParen, T.comma, T.arrow]);

function closesParen(uses: Uses, { depth, before, farBefore, text, end }: Lexer): void {
  const isEmpty = before === T.openParen && BEFORE_PARAMETERS.has(farBefore);
  uses.hasClosedTyped = isEmpty || uses.isTyped[depth + 1] === true;
  uses.returning = text.charAt(afterTrivia(text, end)) === ':' ? depth : undefined;
}

function clearAngles({ angles, given }: Uses, depth: number): void {
  angles[depth] = 0;
  given[depth] = 0;
}

function closesAngle({ angles, given }: Uses, depth: number): void {
  angles[depth] = Math.max(0, (angles[depth] as number) - 1);
  given[depth] = (given[depth] as number) >> 1;
}

function opensAngle(uses: Uses, lexer: Lexer): void {
  const { angles, given } = uses;
  const { depth } = lexer;
  const isGiven = isArgumentList(uses, lexer);
  angles[depth] = (angles[depth] as number) + 1;
  given[depth] = ((given[depth] as number) << 1) | (isGiven ? 1 : 0);
}

/** Type arguments, or what looks like them, and no parameters. */
export function isInArguments({ angles, given }: Uses, depth: number): boolean {
  return (angles[depth] as number) > 0 && ((given[depth] as number) & 1) === 1;
}

/** Before a name they make `<` after it begin its type arguments, and not parameters of its own. */
const BEFORE_USED: ReadonlySet<number> = new Set([
  ...[T.colon, T.assign, T.openParen, T.openBracket, T.arrow, T.dot, T.operator, T.join, T.not, T.spread, T.less],
]);
const WORDS_BEFORE_USED = wordsOf('new return extends implements as is keyof await satisfies');

function isArgumentList(uses: Uses, lexer: Lexer): boolean {
  const { before, farBefore, wordFar, depth, levels, text, start } = lexer;
  // What is compared has space around it.
  if (before !== T.name || text.charCodeAt(start - 1) === 32) return false;
  if (BEFORE_USED.has(farBefore) || WORDS_BEFORE_USED.has(wordFar)) return true;
  if (farBefore !== T.comma) return false;
  return (uses.angles[depth] as number) > 0 ? isInArguments(uses, depth) : levels[depth] === LEVEL.paren;
}

function opens(uses: Uses, lexer: Lexer): void {
  const { kind, depth } = lexer;
  uses.mayDeclare[depth] = mayDeclare(uses, lexer);
  clearAngles(uses, depth);
  uses.isTyped[depth] = false;
  uses.bodies[depth] = kind === T.openBrace ? bodyOf(uses, lexer) : BODY.other;
  uses.isSure[depth] = uses.bodies[depth] === BODY.other && isSure(uses, lexer);
}

const DECLARING = wordsOf('const var let');
const BLOCKS = wordsOf('else try do finally');
const W = { return: word('return'), void: word('void') };

/** Whether the bracket may be parameters or a pattern. */
function mayDeclare(uses: Uses, { kind, depth, before, wordBefore, levels }: Lexer): boolean {
  if (kind === T.openParen) return levels[depth] !== LEVEL.control;
  if (kind === T.hole || kind === T.semicolon) return false;
  const outer = depth - 1;
  if (before === T.openParen || before === T.spread) return true;
  if (before === T.openBracket) return uses.mayDeclare[outer] === true;
  if (before === T.comma) return uses.angles[outer] === 0;
  if (before === T.colon) return (levels[outer] as number) >= LEVEL.object && uses.mayDeclare[outer] === true;
  return DECLARING.has(wordBefore);
}

/** Ends of a type, before the body of a function. */
const TYPE_ENDS: ReadonlySet<number> = new Set([
  ...[T.name, T.context, T.greater, T.closeBracket, T.closeBrace, T.value, T.literal],
]);

function bodyOf(uses: Uses, { depth, before, wordBefore }: Lexer): number {
  const { head } = uses;
  if (head !== undefined && head.depth === depth - 1) {
    uses.head = undefined;
    return head.body;
  }
  if (uses.returning === depth - 1 && (TYPE_ENDS.has(before) || wordBefore === W.void)) {
    uses.returning = undefined;
    return BODY.block;
  }
  if (before === T.arrow) return BODY.perhapsBlock;
  const isBlock = before === T.closeParen || (before === T.keyword && BLOCKS.has(wordBefore));
  return isBlock ? BODY.block : BODY.other;
}

/** Arguments of a call, and the objects and lists that are given, assigned or returned: values, or else patterns. */
function isSure(
  uses: Uses,
  { kind, depth, before, farBefore, wordBefore, isNewLine, isValue, levels }: Lexer,
): boolean {
  if (kind === T.openParen) return (before === T.name || before === T.greater) && !isNewLine;
  if (kind === T.hole || kind === T.semicolon) return false;
  if (before === T.keyword) return wordBefore === W.return;
  const outer = depth - 1;
  if (uses.angles[outer] !== 0) return false;
  if (before === T.assign) return isValue;
  if (uses.isSure[outer] !== true) return false;
  // After a colon in parentheses stands the type of a parameter, after parentheses that of what is returned.
  if (before === T.colon) return (levels[outer] as number) >= LEVEL.object && farBefore !== T.closeParen;
  return before === T.openParen || before === T.comma || before === T.openBracket;
}

/** When a bracket closed: what follows it says whether it declared the names in it. */
export function settlePending(uses: Uses, lexer: Lexer): void {
  const { pending } = uses;
  const { depth, kind, text, end } = lexer;
  let last = pending.at(-1);
  if (last === undefined || last.depth <= depth) return;
  const closed = depth + 1;
  const isBracket = kind === T.closeParen || kind === T.closeBracket || kind === T.closeBrace;
  const mayHave = isBracket && uses.bodies[closed] === BODY.other && uses.mayDeclare[closed] === true;
  const verdict = mayHave ? verdictOf(kind, text, afterTrivia(text, end)) : 'used';
  const open: Pending[] = [];
  while (last !== undefined && last.depth > depth) {
    pending.pop();
    const { use, isSure } = last;
    if (verdict === 'declared') use.isDoubtful = true;
    else if (verdict === 'open') open.push({ use, depth, isSure: isSure && uses.isSure[depth] === true });
    else if (isSure && isBracket) use.isValue = true;
    last = pending.at(-1);
  }
  pending.push(...open);
}

/** By what comes after a bracket: `=>`, a body or a type after parentheses; `=`, `of` and a type after patterns. */
function verdictOf(kind: number, text: string, at: number): 'declared' | 'used' | 'open' {
  const c = text.charAt(at);
  const one = text.charAt(at + 1);
  if (c === ':') return 'declared';
  if (c === '=' && (one === '>' || (one !== '=' && kind !== T.closeParen))) return 'declared';
  if (kind === T.closeParen) return c === '{' ? 'declared' : 'used';
  if (/^(?:of|in)\b/.test(text.slice(at, at + 3))) return 'declared';
  return c === ',' || c === ')' || c === ']' || c === '}' ? 'open' : 'used';
}
