/**
 * Models in code that nobody types: variables that hold what `define` gave, members of registries (`models.Order`,
 * `db.Order`), names taken out of a folder of models.
 */

import type { Expr } from '../../../model/index.js';
import { alternatives, bare, type Scope, type Value } from '../../program/index.js';
import type { World } from '../world.js';
import { isFamily, isOpenValue } from './connections.js';
import { isModelClass, type Model, type ModelIndex } from './models.js';

/** Models that an expression is; in untyped code `models.Order` and `db.Order` by the name. */
export function modelsOf(world: World, models: ModelIndex, expr: Expr, scope: Scope): Model[] {
  const value = world.value(expr, scope);
  const found: Model[] = [];
  for (const one of alternatives(value)) {
    const self = one.kind === 'instance' && bare(expr).kind === 'this' ? ({ kind: 'class', of: one.of } as const) : one;
    if (self.kind === 'class' ? isModelClass(world, self.of) : self.kind === 'external' || self.kind === 'both') {
      const model = models.of(self);
      if (model) found.push(model);
    }
  }
  if (found.length > 0) return found;
  const model = conventionalModel(world, models, expr, scope, value);
  return model ? [model] : [];
}

/** In code without types: a variable that holds what `define` gave, or a member of a registry. */
export function conventionalModel(
  world: World,
  models: ModelIndex,
  expr: Expr,
  scope: Scope,
  value: Value,
): Model | undefined {
  if (!isOpenValue(value) && !isAnyModel(value)) return undefined;
  const inner = bare(expr);
  if (inner.kind === 'name') {
    for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
      const binding = at.file.names(at.fn).get(inner.name);
      if (binding === undefined) continue;
      const init = binding.kind === 'local' ? binding.variable.init && bare(binding.variable.init) : undefined;
      const made = init && models.madeBy(init);
      if (made) return made;
      // `const Loaf = this.models.Loaf`.
      const name = init?.kind === 'member' ? registryName(world, init, at) : undefined;
      if (name !== undefined) return models.registered(name);
      break;
    }
  }
  const name = registryName(world, expr, scope);
  return name === undefined ? undefined : models.registered(name);
}

/** Typed as Sequelize's own class and no more, `typeof Model & { … }`: which model it is only the name says. */
function isAnyModel(value: Value): boolean {
  if (value.kind === 'both') return value.of.some(isAnyModel);
  return value.kind === 'import' && isFamily(value) && value.name === 'Model';
}

const REGISTRIES = /^(?:models?|db|database|orm|sequelize|registry)$/i;

/** `models.Order` on a value that nobody types: the name of the model. */
function registryName(world: World, expr: Expr, scope: Scope): string | undefined {
  const inner = bare(expr);
  if (inner.kind === 'member') {
    const object = bare(inner.object);
    const name = object.kind === 'name' || object.kind === 'member' ? object.name.replace(/#\d+$/, '') : '';
    return REGISTRIES.test(name) ? inner.name : undefined;
  }
  if (inner.kind !== 'name') return undefined;
  const binding = scope.file.names(scope.fn).get(inner.name) ?? scope.file.names(0).get(inner.name);
  if (binding?.kind === 'local' && binding.variable.path?.length === 1) {
    const init = binding.variable.init && bare(binding.variable.init);
    const isRegistry =
      init !== undefined &&
      ((init.kind === 'name' && REGISTRIES.test(init.name)) ||
        (init.kind === 'member' && REGISTRIES.test(init.name)) ||
        (init.kind === 'call' &&
          init.callee.kind === 'name' &&
          init.callee.name === 'require' &&
          isRegistryPath(world.constant(init.args[0], scope))));
    return isRegistry ? binding.variable.path[0] : undefined;
  }
  const imported = scope.file.imports.get(inner.name);
  return imported && isRegistryPath(imported.specifier) ? imported.imported : undefined;
}

/** A folder of models: `../models`, `./db/models/index.js`. */
function isRegistryPath(specifier: string | undefined): boolean {
  return specifier !== undefined && /(?:^|\/)(?:models?|db|database)(?:\/index)?(?:\.[cm]?[jt]s)?$/.test(specifier);
}
