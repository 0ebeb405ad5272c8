/**
 * What Sequelize calls do: statics of models, methods of records, mixins of associations, raw SQL. The receiver
 * decides, never the method's name.
 */
import type { AccessKind } from '../../../model/index.js';
import { sequelizePlural } from '../../naming/index.js';
import {
  alternatives,
  bare,
  type Chain,
  calleeOf,
  constantOf,
  type Link,
  lineageOf,
  type Scope,
  type Thunk,
  UNKNOWN,
  type Value,
} from '../../program/index.js';
import type { Access, Finding, TableName } from '../dialect.js';
import type { World } from '../world.js';
import { type Association, conventionalModel, type MixinVerb } from './associations.js';
import { appliedScopes, includedBy, type Known } from './includes.js';
import { isConnection, isFamily, isOpenValue, type Model } from './models.js';
import { throughTable } from './tables.js';

/** Operations of a static or record method; `find…` reads take scopes and includes. */
const OPERATIONS: Readonly<Record<string, readonly AccessKind[]>> = {
  findAll: ['read'],
  findOne: ['read'],
  findByPk: ['read'],
  findById: ['read'],
  find: ['read'],
  all: ['read'],
  findAndCountAll: ['read'],
  findAndCount: ['read'],
  count: ['read'],
  max: ['read'],
  min: ['read'],
  sum: ['read'],
  aggregate: ['read'],
  findOrBuild: ['read'],
  findOrCreate: ['read', 'write'],
  findCreateFind: ['read', 'write'],
  create: ['write'],
  bulkCreate: ['write'],
  update: ['write'],
  upsert: ['write'],
  insertOrUpdate: ['write'],
  increment: ['write'],
  decrement: ['write'],
  restore: ['write'],
  save: ['write'],
  updateAttributes: ['write'],
  reload: ['read'],
  destroy: ['delete'],
  truncate: ['delete'],
  sync: ['ddl'],
  drop: ['ddl'],
};
const STATIC_ONLY = /^(?:find|all|count|max|min|sum|aggregate|bulk|create|upsert|truncate|sync|drop|insert)/;
const RECORD_ONLY = new Set(['save', 'reload', 'updateAttributes']);
const DOLLAR = /^\$(get|set|add|create|count|has|remove)$/;

/** `queryInterface` methods that are given a table. */
const TABLE_CALLS: Readonly<Record<string, AccessKind>> = {
  bulkInsert: 'write',
  bulkUpdate: 'write',
  bulkDelete: 'delete',
  rawSelect: 'read',
  createTable: 'ddl',
  dropTable: 'ddl',
  renameTable: 'ddl',
  addColumn: 'ddl',
  removeColumn: 'ddl',
  changeColumn: 'ddl',
  renameColumn: 'ddl',
  addIndex: 'ddl',
  removeIndex: 'ddl',
  addConstraint: 'ddl',
  removeConstraint: 'ddl',
};

export const ACCESS_METHODS: readonly string[] = [
  ...Object.keys(OPERATIONS),
  ...Object.keys(TABLE_CALLS),
  ...['get', 'set', 'add', 'create', 'count', 'has', 'remove'].map((verb) => `$${verb}`),
  'query',
  'literal',
];
/** Methods that an association may have added to records. */
export const MIXIN = /^(?:get|set|add|create|count|has|remove)[A-Z]/;

export type Handle =
  | { readonly kind: 'model' | 'record'; readonly value: Value }
  | { readonly kind: 'connection' | 'query-interface' | 'mixin'; readonly value: Value };

const STATIC_TYPES = new Set(['ModelStatic', 'ModelCtor', 'ModelDefined', 'Repository']);

/** Accesses of one chain; undefined when no link of it is Sequelize's. */
export function chainAccesses(known: Known, chain: Chain): Finding | undefined {
  const accesses: Access[] = [];
  let unresolved: Finding['unresolved'];
  let isOurs = false;
  for (const link of chain.links) {
    const found = linkAccesses(known, chain, link);
    if (found === undefined) continue;
    isOurs = true;
    accesses.push(...found.accesses);
    unresolved ??= found.unresolved;
  }
  return isOurs ? { accesses, ...(unresolved ? { unresolved } : {}) } : undefined;
}

