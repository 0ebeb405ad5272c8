/**
 * LoopBack 4's models: `@model({ name, settings })`. A table is what the connector's settings say, else the model's name
 * as the connector writes it. Relations are references; foreign keys stand in `settings.foreignKeys`.
 */
import type { Evidence } from '../../../model/index.js';
import { loopbackTableName } from '../../naming/index.js';
import {
  type ClassValue,
  classFact,
  classKey,
  constantOf,
  constructorArguments,
  type LibraryDecorator,
  type Value,
  type ValueOf,
} from '../../program/index.js';
import { decoratedMembers, modelByClass, returned } from '../declared.js';
import type { ForeignKeyDeclaration, TableDeclaration, TableName } from '../dialect.js';
import type { World } from '../world.js';

export const PACKAGE = '@loopback/repository';

export type Model = {
  readonly name: string;
  readonly of: ClassValue;
  readonly table: TableName;
  readonly isExplicit: boolean;
  readonly isCollection: boolean;
  readonly settings: Value | undefined;
  readonly at: Evidence;
};
export type Relation = {
  readonly name: string;
  readonly kind: string;
  readonly source: Model;
  readonly target: Model;
  readonly through: Model | undefined;
  readonly column: string;
  readonly at: Evidence;
};
export type ModelIndex = {
  readonly all: readonly Model[];
  readonly of: (value: Value) => Model | undefined;
  readonly relations: readonly Relation[];
  readonly relation: (model: Model, name: string) => Relation | undefined;
};

const RELATIONS = new Set(['belongsTo', 'hasOne', 'hasMany', 'referencesMany']);

export function readModels(world: World): ModelIndex {
  const connectors = connectorsOf(world);
  const all = world.classes().flatMap((of) => modelOf(world, of, connectors) ?? []);
  const of = modelByClass(all);
  const relations = all.flatMap((model) => relationsOf(world, model, of));
  const byName = new Map(relations.map((one) => [`${classKey(one.source.of)} ${one.name}`, one]));
  return { all, of, relations, relation: (model, name) => byName.get(`${classKey(model.of)} ${name}`) };
}

/** The connector of each data source class, by `classKey`, and of all when they agree. */
type Connectors = { readonly byModel: ReadonlyMap<string, string>; readonly only: string | undefined };

function connectorsOf(world: World): Connectors {
  const sources = new Map<string, string>();
  const bound = boundConnectors(world);
  const byModel = new Map<string, string>();
  const classes = world.classes();
  for (const of of classes) {
    if (!/(?:^|\.)DataSource$/.test(libraryName(world, of))) continue;
    const args = constructorArguments(world.ev, { kind: 'instance', of, args: [] }, 'library');
    const config = args?.exprs[0] && world.option(args.exprs[0], args.scope, 'connector');
    const name = constantOf(world.member({ kind: 'class', of }, 'dataSourceName'));
    const connector = (config && constantOf(config)) ?? (name === undefined ? undefined : bound.get(name));
    if (connector !== undefined) sources.set(classKey(of), connector.replace(/^loopback-connector-/, ''));
  }
  for (const of of classes) {
    if (!isRepositoryType(world.libraryBase(of))) continue;
    const args = constructorArguments(world.ev, { kind: 'instance', of, args: [] }, 'library');
    const [model, source] = (args?.exprs ?? []).map((expr) => args && world.value(expr, args.scope));
    if (model?.kind !== 'class' || source?.kind !== 'instance') continue;
    const connector = sources.get(classKey(source.of));
    if (connector !== undefined) byModel.set(classKey(model.of), connector);
  }
  const names = new Set(sources.values());
  return { byModel, only: names.size === 1 ? [...names][0] : undefined };
}

/** `app.bind('datasources.config.shop').to({ connector: 'mysql' })`: data source → connector. */
function boundConnectors(world: World): Map<string, string> {
  const found = new Map<string, string>();
  for (const { links, scope } of world.calls('bind')) {
    links.forEach((link, at) => {
      const to = links[at + 1];
      const key = link.name === 'bind' && to?.name === 'to' ? world.constant(link.args[0], scope) : undefined;
      const name = key?.match(/^datasources\.config\.(.+)$/)?.[1];
      const connector = name && to ? world.option(to.args[0], scope, 'connector') : undefined;
      const text = connector && constantOf(connector);
      if (name !== undefined && text !== undefined && !found.has(name)) found.set(name, text);
    });
  }
  return found;
}

/**
 * A repository of LoopBack or of an extension (soft deletion, auditing, Sequelize): whether it is one of a model, what it
 * is given tells.
 */
export function isRepositoryType(value: Value | undefined): value is ValueOf<'external'> {
  return value?.kind === 'external' && value.package !== '' && /Repository$/.test(value.name);
}

/** `Entity`, or what an extension's package makes of it: `BaseEntity`, `SoftDeleteEntity`. A plain Model is no table. */
function isEntityBase(value: Value | undefined): boolean {
  if (value?.kind !== 'external') return false;
  return value.package === PACKAGE ? value.name === 'Entity' : value.package !== '' && /Entity$/.test(value.name);
}

function libraryName(world: World, of: ClassValue): string {
  const base = world.libraryBase(of);
  return base?.kind === 'external' && base.package === PACKAGE ? base.name : '';
}

