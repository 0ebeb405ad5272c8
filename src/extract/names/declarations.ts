/** Declarations: variables, functions, type aliases, interfaces, enums. Those of a name answer it. */
import { assignment } from './expressions.js';
import { functionRest, pattern, typeParameters } from './functions.js';
import { type Asked, askedAt, bindAsked } from './imports.js';
import { members } from './object-types.js';
import { propertyName } from './properties.js';
import { declare, declareMember, doubt, type Reading, scoped, tokenText } from './reading.js';
import { next, T } from './scanner.js';
import { endStatement, expect, isPropertyStart, nextIs, stringText, took, W } from './tokens.js';
import { reference, type } from './types.js';

/** From `let` or `const` on; `onName` is told where the pattern of each begins. */
export function variables(r: Reading, noIn = false, onPattern: (r: Reading) => void = pattern): void {
  next(r);
  do {
    const from = { declared: r.declared.length, start: r.start };
    onPattern(r);
    const { before: end } = r;
    if (r.kind === T.not) next(r);
    if (took(r, T.colon)) type(r);
    if (!took(r, T.assign)) continue;
    const asked: Asked | undefined = askedAt(r);
    assignment(r, noIn);
    if (asked !== undefined) bindAsked(r, asked, from, end);
  } while (took(r, T.comma));
}

/** From `function`; answers its name, or ''. */
export function functionDeclaration(r: Reading): string {
  next(r);
  const isGenerator = took(r, T.star);
  const name = r.kind === T.name ? tokenText(r) : '';
  if (name !== '') {
    declare(r, name);
    next(r);
  }
  functionRest(r, isGenerator);
  return name;
}

/** From the word that declares a type: its name, declared, and what follows is next. */
function nameOfType(r: Reading): string {
  next(r);
  const name = tokenText(r);
  declare(r, name, true);
  next(r);
  return name;
}

/** From `type`; answers its name. */
export function typeAlias(r: Reading): string {
  const name = nameOfType(r);
  scoped(r, () => {
    if (r.kind === T.less) typeParameters(r);
    expect(r, T.assign);
    type(r);
  });
  endStatement(r);
  return name;
}

/** From `interface`; answers its name. */
export function interfaceDeclaration(r: Reading): string {
  const name = nameOfType(r);
  scoped(r, () => {
    if (r.kind === T.less) typeParameters(r);
    if (r.word === W.extends)
      do {
        next(r);
        reference(r);
      } while (r.kind === T.comma);
    expect(r, T.openBrace);
    members(r);
  });
  return name;
}

/** From `enum`; answers its name. Its members are declared in it. */
export function enumDeclaration(r: Reading): string {
  next(r);
  if (r.kind !== T.name) doubt();
  const name = tokenText(r);
  declare(r, name);
  next(r);
  expect(r, T.openBrace);
  scoped(r, () => {
    while (r.kind !== T.closeBrace) {
      if (!isPropertyStart(r)) doubt();
      if (r.kind === T.name || r.kind === T.reserved) declare(r, tokenText(r));
      else if (r.kind === T.string) declareMember(r, stringText(r));
      propertyName(r);
      if (took(r, T.assign)) assignment(r);
      if (r.kind !== T.closeBrace) expect(r, T.comma);
    }
  });
  next(r);
  return name;
}

/** A word before the name that it declares. */
export function isNamed(r: Reading): boolean {
  return nextIs(r, (now) => now.kind === T.name && !now.isNewLine);
}
