/** What MikroORM itself makes of entities, without a database: the schema that its generator would create. */
import { installed } from './load.js';
import { type Declared, declared, keyLine } from './ours.js';

type Key = { readonly columnNames: readonly string[]; readonly referencedTableName: string };
type Table = { readonly name: string; readonly schema?: string; getForeignKeys(): Record<string, Key> };

const { MikroORM } = installed('@mikro-orm/postgresql') as typeof import('@mikro-orm/postgresql');

/** Decorators note what they see for the whole run: the notes of the schema before are of no concern. */
export function forgetEntities(): void {
  (installed('@mikro-orm/core') as typeof import('@mikro-orm/core')).MetadataStorage.clear();
}

export async function declaredByMikro(entities: readonly unknown[]): Promise<Declared> {
  const orm = await MikroORM.init({ entities: entities as never, dbName: 'cinema', connect: false });
  const pivots = new Set(
    Object.values(orm.getMetadata().getAll()).flatMap((meta) => (meta.pivotTable ? [labelOf(meta.tableName)] : [])),
  );
  const generator = orm.getSchemaGenerator() as unknown as { getTargetSchema(): { getTables(): Table[] } };
  const tables = generator.getTargetSchema().getTables();
  return declared(
    tables.map((table) => nameOf(table)),
    tables.flatMap((table) =>
      Object.values(table.getForeignKeys()).flatMap((key) =>
        (pivots.has(table.name) ? [''] : key.columnNames).map((column) =>
          keyLine(nameOf(table), labelOf(key.referencedTableName), column),
        ),
      ),
    ),
  );
}

function nameOf({ schema, name }: Table): string {
  return labelOf(schema ? `${schema}.${name}` : name);
}

/** PostgreSQL's own schema is not written. */
function labelOf(name: string): string {
  return name.replace(/^public\./, '');
}
