/** Objection on values that nobody says the type of: what a relation's name alone tells. Said as `convention` only. */
import type { Expr } from '../../../model/index.js';
import { alternatives, bare, type Chain, type Link, type Scope } from '../../program/index.js';
import type { TableName } from '../dialect.js';
import { isBlank } from '../sql/drivers.js';
import type { World } from '../world.js';
import type { Model, ModelIndex, Relation } from './models.js';

/** What a chain is about: a model's table, or that of one of its relations. */
export type Subject = { readonly model: Model; readonly relation: Relation | undefined };

/**
 * `context.user.$relatedQuery('flows')` on a value that nobody says the type of: the table, when every model's relation of
 * that name leads to the same one. Rows of such a query stand for its target: `flow.$query()`, `flow.steps[0].$query()`.
 */
export function conventionalSubject(world: World, index: ModelIndex, chain: Chain, start: Link): Subject | undefined {
  if (!start.name.startsWith('$') || start.receiver === undefined) return undefined;
  const receivers = alternatives(world.value(start.receiver, chain.scope));
  if (!receivers.every(isBlank)) return undefined;
  const model = conventionalModel({ world, index }, start.receiver, chain.scope, 0);
  if (start.name !== '$relatedQuery') return model && { model, relation: undefined };
  const name = world.constant(start.args[0], chain.scope);
  if (name === undefined) return undefined;
  const relation = model?.relations().get(name);
  return model && relation?.target ? { model, relation } : index.relationNamed(name);
}

type Known = { readonly world: World; readonly index: ModelIndex };

/** The model that an expression's rows are of, by the relations it is reached by. */
function conventionalModel(known: Known, given: Expr, scope: Scope, depth: number): Model | undefined {
  if (depth > 8) return undefined;
  const expr = bare(given);
  if (expr.kind === 'name') return modelOfName(known, expr.name, scope, depth);
  if (expr.kind === 'index') return conventionalModel(known, expr.object, scope, depth + 1);
  if (expr.kind === 'member') {
    const owner = conventionalModel(known, expr.object, scope, depth + 1);
    return targetOf(known, owner?.relations().get(expr.name)?.target);
  }
  for (
    let at: Expr = expr;
    at.kind === 'call' || at.kind === 'member';
    at = bare(at.kind === 'call' ? at.callee : at.object)
  ) {
    if (at.kind !== 'call' || at.callee.kind !== 'member' || at.callee.name !== '$relatedQuery') continue;
    const name = known.world.constant(at.args[0], scope);
    const owner = conventionalModel(known, at.callee.object, scope, depth + 1);
    const relation =
      name === undefined ? undefined : (owner?.relations().get(name) ?? known.index.relationNamed(name)?.relation);
    return targetOf(known, relation?.target);
  }
  return undefined;
}

function targetOf({ index }: Known, table: TableName | undefined): Model | undefined {
  return table && index.byTable(table);
}

/** A variable's first value, or what a callback goes through: `flows.map((flow) => flow.$query())`. */
function modelOfName(known: Known, name: string, from: Scope, depth: number): Model | undefined {
  for (let scope: Scope | undefined = from; scope !== undefined; scope = scope.parent) {
    const binding = scope.file.names(scope.fn).get(name);
    if (binding === undefined) continue;
    if (binding.kind === 'local') {
      const { init, path } = binding.variable;
      return init && (path ?? []).every((step) => /^\d+$/.test(step))
        ? conventionalModel(known, init, scope, depth + 1)
        : undefined;
    }
    const user = binding.kind === 'param' ? scope.file.uses().callbacks.get(scope.fn) : undefined;
    const callee = user?.call.callee;
    const isEach =
      binding.kind === 'param' && binding.param.position === 0 && callee?.kind === 'member' && EACH.test(callee.name);
    return isEach && scope.parent ? conventionalModel(known, callee.object, scope.parent, depth + 1) : undefined;
  }
  return undefined;
}

const EACH = /^(?:map|forEach|filter|find|some|every|flatMap)$/;
