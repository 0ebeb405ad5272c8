/** Migrations are replayed to the tables a migrated database has. */
import { beforeAll, describe, expect, it } from 'vitest';
import {
  driftOf,
  forwardPart,
  groupMigrations,
  loadSqlReader,
  migrate,
  type SqlReader,
} from '../../../src/link/sql/index.js';

let reader: SqlReader;
beforeAll(async () => {
  reader = await loadSqlReader();
});

const tablesAfter = (...texts: readonly string[]) => {
  const files = texts.map((text, i) => ({ path: `migrations/${i + 1}_step.sql`, text }));
  return migrate(files, reader).map(
    ({ table, foreignKeys }) =>
      `${table.schema === undefined ? '' : `${table.schema}.`}${table.name}` +
      foreignKeys.map((key) => ` ${key.columns}->${key.references.name}(${key.referencedColumns})`).join(''),
  );
};

describe('replaying changes', () => {
  it('creates, renames and drops tables', () => {
    expect(
      tablesAfter(
        'CREATE TABLE loaf (id int); CREATE TABLE oven (id int);',
        'ALTER TABLE loaf RENAME TO bread; DROP TABLE oven;',
      ),
    ).toEqual(['bread']);
  });

  it('lets foreign keys follow renamed tables and columns, and go with dropped columns', () => {
    const first =
      'CREATE TABLE oven (id int primary key); CREATE TABLE loaf (oven_id int references oven(id), baker_id int references baker);';
    expect(
      tablesAfter(
        first,
        'ALTER TABLE oven RENAME TO stove; ALTER TABLE stove RENAME COLUMN id TO nr; ALTER TABLE loaf RENAME COLUMN oven_id TO stove_nr',
      ),
    ).toEqual(['loaf stove_nr->stove(nr) baker_id->baker()', 'stove']);
    expect(tablesAfter(first, 'ALTER TABLE loaf DROP COLUMN oven_id')).toEqual(['loaf baker_id->baker()', 'oven']);
  });

  it("drops a constraint by PostgreSQL's default name, shortened as PostgreSQL shortens it", () => {
    const create = 'CREATE TABLE loaf (id int, oven_id int references oven(id), spare_id int references oven(id));';
    expect(tablesAfter(create, 'ALTER TABLE loaf DROP CONSTRAINT loaf_oven_id_fkey')).toEqual([
      'loaf spare_id->oven(id)',
    ]);
    const long = `CREATE TABLE ${'a'.repeat(40)} (${'b'.repeat(40)} int references oven(id));`;
    const name = `${'a'.repeat(29)}_${'b'.repeat(28)}_fkey`;
    expect(tablesAfter(long, `ALTER TABLE ${'a'.repeat(40)} DROP CONSTRAINT ${name}`)).toEqual(['a'.repeat(40)]);
  });

  it("understands SQLite's way of altering a table", () => {
    const first =
      'CREATE TABLE `oven` (`id` integer); CREATE TABLE `loaf` (`oven_id` integer, FOREIGN KEY (`oven_id`) REFERENCES `oven`(`id`));';
    const rebuild =
      'CREATE TABLE `__new_oven` (`id` integer, `heat` integer);\n--> statement-breakpoint\nINSERT INTO `__new_oven` SELECT * FROM `oven`;\n--> statement-breakpoint\nDROP TABLE `oven`;\n--> statement-breakpoint\nALTER TABLE `__new_oven` RENAME TO `oven`;';
    expect(tablesAfter(first, rebuild)).toEqual(['loaf oven_id->oven(id)', 'oven']);
  });

  it('forgets foreign keys to a table that is gone', () => {
    expect(
      tablesAfter(
        'CREATE TABLE oven (id int); CREATE TABLE loaf (oven_id int references oven(id)); DROP TABLE oven CASCADE',
      ),
    ).toEqual(['loaf']);
  });

  it('lets an alteration wait for the table, as in a folder of definitions', () => {
    expect(
      tablesAfter('ALTER TABLE loaf ADD FOREIGN KEY (oven_id) REFERENCES oven(id)', 'CREATE TABLE loaf (oven_id int)'),
    ).toEqual(['loaf oven_id->oven(id)']);
  });

  it('reads the DDL of MySQL and SQL Server', () => {
    expect(
      tablesAfter(
        'CREATE TABLE `loaf` (`id` int NOT NULL AUTO_INCREMENT, `oven_id` int, PRIMARY KEY (`id`), KEY `ix` (`oven_id`), CONSTRAINT `fk_o` FOREIGN KEY (`oven_id`) REFERENCES `oven` (`id`)) ENGINE=InnoDB;',
        'ALTER TABLE `loaf` CHANGE `oven_id` `stove_id` int, ADD `baker_id` int, ADD CONSTRAINT `fk_b` FOREIGN KEY (`baker_id`) REFERENCES `baker` (`id`);',
      ),
    ).toEqual(['loaf stove_id->oven(id) baker_id->baker(id)']);
    expect(
      tablesAfter(
        'CREATE TABLE [dbo].[Loaf] ([Id] INT IDENTITY(1,1), [OvenId] INT NULL);\nGO\nALTER TABLE [dbo].[Loaf] WITH CHECK ADD CONSTRAINT [FK_1] FOREIGN KEY([OvenId]) REFERENCES [dbo].[Oven] ([Id])\nGO\nALTER TABLE [dbo].[Loaf] CHECK CONSTRAINT [FK_1]\nGO',
      ),
    ).toEqual(['Loaf OvenId->Oven(Id)']);
  });

  it('keeps schemas apart, except the default one', () => {
    expect(
      tablesAfter('CREATE TABLE audit.loaf (id int); CREATE TABLE public.loaf (id int); CREATE TEMP TABLE t (id int)'),
    ).toEqual(['loaf', 'audit.loaf']);
  });
});

