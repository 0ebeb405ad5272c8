/** Tables built by callbacks: Knex and Lucid (`t.integer('oven_id').references('ovens.id')`), Kysely (`col.references(…)`). */
import type { ForeignKey, SchemaChange, SqlName } from '../../model/index.js';
import {
  bodyOf,
  type Chain,
  chainsIn,
  childScope,
  type Link,
  placed,
  type Scope,
  type Value,
} from '../program/index.js';
import { foreignKey, namesIn, type Place, referenceIn, splitName } from './names.js';

export type BuilderChange = Exclude<
  SchemaChange,
  { readonly kind: 'create-table' | 'create-view' | 'drop-table' | 'rename-table' }
>;

/** Knex methods that define no column. */
const NO_COLUMN = new Set(
  (
    'foreign dropColumn dropColumns dropForeign dropUnique dropIndex dropPrimary dropTimestamps renameColumn unique index primary ' +
    'timestamps comment engine charset collate inherits setNullable dropNullable raw check queryContext specificIndex'
  ).split(' '),
);

/** What the callback of `createTable`, `alterTable` does to the table, in source order. */
export function knexChanges(place: Place, table: SqlName, callback: Value): BuilderChange[] {
  return chainsOnParameter(place, callback).flatMap((chain): BuilderChange[] => {
    const inner = { ...place, scope: chain.scope };
    const [first, ...rest] = chain.links as readonly [Link, ...Link[]];
    const columns = namesIn(inner, first.args[0]);
    switch (first.name) {
      case 'foreign': {
        const key = knexReference(inner, columns, rest, table);
        return key ? [{ kind: 'add-foreign-key', table, foreignKey: key }] : [];
      }
      case 'dropColumn':
      case 'dropColumns':
        return first.args
          .flatMap((arg) => namesIn(inner, arg))
          .map((column) => ({ kind: 'drop-column', table, column }));
      case 'dropForeign': {
        const name = namesIn(inner, first.args[1])[0] ?? knexForeignName(table, columns);
        return [{ kind: 'drop-constraint', table, name }];
      }
      case 'renameColumn': {
        const [to] = namesIn(inner, first.args[1]);
        return columns[0] === undefined || to === undefined
          ? []
          : [{ kind: 'rename-column', table, column: columns[0], to }];
      }
      default: {
        const column = columns[0] ?? (/ncrements$/.test(first.name) ? 'id' : undefined);
        if (column === undefined || NO_COLUMN.has(first.name)) return [];
        const key = knexReference(inner, [column], rest, table);
        if (rest.some((link) => link.name === 'alter'))
          return key ? [{ kind: 'add-foreign-key', table, foreignKey: key }] : [];
        return [{ kind: 'add-column', table, column, ...(key ? { foreignKey: key } : {}) }];
      }
    }
  });
}

/** `.references('id').inTable('ovens')`, `.references('ovens.id')`, `.references(['a']).on('ovens')`. */
function knexReference(
  place: Place,
  columns: readonly string[],
  links: readonly Link[],
  table: SqlName,
): ForeignKey | undefined {
  const references = links.find((link) => link.name === 'references');
  if (references === undefined) return undefined;
  const named = links.find((link) => link.name === 'withKeyName');
  const target = links.find((link) => link.name === 'inTable' || link.name === 'on');
  const referenced = namesIn(place, references.args[0]);
  const name = namesIn(place, named?.args[0])[0] ?? knexForeignName(table, columns);
  const [to] = namesIn(place, target?.args[0]);
  if (to !== undefined) return foreignKey(columns, splitName(to), referenced, name);
  const dotted = referenced[0]?.split('.') ?? [];
  if (dotted.length < 2) return undefined;
  return foreignKey(columns, splitName(dotted.slice(0, -1).join('.')), dotted.slice(-1), name);
}

function knexForeignName(table: SqlName, columns: readonly string[]): string {
  return `${table.name}_${columns.join('_')}_foreign`.toLowerCase();
}

/** Chains in a callback that start at its first parameter. */
function chainsOnParameter({ world, scope }: Place, callback: Value): Chain[] {
  if (callback.kind !== 'function') return [];
  const { file, index } = callback;
  const fact = file.program.functions[index];
  const parameter = fact?.params[0]?.name;
  if (fact === undefined) return [];
  const inner: Scope = file === scope.file ? childScope(world.ev, callback.scope, index) : scope;
  return bodyOf(fact)
    .flatMap((expr) => [...chainsIn(file, expr, index)])
    .filter(
      ({ root, links }) =>
        links.length > 0 && (root.kind === 'this' || (root.kind === 'name' && root.name === parameter)),
    )
    .map((chain) => ({ ...placed(world.ev, chain), scope: inner }));
}

/** Links of a Kysely schema builder after `createTable('t')` or `alterTable('t')`. */
export function kyselyChange(place: Place, table: SqlName, link: Link): BuilderChange | undefined {
  const [column] = namesIn(place, link.args[0]);
  switch (link.name) {
    case 'addColumn': {
      if (column === undefined) return undefined;
      const key = kyselyReference(place, column, link);
      return { kind: 'add-column', table, column, ...(key ? { foreignKey: key } : {}) };
    }
    case 'addForeignKeyConstraint': {
      const [target] = namesIn(place, link.args[2]);
      if (target === undefined) return undefined;
      const key = foreignKey(namesIn(place, link.args[1]), splitName(target), namesIn(place, link.args[3]), column);
      return { kind: 'add-foreign-key', table, foreignKey: key };
    }
    case 'dropColumn':
      return column === undefined ? undefined : { kind: 'drop-column', table, column };
    case 'dropConstraint':
      return column === undefined ? undefined : { kind: 'drop-constraint', table, name: column };
    case 'renameColumn': {
      const [to] = namesIn(place, link.args[1]);
      return column === undefined || to === undefined ? undefined : { kind: 'rename-column', table, column, to };
    }
    default:
      return undefined;
  }
}

function kyselyReference(place: Place, column: string, link: Link): ForeignKey | undefined {
  const callback = link.args[2] && place.world.value(link.args[2], place.scope);
  if (callback === undefined) return undefined;
  const fact = callback.kind === 'function' ? callback.file.program.functions[callback.index] : undefined;
  const returned = callback.kind === 'function' ? (fact?.returns ?? []) : [];
  const chains = [
    ...chainsOnParameter(place, callback),
    ...returned.flatMap((expr) =>
      callback.kind === 'function' ? [...chainsIn(callback.file, expr, callback.index)] : [],
    ),
  ];
  for (const chain of chains) {
    const references = chain.links.find((one) => one.name === 'references');
    const text = references && place.world.constant(references.args[0], place.scope);
    if (text === undefined) continue;
    const parts = text.split('.');
    if (parts.length < 2) return foreignKey([column], referenceIn(text).table, []);
    return foreignKey([column], splitName(parts.slice(0, -1).join('.')), parts.slice(-1));
  }
  return undefined;
}
