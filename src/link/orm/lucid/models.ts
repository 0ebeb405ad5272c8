/**
 * Lucid's models and relations. A table is `static table` of the class itself (never inherited), else the plural of the
 * class in snake case. Relations are references without a constraint; real foreign keys stand in the migrations.
 */
import type { Evidence } from '../../../model/index.js';
import { lucidColumnName, lucidPivotName, lucidTableName } from '../../naming/index.js';
import {
  type ClassValue,
  classFact,
  classKey,
  constantOf,
  type LibraryDecorator,
  subclassesOf,
  type Value,
} from '../../program/index.js';
import { decoratedMembers, modelByClass, returned } from '../declared.js';
import type { ForeignKeyDeclaration, TableDeclaration, TableName } from '../dialect.js';
import type { World } from '../world.js';
import { FAMILY, isFamily } from './library.js';

export type Model = {
  readonly name: string;
  readonly of: ClassValue;
  readonly table: TableName;
  readonly isExplicit: boolean;
  readonly at: Evidence;
};

type RelationKind = 'belongsTo' | 'hasOne' | 'hasMany' | 'manyToMany' | 'hasManyThrough';

export type Relation = {
  readonly name: string;
  readonly kind: RelationKind;
  readonly source: Model;
  readonly target: Model;
  /** Pivot table of a manyToMany, table of the model in between of a hasManyThrough. */
  readonly between?: TableName;
  readonly columns: readonly string[];
  /** Columns of the pivot that name the source and the target. */
  readonly pivotColumns: readonly [string, string];
  readonly isExplicitPivot: boolean;
  readonly at: Evidence;
};

export type ModelIndex = {
  readonly all: readonly Model[];
  /** The model that a class or record stands for. */
  readonly of: (value: Value) => Model | undefined;
  readonly relations: readonly Relation[];
  readonly relation: (model: Model, name: string) => Relation | undefined;
};

const RELATIONS: ReadonlySet<string> = new Set(['belongsTo', 'hasOne', 'hasMany', 'manyToMany', 'hasManyThrough']);

function isModelClass(world: World, of: ClassValue): boolean {
  const base = world.libraryBase(of);
  return base !== undefined && isFamily(base) && base.name === 'BaseModel';
}

export function readModels(world: World): ModelIndex {
  const all = world.classes().flatMap((of) => modelOf(world, of) ?? []);
  const of = modelByClass(all);
  const byModel = new Map<Model, ReadonlyMap<string, Relation>>(
    all.map((model) => [model, relationsOf(world, model, of)]),
  );
  return {
    all,
    of,
    relations: [...byModel.values()].flatMap((own) => [...own.values()]),
    relation: (model, name) => byModel.get(model)?.get(name),
  };
}

/** Abstract classes, mixins and bases that have no column of their own are no tables. */
function modelOf(world: World, of: ClassValue): Model | undefined {
  const fact = classFact(of);
  if (fact.name === '' || fact.isAbstract || fact.parent !== 0 || !isModelClass(world, of)) return undefined;
  const own = fact.members.find((member) => member.isStatic && member.name === 'table' && member.kind !== 'method');
  const explicit = own && constantOf(world.member({ kind: 'class', of }, 'table'));
  const isBase = own === undefined && subclassesOf(world.ev, classKey(of)).length > 0 && !hasColumns(world, of);
  if (isBase) return undefined;
  return {
    name: fact.name,
    of,
    table: { name: explicit ?? lucidTableName(fact.name) },
    isExplicit: explicit !== undefined,
    at: { path: of.file.path, line: fact.line },
  };
}

function hasColumns(world: World, of: ClassValue): boolean {
  return classFact(of).members.some((member) =>
    world
      .decorators(member.decorators, of.scope)
      .some((one) => FAMILY.includes(one.package) && (/^column(?:\.|$)/.test(one.name) || RELATIONS.has(one.name))),
  );
}

