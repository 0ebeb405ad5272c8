/**
 * Functions as nodes of the call graph: what each one does to tables itself, and which own functions it calls. A node
 * is a function in one context: on its own, as a method inherited by a concrete class, or called with given arguments.
 * Callbacks written inside a call belong to the function around them.
 */
import type { AccessKind, Confidence } from '../../model/index.js';
import type { Dialect, Finding, Opening, Reading } from '../orm/index.js';
import {
  alternatives,
  type Chain,
  type ClassValue,
  calleeOf,
  chainsOfFields,
  chainsOfFunction,
  childScope,
  classFact,
  classKey,
  type Evaluator,
  evaluate,
  functionLabel,
  hangsOnCaller,
  type Link,
  lineageOf,
  memberOf,
  memberParent,
  type ProgramFile,
  type Scope,
  subclassesOf,
  type Value,
  type ValueOf,
} from '../program/index.js';
import { calledBack, calledByMade, calledWithin } from './handed-over.js';

/** One access of one call, as the dialect found it. */
export type Site = {
  readonly technology: string;
  readonly table: string;
  readonly op: AccessKind;
  readonly joined: boolean;
  readonly confidence: Confidence;
  readonly line: number;
  /** See `Access.below`. */
  readonly below?: number;
  readonly note?: string;
  /** Declarations that bring the table in; empty when the call names it. */
  readonly via: readonly string[];
  readonly chain: Chain;
};

export type Call = {
  readonly callee: ValueOf<'function'>;
  readonly link: Link;
  readonly chain: Chain;
};

/** A call that the library makes around a write. */
export type HookCall = { readonly site: Site; readonly when: 'before' | 'after'; readonly call: Call };

export type Unknown = { readonly line: number; readonly reason: string; readonly what: string };

export type Node = {
  readonly file: ProgramFile;
  readonly fn: number;
  readonly scope: Scope;
  readonly label: string;
  readonly sites: readonly Site[];
  readonly calls: readonly Call[];
  readonly hooks: readonly HookCall[];
  readonly openings: readonly { readonly opening: Opening; readonly chain: Chain }[];
  readonly unresolved: readonly Unknown[];
  /** Something in it depends on what a subclass or a caller gives. */
  readonly isOpen: boolean;
};

export type Reader = { readonly dialect: Dialect; readonly reading: Reading; readonly methods: ReadonlySet<string> };

/** The readers to ask, found by the names that a chain calls: most chains of a program call none of theirs. */
export type Readers = {
  /** Those that find anything in calls. */
  readonly asked: readonly Reader[];
  /** Method → a bit for each of `asked`, by its place, that goes by it. */
  readonly askedBy: ReadonlyMap<string, number>;
  /** Methods of models, records or queries, where there are some at all. */
  readonly records: ReadonlySet<string>;
};

export function readersByName(all: readonly Reader[]): Readers {
  const asked = all.filter(({ reading }) => reading.access !== undefined || reading.opening !== undefined);
  const askedBy = new Map<string, number>();
  asked.forEach(({ methods }, place) => {
    for (const name of methods) askedBy.set(name, (askedBy.get(name) ?? 0) | (1 << place));
  });
  const used = all.filter(({ reading }) => reading.tables.length > 0 || reading.isUsed);
  return { asked, askedBy, records: new Set(used.flatMap(({ methods }) => [...methods])) };
}

export type TableIds = (
  technology: string,
  table: Finding['accesses'][number]['table'],
  path: string,
  line: number,
) => string;

/** Callbacks belong to the function they are written in; the rest of a file's functions are nodes. */
export function isInline(file: ProgramFile, fn: number): boolean {
  return file.uses().callbacks.has(fn);
}

type Draft = {
  sites: Site[];
  calls: Call[];
  hooks: HookCall[];
  openings: Node['openings'][number][];
  unresolved: Unknown[];
  isOpen: boolean;
};

