/** Entities that are no decorated classes: `EntitySchema`, `defineEntity`, Medusa's `model.define`. */
import type { Evidence, Expr } from '../../../model/index.js';
import {
  alternatives,
  bare,
  type Chain,
  calleeOf,
  classFact,
  constantOf,
  type Link,
  type Scope,
  type Value,
} from '../../program/index.js';
import { returned } from '../declared.js';
import type { World } from '../world.js';
import { type Entity, explicitTable, tableText, text } from './entities.js';
import { isMikro } from './library.js';
import { type Relation, type RelationKind, relationFrom } from './relations.js';

export const DEFINING_CALLS: readonly string[] = ['EntitySchema', 'defineEntity', 'define'];

export function readSchemas(world: World): Entity[] {
  return DEFINING_CALLS.flatMap((name) =>
    world.calls(name).flatMap((chain) =>
      chain.links.flatMap((link) => {
        if (link.name !== name || link.expr.kind === 'tagged') return [];
        const found = name === 'define' ? medusaEntity(world, chain, link) : schemaEntity(world, chain, link);
        return found ? [found] : [];
      }),
    ),
  );
}

function schemaEntity(world: World, chain: Chain, link: Link): Entity | undefined {
  if (!isMikro(world.value(link.expr, chain.scope))) return undefined;
  const options = world.object(link.args[0], chain.scope);
  if (options === undefined) return undefined;
  const read = (name: string): Value | undefined => {
    const value = world.member(options, name);
    return value.kind === 'unknown' ? undefined : value;
  };
  const of = read('class');
  const name = text(read('name')) ?? (of?.kind === 'class' ? classFact(of.of).name : undefined);
  const tableName = tableText(read('tableName') ?? read('collection'));
  if (name === undefined || tableName === null || written(options, 'abstract') === 'true') return undefined;
  const at = { path: chain.file.path, line: link.line };
  const { keys, relations } = properties(world, read('properties'), at);
  return {
    name,
    of: of?.kind === 'class' ? of.of : undefined,
    made: link.expr,
    explicit: explicitTable(tableName, text(read('schema'))),
    kind: written(options, 'view') === 'true' ? 'view' : 'table',
    isMedusa: false,
    hasDiscriminator: read('discriminatorColumn') !== undefined || read('discriminatorMap') !== undefined,
    discriminatorValue: read('discriminatorValue') !== undefined,
    primaryKeys: keys,
    relations,
    at,
  };
}

function written(value: Value, name: string): string | undefined {
  const entry = value.kind === 'object' ? value.expr.entries.find((one) => one.key === name) : undefined;
  return entry?.value.kind === 'literal' ? entry.value.text : undefined;
}

/** `model.define('cart', { … })`, `model.define({ name, tableName }, { … })` of Medusa's package. */
function medusaEntity(world: World, chain: Chain, link: Link): Entity | undefined {
  if (link.receiver === undefined || link.expr.kind === 'tagged' || !isMedusaModel(world, link, chain.scope))
    return undefined;
  const first = link.args[0] && world.value(link.args[0], chain.scope);
  const name = first && (constantOf(first) ?? text(world.member(first, 'name')));
  if (first === undefined || name === undefined) return undefined;
  const tableName = (first.kind === 'object' ? text(world.member(first, 'tableName')) : undefined) ?? name;
  const at = { path: chain.file.path, line: link.line };
  const { keys, relations } = properties(world, link.args[1] && world.object(link.args[1], chain.scope), at);
  return {
    name,
    of: undefined,
    made: link.expr,
    explicit: explicitTable(tableName, undefined),
    kind: 'table',
    isMedusa: true,
    hasDiscriminator: false,
    discriminatorValue: false,
    primaryKeys: keys,
    relations,
    at,
  };
}

/** `model` of a Medusa package; or, within Medusa itself, the builder that its own source makes. */
function isMedusaModel(world: World, link: Link, scope: Scope): boolean {
  if (link.receiver === undefined || link.expr.kind === 'tagged') return false;
  if (
    alternatives(calleeOf(world.ev, link.expr, scope)).some(
      (one) => one.kind === 'import' && isMedusaPackage(one.package),
    )
  )
    return true;
  const receiver = world.value(link.receiver, scope);
  return receiver.kind === 'instance' && classFact(receiver.of).name === 'EntityBuilder';
}

function isMedusaPackage(name: string): boolean {
  return name.startsWith('@medusajs/');
}

const KINDS: Readonly<Record<string, RelationKind>> = {
  'm:1': 'm:1',
  '1:1': '1:1',
  '1:m': '1:m',
  'm:n': 'm:n',
  manyToOne: 'm:1',
  oneToOne: '1:1',
  oneToMany: '1:m',
  manyToMany: 'm:n',
  belongsTo: 'm:1',
  hasOne: '1:1',
  hasMany: '1:m',
};

type Properties = { readonly keys: readonly string[]; readonly relations: ReadonlyMap<string, Relation> };

