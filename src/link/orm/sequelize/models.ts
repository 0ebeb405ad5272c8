/**
 * Sequelize's models and the tables they are in: classes with `@Table`, `Model.init(…)`, `sequelize.define(…)`. Names
 * follow Sequelize: `tableName`, else the model name, frozen or pluralised, underscored when asked.
 */
import type { Evidence, Expr } from '../../../model/index.js';
import { sequelizePlural, sequelizeSingular, sequelizeTableName } from '../../naming/index.js';
import {
  alternatives,
  bare,
  type Chain,
  type ClassValue,
  classFact,
  classKey,
  constantOf,
  type LibraryDecorator,
  type Link,
  lineageOf,
  type Value,
  type ValueOf,
  valueKey,
} from '../../program/index.js';
import type { TableName } from '../dialect.js';
import type { World } from '../world.js';
import { connectionDefaults, type Defaults, isConnection, isFamily, isFamilyPackage } from './connections.js';
import { type HandedTo, handedOptions } from './handed-options.js';
import { layered, type Options, optionsOf } from './options.js';

export type Model = {
  readonly name: string;
  readonly of: ClassValue | undefined;
  readonly table: TableName;
  readonly isExplicit: boolean;
  readonly isUnderscored: boolean;
  readonly singular: string;
  readonly plural: string;
  readonly options: Options;
  /** Object of attributes given to `init` or `define`. */
  readonly attributes: Value | undefined;
  readonly at: Evidence;
};

export type ModelIndex = {
  readonly all: readonly Model[];
  /** The model that a class, record, registry entry or name stands for. */
  readonly of: (value: Value) => Model | undefined;
  readonly named: (name: string) => Model | undefined;
  /** The same, or the one model whose name differs only in its case and underscores: `models.BaseUser` of 'base_user'. */
  readonly registered: (name: string) => Model | undefined;
  /** The model that a `define` call makes. */
  readonly madeBy: (expr: Expr) => Model | undefined;
};

/** Whether the class is below Sequelize's Model. */
export function isModelClass(world: World, of: ClassValue): boolean {
  const base = world.libraryBase(of);
  return base !== undefined && isFamily(base) && base.name === 'Model';
}

export function readModels(world: World): ModelIndex {
  const defaults = connectionDefaults(world);
  const all: Model[] = [];
  const byExpr = new Map<Expr | string, Model>();
  const rows: { readonly key: string | undefined; readonly model: Model }[] = [];
  for (const of of world.classes()) {
    const model = decoratedModel(world, of, defaults);
    if (model) all.push(model);
  }
  const handed = handedOptions(world);
  for (const chain of world.calls('init')) {
    for (const link of chain.links) all.push(...initialised(world, chain, link, defaults, handed));
  }
  for (const chain of world.calls('define')) {
    for (const link of chain.links) {
      const model = definedModel(world, chain, link, defaults);
      if (model === undefined) continue;
      all.push(model);
      byExpr.set(link.expr, model);
      // `define<OrderRow>`: what is declared as an OrderRow is a record of it.
      const row = link.typeArgs[0] && world.type(link.typeArgs[0], chain.scope);
      if (row?.kind === 'shape' && row.name !== '') byExpr.set(shapeKey(row), model);
      else if (row) rows.push({ key: rowKey(row), model });
    }
  }
  for (const { key, model } of rows) {
    const isTold = rows.every((other) => other.key !== key || other.model.table.name === model.table.name);
    if (key !== undefined && isTold) byExpr.set(key, model);
  }
  return indexOf(world, all, byExpr);
}

function indexOf(world: World, all: readonly Model[], byExpr: ReadonlyMap<Expr | string, Model>): ModelIndex {
  const byClass = new Map<string, Model>();
  const byName = new Map<string, Model>();
  for (const model of all) {
    if (model.of && !byClass.has(classKey(model.of))) byClass.set(classKey(model.of), model);
    if (!byName.has(model.name)) byName.set(model.name, model);
  }
  const of = (value: Value, depth = 0): Model | undefined => {
    for (const one of alternatives(value)) {
      const name = constantOf(one);
      if (name !== undefined) return byName.get(name);
      if (one.kind === 'both') {
        for (const part of one.of) {
          const found = of(part, depth + 1);
          if (found) return found;
        }
      }
      if (one.kind === 'external' && isFamily(one) && depth < 4) {
        const made = one.made && byExpr.get(one.made.expr);
        if (made) return made;
        const found = one.args[0] && of(one.args[0], depth + 1);
        if (found) return found;
      }
      const byRow = ROWS.has(one.kind) ? byExpr.get(`row ${valueKey(one)}`) : undefined;
      if (byRow) return byRow;
      if (one.kind === 'shape') return byExpr.get(shapeKey(one));
      if (one.kind !== 'class' && one.kind !== 'instance') continue;
      for (const ancestor of lineageOf(world.ev, { kind: 'instance', of: one.of, args: [] })) {
        const found = ancestor.kind === 'own' ? byClass.get(classKey(ancestor.of)) : undefined;
        if (found) return found;
      }
    }
    return undefined;
  };
  const named = (name: string) => byName.get(name);
  const registered = (name: string) => {
    const alike = [...byName.values()].filter((model) => bareName(model.name) === bareName(name));
    return named(name) ?? (alike.length === 1 ? alike[0] : undefined);
  };
  return { all, of, named, registered, madeBy: (expr) => byExpr.get(expr) };
}

function bareName(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}

