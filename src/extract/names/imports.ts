/** Every way to ask for another module, with the names that it binds. */
import type { ImportForm } from '../../model/index.js';
import { assignment } from './expressions.js';
import { object } from './literals.js';
import { type BoundName, doubt, type ImportDraft, leave, type Reading, tokenText, undeclare } from './reading.js';
import { next, T } from './scanner.js';
import { endStatement, expect, expectWord, nextIs, stringText, took, W } from './tokens.js';
import { typeArguments } from './types.js';

/** `line` holds the position until the end, when lines are counted in one go. */
export function addImport(
  r: Reading,
  form: ImportForm,
  specifier: string,
  at: number,
  isTypeOnly = false,
): ImportDraft {
  const isHoisted = form === 'import' || form === 'side-effect';
  const draft: ImportDraft = { form, specifier, isLiteral: true, line: at, isTypeOnly, names: [], isHoisted };
  r.imports.push(draft);
  return draft;
}

export function bind(r: Reading, draft: ImportDraft, imported: string, local: string, isMarkedType: boolean): void {
  const members = imported === '*' ? new Set<string>() : undefined;
  const uses = { valueUses: 0, typeUses: 0, lines: [], members };
  draft.names.push({ imported, local, isMarkedType, scope: r.scope, ...uses } satisfies BoundName);
  if (draft.form === 'import') r.isType.set(local, isMarkedType);
}

/** From `import`. */
export function importDeclaration(r: Reading): void {
  const { start } = r;
  if (r.depth > 1) leave();
  next(r);
  if (r.kind === T.string) {
    addImport(r, 'side-effect', stringText(r), start);
    next(r);
    endImport(r);
    return;
  }
  const draft = addImport(r, 'import', '', start);
  if (r.word === W.type && !nextIs(r, isPlainType)) {
    draft.isTypeOnly = true;
    next(r);
  }
  clause(r, draft);
  expectWord(r, W.from);
  if (r.kind !== T.string) doubt();
  draft.specifier = stringText(r);
  next(r);
  endImport(r);
}

/** `import type from 'x'` and `import type, { a } from 'x'` name what they import so. */
function isPlainType({ kind, word }: Reading): boolean {
  return kind === T.comma || kind === T.assign || word === W.from;
}

function clause(r: Reading, draft: ImportDraft): void {
  if (r.kind === T.name) {
    bind(r, draft, 'default', tokenText(r), draft.isTypeOnly);
    next(r);
    if (r.kind === T.assign) leave();
    if (!took(r, T.comma)) return;
    if (draft.isTypeOnly) leave();
  }
  if (took(r, T.star)) {
    expectWord(r, W.as);
    if (r.kind !== T.name) doubt();
    bind(r, draft, '*', tokenText(r), draft.isTypeOnly);
    next(r);
    return;
  }
  for (const { imported, local, isType, isReserved } of specifiers(r)) {
    if (isReserved || (isType && draft.isTypeOnly)) leave();
    bind(r, draft, imported, local, isType || draft.isTypeOnly);
  }
}

/** `isReserved`: what `as` is followed by, or the name alone, is no name that can be bound. */
export type Specifier = {
  readonly imported: string;
  readonly local: string;
  readonly isType: boolean;
  readonly isReserved: boolean;
  readonly start: number;
  /** Of what stands first. */
  readonly hash: number;
  readonly nameStart: number;
  readonly nameEnd: number;
};

/** `{ a, b as c, type d }`. */
export function specifiers(r: Reading): Specifier[] {
  const found: Specifier[] = [];
  expect(r, T.openBrace);
  while (r.kind !== T.closeBrace) {
    const { start } = r;
    const isType = r.word === W.type && nextIs(r, isAfterMark);
    if (isType) next(r);
    if (r.kind !== T.name && r.kind !== T.reserved) leave();
    const { hash, start: nameStart, end: nameEnd } = r;
    const imported = tokenText(r);
    let local = imported;
    let isReserved = r.kind === T.reserved;
    next(r);
    if (r.word === W.as) {
      next(r);
      if (r.kind !== T.name && r.kind !== T.reserved) leave();
      isReserved = r.kind === T.reserved;
      local = tokenText(r);
      next(r);
    }
    found.push({ imported, local, isType, isReserved, start, hash, nameStart, nameEnd });
    if (r.kind !== T.closeBrace) expect(r, T.comma);
  }
  next(r);
  return found;
}

