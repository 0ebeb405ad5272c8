/** Objection on values that nobody says the type of: what a relation's name alone tells. Said as `convention` only. */
import type { Expr } from '../../../model/index.js';
import { alternatives, bare, type Chain, type Link, type Scope } from '../../program/index.js';
import { isBlank } from '../sql/drivers.js';
import type { World } from '../world.js';
import type { Model, ModelIndex, Relation } from './models.js';

/** What a chain is about: a model's table, or that of one of its relations. */
export type Subject = { readonly model: Model; readonly relation: Relation | undefined };

/**
 * `context.user.$relatedQuery('flows')` on a value that nobody says the type of: the table, when every model's relation of
 * that name leads to the same one. Rows of such a query (`flow.$query()`) stand for its target.
 */
export function conventionalSubject(world: World, index: ModelIndex, chain: Chain, start: Link): Subject | undefined {
  if (!start.name.startsWith('$') || start.receiver === undefined) return undefined;
  const receivers = alternatives(world.value(start.receiver, chain.scope));
  if (!receivers.every(isBlank)) return undefined;
  if (start.name === '$relatedQuery') {
    const name = world.constant(start.args[0], chain.scope);
    return name === undefined ? undefined : index.relationNamed(name);
  }
  const before = relationBehind(world, chain, start.receiver);
  const relation = before === undefined ? undefined : index.relationNamed(before)?.relation;
  const model = relation?.target && index.byTable(relation.target);
  return model && { model, relation: undefined };
}

/** The relation that a variable's first value was queried by: `const flow = await x.$relatedQuery('flows').findOne()`. */
function relationBehind(world: World, chain: Chain, receiver: Expr): string | undefined {
  const name = bare(receiver);
  if (name.kind !== 'name') return undefined;
  for (let scope: Scope | undefined = chain.scope; scope !== undefined; scope = scope.parent) {
    const binding = scope.file.names(scope.fn).get(name.name);
    if (binding === undefined) continue;
    let at = binding.kind === 'local' && binding.variable.init ? bare(binding.variable.init) : undefined;
    while (at?.kind === 'call' || at?.kind === 'member') {
      if (at.kind === 'call' && at.callee.kind === 'member' && at.callee.name === '$relatedQuery')
        return world.constant(at.args[0], scope);
      at = bare(at.kind === 'call' ? at.callee : at.object);
    }
    return undefined;
  }
  return undefined;
}
