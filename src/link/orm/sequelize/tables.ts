/** Tables, junctions and foreign keys of the models, as `sequelize.sync()` would make them. */

import type { Evidence } from '../../../model/index.js';
import { sequelizeForeignKey, sequelizeSingular, sequelizeUnderscore } from '../../naming/index.js';
import { classFact, constantOf, type Value } from '../../program/index.js';
import type { ForeignKeyDeclaration, TableDeclaration, TableName } from '../dialect.js';
import type { World } from '../world.js';
import type { Association, Associations } from './associations.js';
import { isFamilyPackage } from './connections.js';
import type { Model, ModelIndex } from './models.js';
import { optionsOf } from './options.js';

type Declared = { readonly tables: TableDeclaration[]; readonly foreignKeys: ForeignKeyDeclaration[] };

export function declareModels(world: World, models: ModelIndex, associations: Associations): Declared {
  const tables: TableDeclaration[] = models.all.map(
    ({ table, isExplicit, name, of, at }): TableDeclaration => ({
      table,
      kind: 'table',
      naming: isExplicit ? 'explicit' : 'default',
      source: 'model',
      models: of && classFact(of).name !== '' && classFact(of).name !== name ? [classFact(of).name, name] : [name],
      at,
    }),
  );
  const keys = new Map<string, ForeignKeyDeclaration>();
  const add = (key: ForeignKeyDeclaration) => {
    const id = JSON.stringify([key.from, key.to, key.columns]);
    const known = keys.get(id);
    if (known === undefined || (known.kind === 'reference' && key.kind === 'foreign-key')) keys.set(id, key);
  };
  for (const association of associations.all) {
    const { through, source, target, at } = association;
    if (association.kind !== 'belongsToMany') {
      add(keyOf(world, associations, association));
      continue;
    }
    const junction = through === undefined ? undefined : throughTable(association);
    if (junction === undefined) continue;
    if (typeof through === 'string') {
      tables.push({ table: junction, kind: 'junction', naming: 'explicit', source: 'model', models: [], at });
    }
    for (const key of junctionKeys(world, associations, association, junction, source, target)) add(key);
  }
  for (const { model, target, attribute, at } of associations.keys) {
    const columns = [columnOf(world, model, attribute)];
    const isCovered = keys.has(JSON.stringify([model.table, target.table, columns]));
    if (!isCovered) add({ from: model.table, to: target.table, kind: 'reference', columns, at });
  }
  for (const model of models.all) for (const key of attributeKeys(world, models, model)) add(key);
  return { tables, foreignKeys: [...keys.values()] };
}

/** The table of a many-to-many; its schema is the source's when only a name is given. */
export function throughTable({ through, source }: Association): TableName | undefined {
  if (through === undefined) return undefined;
  if (typeof through !== 'string') return through.table;
  const { schema } = source.table;
  return { name: through, ...(schema === undefined ? {} : { schema }) };
}

function keyOf(world: World, associations: Associations, association: Association): ForeignKeyDeclaration {
  const { kind, source, target, alias, hasConstraint, at } = association;
  const isHolder = kind === 'belongsTo';
  const [from, to] = isHolder ? [source, target] : [target, source];
  const declared = associations.keys.filter((key) => key.model === from && key.target === to);
  // A hasOne with an alias is named after it, a hasMany after its source.
  const isNamedOne = kind === 'hasOne' && alias !== target.singular;
  const keyBase = isHolder ? alias : isNamedOne ? sequelizeSingular(alias) : source.singular;
  const attribute =
    association.foreignKey ??
    (isHolder
      ? (declared.find((key) => key.attribute.startsWith(alias)) ?? declared[0])?.attribute
      : declared[0]?.attribute) ??
    sequelizeForeignKey(keyBase, primaryKey(world, isHolder ? target : source));
  return {
    from: from.table,
    to: to.table,
    kind: hasConstraint ? 'foreign-key' : 'reference',
    columns: [columnOf(world, from, attribute)],
    at,
  };
}