function linkAccesses(known: Known, chain: Chain, link: Link): Finding | undefined {
  const { world, associations } = known;
  const { scope } = chain;
  if (link.expr.kind === 'tagged') return undefined;
  if (link.name === 'literal') return literalAccesses(world, link, scope);
  if (MIXIN.test(link.name) && !Object.hasOwn(OPERATIONS, link.name)) {
    if (link.receiver === undefined || Object.hasOwn(TABLE_CALLS, link.name)) return undefined;
    return mixinAccesses(known, chain, link, associations.isMixin(link.name));
  }
  if (link.receiver === undefined) return undefined;
  if (link.name === 'query')
    return isConnection(world, link.receiver, scope) ? rawAccesses(known, link, scope) : undefined;
  if (Object.hasOwn(TABLE_CALLS, link.name)) return interfaceAccess(world, link, scope);
  if (DOLLAR.test(link.name)) return dollarAccesses(known, chain, link);
  const ops = Object.hasOwn(OPERATIONS, link.name) ? OPERATIONS[link.name] : undefined;
  return ops && modelAccesses(known, chain, link, ops);
}

/** The handles a method is called on. */
function handlesOf(world: World, link: Link, scope: Scope): Handle[] {
  if (link.expr.kind === 'tagged') return [];
  return alternatives(calleeOf(world.ev, link.expr, scope)).flatMap((callee) => {
    if (callee.kind === 'external' && isFamily(callee) && callee.name.endsWith('Mixin')) {
      return [{ kind: 'mixin', value: callee } as const];
    }
    return callee.kind === 'part' ? alternatives(callee.object).flatMap((one) => asHandle(world, one) ?? []) : [];
  });
}

function asHandle(world: World, value: Value): Handle | undefined {
  if (value.kind === 'external') {
    if (!isFamily(value)) return undefined;
    if (STATIC_TYPES.has(value.name)) return { kind: 'model', value: value.made ? value : (value.args[0] ?? UNKNOWN) };
    if (value.name === 'Model') return { kind: 'record', value: value.args[0] ?? UNKNOWN };
    return undefined;
  }
  if (value.kind === 'shape') return isRecordType(world, value) ? { kind: 'record', value } : undefined;
  if (value.kind !== 'class' && value.kind !== 'instance') return undefined;
  const self = value.kind === 'class' ? ({ kind: 'instance', of: value.of, args: [] } as const) : value;
  const base = lineageOf(world.ev, self).at(-1);
  if (base?.kind !== 'library' || !isFamily(base.value) || base.value.name !== 'Model') return undefined;
  return { kind: value.kind === 'class' ? 'model' : 'record', value };
}

/** `interface LoafRow extends Model<…>`, not another library's document. */
function isRecordType(world: World, shape: Extract<Value, { readonly kind: 'shape' }>, depth = 0): boolean {
  return shape.bases.some((base) => {
    const value = world.type(base, shape.scope);
    return value.kind === 'external'
      ? isFamily(value)
      : value.kind === 'shape' && depth < 6 && isRecordType(world, value, depth + 1);
  });
}

function modelAccesses(known: Known, chain: Chain, link: Link, ops: readonly AccessKind[]): Finding | undefined {
  const { world, models } = known;
  const { scope } = chain;
  const handles = handlesOf(world, link, scope).filter(
    (one) =>
      (one.kind === 'model' && !RECORD_ONLY.has(link.name)) ||
      (one.kind === 'record' && !STATIC_ONLY.test(link.name)) ||
      isStaticThis(one, scope),
  );
  if (handles.length === 0) return byConvention(known, link, scope, ops);
  const accesses: Access[] = [];
  let isKnown = false;
  for (const { value } of handles) {
    const model = models.of(value);
    if (model === undefined) continue;
    isKnown = true;
    accesses.push(...operate(known, chain, link, model, value, ops));
  }
  if (isKnown) return { accesses };
  return { accesses: [], unresolved: { line: link.line, reason: reasonFor(handles[0]?.value ?? UNKNOWN) } };
}

/** A static of a base class, read for a subclass. */
function isStaticThis(handle: Handle, scope: Scope): boolean {
  return handle.kind === 'record' && scope.self === handle.value;
}

function reasonFor(value: Value): string {
  if (value.kind === 'text') return 'no model of that name';
  if (value.kind === 'instance' || value.kind === 'class') return 'the class is no model';
  return 'the model is not known';
}

function operate(
  known: Known,
  chain: Chain,
  link: Link,
  model: Model,
  value: Value,
  ops: readonly AccessKind[],
): Access[] {
  const { world } = known;
  const { line } = link;
  const accesses: Access[] = ops.map((op) => ({ table: model.table, op, line }));
  const op = ops[0] ?? 'read';
  if (op !== 'read' && op !== 'write') return accesses;
  const place = { path: chain.file.path, line, op };
  for (const arg of link.args) {
    if (op === 'write' && !/^(?:create|bulkCreate|save)$/.test(link.name)) continue;
    accesses.push(...includedBy(known, model, world.value(arg, chain.scope), place));
  }
  if (op === 'read' && link.name !== 'reload') {
    for (const applied of appliedScopes(known, model, value))
      accesses.push(...includedBy(known, model, applied, place));
  }
  return accesses;
}

