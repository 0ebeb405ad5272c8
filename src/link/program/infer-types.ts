/** Type parameters of a call, as its arguments bind them. */
import type { TypeRef } from '../../model/index.js';
import { callFunction, elementOf } from './calls.js';
import type { Evaluator } from './evaluator.js';
import { ARRAYS, type Ref, TRANSPARENT } from './type-refs.js';
import { classFact, type Value } from './values.js';

/**
 * Binds type parameters of a call from the arguments: `get<E>(target: EntityTarget<E>)` called with the class Order
 * gives E = Order. Rules: same name, same shape; a class given for any generic type stands for its instances.
 */
export function inferTypes(
  ev: Evaluator,
  type: TypeRef,
  value: Value,
  names: ReadonlySet<string>,
  found: Map<string, Value>,
): void {
  if (value.kind === 'unknown') return;
  if (value.kind === 'union' && type.kind !== 'union') {
    for (const one of value.of) inferTypes(ev, type, one, names, found);
    return;
  }
  if (type.kind === 'union' || type.kind === 'intersection') {
    for (const one of type.of) inferTypes(ev, one, value, names, found);
  } else if (type.kind === 'array') {
    inferTypes(ev, type.of, elementOf(value), names, found);
  } else if (type.kind === 'function') {
    if (value.kind === 'function')
      inferTypes(ev, type.returns, callFunction(ev, value, undefined, undefined), names, found);
    if (value.kind === 'class')
      inferTypes(ev, type.returns, { kind: 'instance', of: value.of, args: [] }, names, found);
  } else if (type.kind === 'typeof' && names.has(type.name)) bind(found, type.name, value);
  else if (type.kind === 'ref') inferFromRef(ev, type, value, names, found);
}

function inferFromRef(
  ev: Evaluator,
  type: Ref,
  value: Value,
  names: ReadonlySet<string>,
  found: Map<string, Value>,
): void {
  if (names.has(type.name) && type.args.length === 0) {
    bind(found, type.name, value);
    return;
  }
  const first = type.args[0];
  if (first === undefined) return;
  if (value.kind === 'class') {
    const variable = type.args.find((arg) => arg.kind === 'ref' && names.has(arg.name));
    if (variable?.kind === 'ref') bind(found, variable.name, { kind: 'instance', of: value.of, args: [] });
  } else if ((value.kind === 'external' && value.args.length > 0) || value.kind === 'instance') {
    const isSame = value.kind === 'external' ? type.name.endsWith(value.name) : classFact(value.of).name === type.name;
    if (isSame || value.kind === 'external') {
      type.args.forEach((arg, index) => {
        const given = value.args[index];
        if (given) inferTypes(ev, arg, given, names, found);
      });
    }
    if (TRANSPARENT.has(type.name)) inferTypes(ev, first, value, names, found);
  } else if (TRANSPARENT.has(type.name)) inferTypes(ev, first, value, names, found);
  else if (ARRAYS.has(type.name)) inferTypes(ev, first, elementOf(value), names, found);
}

function bind(found: Map<string, Value>, name: string, value: Value): void {
  if (!found.has(name)) found.set(name, value);
}
