/** Library types at work: members, results of calls and parameters of callbacks, from the data of `library.ts`. */

import { callFunction, type Site } from './calls.js';
import { instanceOfClass, lineageOf } from './classes.js';
import type { Evaluator } from './evaluator.js';
import { evaluate } from './expressions.js';
import { type LibraryType, own, type TypeRule, type TypeText } from './library.js';
import { typeOf } from './type-refs.js';
import { alternatives, constantOf, external, UNKNOWN, unionOf, type Value } from './values.js';

type Typed = {
  readonly type: LibraryType;
  readonly package: string;
  readonly self: Value;
  readonly args: readonly Value[];
};

/** What a dialect's data says of a value: a library instance, or an own class below a library's. */
function typed(ev: Evaluator, value: Value): Typed | undefined {
  if (value.kind === 'external') {
    const type = ev.library.typeNamed(value.package, value.name);
    return type && { type, package: value.package, self: value, args: value.args };
  }
  if (value.kind === 'shape') return typedInterface(ev, value);
  if (value.kind !== 'instance' && value.kind !== 'class') return undefined;
  const self: Value = value.kind === 'class' ? { kind: 'instance', of: value.of, args: [] } : value;
  const base = self.kind === 'instance' ? lineageOf(ev, self).at(-1) : undefined;
  if (base?.kind !== 'library' || base.value.kind !== 'external') return undefined;
  const name = value.kind === 'class' ? `${base.value.name}.static` : base.value.name;
  const type = ev.library.typeNamed(base.value.package, name);
  return type && { type, package: base.value.package, self, args: base.value.args };
}

/** `interface OrderRow extends Model<…>`. */
function typedInterface(ev: Evaluator, shape: Value & { kind: 'shape' }): Typed | undefined {
  for (const base of shape.bases) {
    const value = typeOf(ev, base, shape.scope);
    const known = value.kind === 'external' || value.kind === 'shape' ? typed(ev, value) : undefined;
    if (known) return { ...known, self: shape };
  }
  return undefined;
}

export function libraryMember(ev: Evaluator, object: Value, name: string): Value {
  const known = typed(ev, object);
  const rule = known && lookUp(ev, known, (type) => type.members && own(type.members, name));
  if (known && rule !== undefined) return instantiate(ev, ev.library.parsed(rule), known, undefined);
  const named = known && lookUp(ev, known, (type) => type.memberNamed)?.(ev, object, name);
  return named ?? { kind: 'part', object, name };
}

/** Looks through the types a library type extends. */
function lookUp<T>(ev: Evaluator, known: Typed, pick: (type: LibraryType) => T | undefined): T | undefined {
  let type: LibraryType | undefined = known.type;
  for (let i = 0; type !== undefined && i < 8; i++) {
    const found = pick(type);
    if (found !== undefined) return found;
    type = type.extends === undefined ? undefined : ev.library.typeNamed(known.package, type.extends);
  }
  return undefined;
}

export function libraryResult(ev: Evaluator, callee: Value, site: Site): Value {
  const { expr, scope } = site;
  const made = { expr, scope };
  if (callee.kind === 'import' && expr.kind === 'new') {
    const args = (expr.typeArgs ?? []).map((type) => typeOf(ev, type, scope));
    const rule = ev.library.functionNamed(callee.package, `new ${callee.name}`);
    const known = rule === undefined ? undefined : applied(ev, rule, undefined, callee.package, UNKNOWN, site);
    return known ?? { kind: 'external', package: callee.package, name: callee.name, args, made };
  }
  if (callee.kind === 'import') {
    const rule = ev.library.functionNamed(callee.package, callee.name);
    const known = rule === undefined ? undefined : applied(ev, rule, undefined, callee.package, callee, site);
    return known ?? injected(ev, callee.name, site) ?? { kind: 'made', callee, made };
  }
  if (callee.kind === 'part') {
    for (const receiver of alternatives(callee.object)) {
      const known = typed(ev, receiver);
      const rule =
        known &&
        lookUp(ev, known, (type) => type.returns && (own(type.returns, callee.name) ?? own(type.returns, '*')));
      const result = known && rule !== undefined ? applied(ev, rule, known, known.package, receiver, site) : undefined;
      if (result) return result;
    }
    // `container.resolve<OrderService>('orders')`: a container of whatever package gives what it is asked for.
    const [asked, ...others] = expr.typeArgs ?? [];
    if (callee.name === 'resolve' && asked && others.length === 0) return typeOf(ev, asked, scope);
  }
  if (callee.kind === 'external') {
    const known = typed(ev, callee);
    const rule = known?.type.returns && own(known.type.returns, '()');
    const result = known && rule !== undefined ? applied(ev, rule, known, known.package, callee, site) : undefined;
    if (result) return result;
  }
  return { kind: 'made', callee, made };
}

