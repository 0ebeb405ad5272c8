/** Schema changes of one statement of PostgreSQL's parse tree: what `replay` needs to build the migrated database. */
import type { ForeignKey, SchemaChange, SqlName } from '../../model/index.js';
import { list, nameOf, type PgNode, type RangeVar, stringsOf } from './postgres-nodes.js';
import { readTree } from './postgres-tree.js';
import { defaultForeignKeyName } from './scan-definition.js';

export function changesOf(statement: PgNode): SchemaChange[] {
  const [kind] = Object.keys(statement);
  const node = (kind === undefined ? {} : statement[kind]) as PgNode;
  switch (kind) {
    case 'CreateStmt':
      return createTable(node);
    case 'CreateForeignTableStmt':
      return createTable(node['base'] as PgNode);
    case 'CreateTableAsStmt':
      return createTableAs(node);
    case 'ViewStmt':
      return createView(nameOf(node['view'] as RangeVar), node['query'], false);
    case 'AlterTableStmt':
      return alterTable(node);
    case 'AlterObjectSchemaStmt':
      return moveSchema(node);
    case 'RenameStmt':
      return rename(node);
    case 'DropStmt':
      return drop(node);
    default:
      return [];
  }
}

function createTable(node: PgNode): SchemaChange[] {
  const table = nameOf(node['relation'] as RangeVar | undefined);
  if (table === undefined || table.isTemporary === true) return [];
  const columns: string[] = [];
  const foreignKeys: ForeignKey[] = [];
  for (const element of list(node['tableElts'])) {
    const column = element['ColumnDef'] as PgNode | undefined;
    if (column !== undefined) {
      columns.push(String(column['colname']));
      foreignKeys.push(...columnForeignKeys(column, table));
    }
    const foreignKey = foreignKeyOf(element['Constraint'] as PgNode | undefined, table, []);
    if (foreignKey !== undefined) foreignKeys.push(foreignKey);
  }
  return [{ kind: 'create-table', table, columns, foreignKeys }];
}

function createTableAs(node: PgNode): SchemaChange[] {
  const table = nameOf((node['into'] as PgNode | undefined)?.['rel'] as RangeVar | undefined);
  if (table === undefined || table.isTemporary === true) return [];
  if (node['objtype'] === 'OBJECT_MATVIEW') return createView(table, node['query'], true);
  return [{ kind: 'create-table', table, columns: [], foreignKeys: [] }];
}

function createView(table: SqlName | undefined, query: unknown, materialized: boolean): SchemaChange[] {
  if (table === undefined || table.isTemporary === true) return [];
  const reads = readTree((query ?? {}) as PgNode).accesses.map((access) => access.table);
  return [{ kind: 'create-view', table, reads, materialized }];
}

function columnForeignKeys(column: PgNode, table: SqlName): ForeignKey[] {
  return list(column['constraints']).flatMap((item) => {
    const foreignKey = foreignKeyOf(item['Constraint'] as PgNode | undefined, table, [String(column['colname'])]);
    return foreignKey === undefined ? [] : [foreignKey];
  });
}

function foreignKeyOf(constraint: PgNode | undefined, table: SqlName, own: readonly string[]): ForeignKey | undefined {
  if (constraint?.['contype'] !== 'CONSTR_FOREIGN') return undefined;
  const references = nameOf(constraint['pktable'] as RangeVar);
  if (references === undefined) return undefined;
  const named = names(constraint['fk_attrs']);
  const columns = named.length > 0 ? named : own;
  const name = (constraint['conname'] as string | undefined) ?? defaultForeignKeyName(table.name, columns);
  return { name, columns, references, referencedColumns: names(constraint['pk_attrs']) };
}

function alterTable(node: PgNode): SchemaChange[] {
  const table = nameOf(node['relation'] as RangeVar);
  if (table === undefined || node['objtype'] !== 'OBJECT_TABLE') return [];
  return list(node['cmds']).flatMap((item) => alterCommand((item['AlterTableCmd'] ?? {}) as PgNode, table));
}

function alterCommand(command: PgNode, table: SqlName): SchemaChange[] {
  const definition = (command['def'] ?? {}) as PgNode;
  switch (command['subtype']) {
    case 'AT_AddColumn': {
      const column = definition['ColumnDef'] as PgNode | undefined;
      if (column === undefined) return [];
      const [foreignKey] = columnForeignKeys(column, table);
      const change = { kind: 'add-column', table, column: String(column['colname']) } as const;
      return [foreignKey === undefined ? change : { ...change, foreignKey }];
    }
    case 'AT_AddConstraint': {
      const foreignKey = foreignKeyOf(definition['Constraint'] as PgNode | undefined, table, []);
      return foreignKey === undefined ? [] : [{ kind: 'add-foreign-key', table, foreignKey }];
    }
    case 'AT_DropColumn':
      return [{ kind: 'drop-column', table, column: String(command['name']) }];
    case 'AT_DropConstraint':
      return [{ kind: 'drop-constraint', table, name: String(command['name']) }];
    default:
      return [];
  }
}

function moveSchema(node: PgNode): SchemaChange[] {
  const table = nameOf(node['relation'] as RangeVar);
  const isTable = node['objectType'] === 'OBJECT_TABLE' || node['objectType'] === 'OBJECT_VIEW';
  if (table === undefined || !isTable) return [];
  return [{ kind: 'rename-table', table, to: { schema: String(node['newschema']), name: table.name } }];
}

function rename(node: PgNode): SchemaChange[] {
  const table = nameOf(node['relation'] as RangeVar);
  const to = String(node['newname']);
  if (table === undefined) return [];
  const kind = node['renameType'];
  if (kind === 'OBJECT_TABLE' || kind === 'OBJECT_VIEW' || kind === 'OBJECT_MATVIEW') {
    return [
      {
        kind: 'rename-table',
        table,
        to: table.schema === undefined ? { name: to } : { schema: table.schema, name: to },
      },
    ];
  }
  if (kind === 'OBJECT_COLUMN') return [{ kind: 'rename-column', table, column: String(node['subname']), to }];
  return [];
}

function drop(node: PgNode): SchemaChange[] {
  const kind = node['removeType'];
  if (kind !== 'OBJECT_TABLE' && kind !== 'OBJECT_VIEW' && kind !== 'OBJECT_MATVIEW' && kind !== 'OBJECT_FOREIGN_TABLE')
    return [];
  return list(node['objects']).flatMap((item) => {
    const parts = stringsOf(item);
    const [relname, schemaname] = [parts.at(-1), parts.at(-2)];
    const table = nameOf({
      ...(relname === undefined ? {} : { relname }),
      ...(schemaname === undefined ? {} : { schemaname }),
    });
    return table === undefined ? [] : [{ kind: 'drop-table', table }];
  });
}

function names(value: unknown): string[] {
  return list(value).map((item) => String((item['String'] as PgNode | undefined)?.['sval'] ?? ''));
}