/** Own and inherited relations, the nearest class's first. */
function relationsOf(
  world: World,
  model: Model,
  modelOfValue: (value: Value) => Model | undefined,
): Map<string, Relation> {
  const found = new Map<string, Relation>();
  const isLucid = (library: string) => FAMILY.includes(library);
  for (const { name, decorators, at } of decoratedMembers(world, model.of, isLucid, (known) => found.has(known))) {
    for (const decorator of decorators) {
      if (!RELATIONS.has(decorator.name)) continue;
      const relation = relationFrom(world, model, name, decorator, at, modelOfValue);
      if (relation) found.set(name, relation);
    }
  }
  return found;
}

function relationFrom(
  world: World,
  source: Model,
  name: string,
  decorator: LibraryDecorator,
  at: Evidence,
  modelOfValue: (value: Value) => Model | undefined,
): Relation | undefined {
  const kind = decorator.name as RelationKind;
  const [target, through] = targetsOf(world, decorator).map(modelOfValue);
  if (target === undefined) return undefined;
  const option = (key: string): string | undefined => {
    const value = world.option(decorator.args[1], decorator.scope, key);
    return value && constantOf(value);
  };
  const named = kind === 'belongsTo' ? target : source;
  const pivot = option('pivotTable');
  const between = kind === 'manyToMany' ? { name: pivot ?? lucidPivotName(source.name, target.name) } : through?.table;
  return {
    name,
    kind,
    source,
    target,
    ...(between === undefined ? {} : { between }),
    columns: [lucidColumnName(option('foreignKey') ?? `${named.name}_id`)],
    pivotColumns: [
      option('pivotForeignKey') ?? lucidColumnName(`${source.name}_id`),
      option('pivotRelatedForeignKey') ?? lucidColumnName(`${target.name}_id`),
    ],
    isExplicitPivot: pivot !== undefined,
    at,
  };
}

/** `() => Post`, `[() => Post, () => User]`. */
function targetsOf(world: World, { args, scope }: LibraryDecorator): Value[] {
  const [first] = args;
  if (first === undefined) return [];
  const exprs = first.kind === 'array' ? first.items : [first];
  return exprs.map((expr) => returned(world, world.value(expr, scope)));
}

export function declarations(index: ModelIndex): { tables: TableDeclaration[]; foreignKeys: ForeignKeyDeclaration[] } {
  const tables = index.all.map(
    ({ table, isExplicit, name, at }): TableDeclaration => ({
      table,
      kind: 'table',
      naming: isExplicit ? 'explicit' : 'default',
      source: 'model',
      models: [name],
      at,
    }),
  );
  const pivots = new Map<string, TableDeclaration>();
  for (const { kind, between, isExplicitPivot, at } of index.relations) {
    if (kind !== 'manyToMany' || between === undefined || index.all.some(({ table }) => table.name === between.name))
      continue;
    if (pivots.has(between.name)) continue;
    const naming = isExplicitPivot ? 'explicit' : 'default';
    pivots.set(between.name, { table: between, kind: 'junction', naming, source: 'model', models: [], at });
  }
  return { tables: [...tables, ...pivots.values()], foreignKeys: references(index.relations) };
}

/** Both sides of a relation say the same reference; the first is kept. */
function references(relations: readonly Relation[]): ForeignKeyDeclaration[] {
  const found = new Map<string, ForeignKeyDeclaration>();
  const add = (from: TableName, to: TableName, column: string, at: Evidence): void => {
    const key = `${from.name} ${to.name} ${column}`;
    if (!found.has(key)) found.set(key, { from, to, kind: 'reference', columns: [column], at });
  };
  for (const { kind, source, target, between, columns, pivotColumns, at } of relations) {
    const [column = ''] = columns;
    if (kind === 'belongsTo') add(source.table, target.table, column, at);
    else if (kind === 'hasOne' || kind === 'hasMany') add(target.table, source.table, column, at);
    else if (kind === 'manyToMany' && between) {
      add(between, source.table, pivotColumns[0], at);
      add(between, target.table, pivotColumns[1], at);
    }
  }
  return [...found.values()];
}
