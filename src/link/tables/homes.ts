/**
 * Which file an access counts for when the code that holds the call is generic: the concrete class's for a base, the
 * caller's for a factory and for what is told by arguments, the file itself when its callers agree.
 */
import type { Expr } from '../../model/index.js';
import type { Evaluator, ProgramFile, Scope, ValueOf } from '../program/index.js';
import { bodyOf, classFact, evaluate, placedExpressions, walk } from '../program/index.js';
import type { Node } from './nodes.js';

export type Home = {
  /** File that the accesses count for; absent when only the callers account for them. */
  readonly home: string | undefined;
  /** Why `home` is not the function's own file. */
  readonly because?: { readonly note: 'base class' | 'factory'; readonly line: number };
};

type Homed = Node & Home;

/** A base's accesses count for the concrete class's file, a factory's for the file that called it. */
export function homeOf({ file, index, scope }: ValueOf<'function'>): Home & { readonly label?: string } {
  const owner = file.program.functions[index]?.ownerClass ?? -1;
  const { self } = scope;
  if ((self?.kind === 'instance' || self?.kind === 'class') && owner >= 0) {
    const isOwn = self.of.file === file && self.of.index === owner;
    if (!isOwn) {
      const { name, line } = classFact(self.of);
      const label = `${name}.${file.program.functions[index]?.name ?? ''}`;
      return { home: self.of.file.path, because: { note: 'base class', line }, label };
    }
    return { home: undefined };
  }
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    if (at.args)
      return {
        home: at.args.scope.file.path,
        because: { note: 'factory', line: callLine(at.args.exprs, at.args.scope) },
      };
  }
  return { home: undefined };
}

/** Line of the call that gives these very arguments: found by identity, for a name or `this` has no line of its own. */
function callLine(args: readonly Expr[], { file, fn }: Scope): number {
  const fact = file.program.functions[fn];
  const inside = fact === undefined ? [] : bodyOf(fact);
  for (const expr of [...inside, ...placedExpressions(file.program).map((one) => one.expr)]) {
    let line = 0;
    walk(expr, (part) => {
      if ((part.kind === 'call' || part.kind === 'new') && part.args === args) line = part.line;
      if (part.kind === 'tagged' && part.holes === args) line = part.line;
      return line === 0;
    });
    if (line > 0) return line;
  }
  return Math.max(1, fact?.line ?? 1);
}

/**
 * A function told by its arguments belongs to its callers, unless they are all in its own file, or give it records of
 * one table: `close(order)` without a type is as much about orders as with one.
 */
export function isOfItsFile(node: Homed, ev: Evaluator, tables: ReadonlySet<string> | undefined): boolean {
  const { home, file, scope, sites } = node;
  if (home !== undefined || scope.args === undefined || sites.length === 0) return false;
  if (isGivenInFile(file, scope)) return true;
  if (tables?.size !== 1) return false;
  return sites.every((site) => isOfRecord(ev, site));
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
    if (at.file !== file || (at.self !== undefined && at.self !== scope.self)) return false;
  }
  return true;
}

export function tablesOf(sites: Node['sites']): string {
  return [...new Set(sites.map(({ table }) => table))].sort().join(' ');
}