/** `models.Order.findAll()` where nobody types `models`: the name is a model's. */
function byConvention(known: Known, link: Link, scope: Scope, ops: readonly AccessKind[]): Finding | undefined {
  if (link.receiver === undefined || RECORD_ONLY.has(link.name)) return undefined;
  const { world, models } = known;
  const model = conventionalModel(world, models, link.receiver, scope, world.value(link.receiver, scope));
  if (model === undefined) return undefined;
  return { accesses: ops.map((op) => ({ table: model.table, op, confidence: 'convention', line: link.line })) };
}

/** `order.getLines()`, declared (`HasManyGetAssociationsMixin<Line>`) or only known by the association. */
function mixinAccesses(known: Known, chain: Chain, link: Link, isName: boolean): Finding | undefined {
  const { world, models, associations } = known;
  const { scope } = chain;
  if (!isName && !mayBeDeclared(chain)) return undefined;
  for (const handle of handlesOf(world, link, scope)) {
    if (handle.kind === 'mixin') return declaredMixin(known, link, scope, handle.value);
    if (handle.kind !== 'record') continue;
    const model = models.of(handle.value);
    const mixin = model && associations.mixin(model, link.name);
    if (mixin) return { accesses: mixed(mixin.verb, mixin.association, link.line) };
  }
  return undefined;
}

/** Only where the file knows Sequelize's records at all; keeps every other `getX()` of a repository cheap. */
function mayBeDeclared(chain: Chain): boolean {
  return chain.links.some((link) => MIXIN.test(link.name));
}

function declaredMixin(
  { world, models, associations }: Known,
  link: Link,
  scope: Scope,
  value: Value,
): Finding | undefined {
  const receiver = link.receiver && world.value(link.receiver, scope);
  const model = receiver && models.of(receiver);
  const known = model && associations.mixin(model, link.name);
  if (known) return { accesses: mixed(known.verb, known.association, link.line) };
  if (value.kind !== 'external') return undefined;
  const verb = /(?:Get|Set|Add|Create|Count|Has|Remove)(?=Association)/.exec(value.name)?.[0]?.toLowerCase() as
    | MixinVerb
    | undefined;
  const target = value.args[0] && models.of(value.args[0]);
  if (verb === undefined || target === undefined) {
    return { accesses: [], unresolved: { line: link.line, reason: 'the association is not known' } };
  }
  const op: AccessKind = verb === 'get' || verb === 'count' || verb === 'has' ? 'read' : 'write';
  const isOfSource = value.name.startsWith('BelongsToSet') && model !== undefined;
  return { accesses: [{ table: isOfSource ? model.table : target.table, op, line: link.line }] };
}

/** `order.$get('lines')`. */
function dollarAccesses(known: Known, chain: Chain, link: Link): Finding | undefined {
  const { world, models, associations } = known;
  const verb = DOLLAR.exec(link.name)?.[1] as MixinVerb;
  const records = handlesOf(world, link, chain.scope).filter((one) => one.kind === 'record');
  if (records.length === 0) return undefined;
  const alias = world.constant(link.args[0], chain.scope);
  const accesses: Access[] = [];
  for (const { value } of records) {
    const model = models.of(value);
    const association =
      model && alias !== undefined ? associationNamed(associations.of(model), alias, verb) : undefined;
    if (association) {
      accesses.push(...mixed(verb, association, link.line));
      if (verb === 'get') accesses.push(...includedWith(known, chain, link, association.target));
    }
  }
  if (accesses.length > 0) return { accesses };
  return {
    accesses: [],
    unresolved: {
      line: link.line,
      reason: alias === undefined ? 'association named by a value' : 'the association is not known',
    },
  };
}

/** `$add('line')` and `$add('lines')` mean the same association. */
function associationNamed(
  own: ReadonlyMap<string, Association>,
  alias: string,
  verb: MixinVerb,
): Association | undefined {
  return own.get(alias) ?? (verb === 'get' ? undefined : own.get(sequelizePlural(alias)));
}

/** Options of a `get`: includes, and the scope of the related model. */
function includedWith(known: Known, chain: Chain, link: Link, target: Model): Access[] {
  const place = { path: chain.file.path, line: link.line, op: 'read' } as const;
  return link.args.slice(1).flatMap((arg) => includedBy(known, target, known.world.value(arg, chain.scope), place));
}

