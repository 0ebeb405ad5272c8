/** TypeORM's handles as data: what gives a repository, a manager, a query builder, and of which entity. */

import type { LibraryCall, LibraryKnowledge, LibraryType, Value } from '../../program/index.js';
import { entityOf, evaluate, external, typeOf, UNKNOWN } from '../../program/index.js';

const REPOSITORY_RESULTS = {
  find: '$0[]',
  findBy: '$0[]',
  findByIds: '$0[]',
  findOne: '$0',
  findOneBy: '$0',
  findOneById: '$0',
  findOneOrFail: '$0',
  findOneByOrFail: '$0',
  findAndCount: counted,
  findAndCountBy: counted,
  findRoots: '$0[]',
  findTrees: '$0[]',
  findDescendants: '$0[]',
  findAncestors: '$0[]',
  findDescendantsTree: '$0',
  findAncestorsTree: '$0',
  create: '$0',
  merge: '$0',
  preload: '$0',
  save: savedValue,
  remove: savedValue,
  softRemove: savedValue,
  recover: savedValue,
  createQueryBuilder: 'SelectQueryBuilder<$0>',
  extend: extended,
} as const;

/** Manager and data source: the entity comes first. */
const MANAGER_RESULTS = {
  getRepository: repositoryOf,
  getTreeRepository: 'TreeRepository<@0>',
  getMongoRepository: 'MongoRepository<@0>',
  getCustomRepository: '@0',
  getMetadata: 'EntityMetadata<@0>',
  withRepository: '#0',
  createQueryBuilder: 'SelectQueryBuilder<@0>',
  createQueryRunner: 'QueryRunner',
  createEntityManager: 'EntityManager',
  transaction: '^0 | ^1',
  find: '@0[]',
  findBy: '@0[]',
  findByIds: '@0[]',
  findOne: '@0',
  findOneBy: '@0',
  findOneById: '@0',
  findOneOrFail: '@0',
  findOneByOrFail: '@0',
  create: '@0',
  preload: '@0',
  save: '#0',
  connect: 'DataSource',
  initialize: 'DataSource',
} as const;

const BUILDER: LibraryType = {
  members: { connection: 'DataSource', dataSource: 'DataSource' },
  returns: {
    getOne: '$0',
    getOneOrFail: '$0',
    getMany: '$0[]',
    getManyAndCount: counted,
    getRawOne: '?',
    getRawMany: '?',
    getRawAndEntities: '?',
    getCount: 'number',
    getExists: 'boolean',
    getQuery: 'string',
    getSql: 'string',
    execute: '?',
    stream: '?',
    '*': 'this',
  },
  callbacks: { '*': ['SelectQueryBuilder<?>'] },
};

const TRANSACTION = { transaction: ['EntityManager'] } as const;

