/**
 * Mongoose models, however they are made. A model is known by its name, by its schema, by the type of its documents; its
 * collection is the third argument, else the schema's option `collection`, else the plural by Mongoose's own rules.
 * Discriminators share the collection of their base.
 */
import { type Evidence, type Expr, sortedBy } from '../../../model/index.js';
import { mongooseCollectionName } from '../../naming/index.js';
import { alternatives, type Value } from '../../program/index.js';
import type { ForeignKeyDeclaration, TableDeclaration, TableName } from '../dialect.js';
import type { World } from '../world.js';
import { classOfSchema, constant, decoratedCollection } from './classes.js';
import { declaredModels, type Found, type TypedModel, typeKey } from './declared.js';
import { withoutEmbedded } from './embedded.js';
import { type Reference, referencesOf } from './schemas.js';
import { readVirtuals, type Virtuals } from './virtuals.js';

export type Model = {
  readonly name: string;
  readonly collection: string;
  readonly isExplicit: boolean;
  readonly at: Evidence;
  readonly references: readonly Reference[];
};

export type ModelIndex = {
  readonly byName: (name: string) => Model | undefined;
  /** The model made of a schema; of several the one made in the schema's own file. */
  readonly bySchema: (schema: Value) => Model | undefined;
  /** The model that an own type is given for, as its documents' or as its own; none when two collections share it. */
  readonly byType: (type: Value) => Model | undefined;
  readonly all: readonly Model[];
};

export function readModels(world: World): ModelIndex {
  const { found: declared, types } = declaredModels(world);
  const found = withoutEmbedded(world, declared);
  const byName = new Map<string, Found>();
  const isScript = ({ at }: Found) => world.ev.files.get(at.path)?.role !== 'runtime';
  for (const one of sortedBy(found, (found) => [isScript(found) ? 1 : 0])) {
    const before = byName.get(one.name);
    // The place that says the collection wins; else the first, the application's own before a script's.
    if (before === undefined || (before.collection === undefined && one.collection !== undefined && !isScript(one)))
      byName.set(one.name, one);
  }
  const models = new Map<string, Model>();
  const virtuals = readVirtuals(world);
  for (const one of byName.values()) models.set(one.name, modelOf(world, one, byName, virtuals));
  const bySchema = schemaIndex(found);
  const byType = typeIndex(types, models);
  return {
    byName: (name) => models.get(name),
    bySchema(schema) {
      const key = schemaKey(schema);
      const name = key && bySchema.get(key);
      return name === undefined ? undefined : models.get(name);
    },
    byType(type) {
      const key = typeKey(type);
      return key === undefined ? undefined : byType.get(key);
    },
    all: [...models.values()],
  };
}

/** The expression that makes the schema. */
function schemaKey(schema: Value): Expr | undefined {
  for (const one of alternatives(schema)) if (one.kind === 'external' && one.made) return one.made.expr;
  return undefined;
}

function schemaIndex(found: readonly Found[]): Map<Expr, string> {
  const index = new Map<Expr, { name: string; isBeside: boolean }>();
  for (const { name, schema, at } of found) {
    for (const one of schema === undefined ? [] : alternatives(schema)) {
      if (one.kind !== 'external' || one.made === undefined) continue;
      const isBeside = one.made.scope.file.path === at.path;
      const before = index.get(one.made.expr);
      if (before === undefined || (isBeside && !before.isBeside)) index.set(one.made.expr, { name, isBeside });
    }
  }
  return new Map([...index].map(([expr, { name }]) => [expr, name]));
}

function typeIndex(types: readonly TypedModel[], models: ReadonlyMap<string, Model>): Map<string, Model> {
  const index = new Map<string, Model | undefined>();
  for (const { model: name, type } of types) {
    const model = models.get(name);
    if (model === undefined) continue;
    const before = index.get(type);
    if (!index.has(type)) index.set(type, model);
    else if (before?.collection !== model.collection) index.set(type, undefined);
  }
  return new Map([...index].flatMap(([type, model]) => (model === undefined ? [] : [[type, model] as const])));
}

function modelOf(world: World, one: Found, all: ReadonlyMap<string, Found>, virtuals: Virtuals): Model {
  let root = one;
  for (let i = 0; root.base !== undefined && i < 8; i++)
    root = all.get(root.base) ?? { ...root, base: undefined as never };
  const of = root.of ?? (root.schema && classOfSchema(world, root.schema));
  const own = one.of ?? (one.schema && classOfSchema(world, one.schema));
  const explicit =
    root.collection ?? (root.schema && schemaCollection(world, root.schema)) ?? (of && decoratedCollection(world, of));
  return {
    name: one.name,
    collection: explicit ?? mongooseCollectionName(root.name),
    isExplicit: explicit !== undefined,
    at: one.at,
    references: [...referencesOf(world, one.schema, own), ...virtuals(one.schema, own)],
  };
}

/** `new Schema(definition, { collection })`, through `createForClass` and own functions. */
function schemaCollection(world: World, schema: Value): string | undefined {
  for (const one of alternatives(schema)) {
    if (one.kind !== 'external' || one.made === undefined) continue;
    const { expr, scope } = one.made;
    const args = expr.kind === 'new' || expr.kind === 'call' ? expr.args : [];
    const name = args[1] && constant(world.option(args[1], scope, 'collection'));
    if (name !== undefined) return name;
  }
  return undefined;
}

export function tableOfModel(model: Model): TableName {
  return { name: model.collection };
}

export function declarations(index: ModelIndex): { tables: TableDeclaration[]; foreignKeys: ForeignKeyDeclaration[] } {
  const tables = index.all.map(
    (model): TableDeclaration => ({
      table: tableOfModel(model),
      kind: 'collection',
      naming: model.isExplicit ? 'explicit' : 'default',
      source: 'model',
      models: [model.name],
      at: model.at,
    }),
  );
  const foreignKeys = index.all.flatMap((model) =>
    model.references.flatMap(({ path, target, at, isVirtual }): ForeignKeyDeclaration[] => {
      const to = isVirtual ? undefined : index.byName(target);
      return to ? [{ from: tableOfModel(model), to: tableOfModel(to), kind: 'reference', columns: [path], at }] : [];
    }),
  );
  return { tables, foreignKeys };
}