/** `private pantry = inject(Pantry)`: containers of several packages ask by a function of this name. */
function injected(ev: Evaluator, name: string, { expr, scope }: Site): Value | undefined {
  const [asked] = name === 'inject' ? expr.args : [];
  const value = asked && evaluate(ev, asked, scope);
  return value?.kind === 'class' ? instanceOfClass(value, []) : undefined;
}

function applied(
  ev: Evaluator,
  rule: TypeRule,
  known: Typed | undefined,
  packageName: string,
  receiver: Value,
  site: Site,
): Value | undefined {
  if (typeof rule === 'function') return rule({ ev, receiver, ...site });
  const context = known ?? { type: {}, package: packageName, self: receiver, args: [] };
  return instantiate(ev, ev.library.parsed(rule), context, site);
}

/** Parameter of a callback given to a library's function. */
export function libraryCallback(ev: Evaluator, callee: Value, site: Site | undefined, position: number): Value {
  if (callee.kind === 'import') {
    const type = ev.library.callbackOf(callee.package, callee.name)?.[position];
    return type === undefined
      ? UNKNOWN
      : instantiate(ev, ev.library.parsed(type), { type: {}, package: callee.package, self: callee, args: [] }, site);
  }
  if (callee.kind !== 'part') return UNKNOWN;
  const known = typed(ev, callee.object);
  const types =
    known &&
    lookUp(ev, known, (type) => type.callbacks && (own(type.callbacks, callee.name) ?? own(type.callbacks, '*')));
  const type = types?.[position];
  return known && type !== undefined ? instantiate(ev, ev.library.parsed(type), known, site) : UNKNOWN;
}

function instantiate(ev: Evaluator, type: TypeText, known: Typed, site: Site | undefined): Value {
  switch (type.kind) {
    case 'name': {
      const args = type.args.map((arg) => instantiate(ev, arg, known, site));
      if (type.name === '?') return UNKNOWN;
      if (/^(string|number|boolean|void|unknown|any)$/.test(type.name)) return external(type.name);
      const made = site === undefined ? {} : { made: { expr: site.expr, scope: site.scope } };
      return { kind: 'external', package: known.package, name: type.name, args, ...made };
    }
    case 'this':
      return known.self.kind === 'external' && site
        ? { ...known.self, made: { expr: site.expr, scope: site.scope } }
        : known.self;
    case 'array':
      return { kind: 'array', element: instantiate(ev, type.of, known, site) };
    case 'union':
      return unionOf(type.of.map((one) => instantiate(ev, one, known, site)));
    case 'slot':
      return slotValue(ev, type.sign, type.index, known, site);
  }
}

function slotValue(ev: Evaluator, sign: string, index: number, known: Typed, site: Site | undefined): Value {
  if (sign === '$') return known.args[index] ?? UNKNOWN;
  if (site === undefined) return UNKNOWN;
  if (sign === '%') {
    const type = site.expr.typeArgs?.[index];
    return type ? typeOf(ev, type, site.scope) : UNKNOWN;
  }
  const arg = site.expr.args[index];
  const value = arg ? evaluate(ev, arg, site.scope) : UNKNOWN;
  if (sign === '#') return value;
  if (sign === '^') return value.kind === 'function' ? callFunction(ev, value, undefined, undefined) : UNKNOWN;
  return entityOf(value);
}

/** The entity that a value names: the instances of a class, the type argument of a target type, else the value. */
export function entityOf(value: Value): Value {
  switch (value.kind) {
    case 'class':
      return instanceOfClass(value, []) ?? UNKNOWN;
    case 'union':
      return unionOf(value.of.map(entityOf));
    case 'array':
      return entityOf(value.element);
    case 'external':
      return value.args[0] ?? value;
    case 'signature':
      return value.returns.kind === 'ref' ? { kind: 'param', name: value.returns.name, scope: value.scope } : UNKNOWN;
    default:
      return constantOf(value) === undefined && value.kind === 'text' ? UNKNOWN : value;
  }
}