/** Tables that a method of an association touches, by what holds the foreign key. */
function mixed(verb: MixinVerb, association: Association, line: number): Access[] {
  const { kind, source, target } = association;
  const between = throughTable(association);
  const one = (table: TableName, op: AccessKind): Access => ({ table, op, line });
  const junction = (op: AccessKind) => (between ? [one(between, op)] : []);
  switch (verb) {
    case 'get':
    case 'count':
    case 'has':
      return [one(target.table, 'read'), ...junction('read').map((access) => ({ ...access, joined: true as const }))];
    case 'create':
      return [one(target.table, 'write'), ...(kind === 'belongsTo' ? [one(source.table, 'write')] : junction('write'))];
    case 'remove':
      return kind === 'belongsToMany' ? junction('delete') : [one(target.table, 'write')];
    case 'set':
      if (kind === 'belongsTo') return [one(source.table, 'write')];
      return kind === 'belongsToMany'
        ? [...junction('read'), ...junction('write'), ...junction('delete')]
        : [one(target.table, 'write')];
    case 'add':
      return kind === 'belongsToMany' ? junction('write') : [one(target.table, 'write')];
  }
}

/** `sequelize.query('SELECT …')`, `sequelize.query({ query: '…', values })`. */
function rawAccesses(known: Known, link: Link, scope: Scope): Finding | undefined {
  const { world } = known;
  const [first] = link.args;
  if (first === undefined) return undefined;
  const value = world.value(first, scope);
  const text = value.kind === 'object' ? world.member(value, 'query') : value;
  const line = first.kind === 'template' ? first.line : link.line;
  const found = world.sqlFinding(text, { line, hole: (hole) => tableHole(known, hole) });
  return found ?? { accesses: [], unresolved: { line: link.line, reason: 'the SQL is not known' } };
}

/** `${Order.tableName}`, `${Order.getTableName()}` in SQL. */
function tableHole({ world, models }: Known, { expr, scope }: Thunk): string | undefined {
  const inner = bare(expr);
  const member = inner.kind === 'call' ? bare(inner.callee) : inner;
  if (member.kind !== 'member' || !/^(?:tableName|getTableName)$/.test(member.name)) return undefined;
  const model = models.of(world.value(member.object, scope));
  return model && `"${model.table.name}"`;
}

/** `literal('(SELECT count(*) FROM …)')`: sub-selects only, the rest are columns and orders. */
function literalAccesses(world: World, link: Link, scope: Scope): Finding | undefined {
  const [first] = link.args;
  if (first === undefined || link.expr.kind === 'tagged' || !isLiteral(world, link, scope)) return undefined;
  const value = world.value(first, scope);
  if (value.kind !== 'text' || !/\bselect\b/i.test(value.texts.join(' '))) return { accesses: [] };
  const [head = '', ...rest] = value.texts;
  const line = first.kind === 'template' ? first.line : link.line;
  const select: Value = { ...value, texts: [`SELECT ${head}`, ...rest] };
  const found = world.sqlFinding(select, { line });
  return found && { ...found, accesses: found.accesses.map((access) => ({ ...access, joined: true })) };
}

function isLiteral(world: World, link: Link, scope: Scope): boolean {
  if (link.expr.kind === 'tagged') return false;
  return alternatives(calleeOf(world.ev, link.expr, scope)).some(
    (callee) => (callee.kind === 'import' && isFamily(callee)) || (callee.kind === 'part' && isFamily(callee.object)),
  );
}

function interfaceAccess(world: World, link: Link, scope: Scope): Finding | undefined {
  const op = TABLE_CALLS[link.name];
  if (op === undefined || link.receiver === undefined || !isQueryInterface(world, link, scope)) return undefined;
  const first = link.args[link.name === 'rawSelect' ? 1 : 0] ?? link.args[0];
  const value = first && world.value(first, scope);
  const name = value && (constantOf(value) ?? constantOf(world.member(value, 'tableName')));
  if (name === undefined || link.name === 'rawSelect') return undefined;
  const schema = value?.kind === 'object' ? constantOf(world.member(value, 'schema')) : undefined;
  return { accesses: [{ table: { name, ...(schema === undefined ? {} : { schema }) }, op, line: link.line }] };
}

/** Typed as one, got from a connection, or an untyped parameter called so (migrations in plain JavaScript). */
function isQueryInterface(world: World, link: Link, scope: Scope): boolean {
  const value = link.receiver ? world.value(link.receiver, scope) : UNKNOWN;
  if (alternatives(value).some((one) => isFamily(one) && one.name === 'QueryInterface')) return true;
  const { receiver } = link;
  return isOpenValue(value) && receiver?.kind === 'name' && receiver.name.replace(/#\d+$/, '') === 'queryInterface';
}
