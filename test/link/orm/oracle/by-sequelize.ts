/** What Sequelize itself makes of models, without a database: its registry after all associations are made. */
import type { Sequelize } from 'sequelize';
import { type Declared, declared, keyLine } from './ours.js';

type Reference = { readonly model: string | Table; readonly key: string };
type Table = { readonly tableName: string; readonly schema?: string };

export function declaredBySequelize(sequelize: Sequelize): Declared {
  const models = Object.values(sequelize.models);
  return declared(
    models.map((model) => labelOf(model.getTableName() as string | Table)),
    models.flatMap((model) =>
      Object.values(model.getAttributes()).flatMap((attribute) => {
        const { references, field } = attribute as { references?: Reference; field?: string };
        if (references === undefined) return [];
        return [keyLine(labelOf(model.getTableName() as string | Table), labelOf(references.model), field ?? '')];
      }),
    ),
  );
}

function labelOf(table: string | Table): string {
  if (typeof table === 'string') return table;
  return table.schema ? `${table.schema}.${table.tableName}` : table.tableName;
}
