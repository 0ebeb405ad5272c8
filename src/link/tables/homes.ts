/**
 * Which file an access counts for when the code that holds the call is generic: the concrete class's for a base, the
 * caller's for a factory and for what is told by arguments, the file itself when its callers agree.
 */
import type { Expr } from '../../model/index.js';
import type { Arguments, Evaluator, ProgramFile, Scope, Value, ValueOf } from '../program/index.js';
import {
  alternatives,
  bodyOf,
  childScope,
  classFact,
  evaluate,
  expose,
  functionScope,
  lineageOf,
  ownerClass,
  placedExpressions,
  quietly,
  typeOf,
  valueKey,
  walk,
} from '../program/index.js';
import type { Node } from './nodes.js';

export type Home = {
  /** File that the accesses count for; absent when only the callers account for them. */
  readonly home: string | undefined;
  /** Why `home` is not the function's own file. */
  readonly because?: { readonly note: 'base class' | 'factory'; readonly line: number } | undefined;
};

type Homed = Node & Home;

/**
 * A base's accesses count for the concrete class's file, a factory's for the file that called it, and those of an object
 * that is only told its table when it is made (`new Shelf(db, 'loaves')`) for the file that makes it. `isUntold`: the function
 * names no table by itself.
 */
export function homeOf(
  ev: Evaluator,
  { file, index, scope }: ValueOf<'function'>,
  isUntold: boolean,
): Home & { readonly label?: string } {
  const owner = file.program.functions[index]?.ownerClass ?? -1;
  const { self } = scope;
  if ((self?.kind === 'instance' || self?.kind === 'class') && owner >= 0) {
    const label = `${classFact(self.of).name}.${file.program.functions[index]?.name ?? ''}`;
    const isMade = isUntold && self.kind === 'instance' && self.made && !tellsBase(ev, self, file, owner);
    if (isMade && self.made && namesTable(ev, self.made)) return { ...givenBy(ev, self.made, MAX_MAKERS), label };
    const isOwn = self.of.file === file && self.of.index === owner;
    return isOwn ? { home: undefined } : { ...ofClass(self), label };
  }
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    if (at.args) return givenBy(ev, at.args, MAX_MAKERS);
  }
  return { home: undefined };
}

/** Bases and makers that hand on what they are given. */
const MAX_MAKERS = 4;

/**
 * Who gives arguments: the file they are written in. But what a function hands on that is given it, its caller gives; and what
 * a base class hands on (`build(this.table)` in its constructor), its subclass, or who makes the object.
 */
function givenBy(ev: Evaluator, args: Arguments, steps: number): Home {
  const { file, fn, self, parent } = args.scope;
  const owner = ownerClass(file.program, fn);
  const isHandedOn = (expr: Expr) => isToldIn(ev, expr, args.scope, childScope(ev, parent as Scope, fn));
  if (args.scope.args && parent && steps > 0 && !isNamedHere(ev, args, isHandedOn) && args.exprs.some(isHandedOn))
    return givenBy(ev, args.scope.args, steps - 1);
  if (
    owner >= 0 &&
    self?.kind === 'instance' &&
    steps > 0 &&
    !isNamedHere(ev, args, (expr) => isToldOutside(ev, expr, args.scope)) &&
    args.exprs.some((expr) => isToldOutside(ev, expr, args.scope))
  ) {
    const isOwn = self.of.file === file && self.of.index === owner;
    if (self.made && !tellsBase(ev, self, file, owner) && namesTable(ev, self.made))
      return givenBy(ev, self.made, steps - 1);
    if (!isOwn) return ofClass(self);
  }
  return { home: file.path, because: { note: 'factory', line: callLine(args.exprs, args.scope) } };
}

/** `new Shelf(config, 'loaves')`: what is handed on with the name of the table names none. */
function isNamedHere(ev: Evaluator, { exprs, scope }: Arguments, isHandedOn: (expr: Expr) => boolean): boolean {
  const names = (expr: Expr) =>
    alternatives(evaluate(ev, expr, scope)).some(({ kind }) => kind === 'text' || kind === 'class');
  const [handed, own] = [exprs.filter(isHandedOn), exprs.filter((expr) => !isHandedOn(expr))];
  return own.some(names) && !handed.some(names);
}

function ofClass({ of }: ValueOf<'instance'> | ValueOf<'class'>): Home {
  return { home: of.file.path, because: { note: 'base class', line: classFact(of).line } };
}

/** Classes below the owner say which table: by what they give to `super`, by type arguments, by a field. */
function tellsBase(ev: Evaluator, self: ValueOf<'instance'>, file: ProgramFile, owner: number): boolean {
  for (const ancestor of lineageOf(ev, self)) {
    if (ancestor.kind !== 'own' || (ancestor.of.file === file && ancestor.of.index === owner)) return false;
    const { members, extendsArgs = [] } = classFact(ancestor.of);
    const init = members.find(({ kind }) => kind === 'constructor')?.function;
    const call = init === undefined ? undefined : ancestor.of.file.uses().supers.get(init);
    const types = extendsArgs.flatMap((type) => alternatives(typeOf(ev, type, ancestor.of.scope)));
    if (types.some(({ kind }) => kind === 'instance')) return true;
    if (members.some((one) => one.kind === 'field' && one.init !== undefined)) return true;
    if (call && namesTable(ev, { exprs: call.args, scope: functionScope(ev, ancestor.of.file, init as number) }))
      return true;
  }
  return false;
}