/** Reads one function (with its callbacks) in a scope. */
export function readNode(
  readers: Readers,
  ids: TableIds,
  file: ProgramFile,
  fn: number,
  scope: Scope,
  ev: Evaluator,
): Node {
  const draft: Draft = {
    sites: [],
    calls: [],
    hooks: [],
    openings: [],
    unresolved: [],
    isOpen: false,
  };
  for (const chain of chainsInNode(ev, file, fn, scope)) readChain(readers, ids, ev, chain, draft);
  const { sites, calls, hooks, openings, unresolved, isOpen } = draft;
  const label = functionLabel(file.program, fn);
  return { file, fn, scope, label, sites, calls, hooks, openings, unresolved, isOpen };
}

function readChain(readers: Readers, ids: TableIds, ev: Evaluator, chain: Chain, draft: Draft): void {
  const { asked, askedBy } = readers;
  let named = 0;
  for (const { name } of chain.links) named |= askedBy.get(name) ?? 0;
  for (let place = 0; place < asked.length; place++) {
    const { dialect, reading } = asked[place]!;
    if ((named & (1 << place)) === 0 && dialect.isCandidate?.(chain) !== true) continue;
    const opening = reading.opening?.(chain);
    if (opening) draft.openings.push({ opening, chain });
    const finding = reading.access?.(chain);
    if (finding === undefined) continue;
    note(dialect.id, finding, chain, ids, draft);
    if (finding.accesses.length > 0 || finding.unresolved) break;
  }
  for (const link of chain.links) {
    if (link.expr.kind === 'tagged') continue;
    draft.calls.push(...calledBack(ev, link, chain));
    const called = calleeOf(ev, link.expr, chain.scope);
    if (called.kind === 'unknown' && mayBeRecord(readers, link) && hangsOnCaller(chain.file, chain.fn, link.expr))
      draft.isOpen = true;
    for (const callee of alternatives(called)) {
      if (callee.kind === 'function') {
        draft.calls.push({ callee, link, chain }, ...calledWithin(ev, callee, link, chain));
      } else {
        if (callee.kind === 'made') draft.calls.push(...calledByMade(ev, callee, link, chain));
        const own = link.receiver ? implementations(ev, evaluate(ev, link.receiver, chain.scope), link.name) : [];
        for (const one of own) draft.calls.push({ callee: one, link, chain });
        const isUntold = callee.kind === 'signature' && mayBeRecord(readers, link) && isOfParameter(chain);
        const isAbstract = callee.kind === 'signature' && link.receiver?.kind === 'this';
        if (isAbstract || (own.length === 0 && (isUntold || isOpenReceiver(callee, chain)))) draft.isOpen = true;
      }
    }
  }
}

/** Keeps the many calls on untyped values cheap. */
function mayBeRecord({ records }: Readers, { name, receiver }: Link): boolean {
  return receiver !== undefined && records.has(name);
}

/** Most classes behind one interface that are followed; beyond, it is a plug-in point and says nothing. */
const MAX_IMPLEMENTATIONS = 6;

/** What an abstract class's or interface's method is in the classes that implement it: ports and adapters. */
function implementations(ev: Evaluator, receiver: Value, name: string): ValueOf<'function'>[] {
  return alternatives(receiver).flatMap((one) => {
    const key = one.kind === 'instance' ? classKey(one.of) : one.kind === 'shape' ? `${one.file.path}#${one.name}` : '';
    const below =
      key === '' ? [] : subclassesOf(ev, key).filter((of) => !classFact(of).isAbstract && mayBe(ev, of, key, one));
    if (below.length === 0 || below.length > MAX_IMPLEMENTATIONS) return [];
    return below.flatMap((of) =>
      alternatives(memberOf(ev, { kind: 'instance', of, args: [] }, name)).filter((value) => value.kind === 'function'),
    );
  });
}