function modelOf(world: World, of: ClassValue, connectors: Connectors): Model | undefined {
  const fact = classFact(of);
  if (fact.name === '' || fact.isAbstract) return undefined;
  const decorator = world
    .decorators(fact.decorators, of.scope)
    .find((one) => one.package === PACKAGE && one.name === 'model');
  // A plain Model is a shape of requests and answers.
  if (!decorator || !isEntityBase(world.libraryBase(of))) return undefined;
  const text = (value: Value | undefined, name: string) => value && constantOf(world.member(value, name));
  const name = text(world.object(decorator.args[0], decorator.scope), 'name') ?? fact.name;
  const settings = world.option(decorator.args[0], decorator.scope, 'settings');
  const connector = connectors.byModel.get(classKey(of)) ?? connectors.only;
  const own = settings && connectorSettings(world, settings, connector);
  const table = text(own, 'table') ?? text(own, 'tableName') ?? text(own, 'collection');
  const schema = text(own, 'schema');
  return {
    name,
    of,
    table: {
      name: table ?? loopbackTableName(name, connector ?? ''),
      ...(schema === undefined ? {} : { schema }),
    },
    isExplicit: table !== undefined,
    isCollection: connector === 'mongodb' || text(own, 'collection') !== undefined,
    settings,
    at: { path: of.file.path, line: fact.line },
  };
}

/** `settings.postgresql`, of the connector in use when it is known. */
function connectorSettings(world: World, settings: Value, connector: string | undefined): Value | undefined {
  const names = connector === undefined ? CONNECTORS : [connector];
  return names.map((name) => world.member(settings, name)).find((one) => one.kind === 'object');
}
const CONNECTORS = ['postgresql', 'mysql', 'mssql', 'oracle', 'sqlite3', 'mongodb', 'db2'];

function relationsOf(world: World, source: Model, modelOfValue: (value: Value) => Model | undefined): Relation[] {
  const found: Relation[] = [];
  for (const { name, decorators, at } of decoratedMembers(world, source.of, (library) => library === PACKAGE)) {
    for (const one of decorators) {
      const relation = RELATIONS.has(one.name) ? relationFrom(world, source, name, one, at, modelOfValue) : undefined;
      if (relation) found.push(relation);
    }
  }
  return found;
}

function relationFrom(
  world: World,
  source: Model,
  property: string,
  { name: kind, args, scope }: LibraryDecorator,
  at: Evidence,
  modelOfValue: (value: Value) => Model | undefined,
): Relation | undefined {
  const called = (value: Value | undefined): Model | undefined => value && modelOfValue(returned(world, value));
  const target = called(args[0] && world.value(args[0], scope));
  if (!target) return undefined;
  const option = (key: string) => world.option(args[1], scope, key);
  const text = (value: Value | undefined) => value && constantOf(value);
  const through = option('through');
  const isOwn = kind === 'belongsTo' || kind === 'referencesMany';
  const byName = `${source.name.charAt(0).toLowerCase()}${source.name.slice(1)}Id`;
  return {
    // `customerId` is the relation `customer`.
    name: text(option('name')) ?? (isOwn ? property.replace(/Ids?$/, '') : property),
    kind,
    source,
    target,
    through: through && called(world.member(through, 'model')),
    column: isOwn ? property : ((through ? text(world.member(through, 'keyFrom')) : text(option('keyTo'))) ?? byName),
    at,
  };
}

export function declarations(
  world: World,
  index: ModelIndex,
): { tables: TableDeclaration[]; foreignKeys: ForeignKeyDeclaration[] } {
  const tables = index.all.map(
    (model): TableDeclaration => ({
      table: model.table,
      kind: model.isCollection ? 'collection' : 'table',
      naming: model.isExplicit ? 'explicit' : 'default',
      source: 'model',
      models: [model.name],
      at: model.at,
    }),
  );
  const found = new Map<string, ForeignKeyDeclaration>();
  const add = (key: ForeignKeyDeclaration): void => {
    const id = `${key.from.name} ${key.to.name} ${key.columns[0]}`;
    if (!found.has(id)) found.set(id, key);
  };
  for (const model of index.all) for (const key of constraintsOf(world, index, model)) add(key);
  for (const { kind, source, target, through, column, at } of index.relations) {
    const isOwn = kind === 'belongsTo' || kind === 'referencesMany';
    const [from, to] = isOwn ? [source, target] : [through ?? target, source];
    add({ from: from.table, to: to.table, kind: 'reference', columns: [column], at });
  }
  return { tables, foreignKeys: [...found.values()] };
}

/** `settings.foreignKeys: { fk_order: { entity: 'Order', foreignKey: 'orderId' } }`. */
function constraintsOf(world: World, index: ModelIndex, model: Model): ForeignKeyDeclaration[] {
  const keys = model.settings && world.member(model.settings, 'foreignKeys');
  if (keys?.kind !== 'object') return [];
  return keys.expr.entries.flatMap((entry): ForeignKeyDeclaration[] => {
    const value = world.value(entry.value, keys.scope);
    const name = constantOf(world.member(value, 'entity'));
    const column = constantOf(world.member(value, 'foreignKey'));
    const target = index.all.find((one) => one.name === name);
    if (!target || column === undefined) return [];
    const at = { path: model.at.path, line: entry.line };
    return [{ from: model.table, to: target.table, kind: 'foreign-key', columns: [column], at }];
  });
}
