/**
 * What a function that is written out is told of its parameters by the type of what it is the value of: a variable or field
 * (`const bake: Handler = async (loaf, shop) => …`), what a function returns, an entry of an object that has a type.
 */
import { calleeOf, followedScope } from './calls.js';
import type { Evaluator } from './evaluator.js';
import { memberOf } from './members.js';
import { overloadedParameter } from './signatures.js';
import { typeOf } from './type-refs.js';
import { alternatives, classFact, type Scope, UNKNOWN, unionOf, type Value, type ValueOf } from './values.js';
import type { ObjectExpr } from './walk.js';

/** Objects within objects that are gone up: `{ Mutation: { bake: async (_, args, shop) => … } }`. */
const MAX_STEPS = 6;

/** The value of a parameter of a function that no call is handed. */
export function valueOfWritten(ev: Evaluator, { file, fn }: Scope, parent: Scope, position: number): Value {
  const uses = file.uses();
  const declared = uses.typedFunctions.get(fn);
  if (declared) return parameterOf(ev, typeOf(ev, declared, parent), position);
  const entry = uses.entries.get(fn);
  if (entry === undefined || entry.fn !== parent.fn) return UNKNOWN;
  return parameterOf(ev, memberOf(ev, objectType(ev, entry.object, parent), entry.key), position);
}

function parameterOf(ev: Evaluator, told: Value, position: number): Value {
  for (const one of alternatives(told)) {
    const type = one.kind === 'signature' ? one.params[position] : undefined;
    if (one.kind === 'signature' && type) return typeOf(ev, type, one.scope);
  }
  return UNKNOWN;
}

/** The declared type an object literal must have: its own, or an entry's of the one that it is written in. */
function objectType(ev: Evaluator, object: ObjectExpr, scope: Scope): Value {
  const { nested } = scope.file.uses();
  const keys: string[] = [];
  let at = object;
  for (let own = ownType(ev, at, scope); keys.length <= MAX_STEPS; own = ownType(ev, at, scope)) {
    if (own.kind !== 'unknown') return keys.reduceRight<Value>((value, key) => memberOf(ev, value, key), own);
    const outer = nested.get(at);
    if (outer === undefined || outer.fn !== scope.fn) return UNKNOWN;
    keys.push(outer.key);
    at = outer.object;
  }
  return UNKNOWN;
}

/** Of its variable, or of the parameter it is given to. */
function ownType(ev: Evaluator, object: ObjectExpr, scope: Scope): Value {
  const uses = scope.file.uses();
  const declared = uses.typedObjects.get(object);
  if (declared) return typeOf(ev, declared, scope);
  const user = uses.objectArguments.get(object);
  if (user === undefined || user.fn !== scope.fn) return UNKNOWN;
  for (const callee of alternatives(calleeOf(ev, user.call, scope))) {
    const fn = callee.kind === 'class' ? constructorOf(callee) : callee.kind === 'function' ? callee : undefined;
    const param = fn?.file.program.functions[fn.index]?.params.find((one) => one.position === user.position);
    if (fn === undefined || param === undefined || param.path !== undefined) continue;
    const inner = followedScope(ev, fn, undefined, undefined);
    const own = param.type ? typeOf(ev, param.type, inner) : UNKNOWN;
    const fact = fn.file.program.functions[fn.index]!;
    const value = unionOf([overloadedParameter(ev, fact, user.position, inner), own]);
    if (value.kind !== 'unknown') return value;
  }
  return UNKNOWN;
}

function constructorOf({ of }: ValueOf<'class'>): ValueOf<'function'> | undefined {
  const index = classFact(of).members.find((one) => one.kind === 'constructor')?.function;
  return index === undefined ? undefined : { kind: 'function', file: of.file, index, scope: of.scope };
}
