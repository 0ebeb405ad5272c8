/**
 * What one occurrence of an imported name proves, from the tokens before it and the characters after it. Every rule
 * errs on one side: `value` and `type` are certain, as is that a name is declared nowhere unless it is `isDoubtful`.
 */
import { isInArguments } from './brackets.js';
import { LEVEL, type Lexer } from './state.js';
import { T, word, wordsOf } from './tokens.js';
import { afterTrivia } from './trivia.js';
import { type After, isCall, isComparison, isMember, NAMED, PARTS, type Verdict, wait } from './use-context.js';
import { atStart, inList } from './use-lists.js';
import { BODY, type Use, type Uses } from './uses.js';

export function noteUse(uses: Uses, lexer: Lexer, use: Use): void {
  const { text, end } = lexer;
  const at = afterTrivia(text, end);
  const isNewLine = at > end && text.slice(end, at).includes('\n');
  const after = { c: text.charAt(at), one: text.charAt(at + 1), two: text.charAt(at + 2), isNewLine };
  const isArrow = after.c === '=' && after.one === '>' && !isReturned(uses, lexer);
  const verdict = isArrow ? 'declared' : judge(uses, lexer, use, after);
  if (verdict !== 'none') use.members.add(memberRead(text, at));
  switch (verdict) {
    case 'value':
      use.isValue = true;
      return;
    case 'type':
      use.isType = true;
      return;
    case 'queried':
      use.isQueried = true;
      return;
    case 'declared':
      use.isDoubtful = true;
      return;
    case 'later':
      use.isEither = true;
      return;
    case 'either':
    case 'perhaps':
      if (isOperand(text, end, at, lexer)) use.isValue = true;
      else if (verdict === 'either') use.isEither = true;
      else use.isPerhaps = true;
  }
}

/** The type of what a function returns: `(order: Order): Receipt`, `order is Paid`. */
function isReturned({ hasClosedTyped }: Uses, { before, farBefore, wordBefore }: Lexer): boolean {
  if (before === T.context) return wordBefore === W.is;
  return before === T.colon && farBefore === T.closeParen && hasClosedTyped;
}

const NAME = /[\p{ID_Start}$_][\p{ID_Continue}$]*/uy;

/** `*` for the whole. */
function memberRead(text: string, at: number): string {
  const isOptional = text.startsWith('?.', at);
  if (!isOptional && text.charAt(at) !== '.') return '*';
  NAME.lastIndex = afterTrivia(text, at + (isOptional ? 2 : 1));
  return NAME.exec(text)?.[0] ?? '*';
}

/** A chain of members that is called, or a name beside an operator that types do not have. */
function isOperand(text: string, end: number, first: number, { before, wordBefore }: Lexer): boolean {
  if (before === T.join || wordBefore === W.as || wordBefore === W.satisfies || wordBefore === W.is) return false;
  CHAIN.lastIndex = end;
  const chain = CHAIN.exec(text)?.[0] ?? '';
  const at = end + chain.length;
  if (chain !== '' && text.charCodeAt(at) === 40) return true;
  if (chain === '' && text.slice(end, first).includes('\n')) return false;
  OPERATOR.lastIndex = at;
  ARGUMENTS.lastIndex = first;
  return OPERATOR.test(text) || (chain === '' && ARGUMENTS.test(text));
}

