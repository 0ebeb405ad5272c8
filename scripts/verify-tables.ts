/**
 * Scores the tables and foreign keys of a map against an oracle that is not ours, and names each difference.
 *
 *   npm run verify:tables -- <directory> <oracle>
 *
 * An oracle is a `.prisma` file or a folder of them (read by Prisma's own engine), a folder of `.sql` migrations (run, in
 * the order of their names, in an embedded PostgreSQL, whose catalogue is asked), or a `.tsv` with lines `table` and
 * `from <tab> to`. Names are compared without schema; tables that only a query names are not judged.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { buildGraph } from '../src/analyze.js';
import { readConfig } from '../src/config/index.js';
import { compareText, isTableEdge } from '../src/model/index.js';

type Schema = { readonly tables: ReadonlySet<string>; readonly keys: ReadonlySet<string> };

const [input, oracle] = process.argv.slice(2);
if (input === undefined || oracle === undefined) {
  throw new Error('usage: npm run verify:tables -- <directory> <.prisma | folder of .prisma or .sql | .tsv>');
}
main(resolve(input), resolve(oracle)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 2;
});

async function main(root: string, source: string): Promise<void> {
  const truth = await schemaBy(source);
  const { graph } = await buildGraph(root, { config: readConfig(root).config });
  const declared = graph.nodes.filter((node) => node.kind === 'table' && node.source !== 'query');
  const names = new Map(graph.nodes.flatMap((node) => (node.kind === 'table' ? [[node.id, node.name]] : [])));
  const keys = graph.edges
    .filter((edge) => isTableEdge(edge) && edge.kind === 'foreign-key')
    .map(({ from, to }) => `${names.get(from)} -> ${names.get(to)}`);
  report('tables', truth.tables, new Set(declared.map(({ id }) => names.get(id) ?? id)));
  report('foreign keys', truth.keys, new Set(keys));
}

function schemaBy(source: string): Schema | Promise<Schema> {
  if (source.endsWith('.tsv')) return byList(readFileSync(source, 'utf8'));
  const files = statSync(source).isDirectory()
    ? readdirSync(source, { recursive: true, encoding: 'utf8' }).map((name) => join(source, name))
    : [source];
  const schemas = files.filter((file) => file.endsWith('.prisma'));
  return schemas.length > 0 ? byPrisma(schemas) : byPostgres(files.filter((file) => file.endsWith('.sql')));
}

function byList(text: string): Schema {
  const rows = text.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
  return {
    tables: new Set(rows.filter((row) => !row.includes('\t'))),
    keys: new Set(rows.filter((row) => row.includes('\t')).map((row) => row.replace('\t', ' -> '))),
  };
}

type Field = {
  readonly type: string;
  readonly kind: string;
  readonly isList: boolean;
  readonly name: string;
  readonly relationName?: string;
  readonly relationFromFields?: readonly string[];
};
type Model = { readonly name: string; readonly dbName: string | null; readonly fields: readonly Field[] };

function byPrisma(files: readonly string[]): Schema {
  const engine = createRequire(import.meta.url)('@prisma/prisma-schema-wasm') as { get_dmmf(params: string): string };
  // The engine refuses what older versions wrote in a datasource, and generators that are not installed.
  const texts = files.map((file) => [
    file,
    readFileSync(file, 'utf8').replace(
      /^[ \t]*(?:url|directUrl|shadowDatabaseUrl|output|previewFeatures)[ \t]*=.*$/gm,
      '',
    ),
  ]);
  const dmmf = engine.get_dmmf(JSON.stringify({ prismaSchema: texts }));
  const { models } = (JSON.parse(dmmf) as { datamodel: { models: readonly Model[] } }).datamodel;
  const tables = new Map(models.map((model) => [model.name, model.dbName ?? model.name]));
  const found = { tables: new Set(tables.values()), keys: new Set<string>() };
  const isLogical = texts.some(([, text]) => /^[ \t]*relationMode[ \t]*=[ \t]*"prisma"/m.test(text ?? ''));
  for (const model of models) {
    for (const field of model.fields.filter(({ type }) => tables.has(type))) {
      const [from, to] = [tables.get(model.name), tables.get(field.type)];
      if ((field.relationFromFields ?? []).length > 0) found.keys.add(`${from} -> ${to}`);
      const others = models.find(({ name }) => name === field.type)?.fields ?? [];
      const isBoth = others.some(
        (other) =>
          other.isList &&
          other.type === model.name &&
          other.relationName === field.relationName &&
          (field.type !== model.name || other.name !== field.name),
      );
      if (!field.isList || !isBoth) continue;
      found.tables.add(`_${field.relationName}`);
      found.keys.add(`_${field.relationName} -> ${from}`).add(`_${field.relationName} -> ${to}`);
    }
  }
  return isLogical ? { ...found, keys: new Set() } : found;
}

/** Statements that the embedded database cannot run (extensions, roles) are told and left out. */
async function byPostgres(files: readonly string[]): Promise<Schema> {
  const database = await PGlite.create();
  let open = [...files].sort(compareText).flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('--> statement-breakpoint')
      .map((text) => ({ file, text, problem: '' })),
  );
  // What fails is tried again after the rest: a folder of tables need not be in the order of its references.
  for (let before = -1; before !== open.length; ) {
    before = open.length;
    const failed: typeof open = [];
    for (const one of open) {
      const problem = await database.exec(one.text).then(
        () => undefined,
        (error: Error) => error.message,
      );
      if (problem !== undefined) failed.push({ ...one, problem });
    }
    open = failed;
  }
  for (const { file, problem } of open) console.log(`not run: ${file}: ${problem}`);
  const own = "n.nspname NOT IN ('pg_catalog', 'information_schema')";
  const tables = await database.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname NOT LIKE 'pg_%' AND ${own}`,
  );
  const keys = await database.query<{ name: string }>(
    `SELECT c.relname || ' -> ' || r.relname AS name FROM pg_constraint k
     JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class r ON r.oid = k.confrelid WHERE k.contype = 'f'`,
  );
  await database.close();
  return { tables: new Set(tables.rows.map(({ name }) => name)), keys: new Set(keys.rows.map(({ name }) => name)) };
}

function report(what: string, truth: ReadonlySet<string>, said: ReadonlySet<string>): void {
  const missed = [...truth].filter((one) => !said.has(one)).sort(compareText);
  const wrong = [...said].filter((one) => !truth.has(one)).sort(compareText);
  const right = truth.size - missed.length;
  console.log(`${what}: precision ${share(right, said.size)}, recall ${share(right, truth.size)}`);
  for (const one of missed) console.log(`missed  ${one}`);
  for (const one of wrong) console.log(`false   ${one}`);
}

function share(part: number, whole: number): string {
  return `${(whole === 0 ? 1 : part / whole).toFixed(4)} (${part}/${whole})`;
}
