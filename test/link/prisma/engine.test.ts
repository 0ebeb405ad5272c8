/** Our reading of Prisma schemas against Prisma's own engine: models, tables, columns of foreign keys, implicit tables. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type PrismaFile, type PrismaSchema, readPrismaSchemas } from '../../../src/link/prisma/index.js';

type EngineField = {
  readonly name: string;
  readonly type: string;
  readonly kind: string;
  readonly isList: boolean;
  readonly dbName?: string;
  readonly relationName?: string;
  readonly relationFromFields?: readonly string[];
};
type EngineModel = {
  readonly name: string;
  readonly dbName: string | null;
  readonly schema: string | null;
  readonly fields: readonly EngineField[];
};

const engine = createRequire(import.meta.url)('@prisma/prisma-schema-wasm') as { get_dmmf(params: string): string };

/** The engine refuses `url` since version 7, and generators that are not installed are of no concern. */
function modelsByEngine(files: readonly PrismaFile[]): readonly EngineModel[] {
  const prismaSchema = files.map(({ path, text }) => [
    path,
    text.replace(/^[ \t]*(?:url|directUrl|output)[ \t]*=.*$/gm, ''),
  ]);
  const dmmf = JSON.parse(engine.get_dmmf(JSON.stringify({ prismaSchema }))) as {
    datamodel: { models: EngineModel[] };
  };
  return dmmf.datamodel.models;
}

function summaryByEngine(models: readonly EngineModel[]): unknown {
  const byName = new Map(models.map((model) => [model.name, model]));
  const column = (model: EngineModel, name: string) => model.fields.find((f) => f.name === name)?.dbName ?? name;
  const tables = models.map((m) => `${m.schema === null ? '' : `${m.schema}.`}${m.dbName ?? m.name}`).sort();
  const keys: string[] = [];
  const junctions = new Set<string>();
  for (const model of models) {
    for (const field of model.fields.filter((f) => f.kind === 'object' && byName.has(f.type))) {
      const own = field.relationFromFields ?? [];
      if (own.length > 0) keys.push(`${model.name}(${own.map((name) => column(model, name))}) ${field.type}`);
      const others = byName
        .get(field.type)
        ?.fields.filter((f) => f.relationName === field.relationName && f.type === model.name);
      const other = others?.find((f) => model.name !== field.type || f.name !== field.name);
      if (field.isList && other?.isList === true) junctions.add(`_${field.relationName}`);
    }
  }
  return { tables, keys: keys.sort(), junctions: [...junctions].sort() };
}

function summary(schema: PrismaSchema): unknown {
  return {
    tables: schema.models.map((m) => (m.schema === undefined ? m.table : `${m.schema}.${m.table}`)).sort(),
    keys: schema.foreignKeys.map((key) => `${key.from}(${key.columns}) ${key.to}`).sort(),
    junctions: schema.junctions.map((junction) => junction.table).sort(),
  };
}

function readFolder(dir: URL): PrismaFile[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.prisma'))
    .map((name) => ({ path: name.replaceAll('\\', '/'), text: readFileSync(new URL(name, dir), 'utf8') }));
}

describe("Prisma's engine and we read alike", () => {
  it('a folder of schema files', () => {
    const files = readFolder(new URL('../../../fixtures/orm/prisma/', import.meta.url));
    const [schema, ...others] = readPrismaSchemas(files);
    expect(others).toEqual([]);
    expect(summary(schema as PrismaSchema)).toEqual(summaryByEngine(modelsByEngine(files)));
    expect(schema?.models).toHaveLength(9);
  });

  it.each(process.env['MSA_MAP_PRISMA_SCHEMAS']?.split(':') ?? [])('the schema in %s', (dir) => {
    const files = readFolder(new URL(`file://${join(dir, '/')}`));
    const [schema] = readPrismaSchemas(files);
    expect(summary(schema as PrismaSchema)).toEqual(summaryByEngine(modelsByEngine(files)));
  });
});