function namesTable(ev: Evaluator, { exprs, scope }: Arguments): boolean {
  return exprs.some((expr) => alternatives(evaluate(ev, expr, scope)).some(mayName));
}

const NAMING: ReadonlySet<Value['kind']> = new Set(['text', 'object', 'class', 'made', 'import']);

/** A name, a model, a definition: what can say which table. A handle alone cannot. */
function mayName(value: Value): boolean {
  if (value.kind === 'external') return value.package !== '' && value.args.length > 0;
  if (value.kind === 'part') return mayName(value.object);
  return NAMING.has(value.kind);
}

/** What names the table in this context, and not in the class by itself. */
function isToldOutside(ev: Evaluator, expr: Expr, scope: Scope): boolean {
  return isToldIn(ev, expr, scope, functionScope(ev, scope.file, scope.fn));
}

/** What names the table in one scope, and not in a scope that knows less. */
function isToldIn(ev: Evaluator, expr: Expr, scope: Scope, alone: Scope): boolean {
  const told = evaluate(ev, expr, scope);
  return alternatives(told).some(mayName) && valueKey(told) !== valueKey(evaluate(ev, expr, alone));
}

/** Line of the call that gives these very arguments: found by identity, for a name or `this` has no line of its own. */
function callLine(args: readonly Expr[], { file, fn }: Scope): number {
  const fact = file.program.functions[fn];
  const placed = quietly(file.watch, () => [
    ...(fact === undefined ? [] : bodyOf(fact)).map((expr) => ({ expr, fn })),
    ...placedExpressions(file.program),
  ]);
  for (const { expr, fn: at } of placed) {
    let line = 0;
    walk(expr, (part) => {
      if ((part.kind === 'call' || part.kind === 'new') && part.args === args) line = part.line;
      if (part.kind === 'tagged' && part.holes === args) line = part.line;
      return line === 0;
    });
    if (line === 0) continue;
    expose(file.program.functions[at]);
    return line;
  }
  return Math.max(1, fact?.line ?? 1);
}

/**
 * A function told by its arguments belongs to its callers, unless they are all in its own file, or give it records or
 * handles of one table: `close(order)` without a type is as much about orders as with one, and what is declared as
 * `Collection<Order>` says what it is about, whoever hands it over.
 */
export function isOfItsFile(node: Homed, ev: Evaluator, tables: ReadonlySet<string> | undefined): boolean {
  const { home, because, file, scope, sites } = node;
  if (sites.length === 0) return false;
  const isTold = home === undefined && scope.args !== undefined;
  if (isTold && isGivenInFile(file, scope)) return true;
  if (tables?.size !== 1) return false;
  if (isTold) return sites.every((site) => isOfRecord(ev, site) || isOfTypedHandle(ev, site));
  return because?.note === 'factory' && sites.every((site) => isOfTypedHandle(ev, site));
}

/** `texts.find()` where `texts: Collection<FilmText>` is a parameter: its type says which records, in the file itself. */
function isOfTypedHandle(ev: Evaluator, { chain }: Node['sites'][number]): boolean {
  const receiver = chain.links[0]?.receiver;
  const alone = functionScope(ev, chain.file, chain.fn);
  return receiver !== undefined && alternatives(evaluate(ev, receiver, alone)).some(isHandleOfOwnType);
}

function isHandleOfOwnType(value: Value): boolean {
  return (
    value.kind === 'external' &&
    value.package !== '' &&
    value.args.some(({ kind }) => kind === 'shape' || kind === 'instance' || kind === 'both')
  );
}

/** `order.save()`: the record tells the table. */
export function isOfRecord(ev: Evaluator, { chain }: Node['sites'][number]): boolean {
  const receiver = chain.links.at(-1)?.receiver;
  const value = receiver && evaluate(ev, receiver, chain.scope);
  return value?.kind === 'instance' && chain.root.kind !== 'this';
}

/** The arguments are that file's own, not handed on from callers elsewhere. */
function isGivenInFile(file: ProgramFile, scope: Scope): boolean {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.args?.scope ?? at.parent) {
    // A `this` that a function outside of classes is given tells nothing of another file.
    const isInClass = at.self !== undefined && at.self !== scope.self && ownerClass(at.file.program, at.fn) >= 0;
    if (at.file !== file || isInClass) return false;
  }
  return true;
}

export function tablesOf(sites: Node['sites']): string {
  return [...new Set(sites.map(({ table }) => table))].sort().join(' ');
}
