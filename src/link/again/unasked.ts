/**
 * What a changed file declares at its top level under names that nobody asks for, left out of both readings of it. What is
 * linked from two files that then say the same is the same, but for lines. Why:
 *
 *   - A name is asked for by an exact text: of an import, an export, a member, a type, an expression. It counts as asked
 *     when that text stands, in whatever case, inside of any text that is known of this or another file; so it also does
 *     when part of a name or an SQL statement happens to be called so, or when somebody may put the name together.
 *   - Of all declarations in all files only calls, classes, functions, `Kysely<…>` types and texts with `as` in them are
 *     looked through without asking for a name. So variables with a plain literal, types, interfaces and enums of such
 *     values can be left out; functions and classes cannot.
 *   - Whether a file exports any name at all is asked, too (default imports of CommonJS): that may not change.
 */
import type { ExportFact, Expr, FileFacts, Program, TypeRef } from '../../model/index.js';
import type { Changed } from './moved-graph.js';

/** `isAsked`: whether what is known of any other file holds this text. */
export function withoutUnasked(change: Changed, isAsked: (name: string) => boolean): Changed {
  const [was, is] = [plainNames(change.before), plainNames(change.after)];
  const names = new Set([...was.keys(), ...is.keys()].filter((name) => was.get(name) !== is.get(name)));
  for (const name of names) if (was.get(name) === NOT_PLAIN || is.get(name) === NOT_PLAIN) names.delete(name);
  if (names.size === 0 || names.size > MOST_NAMES) return change;
  for (let before = -1; before !== names.size; ) {
    before = names.size;
    const texts = [change.before, change.after].flatMap((facts) => [...textsOf(without(facts, names))]);
    const all = texts.join('\n').toLowerCase();
    for (const name of names) if (all.includes(name.toLowerCase())) names.delete(name);
  }
  for (const name of names) if (isAsked(name)) names.delete(name);
  const isBare = ({ exports }: FileFacts) => exports.every(({ kind }) => kind === 'star-from' || kind === 'equals');
  if (isBare(change.before) !== isBare(change.after)) return change;
  return { before: without(change.before, names), after: without(change.after, names) };
}

const MOST_NAMES = 20;
const NOT_PLAIN = 'not plain';

/** Names of the top level with what is declared by them; NOT_PLAIN for what is looked at without being asked for. */
function plainNames(facts: FileFacts): Map<string, string> {
  const found = new Map<string, string>();
  const note = (name: string, isPlain: boolean, declared: unknown): void => {
    const isNew = !found.has(name);
    found.set(name, isNew && isPlain && name.length > 1 ? JSON.stringify(declared, withoutLine) : NOT_PLAIN);
  };
  const { functions = [], classes = [], interfaces = [], types = [], enums = [] } = facts.program ?? {};
  for (const local of functions[0]?.locals ?? []) {
    const { path, init, isElement, fallback, type } = local;
    const isPlain = path === undefined && isElement === undefined && fallback === undefined;
    note(local.name, isPlain && isPlainValue(init) && !isLookedThrough(type), local);
  }
  for (const one of interfaces) note(one.name, true, one);
  for (const one of types) note(one.name, !isLookedThrough(one.type), one);
  for (const one of enums)
    note(
      one.name,
      one.members.every(({ value }) => isPlainValue(value)),
      one,
    );
  for (const { name, parent } of [...functions, ...classes]) if (parent <= 0) note(name, false, undefined);
  for (const { bindings } of facts.imports) for (const { local } of bindings) note(local, false, undefined);
  for (const item of facts.exports) {
    const known = item.kind === 'local' && item.name === item.local ? found.get(item.name) : undefined;
    if (known === undefined || known === NOT_PLAIN) for (const name of namesOf(item)) found.set(name, NOT_PLAIN);
    else found.set(namesOf(item)[0] as string, `${known} ${JSON.stringify(item, withoutLine)}`);
  }
  return found;
}

function namesOf(item: ExportFact): string[] {
  if (item.kind === 'star-from') return [];
  if (item.kind === 'equals') return [item.local];
  return item.kind === 'local' ? [item.name, item.local] : [item.name];
}

function isPlainValue(value: Expr | undefined): boolean {
  if (value === undefined || value.kind === 'literal') return true;
  return value.kind === 'string' && /^[\w./:@#-]*$/.test(value.value);
}

/** `Kysely<Database>` tells of tables wherever it stands. */
function isLookedThrough(type: TypeRef | undefined): boolean {
  return type?.kind === 'ref' && /^(?:Kysely|Transaction)$/.test(type.name);
}

function withoutLine(key: string, value: unknown): unknown {
  return key === 'line' ? undefined : value;
}

function without(facts: FileFacts, names: ReadonlySet<string>): FileFacts {
  const { program, exports } = facts;
  if (program === undefined || names.size === 0) return facts;
  const others = <T extends { readonly name: string }>(items: readonly T[]) =>
    items.filter(({ name }) => !names.has(name));
  const less: Program = {
    functions: program.functions.map((one, i) => (i === 0 ? { ...one, locals: others(one.locals) } : one)),
    classes: program.classes,
    interfaces: others(program.interfaces),
    types: others(program.types),
    enums: others(program.enums),
  };
  return {
    ...facts,
    exports: exports.filter((item) => !(item.kind === 'local' && names.has(item.local))),
    program: less,
  };
}

/** All that is written in the facts; words are none of it, they are counted only. */
function* textsOf({ words: _, path: _path, ...facts }: FileFacts): Generator<string> {
  const stack: unknown[] = [facts];
  while (stack.length > 0) {
    const value = stack.pop();
    if (typeof value === 'string') yield value;
    else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) stack.push(part);
  }
}
