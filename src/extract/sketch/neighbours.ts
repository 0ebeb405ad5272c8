/**
 * Which tokens never follow one another in correct code, whatever they stand in. Not a grammar: it sees a missing
 * operand, a missing operator or comma, not everything that a parser would. Where it is too strict, a file is parsed
 * that need not be; nothing else comes of it.
 */
import { KINDS, T } from './tokens.js';

export const FINE = 0;
/** Never. */
export const BAD = 1;
/** Only on a new line, where a statement may end without a semicolon. */
const BAD_ON_LINE = 2;

type Kind = (typeof T)[keyof typeof T];

const { name, literal, template, value, closeParen, closeBracket, closeBrace, privateName, element } = T;
/** What needs something before it, and can begin nothing. */
const INFIX: readonly Kind[] = [T.operator, T.assign, T.arrow, T.dot, T.question, T.colon];
const CLOSERS: readonly Kind[] = [closeParen, closeBracket, closeBrace];
const ENDERS: readonly Kind[] = [T.semicolon, T.comma, T.end];

/** One entry for each kind, then the kind that follows. */
export const NEIGHBOURS: Uint8Array = build();

function build(): Uint8Array {
  const table = new Uint8Array(KINDS * KINDS);
  const forbid = (before: readonly Kind[], after: readonly Kind[], verdict = BAD): void => {
    for (const first of before) for (const second of after) table[first * KINDS + second] = verdict;
  };
  // An operand follows an operand.
  const operands = [name, literal, value, privateName];
  forbid([name, literal, template, value, closeBracket, closeBrace, element, privateName], operands, BAD_ON_LINE);
  forbid([closeParen], [literal], BAD_ON_LINE);
  // Nothing that could be an operand follows an operator.
  const needy = [T.operator, T.assign, T.arrow, T.join, T.sign, T.spread, T.less];
  forbid(needy, [...INFIX, ...CLOSERS, ...ENDERS]);
  forbid([T.star], [...CLOSERS, T.operator, T.arrow, T.comma, T.end]);
  forbid([T.sign], [T.question], FINE);
  forbid([T.colon], [closeParen, closeBracket, T.comma, T.operator, T.assign, T.arrow, T.dot, T.colon, T.question]);
  forbid([T.question], [T.operator, T.arrow, T.star]);
  forbid([T.comma, T.openParen, T.openBrace, T.hole, T.openBracket], INFIX);
  forbid([T.semicolon], [...INFIX, T.comma]);
  forbid([T.comma], [T.semicolon]);
  forbid([T.openParen, T.openBrace, T.hole, T.comma], [T.comma]);
  forbid([T.openParen, T.openBracket, T.openBrace, T.hole, T.comma, ...needy, T.colon], [T.end]);
  forbid([T.hole], [closeBrace]);
  // A member's name follows the dot.
  const all = Array.from({ length: KINDS }, (_, i) => i as Kind);
  forbid([T.dot], all);
  forbid([T.dot], [name, privateName, T.openParen, T.openBracket, template, T.less], FINE);
  forbid([T.at], all);
  forbid([T.at], [name, T.context, T.openParen], FINE);
  return table;
}
