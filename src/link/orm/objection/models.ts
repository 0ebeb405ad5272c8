/**
 * Objection's models: classes with a static `tableName`, and the relations of their `relationMappings`. A relation's
 * tables stand in its `join` (`'loaves.oven_id'`), so a model class named by path or mixin is not needed for them.
 */
import {
  alternatives,
  type ClassValue,
  callFunction,
  childScope,
  classFact,
  classKey,
  constantOf,
  forAll,
  functionScope,
  lineageOf,
  type Value,
  type ValueOf,
} from '../../program/index.js';
import type { ForeignKeyDeclaration, TableDeclaration, TableName } from '../dialect.js';
import { parseTableName } from '../sql/table-names.js';
import type { World } from '../world.js';

export const PACKAGE = 'objection';

type Column = { readonly table: TableName; readonly column: string };

export type Relation = {
  readonly name: string;
  readonly kind: string;
  readonly from: Column | undefined;
  readonly to: Column | undefined;
  readonly target: TableName | undefined;
  readonly through: { readonly from: Column; readonly to: Column } | undefined;
  readonly line: number;
};

export type Model = {
  readonly of: ClassValue;
  readonly name: string;
  readonly table: TableName;
  readonly line: number;
  readonly relations: () => ReadonlyMap<string, Relation>;
};

export type ModelIndex = {
  readonly all: readonly Model[];
  /** The model that a class or an instance is of. */
  readonly of: (value: Value) => Model | undefined;
  readonly byTable: (table: TableName) => Model | undefined;
  /** The relation that a name means whatever model it is asked of; undefined when they lead to several tables. */
  readonly relationNamed: (name: string) => { readonly model: Model; readonly relation: Relation } | undefined;
};

export function readModels(world: World): ModelIndex {
  const all = world.classes().flatMap((of) => modelOf(world, of) ?? []);
  const byClass = new Map(all.map((model) => [classKey(model.of), model]));
  const byTable = new Map([...all].reverse().map((model) => [keyOf(model.table), model]));
  const ofBases = (shape: ValueOf<'shape'>, depth = 0): Model | undefined => {
    for (const base of depth < 4 ? shape.bases : []) {
      const value = world.type(base, shape.scope);
      const found = value.kind === 'shape' ? ofBases(value, depth + 1) : index.of(value);
      if (found) return found;
    }
    return undefined;
  };
  const index: ModelIndex = {
    all,
    of(value) {
      // `interface WarmLoaf extends Loaf { oven: Oven }`: a row of which more is known.
      if (value.kind === 'shape') return ofBases(value);
      if (value.kind !== 'class' && value.kind !== 'instance') return undefined;
      for (const one of lineageOf(world.ev, { kind: 'instance', of: value.of, args: [] })) {
        const found = one.kind === 'own' ? byClass.get(classKey(one.of)) : undefined;
        if (found) return found;
      }
      return undefined;
    },
    byTable: (table) => byTable.get(keyOf(table)),
    relationNamed(name) {
      const found = all.flatMap((model) => {
        const relation = model.relations().get(name);
        return relation?.target ? [{ model, relation, key: keyOf(relation.target) }] : [];
      });
      return new Set(found.map(({ key }) => key)).size === 1 ? found[0] : undefined;
    },
  };
  return index;
}

function keyOf({ schema, name }: TableName): string {
  return schema === undefined ? name : `${schema}.${name}`;
}

function modelOf(world: World, of: ClassValue): Model | undefined {
  const fact = classFact(of);
  const isNamed =
    fact.members.some((one) => one.isStatic && one.name === 'tableName') ||
    of.file.uses().properties.has(`${fact.name}.tableName`);
  if (!isNamed || fact.extends === undefined || !isBelowModel(world, of)) return undefined;
  const self: Value = { kind: 'class', of };
  const name = textOf(world, world.member(self, 'tableName'));
  if (name === undefined || name === '') return undefined;
  let relations: ReadonlyMap<string, Relation> | undefined;
  return {
    of,
    name: fact.name,
    table: parseTableName(name),
    line: fact.line,
    relations() {
      relations ??= forAll(world.ev.watch, () => relationsOf(world, self));
      return relations;
    },
  };
}

/** Objection's Model at the end of the line, or a mixin's result that nobody can follow; no other library's class. */
function isBelowModel(world: World, of: ClassValue): boolean {
  const lineage = lineageOf(world.ev, { kind: 'instance', of, args: [] });
  const last = lineage.at(-1);
  if (last?.kind === 'own') return classFact(last.of).extends !== undefined;
  const base = last?.value;
  if (base?.kind === 'external' || base?.kind === 'import') return base.package === PACKAGE;
  return base?.kind === 'made' || base?.kind === 'part';
}

/** A string, or what a function without arguments returns. */
function textOf(world: World, value: Value): string | undefined {
  for (const one of alternatives(value)) {
    const text = constantOf(one.kind === 'function' ? callFunction(world.ev, one, undefined, undefined) : one);
    if (text !== undefined) return text;
  }
  return undefined;
}

