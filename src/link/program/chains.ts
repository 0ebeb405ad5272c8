/**
 * Call chains: `this.orders.createQueryBuilder('o').leftJoin('o.lines', 'l').getMany()` is one thing with four links,
 * root first. Dialects read chains, not single calls, since a query's parts stand in several links.
 */
import type { ClassMember, Expr, Program, TypeRef } from '../../model/index.js';
import type { Evaluator } from './evaluator.js';
import { evaluate } from './expressions.js';
import type { ProgramFile } from './files.js';
import { functionScope, ownClassScope } from './scopes.js';
import { expressionsOfClasses } from './uses.js';
import type { Made, Scope, Value } from './values.js';
import { type CallExpr, childrenOf, type NewExpr, type TaggedExpr, walk } from './walk.js';
import { forAll, quietly } from './watched-parts.js';

export type Link = {
  /** Method or function called; for an imported function the name it is exported under. '' when neither. */
  readonly name: string;
  readonly kind: 'call' | 'new' | 'tag';
  /** What the method is called on; absent for a plain function. */
  readonly receiver: Expr | undefined;
  readonly args: readonly Expr[];
  readonly typeArgs: readonly TypeRef[];
  readonly line: number;
  readonly expr: CallExpr | NewExpr | TaggedExpr;
};

export type Chain = {
  readonly file: ProgramFile;
  /** Function it stands in. */
  readonly fn: number;
  readonly scope: Scope;
  readonly expr: Expr;
  readonly root: Expr;
  /** In the order they are called. Empty for an awaited property (`await order.lines`). */
  readonly links: readonly Link[];
};

/** A chain without its scope, as the file has it. */
export type PlainChain = Omit<Chain, 'scope'>;

/** All chains of a file, in source order of their functions. */
export function chainsOf(file: ProgramFile): readonly PlainChain[] {
  return file.watch === undefined ? chainsToSearch(file) : forAll(file.watch, () => allChains(file));
}

/** The same for one who looks for few of them, and says which he found (`expose`). A dozen do, so they are listed once. */
export function chainsToSearch(file: ProgramFile): readonly PlainChain[] {
  file.allChains.list ??= quietly(file.watch, () => allChains(file));
  return file.allChains.list;
}

function allChains(file: ProgramFile): PlainChain[] {
  const { functions, classes } = file.program;
  const found: PlainChain[] = [];
  for (let fn = 0; fn < functions.length; fn++) for (const chain of chainsOfFunction(file, fn)) found.push(chain);
  for (const { expr, fn } of expressionsOfClasses(classes)) addChains(file, expr, fn, found);
  return found;
}

/** The chains of one function without those written inside it; read once. */
export function chainsOfFunction(file: ProgramFile, fn: number): readonly PlainChain[] {
  const fact = file.program.functions[fn];
  if (fact === undefined) return [];
  // Read also when it is known already: that is noted.
  const { body } = fact;
  const known = file.chains[fn];
  if (known !== undefined) return known;
  const found: PlainChain[] = [];
  for (const { init } of fact.params) if (init !== undefined) addChains(file, init, fn, found);
  for (const expr of body) addChains(file, expr, fn, found);
  file.chains[fn] = found;
  return found;
}

/** What the fields of classes written in a function are made with, each in the scope of its class: `insert = build(this.db)`. */
export function* chainsOfFields(ev: Evaluator, file: ProgramFile, fn: number): Generator<Chain> {
  const { classes } = file.program;
  file.allChains.classes ??= classes.flatMap(({ members }, index) => (members.some(isMade) ? [index] : []));
  for (const index of file.allChains.classes) {
    const { parent, members } = classes[index]!;
    if (parent !== fn) continue;
    for (const { init, isStatic } of members) {
      if (init === undefined || init.kind === 'function') continue;
      for (const chain of chainsIn(file, init, fn))
        yield { ...chain, scope: ownClassScope(ev, functionScope(ev, file, fn), index, isStatic === true) };
    }
  }
}

function isMade({ init }: ClassMember): boolean {
  return init !== undefined && init.kind !== 'function';
}

/** The chains in one expression; functions written in it have their own. */
export function chainsIn(file: ProgramFile, top: Expr, fn: number): readonly PlainChain[] {
  const found: PlainChain[] = [];
  addChains(file, top, fn, found);
  return found;
}

function addChains(file: ProgramFile, top: Expr, fn: number, found: PlainChain[]): void {
  const stack: Expr[] = [top];
  for (let expr = stack.pop(); expr !== undefined; expr = stack.pop()) {
    if (LEAVES.has(expr.kind)) continue;
    const { root, links } = spine(file, expr, fn, stack);
    if (links.length > 0 || expr.kind === 'await') found.push({ file, fn, expr, root, links });
  }
}

/** Nothing is called in them. */
const LEAVES: ReadonlySet<Expr['kind']> = new Set([
  'name',
  'string',
  'literal',
  'this',
  'super',
  'function',
  'class',
  'unknown',
]);

