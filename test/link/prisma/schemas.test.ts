/** Prisma schemas as they occur: several in one repository, cut in half, with other engines. */
import { describe, expect, it } from 'vitest';
import { type PrismaSchema, readPrismaSchemas } from '../../../src/link/prisma/index.js';

const source = (url = 'DATABASE_URL', provider = 'postgresql') =>
  `datasource db {\n provider = "${provider}"\n url = env("${url}")\n}\n`;
const one = (text: string) => readPrismaSchemas([{ path: 'prisma/schema.prisma', text }])[0] as PrismaSchema;

describe('one schema', () => {
  const bakery = one(`${source()}
model Loaf {
  id      Int     @id
  bakerId Int
  baker   Baker   @relation(fields: [bakerId], references: [id])
  tags    Label[]
}
model Baker {
  id     Int    @id
  loaves Loaf[]
  @@map("bakers")
}
model Label {
  id     Int    @id
  loaves Loaf[]
}`);

  it('tells for each relation field who holds the foreign key', () => {
    const relations = bakery.models.flatMap((m) =>
      m.fields.filter((f) => f.relation).map((f) => [m.name, f.name, f.relation]),
    );
    expect(relations).toEqual([
      ['Loaf', 'baker', { model: 'Baker', side: 'owner' }],
      ['Loaf', 'tags', { model: 'Label', side: 'junction', junction: '_LabelToLoaf' }],
      ['Baker', 'loaves', { model: 'Loaf', side: 'inverse' }],
      ['Label', 'loaves', { model: 'Loaf', side: 'junction', junction: '_LabelToLoaf' }],
    ]);
  });

  it('gives every model, foreign key and junction its line', () => {
    expect(bakery.models.map((m) => [m.table, m.line])).toEqual([
      ['Loaf', 6],
      ['bakers', 12],
      ['Label', 17],
    ]);
    expect(bakery.foreignKeys.map((key) => key.line)).toEqual([9]);
    expect(bakery.junctions).toMatchObject([{ table: '_LabelToLoaf', models: ['Label', 'Loaf'], line: 10 }]);
  });

  it('knows when relations are no foreign keys', () => {
    expect(bakery.hasLogicalRelations).toBe(false);
    expect(
      one(`datasource db {\n provider = "mysql"\n relationMode = "prisma"\n}\nmodel A {\n id Int @id\n}`)
        .hasLogicalRelations,
    ).toBe(true);
    const mongo = one(
      `${source('URL', 'mongodb')}type Address {\n street String\n}\nmodel A {\n id Int @id\n bIds Int[]\n bs B[] @relation(fields: [bIds], references: [id])\n home Address\n}\nmodel B {\n id Int @id\n aIds Int[]\n as A[] @relation(fields: [aIds], references: [id])\n}`,
    );
    expect(mongo).toMatchObject({ hasLogicalRelations: true, junctions: [], foreignKeys: [] });
    expect(mongo.models.map((m) => m.name)).toEqual(['A', 'B']);
  });

  it('reads what is left of a schema cut in half', () => {
    const cut = one(
      'model Loaf {\n id Int @id\n name String @default("x\nmodel Baker {\n id Int @id\n loaf Loaf @relation(fields: [id], refer',
    );
    expect(cut.models.map((m) => m.name)).toEqual(['Loaf', 'Baker']);
    expect(cut.foreignKeys).toMatchObject([{ from: 'Baker', to: 'Loaf', columns: ['id'] }]);
  });

  it('resolves where clients are generated', () => {
    expect(
      one('generator c {\n provider = "prisma-client-js"\n output = "../src/db"\n}\nmodel A {\n id Int @id\n}').clients,
    ).toEqual(['src/db']);
  });

  it('reads a megabyte of braces, quotes and attributes to its end', () => {
    for (const text of ['{', '"', '/*', '//', '@relation(', 'model A {\n', 'model A {\n a B @relation(\n', '@@map("']) {
      const schema = one(`model Z {\n id Int @id\n}\n ${text.repeat(1_000_000 / text.length)}`);
      expect(schema.models.map((model) => model.name)).toContain('Z');
    }
  });
});

describe('several schemas', () => {
  const model = (name: string) => `model ${name} {\n id Int @id\n}\n`;

  it('are several databases when their tables differ', () => {
    const schemas = readPrismaSchemas([
      { path: 'apps/tenant/prisma/schema.prisma', text: source('TENANT') + model('Loaf') },
      { path: 'apps/system/prisma/schema.prisma', text: source('SYSTEM') + model('Bakery') },
    ]);
    expect(schemas.map((s) => s.database)).toEqual(['system', 'tenant']);
  });

  it('are several databases when two services have a few models of the same name', () => {
    const schemas = readPrismaSchemas([
      { path: 'apps/box-office/prisma/schema.prisma', text: source() + model('User') + model('Seat') },
      { path: 'apps/snack-bar/prisma/schema.prisma', text: source() + model('User') + model('Drink') },
      { path: 'apps/worker/prisma/schema.prisma', text: source() + model('User') + model('Seat') },
    ]);
    expect(schemas.map((s) => s.database)).toEqual(['box-office', 'snack-bar', 'box-office']);
  });

  it('are one database when one is a variant of the other', () => {
    const schemas = readPrismaSchemas([
      { path: 'prisma/postgres.prisma', text: source() + model('Loaf') + model('Bakery') },
      { path: 'prisma/sqlite.prisma', text: source('FILE', 'sqlite') + model('Loaf') },
    ]);
    expect(schemas.map((s) => s.database)).toEqual([undefined, undefined]);
  });

  const shop = ['Loaf', 'Baker', 'Oven', 'Order', 'Till', 'Tray'];

  it('are one database when one is a part of the other, at the same address', () => {
    const whole = { path: 'packages/database/prisma/schema.full.prisma', text: source() + shop.map(model).join('') };
    const part = shop.slice(0, 3).map(model).join('');
    const databases = (text: string) =>
      readPrismaSchemas([whole, { path: 'apps/ovens/prisma/schema.prisma', text }]).map((s) => s.database);
    expect(databases(source() + part)).toEqual([undefined, undefined]);
    expect(databases(source('OVENS') + part)).toEqual(['ovens', 'database']);
    expect(databases(source() + part.replaceAll('id Int @id', 'id Int @id\n heat Int\n fuel Int'))).toEqual([
      'ovens',
      'database',
    ]);
  });

  it('keep the files of a folder together with the file of their datasource', () => {
    const schemas = readPrismaSchemas([
      { path: 'a/prisma/schema/base.prisma', text: source() },
      { path: 'a/prisma/schema/models/loaf.prisma', text: model('Loaf') },
      { path: 'b/prisma/main.prisma', text: source('B') + model('Film') },
    ]);
    expect(schemas.map((s) => s.files)).toEqual([
      ['a/prisma/schema/base.prisma', 'a/prisma/schema/models/loaf.prisma'],
      ['b/prisma/main.prisma'],
    ]);
  });
});
