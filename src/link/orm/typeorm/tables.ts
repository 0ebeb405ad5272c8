/** Tables, junctions, closures and foreign keys of the entities, as TypeORM would build them. */
import { typeormEmbeddedColumnName, typeormJoinColumnName, typeormJunctionName } from '../../naming/index.js';
import type { ForeignKeyDeclaration, TableDeclaration, TableName } from '../dialect.js';
import type { Entity } from './entities.js';
import type { EntityIndex } from './entity-index.js';
import type { Relation } from './relations.js';

type Declared = { readonly tables: TableDeclaration[]; readonly foreignKeys: ForeignKeyDeclaration[] };

export function declareEntities(index: EntityIndex): Declared {
  const tables: TableDeclaration[] = [];
  const foreignKeys: ForeignKeyDeclaration[] = [];
  for (const entity of index.all) {
    const table = index.table(entity);
    // A child is only a model name on its parent's table.
    tables.push({
      table,
      kind: entity.kind === 'child' ? 'table' : entity.kind,
      naming: entity.isExplicit ? 'explicit' : entity.isAssumed ? 'convention' : 'default',
      source: 'model',
      models: [entity.name],
      at: entity.at,
    });
    if (entity.closure !== undefined) declareClosure(entity, entity.closure, table, tables, foreignKeys);
    for (const relation of entity.relations.values()) declareRelation(index, entity, relation, tables, foreignKeys);
  }
  return { tables, foreignKeys };
}

function declareClosure(
  { at, keys, isAssumed }: Entity,
  name: string,
  table: TableName,
  tables: TableDeclaration[],
  foreignKeys: ForeignKeyDeclaration[],
): void {
  const closure = { ...table, name };
  const naming = isAssumed ? 'convention' : 'default';
  tables.push({ table: closure, kind: 'junction', naming, source: 'model', models: [], at });
  for (const side of ['ancestor', 'descendant']) {
    foreignKeys.push({
      from: closure,
      to: table,
      kind: 'foreign-key',
      columns: keys.map((key) => `${key}_${side}`),
      at,
    });
  }
}

function declareRelation(
  index: EntityIndex,
  entity: Entity,
  relation: Relation,
  tables: TableDeclaration[],
  foreignKeys: ForeignKeyDeclaration[],
): void {
  const target = index.of(relation.target);
  if (!relation.isOwner || target === undefined) return;
  const from = index.table(entity);
  const to = index.table(target);
  const kind = relation.hasConstraint ? 'foreign-key' : 'reference';
  const { at } = relation;
  if (relation.kind !== 'many-to-many') {
    foreignKeys.push({ from, to, kind, columns: keyColumns(entity, relation, target), at });
    return;
  }
  const junction = junctionOf(index, entity, relation, target);
  const isAssumed = entity.isAssumed || target.isAssumed;
  const naming = relation.joinTable?.name !== undefined ? 'explicit' : isAssumed ? 'convention' : 'default';
  tables.push({ table: junction, kind: 'junction', naming, source: 'model', models: [], at });
  foreignKeys.push({ from: junction, to: from, kind, columns: [], at }, { from: junction, to, kind, columns: [], at });
}

/** Columns that hold the key: named by `@JoinColumn`, else after the property and each key of the target. */
function keyColumns({ naming }: Entity, { property, columns }: Relation, target: Entity): string[] {
  const prefixes = property.split('.');
  const own = prefixes.pop() as string;
  const named =
    columns.length > 0
      ? columns
      : target.keys.map((key) => naming?.joinColumn(own, key) ?? typeormJoinColumnName(own, key));
  return named.map((name) => typeormEmbeddedColumnName(prefixes, name));
}

/** The junction table of a many-to-many, seen from its owner. */
function junctionOf(index: EntityIndex, owner: Entity, relation: Relation, target: Entity): TableName {
  const from = index.table(owner);
  const prefix = from.name.slice(0, Math.max(0, from.name.length - bareName(owner, from).length));
  const [left, right] = [bareName(owner, from), bareName(target, index.table(target))];
  const name =
    relation.joinTable?.name ??
    owner.naming?.junction(left, relation.property, right) ??
    typeormJunctionName(left, relation.property, right);
  const schema = relation.joinTable?.schema ?? from.schema;
  return {
    name: `${prefix}${name}`,
    ...(schema === undefined ? {} : { schema }),
    ...(from.database === undefined ? {} : { database: from.database }),
  };
}

/** The table's name without the data source's prefix. */
function bareName(entity: Entity, table: TableName): string {
  return table.name.endsWith(entity.tableName) ? entity.tableName : table.name;
}

/** Tables read when a relation is followed: the target's, and the junction between. */
export function relationTables(index: EntityIndex, owner: Entity, relation: Relation): TableName[] {
  const target = index.of(relation.target);
  if (target === undefined) return [];
  const tables = [index.table(target)];
  if (relation.kind !== 'many-to-many') return tables;
  const junction = relation.isOwner
    ? junctionOf(index, owner, relation, target)
    : inverseJunction(index, owner, relation, target);
  return junction ? [...tables, junction] : tables;
}

function inverseJunction(
  index: EntityIndex,
  entity: Entity,
  relation: Relation,
  target: Entity,
): TableName | undefined {
  for (const other of target.relations.values()) {
    if (other.kind !== 'many-to-many' || !other.isOwner) continue;
    const isSame =
      relation.inverse === undefined ? index.of(other.target) === entity : other.property === relation.inverse;
    if (isSame) return junctionOf(index, target, other, entity);
  }
  return undefined;
}

/** A relation by its path: `lines`, `lines.product`, `address.country`; each step with the entity it starts from. */
export function relationPath(
  index: EntityIndex,
  entity: Entity,
  path: string,
): { readonly owner: Entity; readonly relation: Relation }[] {
  const found: { owner: Entity; relation: Relation }[] = [];
  const steps = path.split('.');
  let owner: Entity | undefined = entity;
  while (steps.length > 0 && owner !== undefined) {
    let taken = 1;
    let relation: Relation | undefined = index.relation(owner, steps[0] as string);
    if (relation === undefined && steps.length > 1) {
      relation = index.relation(owner, `${steps[0]}.${steps[1]}`);
      taken = 2;
    }
    if (relation === undefined) break;
    found.push({ owner, relation });
    steps.splice(0, taken);
    owner = index.of(relation.target);
  }
  return found;
}