export const TYPEORM: LibraryKnowledge = {
  packages: [
    'typeorm',
    '@nestjs/typeorm',
    '@midwayjs/typeorm',
    'typeorm-transactional',
    'typeorm-transactional-cls-hooked',
    'typeorm-typedi-extensions',
  ],
  types: {
    DataSource: { members: { manager: 'EntityManager' }, returns: MANAGER_RESULTS, callbacks: TRANSACTION },
    Connection: { extends: 'DataSource' },
    // Midway's, by the name of a data source.
    TypeORMDataSourceManager: { returns: { getDataSource: () => external('DataSource', [], 'typeorm') } },
    EntityManager: {
      members: { queryRunner: 'QueryRunner', connection: 'DataSource', dataSource: 'DataSource' },
      returns: MANAGER_RESULTS,
      callbacks: TRANSACTION,
    },
    MongoEntityManager: { extends: 'EntityManager' },
    QueryRunner: { members: { manager: 'EntityManager', connection: 'DataSource', dataSource: 'DataSource' } },
    Repository: {
      members: { manager: 'EntityManager', metadata: 'EntityMetadata<$0>' },
      returns: REPOSITORY_RESULTS,
    },
    TreeRepository: { extends: 'Repository' },
    MongoRepository: { extends: 'Repository' },
    AbstractRepository: {
      members: { manager: 'EntityManager', repository: 'Repository<$0>', treeRepository: 'TreeRepository<$0>' },
      returns: {
        createQueryBuilder: 'SelectQueryBuilder<$0>',
        createQueryBuilderFor: 'SelectQueryBuilder<@0>',
        getRepositoryFor: 'Repository<@0>',
      },
    },
    'BaseEntity.static': {
      returns: {
        find: 'this[]',
        findBy: 'this[]',
        findByIds: 'this[]',
        findOne: 'this',
        findOneBy: 'this',
        findOneById: 'this',
        findOneOrFail: 'this',
        findOneByOrFail: 'this',
        create: 'this',
        merge: 'this',
        preload: 'this',
        save: '#0',
        getRepository: 'Repository<this>',
        createQueryBuilder: 'SelectQueryBuilder<this>',
      },
    },
    BaseEntity: { returns: { save: 'this', remove: 'this', softRemove: 'this', recover: 'this' } },
    SelectQueryBuilder: BUILDER,
    QueryBuilder: { extends: 'SelectQueryBuilder' },
    InsertQueryBuilder: { extends: 'SelectQueryBuilder' },
    UpdateQueryBuilder: { extends: 'SelectQueryBuilder' },
    DeleteQueryBuilder: { extends: 'SelectQueryBuilder' },
    SoftDeleteQueryBuilder: { extends: 'SelectQueryBuilder' },
    RelationQueryBuilder: { extends: 'SelectQueryBuilder' },
    WhereExpressionBuilder: { extends: 'SelectQueryBuilder' },
    InsertEvent: {
      members: { manager: 'EntityManager', entity: '$0', connection: 'DataSource', queryRunner: 'QueryRunner' },
    },
    UpdateEvent: { extends: 'InsertEvent' },
    RemoveEvent: { extends: 'InsertEvent' },
    SoftRemoveEvent: { extends: 'InsertEvent' },
    LoadEvent: { extends: 'InsertEvent' },
  },
  functions: {
    getRepository: 'Repository<@0>',
    getTreeRepository: 'TreeRepository<@0>',
    getMongoRepository: 'MongoRepository<@0>',
    getCustomRepository: '@0',
    getMetadata: 'EntityMetadata<@0>',
    getManager: 'EntityManager',
    getMongoManager: 'MongoEntityManager',
    getConnection: 'Connection',
    createConnection: 'Connection',
    createQueryBuilder: 'SelectQueryBuilder<@0>',
    'new Repository': 'Repository<@0>',
    'new TreeRepository': 'TreeRepository<@0>',
    runInTransaction: '^0',
  },
  callbacks: {},
};

/** `[entities, count]`. */
function counted({ receiver, expr, ev, scope }: LibraryCall): Value {
  const args = receiver.kind === 'external' ? receiver.args : [];
  const first = expr.args[0];
  const element = args[0] ?? (first ? evaluate(ev, first, scope) : UNKNOWN);
  const list: Value = { kind: 'array', element };
  return { kind: 'array', element: list, items: [list, { kind: 'external', package: '', name: 'number', args: [] }] };
}

/** `save(x)` gives x back, typed as the repository's entity when x is a plain object. */
/** `getRepository(Order)`; with `getRepository<Order>(loaded)` the type says what a class known to a run alone is. */
function repositoryOf({ expr, ev, scope }: LibraryCall): Value {
  const given = expr.args[0] ? entityOf(evaluate(ev, expr.args[0], scope)) : UNKNOWN;
  const declared = expr.typeArgs?.[0] && typeOf(ev, expr.typeArgs[0], scope);
  const isOpaque = given.kind === 'unknown' || given.kind === 'part' || given.kind === 'made';
  const entity = isOpaque && declared?.kind === 'instance' ? declared : given;
  return { kind: 'external', package: 'typeorm', name: 'Repository', args: [entity], made: { expr, scope } };
}

function savedValue({ receiver, expr, ev, scope }: LibraryCall): Value {
  const given = expr.args[0] ? evaluate(ev, expr.args[0], scope) : UNKNOWN;
  if (given.kind === 'instance' || given.kind === 'array') return given;
  return receiver.kind === 'external' ? (receiver.args[0] ?? given) : given;
}

/** `repository.extend({ … })`: the object's methods beside the repository's. */
function extended({ receiver, expr, ev, scope }: LibraryCall): Value | undefined {
  const first = expr.args[0];
  if (first === undefined) return undefined;
  return { kind: 'both', of: [evaluate(ev, first, scope), receiver] };
}