/** What no method can have for parameters. */
const ARGUMENTS = /\(\s*(?:["'`\d!]|(?:new|await)\s|[\w$]+\s*[.([])/y;

const CHAIN = /(?:\s*(?:\?\.|\.)\s*[\w$]+)+/y;
const OPERATOR = /[ \t]*(?:===|!==|==(?!>)|!=|&&|\|\||\?\?|instanceof\b)/y;

const W = {
  as: word('as'),
  satisfies: word('satisfies'),
  is: word('is'),
  keyof: word('keyof'),
  implements: word('implements'),
  extends: word('extends'),
  new: word('new'),
  in: word('in'),
  typeof: word('typeof'),
  of: word('of'),
  await: word('await'),
  yield: word('yield'),
  readonly: word('readonly'),
  void: word('void'),
};
const VALUES = wordsOf('instanceof return throw case delete void');
/** A statement begins after them. */
const STARTING = wordsOf('else do');
const MODIFIERS = wordsOf('public private protected readonly static override abstract async get set accessor declare');

function judge(uses: Uses, lexer: Lexer, use: Use, after: After): Verdict {
  const { before } = lexer;
  switch (before) {
    case T.keyword:
      return afterKeyword(lexer, after, uses);
    case T.context:
      return afterContext(lexer, after);
    case T.at:
      return 'value';
    case T.not:
      return lexer.isNewLine ? 'either' : 'value';
    case T.operator:
    case T.sign:
      return 'value';
    case T.star:
      return after.c === '(' || lexer.farBefore === T.keyword ? 'declared' : 'value';
    case T.spread:
      return PARTS.has(after.c) || after.c === ':' ? spread(uses, lexer, use) : 'either';
    case T.step:
      return 'either';
    case T.hole:
    case T.arrow:
    case T.question:
    case T.join:
      return isCall(after) ? 'value' : 'either';
    case T.assign:
      return isCall(after) || isInitializer(uses, lexer) ? 'value' : 'either';
    case T.less:
      return afterLess(uses, lexer, after);
    case T.colon:
      return afterColon(uses, lexer, use, after);
    case T.openParen:
    case T.comma:
    case T.openBracket:
      return inList(uses, lexer, use, after);
    default:
      return atStart(uses, lexer, use, after);
  }
}

/** A rest, a value spread, or a part of a tuple. */
function spread(uses: Uses, lexer: Lexer, use: Use): Verdict {
  const verdict = wait(uses, lexer, use);
  return verdict === 'value' ? 'either' : verdict;
}

function afterKeyword(lexer: Lexer, { c }: After, uses: Uses): Verdict {
  const { wordBefore, text, start } = lexer;
  if (wordBefore === W.new) return 'value';
  if (VALUES.has(wordBefore)) return lexer.isNewLine && wordBefore === W.void ? 'perhaps' : 'value';
  if (wordBefore === W.typeof) return isTypeQuery(uses, lexer, c) ? 'type' : 'queried';
  if (wordBefore === W.in) return c === '>' || c === ',' ? 'declared' : 'either';
  if (wordBefore === W.extends) {
    const { head } = uses;
    const isBase = head !== undefined && BASE.test(text.slice(head.start, start)) && !isAmbient(text, head.start);
    return isBase ? 'value' : 'either';
  }
  return STARTING.has(wordBefore) ? 'either' : 'declared';
}

/** `<typeof x>`, `keyof typeof x`, `type X = typeof x`. */
function isTypeQuery(uses: Uses, { farBefore, wordFar, depth, text, start }: Lexer, c: string): boolean {
  if (wordFar === W.keyof) return true;
  if (farBefore === T.less && isInArguments(uses, depth) && c === '>') return true;
  return /(?:^|[;\n}]|\bexport)\s*type\s+[\w$]+\s*=\s*typeof\s+$/.test(text.slice(Math.max(0, start - 100), start));
}

const BASE = /^(?:export\s+)?(?:default\s+)?(?:abstract\s+)?class(?:\s+[\w$]+(?:\s*<[\w$\s,]*>)?)?\s+extends\s+$/;

function isAmbient(text: string, start: number): boolean {
  return /\bdeclare\s+(?:abstract\s+)?$/.test(text.slice(Math.max(0, start - 40), start));
}

function afterContext(lexer: Lexer, { c, isNewLine }: After): Verdict {
  const { wordBefore, depth, levels } = lexer;
  const level = levels[depth] as number;
  if (lexer.isNewLine) return 'declared';
  if (wordBefore === W.as || wordBefore === W.satisfies || wordBefore === W.implements) return 'type';
  if (wordBefore === W.is || wordBefore === W.keyof) return 'type';
  if (wordBefore === W.await || wordBefore === W.yield) return 'value';
  if (wordBefore === W.of) return level === LEVEL.control ? 'value' : 'declared';
  if (wordBefore === W.readonly && (c === '[' || c === '<' || c === '.')) return 'either';
  if (MODIFIERS.has(wordBefore) && level >= LEVEL.object && (NAMED.has(c) || isNewLine)) return 'none';
  return 'declared';
}

/** A type argument, or a parameter of that name. */
function afterLess(uses: Uses, { depth }: Lexer, { c }: After): Verdict {
  if (!isInArguments(uses, depth)) return /[.[<|&]/.test(c) ? 'either' : 'declared';
  return c === '>' ? 'type' : 'either';
}

/** After `=` of a variable, a field that is reached through an object, or a parameter. */
function isInitializer(uses: Uses, { depth, isValue }: Lexer): boolean {
  return isValue && uses.angles[depth] === 0;
}

function afterColon(uses: Uses, lexer: Lexer, use: Use, after: After): Verdict {
  const { depth, levels, farBefore, farther, wordFarther } = lexer;
  const level = levels[depth] as number;
  if (farBefore === T.question) return 'type';
  if (isCall(after)) return 'value';
  if (level === LEVEL.paren && (farBefore === T.name || farBefore === T.context)) {
    const isFirst = farther === T.openParen || (farther === T.comma && uses.angles[depth] === 0);
    // After an operand a name is that of a decorated parameter.
    if (isFirst || farther === T.closeParen || farther === T.name || PROPERTY.has(wordFarther)) return 'type';
  }
  if (farBefore === T.closeParen) return after.c === '{' || uses.hasClosedTyped ? 'type' : 'either';
  const isBrace = level === LEVEL.object || level === LEVEL.brace;
  if (isBrace && uses.bodies[depth] === BODY.members && FIELD.test(before(lexer))) return 'type';
  if (isBrace && uses.isSure[depth] === true && uses.angles[depth] === 0 && isMember(after)) return 'value';
  if (farBefore === T.closeBracket || farBefore === T.closeBrace) return 'either';
  return isBrace && uses.angles[depth] === 0 && PARTS.has(after.c) && !isComparison(after)
    ? wait(uses, lexer, use)
    : 'either';
}

/** Where a member begins: after a semicolon or a brace, or on a line after what ends one. */
const FIELD =
  /(?:[;{}]|[\w$)\]'"`]\s*\n|\))\s*(?:(?:public|private|protected|readonly|static|override|declare)\s+)*[\w$]+!?\s*:\s*$/;

function before({ text, start }: Lexer): string {
  return text.slice(Math.max(0, start - 120), start);
}

const PROPERTY = wordsOf('public private protected readonly static override');
