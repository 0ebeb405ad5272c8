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
  type Scope,
  type Value,
  type ValueOf,
} from '../../program/index.js';
import type { TableName } from '../dialect.js';
import type { World } from '../world.js';
import { FAMILY } from './library.js';

/** Options objects, nearest first: the model's own, its parents', the connection's `define`. */
export type Options = {
  readonly text: (name: string) => string | undefined;
  /** A flag when it is written as `true` or `false`. */
  readonly flag: (name: string) => boolean | undefined;
  readonly value: (name: string) => Value | undefined;
};

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
  /** The model that a `define` call makes. */
  readonly madeBy: (expr: Expr) => Model | undefined;
};

export function isFamily(value: Value): value is Value & { kind: 'external' | 'import' } {
  return (value.kind === 'external' || value.kind === 'import') && isFamilyPackage(value.package);
}

export function isFamilyPackage(name: string): boolean {
  return FAMILY.some((one) => name === one || name.startsWith(`${one}/`));
}

/** Whether the class is below Sequelize's Model. */
export function isModelClass(world: World, of: ClassValue): boolean {
  const base = world.libraryBase(of);
  return base !== undefined && isFamily(base) && base.name === 'Model';
}

export function readModels(world: World): ModelIndex {
  const defaults = connectionDefaults(world);
  const all: Model[] = [];
  const byExpr = new Map<Expr | string, Model>();
  for (const of of world.classes()) {
    const model = decoratedModel(world, of, defaults);
    if (model) all.push(model);
  }
  for (const chain of world.calls('init')) {
    for (const link of chain.links) all.push(...initialised(world, chain, link, defaults));
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
    }
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
      if (one.kind === 'shape') return byExpr.get(shapeKey(one));
      if (one.kind !== 'class' && one.kind !== 'instance') continue;
      for (const ancestor of lineageOf(world.ev, { kind: 'instance', of: one.of, args: [] })) {
        const found = ancestor.kind === 'own' ? byClass.get(classKey(ancestor.of)) : undefined;
        if (found) return found;
      }
    }
    return undefined;
  };
  return { all, of, named: (name) => byName.get(name), madeBy: (expr) => byExpr.get(expr) };
}

function shapeKey({ file, name }: ValueOf<'shape'>): string {
  return `${file.path}#${name}`;
}

/** Defaults of the connections, each for the files near it when there are several. */
type Defaults = (path: string) => Options;

/** `new Sequelize({ define: { underscored: true } })`, `SequelizeModule.forRoot({ define })`. */
function connectionDefaults(world: World): Defaults {
  const found: { path: string; define: Value | undefined }[] = [];
  for (const name of ['Sequelize', 'forRoot', 'forRootAsync']) {
    for (const chain of world.calls(name)) {
      for (const link of chain.links) {
        if (link.name !== name || link.expr.kind === 'tagged') continue;
        const isOurs =
          name === 'Sequelize' ? isFamily(world.value(link.expr, chain.scope)) : isNestModule(world, link, chain.scope);
        if (!isOurs || chain.file.role === 'test') continue;
        const defines = link.args.map(
          (arg) => world.object(arg, chain.scope) && world.option(arg, chain.scope, 'define'),
        );
        found.push({ path: chain.file.path, define: defines.find((one) => one !== undefined) });
      }
    }
  }
  return (path) => {
    const nearness = found.map((one) => sharedFolders(one.path, path));
    const nearest = Math.max(0, ...nearness);
    const near = found.filter((_, index) => nearness[index] === nearest);
    return optionsOf(
      world,
      near.flatMap((one) => one.define ?? []),
    );
  };
}

/** Folders that two paths have in common. */
function sharedFolders(a: string, b: string): number {
  const [left, right] = [a.split('/').slice(0, -1), b.split('/').slice(0, -1)];
  const end = left.findIndex((part, index) => part !== right[index]);
  return end < 0 ? left.length : end;
}

function isNestModule(world: World, link: Link, scope: Scope): boolean {
  const module = link.receiver && world.value(link.receiver, scope);
  return module !== undefined && isFamily(module);
}

export function optionsOf(world: World, values: readonly Value[]): Options {
  const value = (name: string): Value | undefined => {
    for (const one of values) {
      const found = world.member(one, name);
      if (alternatives(found).some((part) => part.kind !== 'part' && part.kind !== 'made')) return found;
    }
    return undefined;
  };
  return {
    value,
    text: (name) => {
      const found = value(name);
      return found && constantOf(found);
    },
    flag: (name) => values.map((one) => flagOf(world, one, name)).find((one) => one !== undefined),
  };
}

/** `name: true` in an object literal, or in one spread into it. */
function flagOf(world: World, object: Value, name: string, depth = 0): boolean | undefined {
  if (object.kind !== 'object' || depth > 5) return undefined;
  for (const entry of [...object.expr.entries].reverse()) {
    if (entry.key === name) return entry.value.kind === 'literal' ? entry.value.text === 'true' : undefined;
    const spread =
      entry.key === '...' ? flagOf(world, world.value(entry.value, object.scope), name, depth + 1) : undefined;
    if (spread !== undefined) return spread;
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

function layered(own: Options, defaults: Options): Options {
  return {
    value: (name) => own.value(name) ?? defaults.value(name),
    text: (name) => own.text(name) ?? defaults.text(name),
    flag: (name) => own.flag(name) ?? defaults.flag(name),
  };
}

/** `Order.init(attributes, { sequelize })`, also `super.init(…)` and `this.init(…)` in a static of the class. */
function initialised(world: World, chain: Chain, link: Link, defaults: Defaults): Model[] {
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
        options: layered(own, defaults(chain.file.path)),
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

/** A Sequelize instance; or a value nobody types that is named `sequelize`, as in `(sequelize, DataTypes) => …`. */
export function isConnection(world: World, expr: Expr, scope: Scope): boolean {
  const value = world.value(expr, scope);
  for (const one of alternatives(value)) {
    if (one.kind === 'external' && isFamily(one)) return isConnectionType(one.name);
  }
  const inner = bare(expr);
  const name = inner.kind === 'name' || inner.kind === 'member' ? inner.name.replace(/#\d+$/, '') : '';
  return isOpenValue(value) && /^_?sequelize$/i.test(name);
}

/** `new Sequelize(…)`; of `import Sequelize from 'sequelize'` the class is the module. */
function isConnectionType(name: string): boolean {
  return name === 'Sequelize' || name === 'default' || name === 'Sequelize.Sequelize';
}

/** Nothing says what it is. */
export function isOpenValue(value: Value): boolean {
  if (value.kind === 'unknown' || value.kind === 'param') return true;
  if (value.kind === 'part') return isOpenValue(value.object);
  // A name that an own file does not export, as far as can be seen.
  if (value.kind === 'import')
    return value.package.startsWith('.') || (value.package === '' && value.name === 'require');
  if (value.kind === 'made') return value.callee.kind === 'import' && isOpenValue(value.callee);
  return value.kind === 'external' && value.package === '' && value.name === 'any';
}
