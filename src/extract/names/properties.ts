/** Names of properties, methods and members. */
import { expression } from './expressions.js';
import { doubt, leave, type Reading, tokenText } from './reading.js';
import { next, T } from './scanner.js';
import { expect, isPropertyStart, nextIs, stringText } from './tokens.js';

/** The name of a property, method or member; '' when it is computed, or a number. Its expression is read. */
export function propertyName(r: Reading): string {
  const { kind } = r;
  if (kind === T.openBracket) {
    next(r);
    if (r.kind === T.string && nextIs(r, (now) => now.kind === T.closeBracket)) {
      const name = stringText(r);
      next(r);
      next(r);
      return name;
    }
    if (r.kind === T.template) leave();
    expression(r);
    expect(r, T.closeBracket);
    return '';
  }
  const name = kind === T.string ? stringText(r) : kind === T.number ? '' : tokenText(r);
  if (!isPropertyStart(r)) doubt();
  next(r);
  return name;
}