/** What follows `type` when it marks a name; `type as …` may be several things. */
function isAfterMark({ kind, word }: Reading): boolean {
  if (word === W.as) leave();
  return kind === T.name || kind === T.reserved;
}

/** After the specifier: `with { type: 'json' }`. */
export function endImport(r: Reading): void {
  if (r.word === W.with && !r.isNewLine) {
    next(r);
    object(r);
  }
  endStatement(r);
}

/** `require(…)` and `import(…)`, at the parenthesis; `start` is that of the word. */
export function importCall(r: Reading, form: 'require' | 'dynamic-import', start: number): void {
  next(r);
  if (r.kind !== T.string && r.kind !== T.template) leave();
  addImport(r, form, stringText(r), start);
  next(r);
  if (took(r, T.comma) && r.kind !== T.closeParen) {
    assignment(r);
    took(r, T.comma);
  }
  expect(r, T.closeParen);
  // The names that a callback takes.
  if (form === 'dynamic-import' && r.kind === T.dot && nextIs(r, (now) => tokenText(now) === 'then')) leave();
}

/** `import('x').A<B>`; `start` is that of `typeof` before it. */
export function importType(r: Reading, start: number): void {
  next(r);
  expect(r, T.openParen);
  if (r.kind !== T.string) leave();
  const draft = addImport(r, 'import-type', stringText(r), start, true);
  next(r);
  if (r.kind === T.comma) leave();
  expect(r, T.closeParen);
  for (let isFirst = true; took(r, T.dot); isFirst = false) {
    if (r.kind !== T.name && r.kind !== T.reserved) doubt();
    const name = tokenText(r);
    if (isFirst) {
      bind(r, draft, name, name, true);
      const [bound] = draft.names;
      if (bound !== undefined) bound.typeUses = 1;
    }
    next(r);
  }
  if (r.kind === T.less && !r.isNewLine) typeArguments(r);
}

/** A variable that is a module, or what is read of one. */
export type Asked = { readonly end: number; readonly member: string | undefined; readonly imports: number };

const BEGINS = /(?:await\b\s*|\(\s*)*(?:require|import)\b\s*\(/y;
const SPECIFIER = String.raw`\(\s*(?:'[^'\\\n]+'|"[^"\\\n]+")\s*\)`;
const ASKED = new RegExp(
  String.raw`(?:require${SPECIFIER}|\(\s*await\s+import${SPECIFIER}\s*\)|await\s+import${SPECIFIER}(?!\s*[.?!]))((?:\.[\w$]+)*)(?!\s*[(.[?!${'`'}]|\s+(?:as|satisfies)\b)`,
  'y',
);

/** At the value of a variable: what it asks for; undefined when it asks for no module. */
export function askedAt(r: Reading): Asked | undefined {
  BEGINS.lastIndex = r.start;
  if (!BEGINS.test(r.text)) return undefined;
  ASKED.lastIndex = r.start;
  const found = ASKED.exec(r.text);
  if (found === null) leave();
  const [all, read = ''] = found;
  return { end: r.start + all.length, member: read.split('.')[1], imports: r.imports.length };
}

const FLAT = /^\{\s*(?:[\w$]+(?:\s*:\s*[\w$]+)?\s*(?:,\s*|(?=\})))*\}$/;

/** After the value: the names of the pattern, up to `end`, are bound instead of declared. */
export function bindAsked(
  r: Reading,
  { end: asked, member, imports }: Asked,
  from: { readonly declared: number; readonly start: number },
  end: number,
): void {
  const draft = r.imports[imports];
  const pattern = r.text.slice(from.start, end);
  if (r.before !== asked || draft === undefined || r.imports.length !== imports + 1) leave();
  draft.isHoisted = true;
  const names = r.declared.slice(from.declared);
  if (pattern.startsWith('{')) {
    if (member !== undefined) return;
    if (!FLAT.test(pattern)) leave();
    undeclare(r, from.declared);
    for (const item of pattern.slice(1, -1).split(',')) {
      const [imported = '', local = imported] = item.split(':').map((text) => text.trim());
      if (imported !== '') bind(r, draft, imported, local, false);
    }
  } else if (!pattern.startsWith('[')) {
    undeclare(r, from.declared);
    bind(r, draft, member ?? '*', names[0] ?? leave(), false);
  }
}
