/** MikroORM's handles as data: managers, repositories, query builders, collections and references. */
import type { LibraryCall, LibraryKnowledge, LibraryType, TypeRule, Value } from '../../program/index.js';
import { callFunction, constantOf, entityOf, evaluate, lineageOf, memberOf, UNKNOWN } from '../../program/index.js';
import { MEDUSA_AMBIENT, MEDUSA_FUNCTIONS, MEDUSA_TYPES } from './medusa-library.js';

const DRIVERS = [
  'core',
  'knex',
  'sql',
  'postgresql',
  'mysql',
  'mariadb',
  'sqlite',
  'better-sqlite',
  'libsql',
  'mssql',
  'oracledb',
  'mongodb',
  'nestjs',
  'decorators',
  'migrations',
  'seeder',
  'reflection',
  'entity-generator',
]; // prettier-ignore
const PACKAGES: readonly string[] = [...DRIVERS.map((name) => `@mikro-orm/${name}`), 'mikro-orm', 'nestjs-mikro-orm'];

export function isMikro(value: Value): value is Value & { kind: 'external' | 'import' } {
  return (value.kind === 'external' || value.kind === 'import') && isMikroPackage(value.package);
}

export function isMikroPackage(name: string): boolean {
  return name.startsWith('@mikro-orm/') || name === 'mikro-orm' || name === 'nestjs-mikro-orm';
}

/** Entity that the first argument names, whether given as class, schema, name or record. */
function named({ ev, expr, scope }: LibraryCall): Value {
  const first = expr.args[0];
  return first === undefined ? UNKNOWN : entityOf(evaluate(ev, first, scope));
}

/** Entity of the repository or builder, also through an own class below it. */
function own({ ev, receiver }: LibraryCall): Value {
  const base = receiver.kind === 'instance' ? lineageOf(ev, receiver).at(-1) : undefined;
  const handle = base?.kind === 'library' ? base.value : receiver;
  return handle.kind === 'external' ? (handle.args[0] ?? UNKNOWN) : UNKNOWN;
}
type Pick = (call: LibraryCall) => Value;
const list =
  (pick: Pick) =>
  (call: LibraryCall): Value => ({ kind: 'array', element: pick(call) });
const counted =
  (pick: Pick) =>
  (call: LibraryCall): Value => {
    const all: Value = { kind: 'array', element: pick(call) };
    return { kind: 'array', element: all, items: [all, { kind: 'external', package: '', name: 'number', args: [] }] };
  };
const page =
  (pick: Pick) =>
  (call: LibraryCall): Value => ({ kind: 'record', element: { kind: 'array', element: pick(call) } });

const finders = (pick: Pick): Readonly<Record<string, TypeRule>> => ({
  find: list(pick),
  findAll: list(pick),
  findOne: pick,
  findOneOrFail: pick,
  findAndCount: counted(pick),
  findByCursor: page(pick),
  upsert: pick,
  upsertMany: list(pick),
  create: pick,
  getReference: pick,
  map: pick,
  merge: pick,
  populate: given,
  refresh: given,
  assign: given,
});

/** The record handed over. */
function given({ ev, expr, scope }: LibraryCall): Value {
  return expr.args[0] ? evaluate(ev, expr.args[0], scope) : UNKNOWN;
}

const knex = (): Value => ({ kind: 'external', package: 'knex', name: 'Knex', args: [] });

const MANAGER: LibraryType = {
  members: { global: 'EntityManager' },
  returns: {
    ...finders(named),
    getRepository: 'EntityRepository<@0>',
    repo: 'EntityRepository<@0>',
    fork: 'EntityManager',
    getContext: 'EntityManager',
    createQueryBuilder: 'QueryBuilder<@0>',
    qb: 'QueryBuilder<@0>',
    transactional: transactionResult,
    getConnection: 'Connection',
    getDriver: 'Connection',
    getKnex: knex,
    persist: 'this',
    remove: 'this',
  },
  callbacks: { transactional: ['EntityManager'] },
};

function transactionResult({ ev, expr, scope }: LibraryCall): Value | undefined {
  const first = expr.args[0] && evaluate(ev, expr.args[0], scope);
  return first?.kind === 'function' ? callFunction(ev, first, undefined, undefined) : undefined;
}

