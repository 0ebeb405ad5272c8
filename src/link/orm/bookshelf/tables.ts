/** Tables, junctions and references that Bookshelf's models declare. The database need not have the constraints. */
import type { Evidence } from '../../../model/index.js';
import type { ForeignKeyDeclaration, TableDeclaration, TableName } from '../dialect.js';
import type { Model, ModelIndex, Relation } from './models.js';

export function declarations({ all }: ModelIndex): {
  tables: TableDeclaration[];
  foreignKeys: ForeignKeyDeclaration[];
} {
  const base = { naming: 'explicit', source: 'model' } as const;
  const tables: TableDeclaration[] = all.map(({ table, name, at }) => ({
    ...base,
    table,
    kind: 'table',
    models: name === '' ? [] : [name],
    at,
  }));
  const known = new Set(all.map(({ table }) => table.name));
  const keys = new Map<string, ForeignKeyDeclaration>();
  const add = (from: TableName, to: TableName, column: string, at: Evidence): void => {
    const key = `${from.name} ${to.name} ${column}`;
    if (!keys.has(key)) keys.set(key, { from, to, kind: 'reference', columns: [column], at });
  };
  for (const model of all) {
    for (const relation of model.relations().values()) {
      const { kind, between, at } = relation;
      if (kind === 'belongsToMany' && between && !known.has(between.name)) {
        known.add(between.name);
        const naming = relation.isNamed ? 'explicit' : 'default';
        tables.push({ ...base, naming, table: between, kind: 'junction', models: [], at });
      }
      for (const [from, to, column] of references(model, relation)) add(from, to, column, at);
    }
  }
  return { tables, foreignKeys: [...keys.values()] };
}

function references(model: Model, { kind, targets, between, columns }: Relation): [TableName, TableName, string][] {
  const [own, other] = columns;
  return targets.flatMap((target): [TableName, TableName, string][] => {
    if (kind === 'belongsToMany') {
      return between
        ? [
            [between, model.table, own],
            [between, target.table, other],
          ]
        : [];
    }
    if (kind === 'belongsTo' || kind === 'morphTo') return between ? [] : [[model.table, target.table, own]];
    return between ? [] : [[target.table, model.table, own]];
  });
}
