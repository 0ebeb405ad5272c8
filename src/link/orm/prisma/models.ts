/** The Prisma schemas of a repository as a dialect needs them: models by client accessor, tables, relations. */

import { prismaAccessor } from '../../naming/index.js';
import {
  type PrismaModel,
  type PrismaRelation,
  type PrismaSchema,
  readPrismaSchemas,
  schemaHome,
} from '../../prisma/index.js';
import type { ForeignKeyDeclaration, TableDeclaration, TableName } from '../dialect.js';
import type { World } from '../world.js';

export type Model = {
  readonly name: string;
  readonly table: TableName;
  readonly relations: ReadonlyMap<string, PrismaRelation>;
  readonly schema: PrismaSchema;
};

export type ModelIndex = {
  readonly isEmpty: boolean;
  /** Models that a client property names, of the schema nearest to the file first. */
  readonly byAccessor: (accessor: string, path: string) => Model | undefined;
  /** The model a relation leads to. */
  readonly target: (model: Model, relation: PrismaRelation) => Model | undefined;
  /** The table of an implicit many-to-many relation. */
  readonly junction: (model: Model, relation: PrismaRelation) => TableName | undefined;
};

export type DeclaredModels = {
  readonly index: ModelIndex;
  readonly tables: readonly TableDeclaration[];
  readonly foreignKeys: readonly ForeignKeyDeclaration[];
};

export function declareModels(world: World): DeclaredModels {
  const schemas = readPrismaSchemas(world.sources.prisma);
  const models = new Map<PrismaSchema, Map<string, Model>>(schemas.map((schema) => [schema, modelsOf(schema)]));
  const byAccessor = new Map<string, Model[]>();
  for (const ofSchema of models.values()) {
    for (const model of ofSchema.values()) {
      const accessor = prismaAccessor(model.name);
      byAccessor.set(accessor, [...(byAccessor.get(accessor) ?? []), model]);
    }
  }
  const index: ModelIndex = {
    isEmpty: byAccessor.size === 0,
    byAccessor(accessor, path) {
      const found = byAccessor.get(accessor) ?? [];
      return found.length < 2 ? found[0] : (ofImportedClient(world, found, path) ?? nearest(found, path));
    },
    target: (model, relation) => models.get(model.schema)?.get(relation.model),
    junction: (model, { junction }) => (junction === undefined ? undefined : junctionTable(model.schema, junction)),
  };
  return {
    index,
    tables: schemas.flatMap(tablesOf),
    foreignKeys: schemas.flatMap((schema) => foreignKeysOf(schema, models.get(schema) as Map<string, Model>)),
  };
}

function modelsOf(schema: PrismaSchema): Map<string, Model> {
  return new Map(
    schema.models.map((model) => {
      const relations = model.fields.flatMap((field) =>
        field.relation === undefined ? [] : [[field.name, field.relation] as const],
      );
      return [model.name, { name: model.name, table: tableOf(schema, model), relations: new Map(relations), schema }];
    }),
  );
}

function tableOf({ database }: PrismaSchema, { table, schema }: Pick<PrismaModel, 'table' | 'schema'>): TableName {
  return {
    name: table,
    ...(schema === undefined ? {} : { schema }),
    ...(database === undefined ? {} : { database }),
  };
}

function junctionTable(schema: PrismaSchema, name: string): TableName | undefined {
  const junction = schema.junctions.find(({ table }) => table === name);
  return junction && tableOf(schema, junction);
}

/** The file imports its client (or the service that is one) from the package of one of the schemas. */
function ofImportedClient(world: World, models: readonly Model[], path: string): Model | undefined {
  const homes = models.map((model) => ({ model, home: schemaHome(model.schema), clients: model.schema.clients }));
  const scores = new Map<Model, number>();
  for (const { specifier, imported } of world.ev.files.get(path)?.imports.values() ?? []) {
    const target = world.ev.resolve.imported(path, specifier, imported);
    const at = target.kind === 'file' ? target.path : joined(path, specifier);
    for (const { model, home, clients } of homes) {
      const isGenerated = clients.some((client) => isBelow(at, client));
      const isInPackage = home !== '' && isBelow(at, home) && !isBelow(path, home);
      if (isGenerated || isInPackage) scores.set(model, (scores.get(model) ?? 0) + (isGenerated ? 1_000 : home.length));
    }
  }
  const best = [...scores].sort(([, a], [, b]) => b - a);
  return best.length > 1 && best[0]?.[1] === best[1]?.[1] ? undefined : best[0]?.[0];
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** A relative specifier as a path; a generated client is not there to be resolved. */
function joined(from: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  const parts = from.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** Several schemas may have a model of the name: the one that shares the longest path with the file is meant. */
function nearest(models: readonly Model[], path: string): Model | undefined {
  if (models.length < 2) return models[0];
  const shared = (model: Model) => {
    const parts = (model.schema.files[0] ?? '').split('/');
    const own = path.split('/');
    const at = parts.findIndex((part, i) => part !== own[i]);
    return at < 0 ? parts.length : at;
  };
  return models.reduce((best, model) => (shared(model) > shared(best) ? model : best));
}

function tablesOf(schema: PrismaSchema): TableDeclaration[] {
  const models = schema.models.map(
    (model): TableDeclaration => ({
      table: tableOf(schema, model),
      kind: model.kind === 'view' ? 'view' : 'table',
      naming: model.isNamed ? 'explicit' : 'default',
      source: 'model',
      models: [model.name],
      at: { path: model.path, line: model.line },
    }),
  );
  const junctions = schema.junctions.map(
    (junction): TableDeclaration => ({
      table: tableOf(schema, junction),
      kind: 'junction',
      naming: 'default',
      source: 'model',
      models: [],
      at: { path: junction.path, line: junction.line, note: 'implicit many-to-many relation' },
    }),
  );
  return [...models, ...junctions];
}

function foreignKeysOf(schema: PrismaSchema, models: ReadonlyMap<string, Model>): ForeignKeyDeclaration[] {
  const kind = schema.hasLogicalRelations ? 'reference' : 'foreign-key';
  const table = (name: string) => (models.get(name) as Model).table;
  const own = schema.foreignKeys.map(
    ({ from, to, columns, path, line }): ForeignKeyDeclaration => ({
      from: table(from),
      to: table(to),
      kind,
      columns,
      at: { path, line },
    }),
  );
  const implicit = schema.junctions.flatMap((junction) =>
    junction.models.map(
      (model, i): ForeignKeyDeclaration => ({
        from: tableOf(schema, junction),
        to: table(model),
        kind,
        columns: [i === 0 ? 'A' : 'B'],
        at: { path: junction.path, line: junction.line },
      }),
    ),
  );
  return [...own, ...implicit];
}
