/** What stands around an occurrence of an imported name, and what its rules may answer. */
import type { Lexer } from './state.js';
import type { Use, Uses } from './uses.js';

export type Verdict = 'value' | 'type' | 'either' | 'later' | 'queried' | 'perhaps' | 'declared' | 'none';

/** What follows the name. */
export type After = {
  readonly c: string;
  readonly one: string;
  readonly two: string;
  /** A line ends before it. */
  readonly isNewLine: boolean;
};

export const PARTS: ReadonlySet<string> = new Set([',', ')', ']', '}', '=']);
/** What follows the name of a member or property. */
export const NAMED: ReadonlySet<string> = new Set([':', '(', ';', '=', '?', '!', '<', '}']);

/** Called where no method can be declared. */
export function isCall({ c, isNewLine }: After): boolean {
  return c === '(' && !isNewLine;
}

export function isMember({ c, one }: After): boolean {
  return (c === '.' && one !== '.') || (c === '?' && one === '.');
}

/** Until the bracket closes; what cannot be a pattern is known at once. */
export function wait({ pending, mayDeclare, isSure }: Uses, { depth }: Lexer, use: Use): Verdict {
  if (mayDeclare[depth] === true) {
    pending.push({ use, depth, isSure: isSure[depth] === true });
    return 'later';
  }
  return isSure[depth] === true ? 'value' : 'either';
}

export function isComparison({ c, one }: After): boolean {
  return c === '=' && one === '=';
}
