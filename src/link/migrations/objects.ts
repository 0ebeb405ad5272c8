/**
 * Definitions given as objects: columns of Sequelize (`{ ovenId: { references: { model: 'ovens', key: 'id' } } }`) and
 * node-pg-migrate (`{ oven_id: { references: 'ovens' } }`), `new Table({ … })` and its kin of TypeORM.
 */
import type { Expr, ForeignKey, SqlName } from '../../model/index.js';
import { constantOf, type Value } from '../program/index.js';
import { foreignKey, namesIn, type Place, referenceIn, splitName, tableNamed, textsOf } from './names.js';

export type ObjectTable = { readonly columns: readonly string[]; readonly foreignKeys: readonly ForeignKey[] };

/** Columns of an object literal; spreads of other objects are left out. */
export function columnsOf(place: Place, expr: Expr | undefined): ObjectTable {
  const object = place.world.object(expr, place.scope);
  const inner = object && columnsOption(place, expr);
  if (inner) return inner;
  const columns: string[] = [];
  const foreignKeys: ForeignKey[] = [];
  for (const entry of object?.expr.entries ?? []) {
    if (object === undefined || entry.key === '...' || entry.key === '[]') continue;
    columns.push(entry.key);
    const key = referenceOf({ ...place, scope: object.scope }, entry.value, entry.key);
    if (key) foreignKeys.push(key);
  }
  return { columns, foreignKeys };
}

/** db-migrate: `{ columns: { … } }`. */
function columnsOption(place: Place, expr: Expr | undefined): ObjectTable | undefined {
  const columns = place.world.option(expr, place.scope, 'columns');
  return columns?.kind === 'object' ? columnsOf({ ...place, scope: columns.scope }, columns.expr) : undefined;
}

/** The foreign key in the definition of one column. */
export function referenceOf(place: Place, definition: Expr | undefined, column: string): ForeignKey | undefined {
  const { world, scope } = place;
  const references = world.option(definition, scope, 'references') ?? world.option(definition, scope, 'foreignKey');
  if (references === undefined) return undefined;
  const text = constantOf(references);
  if (text !== undefined) {
    const { table, columns } = referenceIn(text);
    return foreignKey([column], table, columns);
  }
  const target = tableIn(place, references, ['model', 'table', 'tableName', 'name']);
  if (target === undefined) return undefined;
  const key = world.member(references, 'key');
  return foreignKey([column], target, textsOf(key.kind === 'unknown' ? world.member(references, 'field') : key));
}

function tableIn({ world }: Place, value: Value, keys: readonly string[]): SqlName | undefined {
  for (const key of keys) {
    const member = world.member(value, key);
    const name = constantOf(member);
    if (name !== undefined) {
      const schema = constantOf(world.member(value, 'schema'));
      return schema === undefined ? splitName(name) : { schema, name };
    }
    if (member.kind === 'object') return tableIn({ world } as Place, member, ['tableName', 'name']);
  }
  return undefined;
}

/** `{ type: 'foreign key', fields: ['a'], references: { table, field } }` (Sequelize), `{ foreignKeys: … }` (node-pg-migrate). */
export function constraintOf(place: Place, options: Expr | undefined, name?: string): ForeignKey | undefined {
  const { world, scope } = place;
  const fields = world.option(options, scope, 'fields');
  const references = world.option(options, scope, 'references');
  const named = constantOf(world.option(options, scope, 'name') ?? { kind: 'unknown' }) ?? name;
  if (fields && references?.kind === 'object') {
    const target = tableIn(place, references, ['table', 'model']);
    const field = world.member(references, 'field');
    return target && foreignKey(textsOf(fields), target, textsOf(field), named);
  }
  const nested = world.option(options, scope, 'foreignKeys');
  const one = nested?.kind === 'array' ? nested.items?.[0] : nested;
  if (one?.kind !== 'object') return undefined;
  const text = constantOf(world.member(one, 'references'));
  if (text === undefined) return undefined;
  const { table, columns } = referenceIn(text);
  return foreignKey(textsOf(world.member(one, 'columns')), table, columns, named);
}

/** TypeORM: `new Table({ name, columns, foreignKeys })`. */
export function typeormTable(
  place: Place,
  expr: Expr | undefined,
): (ObjectTable & { readonly table: SqlName }) | undefined {
  if (expr?.kind !== 'new') return undefined;
  const [options] = expr.args;
  const table = tableNamed(place, options);
  if (table === undefined) return undefined;
  const { world, scope } = place;
  const members = (key: string) => {
    const list = world.option(options, scope, key);
    return list?.kind === 'array' ? (list.items ?? []) : [];
  };
  const columns = members('columns').flatMap(
    (item) => constantOf(world.member(item, 'name')) ?? typeormName(place, item) ?? [],
  );
  const foreignKeys = members('foreignKeys').flatMap((item) => typeormKeyOf(place, item) ?? []);
  return { table, columns, foreignKeys };
}

/** `new TableColumn({ name })`, `new TableForeignKey({ columnNames, referencedTableName, … })`. */
export function typeormForeignKey(place: Place, expr: Expr | undefined): ForeignKey | undefined {
  return expr && typeormKeyOf(place, place.world.value(expr, place.scope));
}

export function typeormColumn(place: Place, expr: Expr | undefined): string | undefined {
  return expr?.kind === 'new' ? typeormName(place, place.world.value(expr, place.scope)) : undefined;
}

function typeormName(place: Place, value: Value): string | undefined {
  const options = madeOptions(place, value);
  return options && constantOf(place.world.member(options, 'name'));
}

function typeormKeyOf(place: Place, value: Value): ForeignKey | undefined {
  const options = madeOptions(place, value) ?? value;
  const read = (key: string) => place.world.member(options, key);
  const target = constantOf(read('referencedTableName'));
  const columns = textsOf(read('columnNames'));
  if (target === undefined || columns.length === 0) return undefined;
  return foreignKey(columns, splitName(target), textsOf(read('referencedColumnNames')), constantOf(read('name')));
}

/** The object that `new X({ … })` was given. */
function madeOptions({ world }: Place, value: Value): Value | undefined {
  if (value.kind !== 'external' || value.made?.expr.kind !== 'new') return undefined;
  const [options] = value.made.expr.args;
  return options && world.object(options, value.made.scope);
}

export { namesIn };
