/** What an occurrence of an imported name proves in a list, and where a statement or member begins; see `use-rules.ts`. */
import { isInArguments } from './brackets.js';
import { LEVEL, type Lexer } from './state.js';
import { T } from './tokens.js';
import { type After, isCall, isComparison, isMember, NAMED, PARTS, type Verdict, wait } from './use-context.js';
import { BODY, type Use, type Uses } from './uses.js';

/** After an opening parenthesis or bracket, or a comma in whatever is open. */
export function inList(uses: Uses, lexer: Lexer, use: Use, after: After): Verdict {
  const { before, depth, levels } = lexer;
  const level = levels[depth] as number;
  if (before === T.comma && (uses.angles[depth] as number) > 0) return inAngles(uses, lexer, after);
  if (level === LEVEL.control) return before === T.comma ? 'declared' : 'value';
  if (level === LEVEL.paren) return inParens(uses, lexer, use, after);
  if (level === LEVEL.bracket) return inBrackets(uses, lexer, use, after);
  const { c, one, isNewLine } = after;
  const body = depth === 0 ? BODY.block : uses.bodies[depth];
  if (body !== BODY.other) return c === ',' || c === ';' || c === '=' || c === ':' || isNewLine ? 'declared' : 'either';
  if (c === ':') return 'none';
  if (c === '?' && (one === ':' || one === '?')) return one === ':' ? 'perhaps' : 'either';
  if (c === '(' || c === '<' || c === ';' || isNewLine || c === '!') return 'perhaps';
  if (PARTS.has(c) && !isComparison(after)) {
    const verdict = wait(uses, lexer, use);
    // A member of what may be an enum, or a pattern.
    return c === '=' ? 'perhaps' : verdict;
  }
  return 'either';
}

function inAngles(uses: Uses, { depth, levels }: Lexer, { c, isNewLine }: After): Verdict {
  const level = levels[depth] as number;
  const isStatement = depth === 0 || level === LEVEL.brace;
  if (!isInArguments(uses, depth)) return 'declared';
  if (c === '>') return 'type';
  if (c === ',' && !isStatement && !isNewLine) return 'type';
  return c === '.' || c === '[' || c === '<' || c === '|' || c === '&' ? 'either' : 'declared';
}

function inParens(uses: Uses, lexer: Lexer, use: Use, after: After): Verdict {
  const { c, one } = after;
  if (c === ':') return 'declared';
  if (c === '?' && one !== '.' && one !== '?' && /^[?\s]*[:,)=]/.test(restAfter(lexer))) return 'declared';
  if (isCall(after)) return 'value';
  if (PARTS.has(c) && !isComparison(after)) return wait(uses, lexer, use);
  const isArgument =
    uses.isSure[lexer.depth] === true && isMember(after) && /^\s*(?:\?\.|\.)\s*[\w$]+\s*[,)]/.test(restAfter(lexer));
  return isArgument ? 'value' : 'either';
}

function restAfter({ text, end }: Lexer): string {
  return text.slice(end, end + 80);
}

function inBrackets(uses: Uses, lexer: Lexer, use: Use, after: After): Verdict {
  const { depth } = lexer;
  const { c } = after;
  if (c === ':' || /^\s+in\b/.test(restAfter(lexer)) || (c === '?' && after.one === ':')) return 'declared';
  if (isCall(after)) return 'value';
  if (uses.isSure[depth] === true && isMember(after)) return 'value';
  return PARTS.has(c) && !isComparison(after) ? wait(uses, lexer, use) : 'either';
}

/** Where a statement, a member or a property begins, or the value in a hole of JSX. */
export function atStart(uses: Uses, lexer: Lexer, use: Use, after: After): Verdict {
  const { before, depth, levels, closedControl } = lexer;
  const level = levels[depth] as number;
  const { c, isNewLine } = after;
  if (level === LEVEL.jsxHole) return before === T.semicolon ? 'value' : 'either';
  // A decorated parameter follows its decorator.
  if (level === LEVEL.paren) return c === ':' || c === '?' || PARTS.has(c) ? 'declared' : 'either';
  if (level === LEVEL.bracket || level === LEVEL.hole) return 'either';
  const body = depth === 0 ? BODY.block : uses.bodies[depth];
  if (body === BODY.enum) return 'declared';
  if (body === BODY.members) return NAMED.has(c) || isNewLine || c === ',' ? 'none' : 'either';
  if (body === BODY.block) {
    if (c === ':') return 'declared';
    const isStatement = before === T.semicolon || before === T.closeBrace || (before === T.closeParen && closedControl);
    if (isStatement && (isCall(after) || isMember(after))) return 'value';
    if (before === T.openBrace && isCall(after)) return 'value';
    return c === '(' ? 'perhaps' : 'either';
  }
  if (c === ':') return 'none';
  if (isMember(after)) return 'either';
  if (before === T.openBrace && (c === ',' || c === '}' || (c === '=' && !isComparison(after)))) {
    const verdict = wait(uses, lexer, use);
    return c === '=' ? 'perhaps' : verdict;
  }
  return 'perhaps';
}
