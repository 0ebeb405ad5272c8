/**
 * Tables that a select embeds: `'id, buyer:customers!fk(name), lines(*, product(*))'`. A name before a bracket is a table, or a
 * column that refers to one; where migrations say which tables there are, only those count.
 */
import type { Expr } from '../../../model/index.js';
import type { Chain } from '../../program/index.js';
import type { Access, TableName } from '../dialect.js';
import type { World } from '../world.js';

export function embeddedTables(
  world: World,
  { scope }: Chain,
  of: TableName,
  columns: Expr | undefined,
  line: number,
): Access[] {
  const text = columns && world.constant(columns, scope);
  if (text === undefined || !text.includes('(')) return [];
  const found = new Map<string, Access>();
  for (const { name, within } of embedded(text)) {
    const owner = within === undefined ? of.name : within;
    const table = tableNamed(world, owner, name);
    if (table === undefined) continue;
    const schema = of.schema === undefined ? {} : { schema: of.schema };
    found.set(table, { table: { name: table, ...schema }, op: 'read', joined: true, line, note: 'embedded' });
  }
  return [...found.values()];
}

/** Aggregates are written like embedded tables. */
const AGGREGATES = new Set(['count', 'sum', 'avg', 'min', 'max']);

/** Names before a bracket, with the name that the bracket stands in. */
export function embedded(columns: string): { readonly name: string; readonly within: string | undefined }[] {
  const found: { name: string; within: string | undefined }[] = [];
  const open: string[] = [];
  for (const [, name = '', bracket] of columns.matchAll(/(?:([\w$]+)(?:![\w$]+)*\s*)?([()])/g)) {
    if (bracket === ')') open.pop();
    else {
      if (name !== '' && !AGGREGATES.has(name)) found.push({ name, within: open.at(-1) });
      open.push(name);
    }
  }
  return found;
}

/** The table of that name, or that the column of that name refers to. */
function tableNamed(world: World, owner: string, name: string): string | undefined {
  const tables = world.migrated();
  if (tables.length === 0 || tables.some(({ table }) => table.name === name)) return name;
  const keys = tables.filter(({ table }) => table.name === owner).flatMap(({ foreignKeys }) => foreignKeys);
  return keys.find(({ columns }) => columns.length === 1 && columns[0] === name)?.references.name;
}