/** `Loaded<Order, 'lines'>`, `Ref<Order>`: what the entity has. */
const TRANSPARENT: LibraryType = {
  memberNamed: (ev, receiver, name) => {
    if (receiver.kind !== 'external' || receiver.args[0] === undefined) return undefined;
    if (name === '$' || name === 'entity') return receiver.args[0];
    const found = memberOf(ev, receiver.args[0], name);
    return found.kind === 'unknown' || found.kind === 'part' ? undefined : found;
  },
  returns: { load: '$0', loadOrFail: '$0', unwrap: '$0', getEntity: '$0', get: '$0', toReference: 'this' },
};
const TRANSPARENT_NAMES = [
  'Loaded',
  'Ref',
  'Reference',
  'LazyRef',
  'IdentifiedReference',
  'ScalarReference',
  'Rel',
  'EntityDTO',
  'RequiredEntityData',
  'MergeLoaded',
  'New',
  'Opt',
  'InferEntity',
] as const; // prettier-ignore

const COLLECTION: LibraryType = {
  members: { $: 'Collection<$0>' },
  returns: {
    getItems: '$0[]',
    loadItems: '$0[]',
    matching: '$0[]',
    toArray: '$0[]',
    init: 'this',
    load: 'this',
    find: '$0',
    filter: '$0[]',
    slice: '$0[]',
  },
};

const BUILDER: LibraryType = {
  returns: {
    getResult: '$0[]',
    getResultList: '$0[]',
    getSingleResult: '$0',
    getResultAndCount: counted(own),
    execute: '?',
    getCount: 'number',
    getQuery: 'string',
    getKnexQuery: knex,
    getKnex: knex,
    '*': 'this',
  },
  callbacks: {},
};

/** `defineEntity({ name })`, `new EntitySchema({ name | class })`: the schema under its name. */
function schema({ ev, expr, scope }: LibraryCall): Value | undefined {
  const first = expr.args[0] && evaluate(ev, expr.args[0], scope);
  if (first === undefined) return undefined;
  const of = memberOf(ev, first, 'class');
  const name = memberOf(ev, first, 'name');
  const byName: Value = { kind: 'external', package: '@mikro-orm/core', name: 'SchemaRecord', args: [name] };
  const isNamed = constantOf(name) !== undefined;
  const entity: Value = of.kind === 'class' ? { kind: 'instance', of: of.of, args: [] } : isNamed ? byName : UNKNOWN;
  return { kind: 'external', package: '@mikro-orm/core', name: 'EntitySchema', args: [entity], made: { expr, scope } };
}

export const MIKRO_ORM: LibraryKnowledge = {
  packages: [...PACKAGES, ...Object.keys(MEDUSA_AMBIENT)],
  ambient: MEDUSA_AMBIENT,
  types: {
    MikroORM: { members: { em: 'EntityManager' }, returns: {} },
    EntityManager: MANAGER,
    SqlEntityManager: { extends: 'EntityManager' },
    MongoEntityManager: { extends: 'EntityManager' },
    EntityRepository: {
      members: { em: 'EntityManager', _em: 'EntityManager' },
      returns: {
        ...finders(own),
        getEntityManager: 'EntityManager',
        createQueryBuilder: 'QueryBuilder<$0>',
        qb: 'QueryBuilder<$0>',
        getKnex: knex,
        persist: 'EntityManager',
        remove: 'EntityManager',
      },
    },
    SqlEntityRepository: { extends: 'EntityRepository' },
    MongoEntityRepository: { extends: 'EntityRepository' },
    BaseEntity: { returns: { assign: 'this', init: 'this', populate: 'this', toReference: 'this' } },
    QueryBuilder: BUILDER,
    SelectQueryBuilder: BUILDER,
    Collection: COLLECTION,
    Migration: { returns: { getKnex: knex } },
    Connection: { returns: { getConnection: 'this' } },
    ...MEDUSA_TYPES,
    ...Object.fromEntries(TRANSPARENT_NAMES.map((name) => [name, TRANSPARENT])),
  },
  functions: {
    'MikroORM.init': 'MikroORM',
    'MikroORM.initSync': 'MikroORM',
    defineEntity: schema,
    'new EntitySchema': schema,
    ref: '#0',
    wrap: '#0',
    rel: '#1',
    ...MEDUSA_FUNCTIONS,
  },
  callbacks: {},
};
