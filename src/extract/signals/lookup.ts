/**
 * What a name or field is, as far as its own file says: its declared type, its initialiser, the module it comes from.
 * Entry points and events are recognised by the receiver of a call, and this is what is known of a receiver.
 */
import type {
  ClassFact,
  ClassMember,
  Decorator,
  Expr,
  FunctionFact,
  ImportFact,
  Program,
  TypeRef,
  Variable,
} from '../../model/index.js';

export type CallExpr = Expr & { kind: 'call' | 'new' };
/** A call with the index of the function it stands in. */
export type CallSite = { readonly expr: CallExpr; readonly fn: number };

export type Lookup = {
  readonly path: string;
  readonly program: Program;
  readonly calls: readonly CallSite[];
  /** Local name → where it comes from. */
  readonly imported: ReadonlyMap<string, { readonly specifier: string; readonly name: string }>;
};

/** A variable, parameter or field. */
export type Known = Variable & { readonly decorators?: readonly Decorator[] };

export function createLookup(
  path: string,
  program: Program,
  calls: readonly CallSite[],
  imports: readonly ImportFact[],
): Lookup {
  const imported = new Map<string, { specifier: string; name: string }>();
  for (const { specifier, bindings } of imports)
    for (const { local, imported: name } of bindings)
      if (!imported.has(local)) imported.set(local, { specifier, name });
  return { path, program, calls, imported };
}

/** Variable or parameter of that name, in the function or those around it. */
function variableOf(lookup: Lookup, name: string, fn: number): Variable | undefined {
  for (let f: FunctionFact | undefined = lookup.program.functions[fn]; f !== undefined; ) {
    const found = f.params.find((p) => p.name === name) ?? f.locals.find((v) => v.name === name);
    if (found !== undefined) return found;
    f = f.parent < 0 ? undefined : lookup.program.functions[f.parent];
  }
  return undefined;
}

/** Class whose `this` the function has: its own, or that of a function around it. */
export function classAround(lookup: Lookup, fn: number): ClassFact | undefined {
  for (let f: FunctionFact | undefined = lookup.program.functions[fn]; f !== undefined; ) {
    if (f.ownerClass >= 0) return lookup.program.classes[f.ownerClass];
    f = f.parent < 0 ? undefined : lookup.program.functions[f.parent];
  }
  return undefined;
}

/** What is known of a receiver: a variable, or a field of the class around. */
export function knownOf(lookup: Lookup, receiver: Expr, fn: number): Known | undefined {
  if (receiver.kind === 'name') return variableOf(lookup, receiver.name, fn);
  if (receiver.kind !== 'member' || receiver.object.kind !== 'this') return undefined;
  const owner = classAround(lookup, fn);
  if (owner === undefined) return undefined;
  for (const member of owner.members) {
    if (member.kind === 'field' && member.name === receiver.name)
      return fieldKnown({ ...member, ...madeInConstructor(lookup, owner, member) });
    if (member.kind === 'constructor' && member.function !== undefined) {
      const param = lookup.program.functions[member.function]?.params.find(
        (p) => p.isField && p.name === receiver.name,
      );
      if (param !== undefined) return param;
    }
  }
  return undefined;
}

/** `this.jobs = new Queue('print')`, where the field itself is only declared. */
function madeInConstructor(
  { program }: Lookup,
  { members }: ClassFact,
  { name, init }: ClassMember,
): Pick<ClassMember, 'init'> {
  const fn = init === undefined ? members.find(({ kind }) => kind === 'constructor')?.function : undefined;
  for (const expr of fn === undefined ? [] : (program.functions[fn]?.body ?? [])) {
    if (expr.kind !== 'assign' || expr.target.kind !== 'member' || expr.value.kind !== 'new') continue;
    if (expr.target.object.kind === 'this' && expr.target.name === name) return { init: expr.value };
  }
  return {};
}

function fieldKnown({ name, line, type, init, decorators }: ClassMember): Known {
  return { name, line, ...(type && { type }), ...(init && { init }), ...(decorators && { decorators }) };
}

