/**
 * TypeORM's entities from their decorators and schemas: tables, relations, junctions, foreign keys, with the names
 * the database has. Inheritance: plain parents give their columns to each child's own table, `@ChildEntity` shares
 * the table of the nearest `@Entity` above it.
 */
import type { Evidence, Expr } from '../../../model/index.js';
import { typeormClosureName, typeormTableName } from '../../naming/index.js';
import { type ClassValue, classFact, type LibraryDecorator, type Scope, type Value } from '../../program/index.js';
import type { World } from '../world.js';
import { classKeys, classRelations, type Relation, schemaKeys, schemaRelations, text } from './relations.js';

/** Names between entities, where an own naming strategy tells them. */
export type Naming = {
  readonly junction: (owner: string, property: string, other: string) => string | undefined;
  readonly joinColumn: (property: string, referenced: string) => string | undefined;
};

export type Entity = {
  readonly name: string;
  readonly of: ClassValue | undefined;
  /** Table as written, before prefix and schema defaults. */
  readonly tableName: string;
  readonly isExplicit: boolean;
  /** Nothing tells the name: the naming strategy cannot be read, and no migration creates such a table. */
  readonly isAssumed?: true;
  /** Of an own naming strategy. */
  readonly naming?: Naming;
  readonly schema: string | undefined;
  readonly database: string | undefined;
  readonly kind: 'table' | 'view' | 'child';
  /** `@Tree('closure-table')`: name of the closure table. */
  readonly closure: string | undefined;
  /** Properties of the primary key; `id` when none can be seen. */
  readonly keys: readonly string[];
  readonly relations: ReadonlyMap<string, Relation>;
  readonly at: Evidence;
};

export function readEntities(world: World): Entity[] {
  const classes = world.classes().flatMap((of) => classEntity(world, of) ?? []);
  const schemas = world
    .calls('EntitySchema')
    .flatMap((chain) =>
      chain.links
        .filter(
          (link) =>
            link.name === 'EntitySchema' && link.kind === 'new' && isTypeorm(world.value(link.expr, chain.scope)),
        )
        .flatMap(
          (link) => schemaEntity(world, link.args[0], chain.scope, { path: chain.file.path, line: link.line }) ?? [],
        ),
    );
  return [...classes, ...schemas];
}

function isTypeorm(value: Value): boolean {
  return value.kind === 'external' && value.package === 'typeorm';
}

function classEntity(world: World, of: ClassValue): Entity | undefined {
  const fact = classFact(of);
  if (fact.decorators === undefined) return undefined;
  const decorators = world.decorators(fact.decorators, of.scope).filter((one) => one.package === 'typeorm');
  const own = decorators.find((one) => ['Entity', 'ViewEntity', 'ChildEntity'].includes(one.name));
  if (own === undefined) return undefined;
  const kind = own.name === 'ViewEntity' ? 'view' : own.name === 'ChildEntity' ? 'child' : 'table';
  const options = (name: string) => own.args.map((arg) => text(world.option(arg, own.scope, name))).find((one) => one);
  const explicit = kind === 'child' ? undefined : world.constant(own.args[0], own.scope) || options('name');
  const tableName = explicit ?? typeormTableName(fact.name);
  return {
    name: fact.name,
    of,
    tableName,
    isExplicit: explicit !== undefined,
    schema: options('schema'),
    database: options('database'),
    kind,
    closure: closureName(world, decorators, tableName),
    keys: keysOr(classKeys(world, of)),
    relations: classRelations(world, of),
    at: { path: of.file.path, line: own.line },
  };
}

function keysOr(keys: readonly string[]): readonly string[] {
  return keys.length > 0 ? keys : ['id'];
}

function closureName(world: World, decorators: readonly LibraryDecorator[], tableName: string): string | undefined {
  const tree = decorators.find((one) => one.name === 'Tree');
  if (tree === undefined || world.constant(tree.args[0], tree.scope) !== 'closure-table') return undefined;
  return text(world.option(tree.args[1], tree.scope, 'closureTableName')) ?? typeormClosureName(tableName);
}

/** `new EntitySchema({ name, tableName, schema, relations, target })`. */
function schemaEntity(world: World, expr: Expr | undefined, scope: Scope, at: Evidence): Entity | undefined {
  const read = (name: string) => world.option(expr, scope, name);
  const target = read('target');
  const name = text(read('name')) ?? (target?.kind === 'class' ? classFact(target.of).name : undefined);
  if (name === undefined) return undefined;
  const explicit = text(read('tableName'));
  return {
    name,
    of: target?.kind === 'class' ? target.of : undefined,
    tableName: explicit ?? typeormTableName(name),
    isExplicit: explicit !== undefined,
    schema: text(read('schema')),
    database: text(read('database')),
    kind: text(read('type')) === 'view' ? 'view' : 'table',
    closure: undefined,
    keys: keysOr(schemaKeys(world, read('columns'))),
    relations: schemaRelations(world, read('relations'), at),
    at,
  };
}