/** Properties as objects (`{ kind: 'm:1', entity }`) or built by calls (`p.manyToOne(Order).joinColumn('x')`). */
function properties(world: World, value: Value | undefined, place: Evidence): Properties {
  const given = value && returned(world, value);
  const keys: string[] = [];
  const relations = new Map<string, Relation>();
  if (given?.kind !== 'object') return { keys, relations };
  const { scope } = given;
  for (const entry of given.expr.entries) {
    const at = { path: place.path === scope.file.path ? place.path : scope.file.path, line: entry.line };
    const built = builtCalls(entry.value, scope);
    if (built.some((call) => call.name === 'primaryKey' || call.name === 'primary')) keys.push(entry.key);
    const relation =
      built.length > 0
        ? builtRelation(world, entry.key, built, at)
        : plainRelation(world, entry.key, entry.value, scope, at);
    if (relation) relations.set(entry.key, relation);
    const plain = world.object(entry.value, scope);
    if (plain && written(plain, 'primary') === 'true') keys.push(entry.key);
  }
  return { keys, relations };
}

type BuiltCall = { readonly name: string; readonly args: readonly Expr[]; readonly scope: Scope };

/** The calls of `p.manyToOne(Order).nullable()`, first first; also when wrapped in a function. */
function builtCalls(expr: Expr, scope: Scope): BuiltCall[] {
  const calls: BuiltCall[] = [];
  let at = bare(expr);
  if (at.kind === 'function') {
    const body = scope.file.program.functions[at.index]?.returns[0];
    if (body === undefined) return [];
    at = bare(body);
  }
  while (at.kind === 'call') {
    const callee = bare(at.callee);
    if (callee.kind !== 'member') break;
    calls.unshift({ name: callee.name, args: at.args, scope });
    at = bare(callee.object);
  }
  return calls;
}

function builtRelation(
  world: World,
  property: string,
  calls: readonly BuiltCall[],
  at: Evidence,
): Relation | undefined {
  const [first] = calls;
  const kind = first && Object.hasOwn(KINDS, first.name) ? KINDS[first.name] : undefined;
  if (first === undefined || kind === undefined) return undefined;
  const target = first.args[0] && returned(world, world.value(first.args[0], first.scope));
  const objects = first.args.slice(1).flatMap((arg) => world.object(arg, first.scope) ?? []);
  const relation = relationFrom(world, {
    property,
    kind,
    objects,
    given: target,
    positional: undefined,
    inferred: undefined,
    at,
  });
  const said = (name: string) => calls.find((call) => call.name === name);
  const argument = (name: string): Value | undefined => {
    const call = said(name);
    return call?.args[0] && world.value(call.args[0], call.scope);
  };
  const mappedBy = relation.mappedBy ?? text(argument('mappedBy')) ?? memberName(argument('mappedBy'));
  const column = text(argument('joinColumn')) ?? text(argument('fieldName')) ?? text(argument('name'));
  const pivot = argument('pivotEntity');
  // In Medusa's DML `mappedBy` of belongsTo names the other side's property.
  const isOwner =
    first.name === 'belongsTo' ||
    kind === 'm:1' ||
    ((kind === '1:1' || kind === 'm:n') && mappedBy === undefined && first.name !== 'hasOne');
  return {
    ...relation,
    mappedBy,
    isOwner,
    isEager: relation.isEager || said('eager') !== undefined,
    pivotTable: relation.pivotTable ?? text(argument('pivotTable')),
    pivotEntity: relation.pivotEntity ?? (pivot && returned(world, pivot)),
    columns: relation.columns.length > 0 || column === undefined ? relation.columns : [column],
  };
}

function memberName(value: Value | undefined): string | undefined {
  if (value?.kind !== 'function') return undefined;
  const expr = value.file.program.functions[value.index]?.returns[0];
  return expr?.kind === 'member' ? expr.name : undefined;
}

function plainRelation(world: World, property: string, expr: Expr, scope: Scope, at: Evidence): Relation | undefined {
  const object = world.object(expr, scope);
  if (object === undefined) return undefined;
  const written = constantOf(world.member(object, 'kind')) ?? constantOf(world.member(object, 'reference'));
  const byEnum = enumKind(object);
  const kind = (written !== undefined && Object.hasOwn(KINDS, written) ? KINDS[written] : undefined) ?? byEnum;
  if (kind === undefined) return undefined;
  return relationFrom(world, {
    property,
    kind,
    objects: [object],
    given: undefined,
    positional: undefined,
    inferred: undefined,
    at,
  });
}

const BY_ENUM: Readonly<Record<string, RelationKind>> = {
  MANY_TO_ONE: 'm:1',
  ONE_TO_ONE: '1:1',
  ONE_TO_MANY: '1:m',
  MANY_TO_MANY: 'm:n',
};

/** `kind: ReferenceKind.MANY_TO_ONE`. */
function enumKind(object: Value): RelationKind | undefined {
  const entry =
    object.kind === 'object'
      ? object.expr.entries.find((one) => one.key === 'kind' || one.key === 'reference')
      : undefined;
  return entry?.value.kind === 'member' && Object.hasOwn(BY_ENUM, entry.value.name)
    ? BY_ENUM[entry.value.name]
    : undefined;
}
