/** Tables, columns and references as migration code spells them. */
import type { Expr, ForeignKey, SqlName } from '../../model/index.js';
import type { World } from '../orm/index.js';
import { constantOf, type Scope, type Value } from '../program/index.js';

export type Place = { readonly world: World; readonly scope: Scope };

/** `'shop.loaf'`, `{ tableName: 'loaf', schema: 'shop' }`, `{ name, schema }`. */
export function tableNamed({ world, scope }: Place, expr: Expr | undefined): SqlName | undefined {
  if (expr === undefined) return undefined;
  const value = world.value(expr, scope);
  const name = constantOf(value);
  if (name !== undefined) return splitName(name);
  const option = (key: string) => {
    const found = world.option(expr, scope, key);
    return found && constantOf(found);
  };
  const table = option('tableName') ?? option('name') ?? option('table');
  const schema = option('schema');
  if (table === undefined) return undefined;
  return schema === undefined ? splitName(table) : { schema, name: table };
}

export function splitName(text: string): SqlName {
  const parts = text.replaceAll(/["`]/g, '').split('.');
  const [name = '', schema] = parts.reverse();
  return schema === undefined ? { name } : { schema, name };
}

/** One name, or a list of them. */
export function namesIn({ world, scope }: Place, expr: Expr | undefined): string[] {
  if (expr === undefined) return [];
  return textsOf(world.value(expr, scope));
}

export function textsOf(value: Value): string[] {
  const one = constantOf(value);
  if (one !== undefined) return [one];
  if (value.kind !== 'array') return [];
  return (value.items ?? []).flatMap((item) => constantOf(item) ?? []);
}

/** `'users'`, `'users(id)'`, `'"users"'`, `'users.id'`: a table with the column it is referenced by. */
export function referenceIn(text: string): { readonly table: SqlName; readonly columns: readonly string[] } {
  const trimmed = text.trim();
  const list = /^([^()]*[^()\s])\s*\(([^()]*)\)/.exec(trimmed);
  if (list === null) return { table: splitName(trimmed), columns: [] };
  const columns = (list[2] as string).split(',').map((column) => column.trim().replaceAll('"', ''));
  return { table: splitName(list[1] as string), columns: columns.filter((column) => column !== '') };
}

export function foreignKey(
  columns: readonly string[],
  references: SqlName,
  referencedColumns: readonly string[],
  name?: string,
): ForeignKey {
  return { ...(name === undefined ? {} : { name }), columns, references, referencedColumns };
}