/** Follows what is called down to where it starts; `beside` takes the expressions beside the way, the last to be read first. */
function spine(file: ProgramFile, expr: Expr, fn: number, beside: Expr[]): { root: Expr; links: Link[] } {
  const links: Link[] = [];
  let at = expr;
  for (;;) {
    if (at.kind === 'call' || at.kind === 'new') {
      links.push(linkOf(file, at, at.callee, fn));
      for (const arg of at.args) beside.push(arg);
      at = at.callee;
    } else if (at.kind === 'tagged') {
      links.push(linkOf(file, at, at.tag, fn));
      for (const hole of at.holes) beside.push(hole);
      at = at.tag;
    } else if (at.kind === 'member') at = at.object;
    else if (at.kind === 'index') {
      beside.push(at.index);
      at = at.object;
    } else if (at.kind === 'await' || at.kind === 'cast') at = at.value;
    else break;
  }
  for (const part of childrenOf(at)) beside.push(part);
  return { root: at, links: links.reverse() };
}

function linkOf(file: ProgramFile, expr: CallExpr | NewExpr | TaggedExpr, callee: Expr, fn: number): Link {
  let at = callee;
  while (at.kind === 'cast' || at.kind === 'await') at = at.value;
  const kind = expr.kind === 'tagged' ? 'tag' : expr.kind;
  const name =
    at.kind === 'member'
      ? at.name
      : at.kind === 'name'
        ? exportedName(file, at.name)
        : at.kind === 'index'
          ? computedName(file, at.index, fn)
          : '';
  return {
    name,
    kind,
    receiver: at.kind === 'member' || (at.kind === 'index' && name !== '') ? at.object : undefined,
    args: expr.kind === 'tagged' ? expr.holes : expr.args,
    typeArgs: expr.typeArgs ?? [],
    line: expr.line,
    expr,
  };
}

/** `query[isMore ? 'increment' : 'decrement'](…)`, also by way of a constant: of several names the first. */
function computedName(file: ProgramFile, index: Expr, fn: number): string {
  let at = index;
  for (let where = fn; at.kind === 'name' && where >= 0; where = file.program.functions[where]?.parent ?? -1) {
    const binding = file.names(where).get(at.name);
    if (binding?.kind === 'local' && binding.variable.isConst && binding.variable.init) at = binding.variable.init;
    else if (binding !== undefined) return '';
  }
  const options = at.kind === 'either' ? at.options : [at];
  const names = options.map((option) => (option.kind === 'string' ? option.value : ''));
  return names.includes('') ? '' : (names[0] ?? '');
}

/** `import { pgTable as table }`: a call of `table` is one of pgTable. */
function exportedName(file: ProgramFile, local: string): string {
  const imported = file.imports.get(local)?.imported;
  return imported === undefined || imported === 'default' || imported === '*' ? local : imported;
}

/** The chain in the scope of its function that nobody calls in particular. */
export function placed(ev: Evaluator, chain: PlainChain): Chain {
  return { ...chain, scope: functionScope(ev, chain.file, chain.fn) };
}

/** The links that made a value, through variables: for `qb.getMany()` also those of `const qb = repo.createQueryBuilder()`. */
export function linksBehind(ev: Evaluator, value: Value): { readonly link: Link; readonly scope: Scope }[] {
  const found: { link: Link; scope: Scope }[] = [];
  let at: Value | undefined = value;
  for (let i = 0; i < MAX_STEPS && at !== undefined; i++) {
    if ((at.kind !== 'external' && at.kind !== 'made') || at.made === undefined) break;
    const { expr, scope }: Made = at.made;
    const { links, root } = spine(scope.file, expr, scope.fn, []);
    const inner = links.findLastIndex((link) => isMadeElsewhere(ev, link, expr, scope));
    found.unshift(...links.slice(inner + 1).map((link) => ({ link, scope })));
    if (inner >= 0) at = evaluate(ev, (links[inner] as Link).expr, scope);
    else
      at = root.kind === 'name' || root.kind === 'this' ? evaluate(ev, links[0]?.receiver ?? root, scope) : undefined;
  }
  return found;
}

/** A call of an own function that gives back a builder: the links behind it stand there. */
function isMadeElsewhere(ev: Evaluator, link: Link, top: Expr, scope: Scope): boolean {
  if (link.expr === top || link.kind !== 'call') return false;
  const value = evaluate(ev, link.expr, scope);
  return (
    (value.kind === 'external' || value.kind === 'made') && value.made !== undefined && value.made.expr !== link.expr
  );
}

/** Variables followed back to where a builder was made. */
const MAX_STEPS = 12;

/** Name of a function for people: `Class.method`, `function`, '' at the top level. Callbacks have that of their place. */
export function functionLabel(program: Program, fn: number): string {
  let at = fn;
  while (at > 0) {
    const fact = program.functions[at];
    if (fact === undefined) return '';
    const owner = program.classes[fact.ownerClass]?.name;
    if (fact.name !== '') return owner ? `${owner}.${fact.name}` : fact.name;
    if (fact.parent === 0) return holderOf(program, at);
    at = fact.parent;
  }
  return '';
}

/** `const getLoaves = cache(async () => …)`: the variable that a nameless function is written for. */
function holderOf({ functions }: Program, fn: number): string {
  const holds = (expr: Expr | undefined): boolean => {
    let isFound = false;
    const look = (part: Expr) => {
      if (part.kind === 'function' && part.index === fn) isFound = true;
      return !isFound;
    };
    if (expr) walk(expr, look);
    return isFound;
  };
  return functions[0]?.locals.find(({ init }) => holds(init))?.name ?? '';
}
