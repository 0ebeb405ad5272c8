/**
 * What methods of the application's own on queries do: those of its query builders (`class Crumbs extends QueryBuilder`), by
 * name, since a model may be given one by a mixin that nobody can follow; and a model's modifiers (`query.modify('addWeight')`).
 */
import type { AccessKind } from '../../../model/index.js';
import {
  alternatives,
  classFact,
  constantOf,
  evaluate,
  forAll,
  functionScope,
  type Link,
  type Scope,
  type Value,
  type ValueOf,
  walk,
} from '../../program/index.js';
import type { World } from '../world.js';
import { type Model, type ModelIndex, PACKAGE } from './models.js';

/** The operation that a link is by way of the application's own code; undefined when it is none. */
export type OwnMethods = (model: Model | undefined, link: Link, scope: Scope) => AccessKind | undefined;

export type Index = ModelIndex & { readonly own: OwnMethods };

export function readOwnMethods(world: World, operations: ReadonlyMap<string, AccessKind>): OwnMethods {
  let builders: ReadonlyMap<string, AccessKind> | undefined;
  const modifiers = new Map<string, AccessKind | undefined>();
  return (model, link, scope) => {
    builders ??= forAll(world.ev.watch, () => builderMethods(world, operations));
    if (link.name !== 'modify') return builders.get(link.name);
    const name = world.constant(link.args[0], scope);
    if (model === undefined || name === undefined) return undefined;
    const key = `${model.of.file.path}#${model.of.index} ${name}`;
    if (!modifiers.has(key))
      modifiers.set(
        key,
        forAll(world.ev.watch, () => modifierOf(world, operations, model, name)),
      );
    return modifiers.get(key);
  };
}

function builderMethods(world: World, operations: ReadonlyMap<string, AccessKind>): Map<string, AccessKind> {
  const found = new Map<string, AccessKind>();
  for (const of of world.classes()) {
    const fact = classFact(of);
    if (fact.extends === undefined || !isBuilder(world.libraryBase(of))) continue;
    for (const { name, function: fn, isStatic } of fact.members) {
      if (fn === undefined || isStatic || operations.has(name)) continue;
      const op = operationIn(world, operations, { kind: 'function', file: of.file, index: fn, scope: of.scope });
      if (op !== undefined) found.set(name, op);
    }
  }
  return found;
}

function isBuilder(base: Value | undefined): boolean {
  return (
    (base?.kind === 'external' || base?.kind === 'import') && base.package === PACKAGE && base.name === 'QueryBuilder'
  );
}

function modifierOf(
  world: World,
  operations: ReadonlyMap<string, AccessKind>,
  { of }: Model,
  name: string,
): AccessKind | undefined {
  const modifier = world.member(world.member({ kind: 'class', of }, 'modifiers'), name);
  return modifier.kind === 'function' ? operationIn(world, operations, modifier) : undefined;
}

/** The first operation that its body calls, by name or by a name that a constant tells: `this[change]('weight')`. */
function operationIn(
  world: World,
  operations: ReadonlyMap<string, AccessKind>,
  { file, index }: ValueOf<'function'>,
): AccessKind | undefined {
  let found: AccessKind | undefined;
  const fact = file.program.functions[index];
  for (const expr of [...(fact?.body ?? []), ...(fact?.returns ?? [])])
    walk(expr, (part) => {
      if (part.kind !== 'call' || found !== undefined) return undefined;
      const { callee } = part;
      if (callee.kind === 'member') found = operations.get(callee.name);
      if (callee.kind === 'index')
        for (const one of alternatives(evaluate(world.ev, callee.index, functionScope(world.ev, file, index))))
          found ??= operations.get(constantOf(one) ?? '');
      return undefined;
    });
  return found;
}