function junctionKeys(
  world: World,
  associations: Associations,
  { through, foreignKey, otherKey, hasConstraint, at }: Association,
  junction: TableName,
  source: Model,
  target: Model,
): ForeignKeyDeclaration[] {
  const kind = hasConstraint ? 'foreign-key' : 'reference';
  const holder = typeof through === 'string' ? source : through;
  const column = (explicit: string | undefined, to: Model): string => {
    const declared = associations.keys.find((key) => key.model === through && key.target === to);
    const attribute = explicit ?? declared?.attribute ?? sequelizeForeignKey(to.singular, primaryKey(world, to));
    return holder ? columnOf(world, holder, attribute) : attribute;
  };
  return [
    { from: junction, to: source.table, kind, columns: [column(foreignKey, source)], at },
    { from: junction, to: target.table, kind, columns: [column(otherKey, target)], at },
  ];
}

/** Attribute declared with `primaryKey: true`, else `id`. */
function primaryKey(world: World, model: Model): string {
  if (model.attributes?.kind !== 'object') return 'id';
  for (const entry of model.attributes.expr.entries) {
    const attribute = world.object(entry.value, model.attributes.scope);
    const isKey = attribute?.expr.entries.some(
      (one) => one.key === 'primaryKey' && one.value.kind === 'literal' && one.value.text === 'true',
    );
    if (isKey) return entry.key;
  }
  return 'id';
}

/** The column of an attribute: its `field`, else underscored when the model is. */
function columnOf(world: World, model: Model, attribute: string): string {
  const explicit = attributeField(world, model, attribute) ?? decoratedField(world, model, attribute);
  return explicit ?? (model.isUnderscored ? sequelizeUnderscore(attribute) : attribute);
}

function attributeField(world: World, model: Model, attribute: string): string | undefined {
  const given = model.attributes && world.member(model.attributes, attribute);
  return given?.kind === 'object' ? optionsOf(world, [given]).text('field') : undefined;
}

function decoratedField(world: World, model: Model, attribute: string): string | undefined {
  const member = model.of && classFact(model.of).members.find((one) => one.name === attribute);
  if (member?.decorators === undefined || model.of === undefined) return undefined;
  for (const { name, package: from, args, scope } of world.decorators(member.decorators, model.of.scope)) {
    if (!isFamilyPackage(from)) continue;
    const field =
      name === 'ColumnName' || (name === 'Attribute' && args[0]?.kind === 'string')
        ? world.constant(args[0], scope)
        : (textOf(args[0] && world.option(args[0], scope, 'field')) ??
          textOf(args[0] && world.option(args[0], scope, 'columnName')));
    if (field !== undefined) return field;
  }
  return undefined;
}

function textOf(value: Value | undefined): string | undefined {
  return value && constantOf(value);
}

/** `customerId: { references: { model: 'customers', key: 'id' } }`. */
function attributeKeys(world: World, models: ModelIndex, model: Model): ForeignKeyDeclaration[] {
  if (model.attributes?.kind !== 'object') return [];
  const { expr, scope } = model.attributes;
  const keys: ForeignKeyDeclaration[] = [];
  for (const entry of expr.entries) {
    const references = world.option(entry.value, scope, 'references');
    const to = references && referencedTable(world, models, references);
    if (to === undefined) continue;
    const at: Evidence = { path: scope.file.path, line: entry.line };
    keys.push({ from: model.table, to, kind: 'foreign-key', columns: [columnOf(world, model, entry.key)], at });
  }
  return keys;
}

/** A table's name (not a model's), a model, or `{ tableName, schema }`. */
function referencedTable(world: World, models: ModelIndex, references: Value): TableName | undefined {
  const target = references.kind === 'object' ? optionsOf(world, [references]).value('model') : references;
  if (target === undefined) return undefined;
  if (target.kind === 'object') {
    const parts = optionsOf(world, [target]);
    const name = parts.text('tableName');
    const schema = parts.text('schema');
    return name === undefined ? undefined : { name, ...(schema === undefined ? {} : { schema }) };
  }
  const name = constantOf(target);
  if (name === undefined) return models.of(target)?.table;
  const declared = models.all.find((one) => one.table.name === name);
  return declared?.table ?? { name };
}
