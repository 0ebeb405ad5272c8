/**
 * What the functions of one outermost function do by themselves, as others come to see it: their accesses and calls, with the
 * chains that these stand in. Two readings with the same text mean the same to everybody who reads neither body himself.
 */
import type { Expr } from '../../model/index.js';
import { calledParameters, functionScope, readingItself, type Scope, valueKey } from '../program/index.js';
import type { TableReading } from './index.js';
import { type Call, isInline, type Node, readersByName, readNode } from './nodes.js';
import { dependsOnContext } from './open-functions.js';

export type OwnReading = {
  /** What is found, without lines. */
  readonly text: string;
  /** What it is found in: lines of it are told. */
  readonly exprs: readonly Expr[];
};

/** A function of the file by a name that an edit in another one does not change. */
export type NameOf = (fn: number) => string;

/** Undefined when it depends on what is given from elsewhere, opens transactions, or could not be read to the end. */
export function ownReading(
  { ev, readers, ids }: TableReading,
  path: string,
  functions: readonly number[],
  nameOf: NameOf,
): OwnReading | undefined {
  const file = ev.files.get(path);
  if (file === undefined) return undefined;
  const byName = readersByName(readers);
  const { spent } = ev.budget;
  const texts: unknown[] = [];
  const exprs: Expr[] = [];
  for (const fn of functions) {
    if (isInline(file, fn)) continue;
    const scope = functionScope(ev, file, fn);
    const node = readingItself(ev.watch, file, fn, () => readNode(byName, ids, file, fn, scope, ev));
    if (isGiven(node)) return undefined;
    const called = calledParameters(file, fn);
    if (node.sites.length === 0 && node.calls.length === 0 && called.length === 0) continue;
    const depends = node.calls.map((call) => readingItself(ev.watch, file, fn, () => dependsOnContext(node, call)));
    texts.push([node.label, nameOf(fn), sitesOf(node, nameOf), callsOf(node, nameOf), depends, called]);
    for (const { chain } of [...node.sites, ...node.calls]) exprs.push(chain.expr);
  }
  return ev.budget.spent === spent ? { text: JSON.stringify(texts), exprs } : undefined;
}

/** Followed further with what calls, subclasses or the library give. */
function isGiven({ isOpen, openings, hooks, unresolved, calls }: Node): boolean {
  if (isOpen || openings.length > 0 || hooks.length > 0 || unresolved.length > 0) return true;
  return calls.some(({ callee }) => {
    for (let at: Scope | undefined = callee.scope; at !== undefined; at = at.parent) if (at.args) return true;
    return false;
  });
}

function sitesOf({ sites }: Node, nameOf: NameOf): unknown[] {
  return sites.map(({ chain, line, ...site }) => {
    const link = chain.links.findIndex((one) => one.line === line);
    return [site, nameOf(chain.fn), link];
  });
}

function callsOf({ calls, file }: Node, nameOf: NameOf): unknown[] {
  return calls.map(({ callee, link, chain }: Call) => {
    const own = callee.file === file ? nameOf(callee.index) : callee.index;
    const { self } = callee.scope;
    const on = self === undefined ? '' : valueKey(self);
    // What is handed over to be called stands in no link of its own.
    return [
      callee.file.path,
      own,
      on,
      link.name,
      nameOf(chain.fn),
      chain.links.findIndex(({ expr }) => expr === link.expr),
    ];
  });
}
