/** Bookshelf's relations: methods that return `this.hasMany(Loaf)`, with their targets, tables in between and columns. */
import inflection from 'inflection';
import type { Evidence, Expr } from '../../../model/index.js';
import { bookshelfJoinTable } from '../../naming/index.js';
import {
  bare,
  type CallExpr,
  childScope,
  classFact,
  functionScope,
  lineageOf,
  type Scope,
  type Value,
} from '../../program/index.js';
import type { TableName } from '../dialect.js';
import { parseTableName } from '../sql/table-names.js';
import type { World } from '../world.js';
import type { Model, Relation, RelationKind } from './models.js';

const RELATIONS = /^(?:hasMany|hasOne|belongsTo|belongsToMany|morphMany|morphOne|morphTo)$/;

/** Methods of the model, nearest first, each with the scope it stands in. */
function methodsOf(world: World, self: Value): { name: string; fn: number; scope: Scope; line: number }[] {
  if (self.kind === 'instance') {
    return lineageOf(world.ev, self).flatMap((above) => {
      if (above.kind === 'library') return methodsOf(world, above.value);
      const { file } = above.of;
      return classFact(above.of).members.flatMap(({ name, kind, isStatic, function: fn, line }) =>
        kind === 'method' && !isStatic && fn !== undefined
          ? [{ name, fn, scope: functionScope(world.ev, file, fn), line }]
          : [],
      );
    });
  }
  const parts = self.kind === 'both' ? self.of : self.kind === 'external' ? self.args : [];
  return parts.flatMap((part) => {
    if (part.kind !== 'object') return [];
    const { expr, scope } = part;
    return expr.entries.flatMap(({ key, value, line }) =>
      value.kind === 'function'
        ? [{ name: key, fn: value.index, scope: childScope(world.ev, scope, value.index), line }]
        : [],
    );
  });
}

/** The relations that a model's methods return, own and inherited, the nearest first. */
export function relationsOf(
  world: World,
  model: Model,
  self: Value,
  modelOf: (value: Value) => Model | undefined,
): Map<string, Relation> {
  const found = new Map<string, Relation>();
  for (const { name, fn, scope, line } of methodsOf(world, self)) {
    if (found.has(name)) continue;
    for (const returned of scope.file.program.functions[fn]?.returns ?? []) {
      const calls = callsOnThis(returned);
      const first = calls[0];
      if (first === undefined || !RELATIONS.test(first.name)) continue;
      const at = { path: scope.file.path, line };
      const relation = relationFrom(world, model, name, calls, scope, at, modelOf);
      if (relation) found.set(name, relation);
    }
  }
  return found;
}

type Named = { readonly name: string; readonly call: CallExpr };

/** `this.belongsToMany(Loaf).through(Batch)` as its calls, first to last. */
function callsOnThis(expr: Expr): Named[] {
  const calls: Named[] = [];
  let at = bare(expr);
  while (at.kind === 'call' && at.callee.kind === 'member') {
    calls.push({ name: at.callee.name, call: at });
    at = bare(at.callee.object);
  }
  return at.kind === 'this' ? calls.reverse() : [];
}

function relationFrom(
  world: World,
  model: Model,
  name: string,
  calls: readonly Named[],
  scope: Scope,
  at: Evidence,
  modelOf: (value: Value) => Model | undefined,
): Relation | undefined {
  const { name: kind, call } = calls[0] as Named & { readonly name: RelationKind };
  const text = (index: number) => world.constant(call.args[index], scope);
  const target = (expr: Expr | undefined) => expr && modelOf(world.value(expr, scope));
  const morph = kind.startsWith('morph');
  const targets =
    kind === 'morphTo'
      ? call.args.slice(1).flatMap((arg) => targetsOf(world.value(arg, scope), modelOf))
      : [target(call.args[0])];
  const known = targets.filter((one) => one !== undefined);
  const [first] = known;
  if (first === undefined) return undefined;
  const through = calls.find((one) => one.name === 'through');
  const middle = target(through?.call.args[0])?.table;
  const base = { name, kind, targets: known, isNamed: middle !== undefined || text(1) !== undefined, call, at };
  const [own, other] = [foreignKey(model.table), foreignKey(first.table)];
  if (kind === 'belongsToMany') {
    const named = text(1);
    const between = middle ?? (named === undefined ? junction(model.table, first.table) : parseTableName(named));
    return { ...base, between, columns: [text(2) ?? own, text(3) ?? other] };
  }
  if (morph) {
    const morphName = text(kind === 'morphTo' ? 0 : 1) ?? '';
    return { ...base, between: middle, columns: [`${morphName}_id`, ''] };
  }
  return { ...base, between: middle, columns: [text(1) ?? (kind === 'belongsTo' ? other : own), ''] };
}

/** `morphTo('imageable', Site, Post)`; a target may be `[Site, 'site']`, the value its type column has. */
function targetsOf(value: Value, modelOf: (value: Value) => Model | undefined): (Model | undefined)[] {
  return [modelOf(value.kind === 'array' ? (value.items?.[0] ?? value) : value)];
}

function junction(one: TableName, other: TableName): TableName {
  return { name: bookshelfJoinTable(one.name, other.name) };
}

/** `<singular table>_id`; another idAttribute is not looked at. */
function foreignKey({ name }: TableName): string {
  return `${inflection.singularize(name)}_id`;
}