function relationsOf(world: World, self: Value): Map<string, Relation> {
  const found = new Map<string, Relation>();
  const open: Value[] = [world.member(self, 'relationMappings')];
  for (let steps = 0; open.length > 0 && steps < 50; steps++) {
    const value = open.pop() as Value;
    if (value.kind === 'function') open.push(...returnedBy(world, value));
    else if (value.kind === 'external') open.push(...gotten(world, self, 'relationMappings'));
    else if (value.kind === 'union' || value.kind === 'both') open.push(...value.of);
    if (value.kind !== 'object') continue;
    for (const { key, value: expr, line } of value.expr.entries) {
      const inner = world.value(expr, value.scope);
      if (key === '...') open.push(inner);
      else if (inner.kind === 'object') found.set(key, relationOf(world, key, inner, line));
    }
  }
  return found;
}

/** What the body returns; `(): RelationMappings` declares less. */
function returnedBy(world: World, { scope, index }: ValueOf<'function'>): Value[] {
  const inner = childScope(world.ev, scope, index);
  return (scope.file.program.functions[index]?.returns ?? []).map((expr) => world.value(expr, inner));
}

/** `static get relationMappings(): RelationMappings { return {…} }`: the nearest class's getter, by its body. */
function gotten(world: World, self: Value, name: string): Value[] {
  if (self.kind !== 'class') return [];
  for (const above of lineageOf(world.ev, { kind: 'instance', of: self.of, args: [] })) {
    if (above.kind !== 'own') return [];
    const { file } = above.of;
    const getter = classFact(above.of).members.find(
      (one) => one.isStatic && one.name === name && one.kind === 'getter',
    );
    if (getter?.function === undefined) continue;
    const scope = functionScope(world.ev, file, getter.function);
    return (file.program.functions[getter.function]?.returns ?? []).map((expr) => world.value(expr, scope));
  }
  return [];
}

function relationOf(world: World, name: string, value: Value, line: number): Relation {
  const join = world.member(value, 'join');
  const kind = world.member(value, 'relation');
  const through = world.member(join, 'through');
  const [from, to] = [columnOf(world.member(join, 'from')), columnOf(world.member(join, 'to'))];
  const [left, right] = [columnOf(world.member(through, 'from')), columnOf(world.member(through, 'to'))];
  const given = world.member(value, 'modelClass');
  const model = alternatives(given).find((one) => one.kind === 'class');
  // What the related class says is what is queried; the join of some relations spells it differently.
  const table = (model && tableOfClass(world, model)) ?? to?.table;
  const written = kind.kind === 'part' || kind.kind === 'import' ? kind.name : '';
  return {
    name,
    kind: written.slice(written.lastIndexOf('.') + 1),
    from,
    to,
    target: table,
    through: left && right ? { from: left, to: right } : undefined,
    line,
  };
}

function tableOfClass(world: World, value: Value): TableName | undefined {
  const name = textOf(world, world.member(value, 'tableName'));
  return name === undefined ? undefined : parseTableName(name);
}

/** `'shop.loaves.oven_id'`; the first of a composite key; a JSON reference's column. */
function columnOf(value: Value): Column | undefined {
  const first = value.kind === 'array' ? value.items?.[0] : value;
  const text = first && constantOf(first)?.split(':')[0];
  const at = text?.lastIndexOf('.') ?? -1;
  if (text === undefined || at < 1) return undefined;
  return { table: parseTableName(text.slice(0, at)), column: text.slice(at + 1) };
}

export function declarations({ all, byTable }: ModelIndex): {
  tables: TableDeclaration[];
  foreignKeys: ForeignKeyDeclaration[];
} {
  const tables: TableDeclaration[] = [];
  const keys = new Map<string, ForeignKeyDeclaration>();
  for (const model of all) {
    const { path } = model.of.file;
    const base = { naming: 'explicit', source: 'model' } as const;
    tables.push({
      ...base,
      table: model.table,
      kind: 'table',
      models: model.name === '' ? [] : [model.name],
      at: { path, line: model.line },
    });
    for (const relation of model.relations().values()) {
      const at = { path, line: relation.line };
      const { through } = relation;
      if (through && !byTable(through.from.table))
        tables.push({ ...base, table: through.from.table, kind: 'junction', models: [], at });
      for (const [holder, to] of heldBy(model, relation)) {
        const key = `${keyOf(holder.table)}.${holder.column} ${keyOf(to)}`;
        if (!keys.has(key)) keys.set(key, { from: holder.table, to, kind: 'reference', columns: [holder.column], at });
      }
    }
  }
  return { tables, foreignKeys: [...keys.values()] };
}

/** Which table holds the column, and what it refers to. */
function heldBy(model: Model, { kind, from, to, target, through }: Relation): [Column, TableName][] {
  if (through) {
    return [
      [through.from, from?.table ?? model.table],
      ...(target ? [[through.to, target] as [Column, TableName]] : []),
    ];
  }
  if (kind === 'BelongsToOneRelation') return from && target ? [[from, target]] : [];
  return /^Has(?:One|Many)Relation$/.test(kind) && to ? [[to, from?.table ?? model.table]] : [];
}
