/**
 * How the imported names of a file are used, as far as tokens prove it: as a value (`new Order(`), as a type
 * (`(order: Order`), or one of both (`[Order]`); what may be a name of the file's own (`(order) =>`, `const { order } =`)
 * leaves everything open, for then only scopes tell. See `use-rules.ts` for what proves what.
 */
import { compareText, type ImportBinding, type ImportFact } from '../../model/index.js';
import { hashOf } from './lexer.js';
import type { Lexer } from './state.js';
import { T, word } from './tokens.js';

export type Use = {
  isValue: boolean;
  isType: boolean;
  /** One of both; after `typeof`. */
  isEither: boolean;
  isQueried: boolean;
  /** Perhaps no use at all: the name of a method. */
  isPerhaps: boolean;
  /** Perhaps a declaration of the same name. */
  isDoubtful: boolean;
  /** What is read through it; `*` when it is used as a whole. */
  readonly members: Set<string>;
};

/** What a brace holds. */
export const BODY = { other: 0, members: 1, enum: 2, block: 3, perhapsBlock: 4 } as const;

/** `isSure`: if it is not declared, it is a value. */
export type Pending = { readonly use: Use; readonly depth: number; readonly isSure: boolean };

export type Uses = {
  readonly byName: Map<string, Use>;
  /** By the low bits of a name's hash: whether an imported name may be meant. */
  readonly filter: Uint8Array;
  /** By level: what the bracket holds; whether that is values for certain; whether it may declare names. */
  readonly bodies: number[];
  readonly isSure: boolean[];
  readonly mayDeclare: boolean[];
  /** By level: angles that are open, and for each a bit, 1 for type arguments, 0 for parameters or what it is else. */
  readonly angles: number[];
  readonly given: number[];
  /** Names that a bracket may turn out to declare, with its level. */
  readonly pending: Pending[];
  /** By level: parameters with a type were seen in it; and whether they were in the parentheses that closed last. */
  readonly isTyped: boolean[];
  hasClosedTyped: boolean;
  /** The level where parameters closed and the type of what the function returns began. */
  returning: number | undefined;
  /** The brace that opens at this level is the body of what began here: a class, an enum … */
  head: { readonly body: number; readonly depth: number; readonly start: number } | undefined;
  /** Something other than imports was read. */
  hasCode: boolean;
  /** A name is decorated with: the types of its parameters may stay at run time. */
  hasDecorators: boolean;
};

const FILTER = 1023;

const W = { class: word('class'), interface: word('interface'), enum: word('enum') };

export function createUses(): Uses {
  return {
    byName: new Map(),
    filter: new Uint8Array(FILTER + 1),
    bodies: [BODY.block],
    isSure: [false],
    mayDeclare: [false],
    angles: [0],
    given: [0],
    pending: [],
    isTyped: [false],
    hasClosedTyped: false,
    returning: undefined,
    head: undefined,
    hasCode: false,
    hasDecorators: false,
  };
}

function newUse(): Use {
  return {
    isValue: false,
    isType: false,
    isEither: false,
    isQueried: false,
    isPerhaps: false,
    isDoubtful: false,
    members: new Set(),
  };
}

/** From an import that was just read; it began at `start`. */
export function addNames(uses: Uses, { bindings }: ImportFact, text: string, start: number): void {
  for (const { local } of bindings) {
    const known = uses.byName.get(local);
    const use = known ?? newUse();
    const isEarlier = uses.hasCode && text.lastIndexOf(local, start) >= 0;
    if (known !== undefined || isEarlier) use.isDoubtful = true;
    uses.byName.set(local, use);
    uses.filter[hashOf(local) & FILTER] = 1;
  }
}

/** The use that the token counts for; undefined for all other names. */
export function useAt({ filter, byName }: Uses, lexer: Lexer): Use | undefined {
  if (lexer.kind !== T.name && lexer.kind !== T.context) return undefined;
  if (filter[lexer.hash & FILTER] === 0 || lexer.before === T.dot) return undefined;
  const use = byName.get(lexer.text.slice(lexer.start, lexer.end));
  // A word of the language is a name where it is called.
  if (use !== undefined && lexer.kind === T.context && lexer.text.charCodeAt(lexer.end) !== 40) use.isDoubtful = true;
  return use;
}

/** The same for what was read already, up to where the lexer is. */
export function beginHead(uses: Uses, { depth, kind }: Lexer, isEnum: boolean, start: number): void {
  const isOpen = kind === T.openBrace;
  uses.head = { body: isEnum ? BODY.enum : BODY.members, depth: isOpen ? depth - 1 : depth, start };
}

/** After `class`, `interface`, `enum`: the next brace at this level is their body. */
export function noteHead(uses: Uses, lexer: Lexer, id: number, start: number): void {
  const body = id === W.enum ? BODY.enum : BODY.members;
  if (id !== W.class && id !== W.interface && id !== W.enum) return;
  // Not the name of a property.
  if (/^\s*[:,}(=?;)]/.test(lexer.text.slice(lexer.end, lexer.end + 40))) return;
  uses.head = { body, depth: lexer.depth, start };
}

/** The bindings of a file with what its tokens say of them. */
export function finishUses(uses: Uses, imports: readonly ImportFact[], lexer: Lexer, isJs: boolean): void {
  for (const name of lexer.used ?? []) {
    const [first = '', member = '*'] = name.split('.');
    const use = uses.byName.get(first);
    if (use === undefined) continue;
    use.isValue = true;
    use.members.add(member);
  }
  for (const { form, bindings } of imports) {
    if (form !== 'import') continue;
    for (const [i, binding] of bindings.entries()) {
      const use = uses.byName.get(binding.local);
      if (use === undefined) continue;
      // JSX asks for React without naming it.
      const isFactory = lexer.used !== undefined && binding.local === 'React' && !use.isValue;
      const open = isFactory || (binding.imported === '*' && use.isPerhaps) ? 'all' : openOf(use);
      (bindings as ImportBinding[])[i] = settled(binding, use, open, isJs);
    }
  }
}

/** What a statement gives away: `export { order }`, `export default shop.order`. */
export function noteGiven(uses: Uses, name: string, member: string, isType: boolean): void {
  const use = uses.byName.get(name);
  if (use === undefined) return;
  use.members.add(member);
  if (isType) use.isType = true;
  else use.isValue = true;
}

type Open = NonNullable<ImportBinding['open']>;

function openOf(use: Use): Open | undefined {
  if (use.isDoubtful) return 'all';
  if (use.isValue) return undefined;
  if (use.isEither) return 'role';
  if (use.isQueried) return 'all';
  if (use.isPerhaps) return use.isType ? 'role' : 'all';
  return undefined;
}

function settled(before: ImportBinding, use: Use, open: Open | undefined, isJs: boolean): ImportBinding {
  const isWhole = before.imported === '*';
  const hasMembers = open !== 'all' && (isWhole || (open === 'role' && !use.members.has('*')));
  const binding = hasMembers ? { ...before, members: [...use.members].sort(compareText) } : before;
  // In JavaScript nothing is elided.
  if (isJs) return isWhole && open === 'all' ? { ...binding, open } : binding;
  if (open !== undefined) return { ...binding, open };
  return {
    ...binding,
    isTypeOnly: binding.isTypeOnly || !use.isValue,
    valueUses: use.isValue ? 1 : 0,
    typeUses: use.isType && !use.isValue ? 1 : 0,
  };
}