function shapeKey({ file, name }: ValueOf<'shape'>): string {
  return `${file.path}#${name}`;
}

const ROWS: ReadonlySet<Value['kind']> = new Set(['external', 'both', 'shape']);

/** `define<Model<LoafRow> & LoafRow>`: what the rows of the model look like, by which its records are known. */
function rowKey(row: Value): string | undefined {
  for (const one of row.kind === 'both' ? row.of : [row]) {
    const [looks] = one.kind === 'external' && isFamily(one) && one.name === 'Model' ? one.args : [];
    if (looks && ROWS.has(looks.kind)) return `row ${valueKey(looks)}`;
    const below = one.kind === 'both' ? rowKey(one) : undefined;
    if (below !== undefined) return below;
  }
  return undefined;
}

type Draft = {
  readonly name: string;
  readonly of: ClassValue | undefined;
  readonly options: Options;
  readonly attributes: Value | undefined;
  readonly at: Evidence;
};

function modelFrom(world: World, { name, of, options, attributes, at }: Draft): Model {
  const given = options.value('tableName');
  const parts = given?.kind === 'object' ? optionsOf(world, [given]) : undefined;
  const explicit = parts ? parts.text('tableName') : tableText(given);
  const isUnderscored = options.flag('underscored') === true;
  const schema = parts?.text('schema') ?? options.text('schema');
  const names = options.value('name');
  const plural = (names && constantOf(world.member(names, 'plural'))) ?? sequelizePlural(name);
  const singular = (names && constantOf(world.member(names, 'singular'))) ?? sequelizeSingular(name);
  // `name: { plural }` names associations, not the table.
  const isFrozen = options.flag('freezeTableName') === true;
  const byRule = isFrozen ? name : sequelizeTableName(name, { underscored: isUnderscored });
  return {
    name,
    of,
    table: { name: explicit ?? byRule, ...(schema === undefined ? {} : { schema }) },
    isExplicit: explicit !== undefined,
    isUnderscored,
    singular,
    plural,
    options,
    attributes,
    at,
  };
}

/** The name as far as it is written: a prefix from the environment is left out. */
function tableText(value: Value | undefined): string | undefined {
  return value?.kind === 'text' && value.texts.join('') !== '' ? value.texts.join('') : undefined;
}

/** `@Table({ … }) class Order extends Model`: options of parents' `@Table` are inherited, their model name is not. */
function decoratedModel(world: World, of: ClassValue, defaults: Defaults): Model | undefined {
  const fact = classFact(of);
  const own = fact.decorators && tableDecorator(world, of);
  if (own === undefined) return undefined;
  const values: Value[] = [];
  for (const ancestor of lineageOf(world.ev, { kind: 'instance', of, args: [] })) {
    const decorator = ancestor.kind === 'own' ? tableDecorator(world, ancestor.of) : undefined;
    const options = decorator && world.object(decorator.args[0], decorator.scope);
    if (options) values.push(options);
  }
  const first = world.object(own.args[0], own.scope);
  const modelName = first && constantOf(world.member(first, 'modelName'));
  return modelFrom(world, {
    name: modelName ?? fact.name,
    of,
    options: layered(optionsOf(world, values), defaults(of.file.path)),
    attributes: undefined,
    at: { path: of.file.path, line: own.line },
  });
}

function tableDecorator(world: World, of: ClassValue): LibraryDecorator | undefined {
  const decorators = world.decorators(classFact(of).decorators, of.scope);
  return decorators.find((one) => one.name === 'Table' && isFamilyPackage(one.package));
}

/** `Order.init(attributes, { sequelize })`, also `super.init(…)` and `this.init(…)` in a static of the class. */
function initialised(world: World, chain: Chain, link: Link, defaults: Defaults, handed: HandedTo): Model[] {
  if (link.name !== 'init' || link.receiver === undefined || link.args.length < 2) return [];
  const receiver = bare(link.receiver);
  const value =
    receiver.kind === 'super' ? (chain.scope.self ?? { kind: 'unknown' as const }) : world.value(receiver, chain.scope);
  const models: Model[] = [];
  for (const one of alternatives(value)) {
    if (one.kind !== 'class' || !isModelClass(world, one.of)) continue;
    const options = world.object(link.args[1], chain.scope);
    const attributes = world.object(link.args[0], chain.scope);
    if (options === undefined && attributes === undefined) continue;
    const own = optionsOf(world, options ? [options] : []);
    models.push(
      modelFrom(world, {
        name: own.text('modelName') ?? classFact(one.of).name,
        of: one.of,
        options: layered(layered(own, handed(chain, options)), defaults(chain.file.path)),
        attributes,
        at: { path: chain.file.path, line: link.line },
      }),
    );
  }
  return models;
}

/** `sequelize.define('order', attributes, options)`; in untyped code the receiver only has to be called so. */
function definedModel(world: World, chain: Chain, link: Link, defaults: Defaults): Model | undefined {
  if (link.name !== 'define' || link.receiver === undefined) return undefined;
  const name = world.constant(link.args[0], chain.scope);
  if (name === undefined || !isConnection(world, link.receiver, chain.scope)) return undefined;
  const options = world.object(link.args[2], chain.scope);
  return modelFrom(world, {
    name,
    of: undefined,
    options: layered(optionsOf(world, options ? [options] : []), defaults(chain.file.path)),
    attributes: world.object(link.args[1], chain.scope),
    at: { path: chain.file.path, line: link.line },
  });
}