/** Last part of the type's name: `Application` of `express.Application`. */
export function typeNameOf(type: TypeRef | undefined): string {
  if (type?.kind === 'ref') return type.name.slice(type.name.lastIndexOf('.') + 1);
  if (type?.kind === 'union')
    return type.of.map(typeNameOf).find((name) => name !== '' && name !== 'undefined' && name !== 'null') ?? '';
  return '';
}

/** Dotted spelling of a name or member chain; '' for anything else. */
export function spelledOf(expr: Expr): string {
  const names: string[] = [];
  let next = expr;
  while (next.kind === 'member') {
    names.push(next.name);
    next = next.object;
  }
  if (next.kind === 'name') names.push(next.name);
  else if (next.kind !== 'this') return '';
  return names.reverse().join('.');
}

/** Spelled as in the source: what hides a name of a function around it is kept apart from that by a number (`app#2`). */
export function writtenOf(expr: Expr): string {
  return spelledOf(expr).replace(/#\d+(?=\.|$)/, '');
}

/** Name that is called: `get` of `router.get(…)`, `Router` of `express.Router()`. */
export function calledName(expr: Expr): string {
  if (expr.kind !== 'call' && expr.kind !== 'new') return '';
  const { callee } = expr;
  return callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';
}

/** The text of a string, of a template with `*` for its holes, of a constant of the file; undefined when unknown. */
export function textOf(lookup: Lookup, expr: Expr | undefined, fn: number): string | undefined {
  if (expr === undefined) return undefined;
  if (expr.kind === 'string') return expr.value;
  if (expr.kind === 'template') return expr.texts.join('*');
  if (expr.kind === 'concat') {
    const parts = expr.parts.map((part) => textOf(lookup, part, fn));
    return parts.every((part) => part === undefined) ? undefined : parts.map((part) => part ?? '*').join('');
  }
  if (expr.kind === 'cast') return textOf(lookup, expr.value, fn);
  if (expr.kind === 'name') {
    const variable = variableOf(lookup, expr.name, fn);
    return variable?.isConst && variable.init?.kind === 'string' ? variable.init.value : undefined;
  }
  return expr.kind === 'member' ? memberText(lookup, expr, fn) : undefined;
}

/** `Routes.ORDERS` of an enum or constant object in the same file. */
function memberText(lookup: Lookup, expr: Expr & { kind: 'member' }, fn: number): string | undefined {
  if (expr.object.kind !== 'name') return undefined;
  const owner = expr.object.name;
  const ofEnum = lookup.program.enums.find((e) => e.name === owner)?.members.find((m) => m.name === expr.name)?.value;
  if (ofEnum?.kind === 'string') return ofEnum.value;
  const init = variableOf(lookup, owner, fn)?.init;
  const value = init?.kind === 'object' ? entryOf(init, expr.name) : undefined;
  return value?.kind === 'string' ? value.value : undefined;
}

export function entryOf(object: Expr | undefined, key: string): Expr | undefined {
  return object?.kind === 'object' ? object.entries.find((entry) => entry.key === key)?.value : undefined;
}

/** Name of a function for a reader: `Class.method`, `function`; of an inner function that of the named one around it. */
export function functionName(lookup: Lookup, fn: number): string {
  for (let f: FunctionFact | undefined = lookup.program.functions[fn]; f !== undefined; ) {
    if (f.ownerClass >= 0) {
      const owner = lookup.program.classes[f.ownerClass]?.name ?? '';
      return owner === '' ? f.name : `${owner}.${f.name}`;
    }
    if (f.name !== '') return f.name;
    f = f.parent < 0 ? undefined : lookup.program.functions[f.parent];
  }
  return '';
}

/** The name is imported or a variable of the module's top level, not a parameter or local of a function. */
export function isModuleName(lookup: Lookup, name: string, fn: number): boolean {
  for (let f: FunctionFact | undefined = lookup.program.functions[fn]; f !== undefined && f.parent >= 0; ) {
    if (f.params.some((p) => p.name === name) || f.locals.some((v) => v.name === name)) return false;
    f = lookup.program.functions[f.parent];
  }
  return true;
}

/** Package or path a name was imported from; '' when it was not. */
export function specifierOf(lookup: Lookup, name: string): string {
  return lookup.imported.get(name)?.specifier ?? '';
}