describe('files of migrations', () => {
  const order = (...paths: readonly string[]) =>
    groupMigrations(paths.map((path) => ({ path, text: '' }))).map((set) => set.map((file) => file.path));

  it('run by number, not by spelling; sets of different folders run apart', () => {
    expect(
      order(
        'db/migrations/V10__c.sql',
        'db/migrations/V2__b.sql',
        'db/migrations/V1_1__a.sql',
        'db/migrations/R__views.sql',
        'other/seed.sql',
      ),
    ).toEqual([
      [
        'db/migrations/V1_1__a.sql',
        'db/migrations/V2__b.sql',
        'db/migrations/V10__c.sql',
        'db/migrations/R__views.sql',
      ],
      ['other/seed.sql'],
    ]);
    expect(
      order('prisma/migrations/20240202_b/migration.sql', 'prisma/migrations/20240101_a/migration.sql')[0]?.[0],
    ).toContain('_a');
  });

  it('that go back are left out', () => {
    expect(
      order('m/1_a.up.sql', 'm/1_a.down.sql', 'm/U2__x.sql', 'm/revert/x.sql', 'm/2020-x/down.sql', 'm/breakdown.sql'),
    ).toEqual([['m/1_a.up.sql', 'm/breakdown.sql']]);
  });

  it.each([
    ['dbmate', '-- migrate:up\nCREATE TABLE a (id int);\n\n-- migrate:down\nDROP TABLE a;'],
    ['goose', '-- +goose Up\nCREATE TABLE a (id int);\n-- +goose Down\nDROP TABLE a;'],
    ['node-pg-migrate', '-- Up Migration\nCREATE TABLE a (id int);\n-- Down Migration\nDROP TABLE a;'],
    ['down first', '-- migrate:down\nDROP TABLE a;\n-- migrate:up\nCREATE TABLE a (id int);'],
  ])('lose their way back: %s', (_, text) => {
    expect(forwardPart(text)).not.toContain('DROP');
    expect(tablesAfter(text)).toEqual(['a']);
  });

  it('keep a comment that merely says "down"', () => {
    expect(forwardPart('-- down\nDROP TABLE a;')).toContain('DROP');
  });
});

describe('drift between models and migrations', () => {
  const migrated = () =>
    migrate(
      [
        {
          path: 'm/1.sql',
          text: 'CREATE TABLE loaf (id int); CREATE TABLE oven (id int); CREATE TABLE knex_migrations (id int)',
        },
      ],
      reader,
    );

  it('names what only one side has, but not the migration tool’s own tables', () => {
    expect(driftOf([{ name: 'Loaf' }, { name: 'baker' }], migrated()).map((d) => [d.table, d.kind])).toEqual([
      ['baker', 'only-in-models'],
      ['oven', 'only-in-migrations'],
    ]);
  });

  it('says nothing when the migrations are about something else', () => {
    expect(driftOf([{ name: 'film' }, { name: 'hall' }], migrated())).toEqual([]);
    expect(driftOf([{ name: 'film' }], [])).toEqual([]);
  });
});
