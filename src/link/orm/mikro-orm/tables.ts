/** Tables, pivots and foreign keys of the entities, as MikroORM's schema generator would make them. */
import pluralize from 'pluralize';
import { mikroJoinColumnName, mikroPivotName, mikroTableName } from '../../naming/index.js';
import type { ForeignKeyDeclaration, TableDeclaration, TableName } from '../dialect.js';
import type { Entity, EntityIndex } from './entities.js';
import type { Relation } from './relations.js';

type Declared = { readonly tables: TableDeclaration[]; readonly foreignKeys: ForeignKeyDeclaration[] };

export function declareEntities(index: EntityIndex): Declared {
  const tables: TableDeclaration[] = [];
  const keys = new Map<string, ForeignKeyDeclaration>();
  const add = (key: ForeignKeyDeclaration) => {
    const id = JSON.stringify([key.from, key.to, key.columns]);
    // Two properties on one column, one of them not persisted: there is a key.
    if (!keys.has(id) || (keys.get(id)?.kind === 'reference' && key.kind === 'foreign-key')) keys.set(id, key);
  };
  for (const entity of index.all) {
    const { name, explicit, at } = entity;
    const kind = index.isMongo && entity.kind === 'table' ? 'collection' : entity.kind;
    const isExplicit = explicit !== undefined && explicit.name !== '' && !(entity.isMedusa && explicit.name === name);
    const naming = isExplicit ? 'explicit' : 'default';
    tables.push({ table: index.table(entity), kind, naming, source: 'model', models: [name], at });
  }
  for (const entity of index.all) {
    for (const relation of entity.relations.values()) {
      const target = index.of(relation.target);
      if (target === undefined || !relation.isOwner) continue;
      // What a child inherits in the same table is the root's already.
      if (index.root(entity) !== entity && index.root(entity).relations.has(relation.property)) continue;
      if (relation.kind !== 'm:n') {
        add(columnKey(index, entity, relation, target));
        continue;
      }
      if (index.isMongo) {
        const columns = relation.columns.length > 0 ? relation.columns : [relation.property];
        add({ from: index.table(entity), to: index.table(target), kind: 'reference', columns, at: relation.at });
        continue;
      }
      const pivot = pivotOf(index, entity, relation, target);
      if (pivot === undefined) continue;
      // An entity between declares itself.
      if (relation.pivotEntity !== undefined) continue;
      const naming = relation.pivotTable === undefined ? 'default' : 'explicit';
      tables.push({ table: pivot, kind: 'junction', naming, source: 'model', models: [], at: relation.at });
      for (const key of pivotKeys(index, entity, relation, target, pivot)) add(key);
    }
  }
  return { tables, foreignKeys: [...keys.values()] };
}

function columnKey(index: EntityIndex, entity: Entity, relation: Relation, target: Entity): ForeignKeyDeclaration {
  const property = relation.property.replaceAll('.', '_');
  const keys = target.primaryKeys.length > 0 ? target.primaryKeys : ['id'];
  const columns =
    relation.columns.length > 0
      ? relation.columns
      : keys.map((key) => mikroJoinColumnName(property, mikroTableName(key, index.naming)));
  return {
    from: index.table(entity),
    to: index.table(target),
    kind: relation.hasConstraint && !index.isMongo ? 'foreign-key' : 'reference',
    columns,
    at: relation.at,
  };
}

function pivotKeys(
  index: EntityIndex,
  entity: Entity,
  relation: Relation,
  target: Entity,
  pivot: TableName,
): ForeignKeyDeclaration[] {
  const kind = relation.hasConstraint ? 'foreign-key' : 'reference';
  const { at } = relation;
  const column = (of: Entity, given: readonly string[], suffix: string): readonly string[] =>
    given.length > 0
      ? given
      : [
          `${mikroTableName(of.isMedusa ? medusaModelName(of.name) : index.root(of).name, index.naming)}${suffix}_${of.primaryKeys[0] ?? 'id'}`,
        ];
  const isSelf = entity === target;
  return [
    { from: pivot, to: index.table(entity), kind, columns: column(entity, relation.columns, isSelf ? '_1' : ''), at },
    {
      from: pivot,
      to: index.table(target),
      kind,
      columns: column(target, relation.inverseColumns, isSelf ? '_2' : ''),
      at,
    },
  ];
}

/** The table of a many-to-many, from either side. */
function pivotOf(index: EntityIndex, entity: Entity, relation: Relation, target: Entity): TableName | undefined {
  if (relation.kind !== 'm:n' || index.isMongo) return undefined;
  if (!relation.isOwner) {
    const other = relation.mappedBy === undefined ? undefined : target.relations.get(relation.mappedBy);
    return other?.isOwner ? pivotOf(index, target, other, entity) : undefined;
  }
  const through = relation.pivotEntity && index.of(relation.pivotEntity);
  if (through) return index.table(through);
  const { name, schema } = index.table(entity);
  const given = relation.pivotTable;
  if (given !== undefined) {
    const dot = given.indexOf('.');
    if (dot > 0) return { schema: given.slice(0, dot), name: given.slice(dot + 1) };
  }
  const byRule = entity.isMedusa ? medusaPivot(entity, target) : mikroPivotName(name, relation.property, index.naming);
  return { name: given ?? byRule, ...(schema === undefined ? {} : { schema }) };
}

/** Both names in lower case, sorted, the second in the plural: `order_products`. */
function medusaPivot(entity: Entity, target: Entity): string {
  const [first = '', second = ''] = [entity, target].map((one) => medusaModelName(one.name).toLowerCase()).sort();
  return `${first}_${pluralize(second)}`;
}

/** `gift-voucher`, `gift_voucher`, `giftVoucher`: the entity `GiftVoucher`. */
function medusaModelName(name: string): string {
  const camel = /^[a-zA-Z]+[A-Z][a-z]+$/.test(name)
    ? name
    : name.toLowerCase().replace(/[^a-zA-Z0-9]+([\s\S])/g, (_, letter: string) => letter.toUpperCase());
  return camel.charAt(0).toUpperCase() + camel.slice(1);
}

/** Tables read when a relation is followed: the target's, and the pivot between. */
export function relationTables(index: EntityIndex, owner: Entity, relation: Relation): TableName[] {
  const target = index.of(relation.target);
  if (target === undefined) return [];
  const pivot = pivotOf(index, owner, relation, target);
  return pivot ? [index.table(target), pivot] : [index.table(target)];
}
