/**
 * Members of interfaces: as declared; and where that says only that it is a handle (`users(): Collection<User>` of a port),
 * what it is in the classes that implement the interface, which make it of a name.
 */
import type { TypeRef } from '../../model/index.js';
import { isOpen } from './calls.js';
import type { Evaluator } from './evaluator.js';
import { libraryMember } from './library-calls.js';
import { memberOf } from './members.js';
import { moduleScope } from './scopes.js';
import { typeOf } from './type-refs.js';
import { alternatives, best, type ClassValue, specificity, unionOf, type Value, type ValueOf } from './values.js';
import { forAll } from './watched-parts.js';

/** Classes by the last word of what they say they implement. */
export type Implementers = ReadonlyMap<string, readonly { readonly of: ClassValue; readonly type: TypeRef }[]>;

/** Most classes behind one interface that are looked into; beyond, it is a plug-in point and says nothing. */
const MOST = 6;

export function shapeMember(ev: Evaluator, shape: ValueOf<'shape'>, name: string): Value {
  const member = shape.members.find((one) => one.name === name);
  if (member) {
    const declared = typeOf(ev, member.type, shape.scope);
    // `createOrder(…)` of an interface that extends a library's model: what the code has put on the model.
    const put = shape.bases.length > 0 && declared.kind === 'signature' ? libraryMember(ev, shape, name) : undefined;
    if (put?.kind === 'function') return put;
    return (isHandleAlone(ev, declared) ? implementedMember(ev, shape, name) : undefined) ?? declared;
  }
  const inherited = best(shape.bases.map((base) => memberOf(ev, typeOf(ev, base, shape.scope), name)));
  // A library's method called on an own interface: the receiver that matters is the interface.
  return inherited.kind === 'part' && inherited.object.kind === 'external'
    ? { kind: 'part', object: shape, name }
    : inherited;
}

/** `Collection<User>`, or a method that gives one: the library's, and which one its making alone tells. */
function isHandleAlone(ev: Evaluator, declared: Value): boolean {
  const value = declared.kind === 'signature' ? typeOf(ev, declared.returns, declared.scope) : declared;
  return value.kind === 'external' && value.package !== '' && isOpen(ev, value);
}

function implementedMember(ev: Evaluator, shape: ValueOf<'shape'>, name: string): Value | undefined {
  if (shape.name === '') return undefined;
  const found = classesBehind(ev, shape).map((of) => memberOf(ev, { kind: 'instance', of, args: [] }, name));
  return found.length > 0 && found.every((one) => specificity(one) > 1) ? unionOf(found) : undefined;
}

function classesBehind(ev: Evaluator, shape: ValueOf<'shape'>): ClassValue[] {
  ev.memo.implementers ??= forAll(ev.watch, () => allImplementers(ev));
  const named = ev.memo.implementers.get(shape.name) ?? [];
  if (named.length > MOST) return [];
  return named.flatMap(({ of, type }) =>
    alternatives(typeOf(ev, type, of.scope)).some(
      (one) => one.kind === 'shape' && one.name === shape.name && one.file === shape.file,
    )
      ? [of]
      : [],
  );
}

/** By name alone, evaluating nothing: it is asked for in the middle of other questions. */
function allImplementers(ev: Evaluator): Implementers {
  const found = new Map<string, { of: ClassValue; type: TypeRef }[]>();
  for (const file of ev.files.values()) {
    file.program.classes.forEach((fact, index) => {
      if (fact.parent !== 0 || fact.isAbstract) return;
      for (const type of fact.implements ?? []) {
        if (type.kind !== 'ref') continue;
        const name = type.name.slice(type.name.lastIndexOf('.') + 1);
        const of: ClassValue = { file, index, scope: moduleScope(ev, file) };
        found.set(name, [...(found.get(name) ?? []), { of, type }]);
      }
    });
  }
  return found;
}
