/**
 * Which Prisma schemas are of one database. Variants for another engine, copies for another package, and a part of a
 * schema that a service keeps for itself all name tables that are there once.
 */
import type { PrismaSchema } from './schema.js';

/** Share of the smaller schema's tables found in the other, from which schemas of one package are variants of one database. */
const VARIANT_OVERLAP = 0.5;
/** Share of the larger one's tables, from which the schema of another package is a copy: each service may have a User. */
const COPY_OVERLAP = 0.9;

/** Share of a schema's columns found in another's tables of the same names, from which it is a part of that schema. */
const PART_OVERLAP = 0.9;
/** Tables below which a part proves nothing: many services have a User with an id, a name and an address. */
const PART_TABLES = 3;

/** `schema.tenant` and `tenant-schema` are named after the tenant. */
const SCHEMA_WORD = /^schemas?[._-]|[._-]schemas?$/i;

/** The schemas with the name of their database, when there are several that differ. */
export function withDatabases(schemas: readonly PrismaSchema[]): PrismaSchema[] {
  const distinct: PrismaSchema[] = [];
  for (const schema of schemas) if (!distinct.some((other) => isSameDatabase(schema, other))) distinct.push(schema);
  if (distinct.length < 2) return [...schemas];
  const names = databaseNames(distinct);
  return schemas.map((schema) => {
    const database = names[distinct.findIndex((other) => other === schema || isSameDatabase(schema, other))];
    return database === undefined ? schema : { ...schema, database };
  });
}

/** Variants for another engine in one package, and copies for another package, hold the same tables. */
function isSameDatabase(a: PrismaSchema, b: PrismaSchema): boolean {
  const [small, large] = a.models.length <= b.models.length ? [a, b] : [b, a];
  const known = new Set(large.models.map((model) => model.table));
  const shared = small.models.filter((model) => known.has(model.table)).length;
  if (shared / large.models.length >= COPY_OVERLAP) return true;
  if (small.url === large.url && isPartOf(small, large)) return true;
  const isVariant = schemaHome(a) === schemaHome(b) && (a.provider !== b.provider || a.url === b.url);
  return isVariant && shared / small.models.length >= VARIANT_OVERLAP;
}

/** Table by table the same columns; what the part leaves out does not matter. */
function isPartOf(part: PrismaSchema, whole: PrismaSchema): boolean {
  if (part.models.length < PART_TABLES) return false;
  const known = new Map(whole.models.map((model) => [model.table, new Set(columnsOf(model))]));
  const columns = part.models.flatMap((model) => columnsOf(model).map((column) => ({ table: model.table, column })));
  const shared = columns.filter(({ table, column }) => known.get(table)?.has(column) === true).length;
  return shared / columns.length >= PART_OVERLAP;
}

function columnsOf({ fields }: PrismaSchema['models'][number]): string[] {
  return fields.filter(({ relation }) => relation === undefined).map(({ column }) => column);
}

/** Folders inside a package, or of no meaning at its top. */
const INNER_FOLDER = /^(?:prisma|src|db|databases?|schemas?)$/i;
/** Folders that hold packages: what follows is a package, whatever it is called. */
const CONTAINER = /(?:^|-)(?:packages|apps|libs|services|modules|projects)$/i;
const SAYS_NOTHING = /^(?:prisma|schemas?|src|db|databases?|main|index|base|full)$/i;

/** Folder of the package that a schema belongs to, as far as its path tells: `libs/db` of `libs/db/prisma/pg/schema.prisma`. */
export function schemaHome(schema: PrismaSchema): string {
  const parts = partsOf(dirOf(schema.files[0] ?? ''));
  const inner = parts.findIndex((part) => INNER_FOLDER.test(part));
  const isPackage = CONTAINER.test(parts[inner - 1] ?? '');
  return (inner < 0 ? parts : parts.slice(0, isPackage ? inner + 1 : inner)).join('/');
}

/** The first folder, from the deepest, whose name tells the schemas apart; `prisma` and `schema` tell nothing. */
function databaseNames(schemas: readonly PrismaSchema[]): string[] {
  const words = schemas.map((schema) => {
    const parts = partsOf((schema.files[0] ?? '').replace(/\.prisma$/, ''));
    const named = parts.map((part, i) => ({ word: part.replace(SCHEMA_WORD, ''), above: parts[i - 1] ?? '' }));
    return named
      .filter(({ word, above }) => CONTAINER.test(above) || !(SAYS_NOTHING.test(word) || CONTAINER.test(word)))
      .map(({ word }) => word)
      .reverse();
  });
  for (let i = 0; i < 4; i++) {
    const names = words.map((parts) => parts[i] ?? '');
    if (new Set(names).size === names.length && !names.includes('')) return names;
  }
  return schemas.map((schema) => (schema.files[0] ?? '').replace(/\.prisma$/, ''));
}

function partsOf(path: string): string[] {
  return path === '' ? [] : path.split('/');
}

function dirOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}
