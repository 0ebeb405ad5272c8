/** Our reading of Prisma schemas against Prisma's own engine: models, tables, columns of foreign keys, implicit tables. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import fc from 'fast-check';
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

  it('random schemas', () => {
    fc.assert(
      fc.property(schemaText, (text) => {
        const files = [{ path: 'schema.prisma', text }];
        const [schema] = readPrismaSchemas(files);
        expect(summary(schema as PrismaSchema), text).toEqual(summaryByEngine(modelsByEngine(files)));
      }),
      { numRuns: 120, seed: 20264 },
    );
  });
});

type Relation = {
  readonly from: number;
  readonly to: number;
  readonly kind: 'one-to-many' | 'one-to-one' | 'many-to-many';
  readonly isNamed: boolean;
  readonly isMapped: boolean;
};

const NAMES = ['Loaf', 'Baker', 'OvenLog', 'APIKey', 'Flour_stock', 'User2Role', 'Delivery'];

/** Valid schemas: models with and without `@@map`, relations of three kinds, of a model with itself too. */
const schemaText: fc.Arbitrary<string> = fc.integer({ min: 1, max: NAMES.length }).chain((size) => {
  const index = fc.nat({ max: size - 1 });
  const relation: fc.Arbitrary<Relation> = fc.record({
    from: index,
    to: index,
    kind: fc.constantFrom('one-to-many', 'one-to-one', 'many-to-many'),
    isNamed: fc.boolean(),
    isMapped: fc.boolean(),
  });
  return fc
    .tuple(
      fc.array(fc.boolean(), { minLength: size, maxLength: size }),
      fc.array(relation, { maxLength: 6 }),
      fc.constantFrom('\n', '\r\n'),
    )
    .map(([maps, relations, newline]) => schemaOf(NAMES.slice(0, size), maps, relations).join(newline));
});

function schemaOf(names: readonly string[], maps: readonly boolean[], relations: readonly Relation[]): string[] {
  const fields = names.map((): string[] => []);
  const pairs = new Map<string, number>();
  const pair = ({ from, to }: Relation) => [from, to].sort().join();
  for (const one of relations) pairs.set(pair(one), (pairs.get(pair(one)) ?? 0) + 1);
  relations.forEach((one, i) => {
    const { from, to, kind, isMapped } = one;
    // Prisma wants a name when two relations join the same models, and for one of a model with itself.
    const needsName = one.isNamed || from === to || (pairs.get(pair(one)) ?? 0) > 1;
    const name = needsName ? `"r${i}"` : '';
    const bare = name === '' ? '' : ` @relation(${name})`;
    if (kind === 'many-to-many') {
      fields[from]?.push(`a${i} ${names[to]}[]${bare}`);
      fields[to]?.push(`b${i} ${names[from]}[]${bare}`);
      return;
    }
    const settings = [name, `fields: [key${i}]`, 'references: [id]', 'onDelete: NoAction', 'onUpdate: NoAction'];
    const unique = kind === 'one-to-one' ? ' @unique' : '';
    fields[from]?.push(
      `key${i} Int?${unique}${isMapped ? ` @map("key_${i}")` : ''} // text (of no use`,
      `a${i} ${names[to]}? @relation(${settings.filter((part) => part !== '').join(', ')})`,
    );
    fields[to]?.push(`b${i} ${names[from]}${kind === 'one-to-one' ? '?' : '[]'}${bare}`);
  });
  return [
    'datasource db {',
    '  provider = "postgresql"',
    '}',
    ...names.flatMap((name, i) => [
      `model ${name} { // one of "them" {`,
      '  id Int @id @default(autoincrement())',
      ...(fields[i] ?? []).map((field) => `  ${field}`),
      ...(maps[i] ? [`  @@map("${name.toLowerCase()}_table")`] : []),
      '}',
    ]),
  ];
}
