/**
 * Lexical scopes. A name is spelled as written unless the same function chain already has it, then `name#2`, `name#3` …
 * so that the facts, which list locals per function without their blocks, stay unambiguous. Names of a namespace are
 * spelled with its dotted name. Also counts how imported names are used.
 */
import type { ts } from 'ts-morph';
import { addWords } from '../words.js';
import { forEachChild, isIdentifier } from './syntax.js';
import { type BindingDraft, type FunctionState, lineAt, type Name, type Scope, type Walk } from './walk.js';

const MAX_USE_LINES = 50;

/** Enters a name in the current scope; a second declaration of it there (overload, type beside value) is the same name. Imported names are not the file's own. */
export function declare(walk: Walk, text: string, isType = false, isOwn = true): Name {
  const { scope } = walk;
  const known = scope.names?.get(text);
  if (known !== undefined) {
    known.isType &&= isType;
    return known;
  }
  if (isOwn) addWords(walk.words, text);
  const name: Name = { spelled: scope.prefix === '' ? freshSpelling(scope.fn, text) : scope.prefix + text, isType };
  enter(scope, text, name);
  return name;
}

function enter(scope: Scope, text: string, name: Name): void {
  scope.names ??= new Map();
  scope.names.set(text, name);
}

function freshSpelling(fn: FunctionState, text: string): string {
  let taken = 0;
  for (let f: FunctionState | undefined = fn; f !== undefined; f = f.parent) {
    const count = f.used?.get(text);
    if (count !== undefined && count > taken) taken = count;
  }
  fn.used ??= new Map();
  fn.used.set(text, taken + 1);
  return taken === 0 ? text : `${text}#${taken + 1}`;
}

/** A type parameter: hides outer names, and is numbered only when it does. */
export function declareTypeParam(walk: Walk, text: string): Name {
  const outer = resolve(walk, text);
  const name: Name = { spelled: outer === undefined ? text : `${text}#2`, isType: true };
  if (outer?.spelled.includes('#')) name.spelled = nextSpelling(outer.spelled);
  enter(walk.scope, text, name);
  return name;
}

function nextSpelling(spelled: string): string {
  const at = spelled.lastIndexOf('#');
  return `${spelled.slice(0, at)}#${Number(spelled.slice(at + 1)) + 1}`;
}

export function resolve(walk: Walk, text: string): Name | undefined {
  for (let scope: Scope | undefined = walk.scope; scope !== undefined; scope = scope.parent) {
    const name = scope.names?.get(text);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** Runs `inside` in a new scope of the current function. */
export function scoped<T>(walk: Walk, inside: () => T, prefix = ''): T {
  const outer = walk.scope;
  walk.scope = { parent: outer, names: undefined, fn: walk.fn, prefix };
  const result = inside();
  walk.scope = outer;
  return result;
}

/** Spelling of a used name; counts the use when it is an import. `member` is what is read through it, when one is. */
export function spell(walk: Walk, node: ts.Identifier, isType: boolean, member?: string): string {
  const text = node.text;
  const name = resolve(walk, text);
  if (name === undefined) return text;
  if (name.use !== undefined) countUse(walk, name.use, isType, node.end - 1, member);
  return name.spelled;
}

function countUse(walk: Walk, use: BindingDraft, isType: boolean, position: number, member?: string): void {
  if (isType || walk.inType) use.typeUses++;
  else use.valueUses++;
  use.members?.add(member ?? '*');
  if (use.lines.length >= MAX_USE_LINES) return;
  const line = lineAt(walk, position);
  if (!use.lines.includes(line)) use.lines.push(line);
}

/** Below the depth that is followed: only imports used there are counted, without recursion. */
export function countUsesBelow(walk: Walk, node: ts.Node): void {
  const stack: ts.Node[] = [node];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (isIdentifier(next)) spell(walk, next, false);
    else forEachChild(next, (child) => void stack.push(child));
  }
}
