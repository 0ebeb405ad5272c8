/** What TypeORM itself makes of entities, without a database: the metadata it would create tables from. */
import type { DataSourceOptions, EntityMetadata, EntitySchema } from 'typeorm';
import { installed } from './load.js';
import { type Declared, declared, keyLine } from './ours.js';

const { DataSource, EntitySchema: Schema, getMetadataArgsStorage } = installed('typeorm') as typeof import('typeorm');
const { EntitySchemaTransformer } = installed('typeorm/entity-schema/EntitySchemaTransformer.js') as {
  EntitySchemaTransformer: new () => { transform(schemas: readonly EntitySchema[]): Record<string, unknown[]> };
};

export async function declaredByTypeorm(given: readonly unknown[]): Promise<Declared> {
  const schemas = given.filter((one): one is EntitySchema => one instanceof Schema);
  const entities = given.flatMap((one) => (typeof one === 'function' ? [one] : []));
  const options = { type: 'postgres', entities: asClasses(schemas, entities) } as DataSourceOptions;
  const source = new DataSource(options);
  await (source as unknown as { buildMetadatas(): Promise<void> }).buildMetadatas();
  const nameOf = ({ schema, tableName }: EntityMetadata) => (schema ? `${schema}.${tableName}` : tableName);
  return declared(
    source.entityMetadatas.map(nameOf),
    source.entityMetadatas.flatMap((metadata) =>
      metadata.foreignKeys.flatMap((key) =>
        (metadata.tableType.includes('junction') ? [''] : key.columnNames).map((column) =>
          keyLine(nameOf(metadata), nameOf(key.referencedEntityMetadata), column),
        ),
      ),
    ),
  );
}

/** TypeORM builds decorated classes and schemas apart; schemas beside classes are made decorations of their targets. */
function asClasses(schemas: readonly EntitySchema[], classes: readonly unknown[]): unknown[] {
  const storage = getMetadataArgsStorage() as unknown as Record<string, unknown[]>;
  for (const [kind, args] of Object.entries(new EntitySchemaTransformer().transform(schemas))) {
    if (Array.isArray(args)) storage[kind]?.push(...args);
  }
  return [...classes, ...schemas.map((one) => one.options.target)];
}
