/**
 * PostgreSQL tells the truth itself: random migrations run in an embedded one (PGlite), and the replay of the same text
 * must leave the same tables and foreign keys as its catalogue.
 */
import { PGlite } from '@electric-sql/pglite';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadSqlReader, migrate, type SqlReader } from '../../../src/link/sql/index.js';

let reader: SqlReader;
let database: PGlite;
beforeAll(async () => {
  reader = await loadSqlReader();
  database = await PGlite.create();
}, 120_000);
afterAll(() => database.close());

const NAMES = ['loaf', 'Oven', 'flour_stock', 'baker', 'order', 'Delivery'] as const;
/** What a step does; numbers choose among the tables and columns that there are by then. */
type Step = { readonly kind: number; readonly a: number; readonly b: number; readonly style: number };

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({ kind: fc.nat({ max: 9 }), a: fc.nat({ max: 20 }), b: fc.nat({ max: 20 }), style: fc.nat({ max: 3 }) }),
  { minLength: 4, maxLength: 14 },
);

type Key = { readonly name: string; readonly column: string };
type Table = { name: string; readonly keys: Key[] };

const quoted = (name: string) => `"${name}"`;

/** Valid SQL for the steps, by keeping what stands so far. */
function migrationOf(given: readonly Step[]): string[] {
  const tables: Table[] = [];
  let count = 0;
  return given.flatMap(({ kind, a, b, style }): string[] => {
    const table = tables[a % Math.max(1, tables.length)];
    const other = tables[b % Math.max(1, tables.length)];
    count++;
    const onDelete = ['', ' ON DELETE CASCADE', ' ON DELETE SET NULL', ' DEFERRABLE INITIALLY DEFERRED'][style];
    if (kind <= 2 || table === undefined || other === undefined) {
      const name = `${NAMES[a % NAMES.length]}${count}`;
      const column = `c${count}`;
      const target = tables[b % Math.max(1, tables.length)];
      tables.push({ name, keys: target && style < 2 ? [{ name: `${name}_${column}_fkey`, column }] : [] });
      const inline = target && style < 2 ? `, ${column} int REFERENCES ${quoted(target.name)} (id)${onDelete}` : '';
      return [`CREATE TABLE ${style === 1 ? 'IF NOT EXISTS ' : ''}${quoted(name)} (id int PRIMARY KEY${inline});`];
    }
    const column = `c${count}`;
    if (kind === 3) {
      table.keys.push({ name: `${table.name}_${column}_fkey`, column });
      return [`ALTER TABLE ${quoted(table.name)} ADD COLUMN ${column} int REFERENCES ${quoted(other.name)} (id);`];
    }
    if (kind === 4) {
      const name = `fk_${count}`;
      table.keys.push({ name, column });
      const add = `ALTER TABLE ${quoted(table.name)} ADD COLUMN ${column} int, ADD CONSTRAINT ${name} FOREIGN KEY (${column}) REFERENCES ${quoted(other.name)}(id)${onDelete};`;
      return [style === 3 ? `DO $$ BEGIN ${add} EXCEPTION WHEN duplicate_object THEN null; END $$;` : add];
    }
    if (kind === 5) {
      const from = table.name;
      table.name = `${from}_r${count}`;
      return [`ALTER TABLE ${quoted(from)} RENAME TO ${quoted(table.name)};`];
    }
    if (kind === 6) {
      tables.splice(tables.indexOf(table), 1);
      return [`DROP TABLE ${style > 1 ? 'IF EXISTS ' : ''}${quoted(table.name)} CASCADE;`];
    }
    const key = table.keys[b % Math.max(1, table.keys.length)];
    if (kind === 7 && key) {
      table.keys.splice(table.keys.indexOf(key), 1);
      return [`ALTER TABLE ${quoted(table.name)} DROP COLUMN ${key.column};`];
    }
    if (kind === 8)
      return [`CREATE INDEX ix_${count} ON ${quoted(table.name)} (id); COMMENT ON TABLE ${quoted(table.name)} IS 'x';`];
    return [`INSERT INTO ${quoted(table.name)} (id) VALUES (${count}); -- a row\n`];
  });
}

function replayed(texts: readonly string[]): string[] {
  const files = texts.map((text, i) => ({ path: `migrations/${i + 1}_step.sql`, text }));
  return migrate(files, reader)
    .flatMap(({ table, foreignKeys }) => [
      table.name,
      ...foreignKeys.map((key) => `${table.name} -> ${key.references.name}`),
    ])
    .sort();
}

async function inDatabase(texts: readonly string[]): Promise<string[]> {
  await database.exec('DROP SCHEMA public CASCADE; CREATE SCHEMA public;');
  for (const text of texts) await database.exec(text);
  const tables = await database.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
  );
  const keys = await database.query<{ name: string }>(
    `SELECT c.relname || ' -> ' || r.relname AS name FROM pg_constraint k
     JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class r ON r.oid = k.confrelid WHERE k.contype = 'f'`,
  );
  return [...tables.rows, ...keys.rows].map(({ name }) => name).sort();
}

it('random migrations leave the tables and foreign keys that PostgreSQL has after them', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (given) => {
      const texts = migrationOf(given);
      expect(replayed(texts), texts.join('\n')).toEqual(await inDatabase(texts));
    }),
    { numRuns: 25, seed: 20261 },
  );
}, 120_000);