/** `Crud<Oven>` is no class below `Crud<Loaf>`. */
function mayBe(ev: Evaluator, below: ClassValue, key: string, asked: Value): boolean {
  if (asked.kind !== 'instance' || asked.args.length === 0) return true;
  const above = lineageOf(ev, { kind: 'instance', of: below, args: [] }).find(
    (one) => one.kind === 'own' && classKey(one.of) === key,
  );
  const bound = above?.kind === 'own' ? [...above.types.values()] : [];
  return asked.args.every((arg, at) => {
    const other = bound[at];
    return arg.kind !== 'instance' || other?.kind !== 'instance' || classKey(arg.of) === classKey(other.of);
  });
}

/** The callee hangs on a type parameter or an argument: a subclass or a caller may tell. */
function isOpenReceiver(callee: Value, chain: Chain): boolean {
  if (callee.kind !== 'param') return false;
  return chain.root.kind === 'this' || chain.root.kind === 'super' || isOfParameter(chain);
}

/** A method of an interface that no class implements is told by what a caller gives for it: `logs: { findAll(): … }`. */
function isOfParameter({ root, file, fn }: Chain): boolean {
  return root.kind === 'name' && file.names(fn).get(root.name)?.kind === 'param';
}

function note(technology: string, finding: Finding, chain: Chain, ids: TableIds, draft: Draft): void {
  const { path } = chain.file;
  for (const access of finding.accesses) {
    const line = access.line ?? chain.links.at(-1)?.line ?? 0;
    // Names put together at run time: never a table, whichever dialect gave them.
    if (!isTableName(access.table.name)) {
      addUnresolved(draft, chain, { line, reason: 'the table is named by a value' });
      continue;
    }
    const site: Site = {
      technology,
      table: ids(technology, access.table, path, line),
      op: access.op,
      joined: access.joined === true,
      confidence: access.confidence ?? 'exact',
      line,
      ...(access.below === undefined ? {} : { below: access.below }),
      ...(access.note === undefined ? {} : { note: access.note }),
      via: access.via ?? [],
      chain,
    };
    draft.sites.push(site);
    const link = chain.links.find((one) => one.line === line) ?? chain.links.at(-1);
    for (const { when, body, args } of link ? (access.hooks ?? []) : []) {
      const call: Call = { callee: body, link: { ...(link as Link), name: '', args, typeArgs: [] }, chain };
      draft.hooks.push({ site, when, call });
    }
  }
  if (finding.isOpen) draft.isOpen = true;
  if (finding.unresolved) addUnresolved(draft, chain, finding.unresolved);
}

function isTableName(name: string): boolean {
  return /[\p{L}\d]/u.test(name) && !/\$\{|[\n()]/.test(name);
}

function addUnresolved(draft: Draft, chain: Chain, unresolved: NonNullable<Finding['unresolved']>): void {
  draft.isOpen = true;
  const what = chain.links.map((link) => link.name).join('.');
  draft.unresolved.push({ ...unresolved, what });
}

/** The chains of a function and of the callbacks in it, in their scopes. */
export function chainsInNode(ev: Evaluator, file: ProgramFile, fn: number, scope: Scope): readonly Chain[] {
  const found: Chain[] = [];
  const inline = file.inlined();
  const stack: { fn: number; scope: Scope }[] = [{ fn, scope }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const fact = file.program.functions[next.fn];
    if (fact === undefined) continue;
    for (const { fn: at, expr, root, links } of chainsOfFunction(file, next.fn))
      found.push({ file, fn: at, scope: next.scope, expr, root, links });
    for (const chain of chainsOfFields(ev, file, next.fn)) found.push(chain);
    const inner = inline.get(next.fn) ?? [];
    for (let i = inner.length - 1; i >= 0; i--)
      stack.push({ fn: inner[i]!, scope: childScope(ev, memberParent(ev, next.scope, inner[i]!), inner[i]!) });
  }
  return found;
}
