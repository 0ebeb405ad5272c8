/**
 * LoopBack 4: models, CRUD repositories and what inherits them, relation repositories, included relations, SQL given to
 * `execute`, transactions begun on a repository. Models are in `./loopback/models.ts`.
 */
import type { AccessKind } from '../../model/index.js';
import {
  alternatives,
  type Chain,
  calleeOf,
  constantOf,
  constructorArguments,
  type LibraryType,
  type Link,
  lineageOf,
  type Value,
  type ValueOf,
} from '../program/index.js';
import type { Access, Dialect, Finding, Opening, Reading } from './dialect.js';
import { declarations, isRepositoryType, type Model, type ModelIndex, PACKAGE, readModels } from './loopback/models.js';
import { sqlAccesses } from './sql/raw.js';
import type { World } from './world.js';

const OPERATIONS: ReadonlyMap<string, AccessKind> = new Map<string, AccessKind>([
  ...'find findOne findById count exists get findAll countAll findOneIncludeSoftDelete findByIdIncludeSoftDelete'
    .split(' ')
    .map((name): [string, AccessKind] => [name, 'read']),
  ...'create createAll save update updateAll updateById replaceById patch link undoSoftDeleteById undoSoftDeleteAll'
    .split(' ')
    .map((name): [string, AccessKind] => [name, 'write']),
  ...'delete deleteAll deleteById deleteHard deleteAllHard deleteByIdHard unlink unlinkAll'
    .split(' ')
    .map((name): [string, AccessKind] => [name, 'delete']),
]);

const REPOSITORY: LibraryType = {
  members: { dataSource: 'DataSource' },
  returns: {
    find: '$0[]',
    findOne: '$0',
    findById: '$0',
    get: '$0',
    create: '$0',
    createAll: '$0[]',
    beginTransaction: 'Transaction',
    '()': 'RelationRepository<$0>',
  },
};
/** Typed repositories of a relation, and the functions that give them for one record. */
const RELATED = ['HasManyRepository', 'HasOneRepository', 'HasManyThroughRepository', 'ReferencesManyRepository'];
const REPOSITORIES =
  'DefaultCrudRepository DefaultTransactionalRepository DefaultKeyValueRepository CrudRepository EntityCrudRepository TransactionalEntityRepository'.split(
    ' ',
  );
const FACTORIES = RELATED.map((name) => `${name}Factory`);
const HANDLES = new Set([...REPOSITORIES, ...RELATED, 'RelationRepository']);
const CONNECTION: LibraryType = { returns: { beginTransaction: 'Transaction' } };

export const loopback: Dialect = {
  id: 'loopback',
  title: 'LoopBack 4',
  docs: 'Models and their connector settings, CRUD and relation repositories, include, execute, transactions.',
  packages: [PACKAGE, '@loopback/core'],
  types: {
    ...Object.fromEntries([...HANDLES, ...FACTORIES].map((name) => [name, REPOSITORY])),
    DataSource: CONNECTION,
    'juggler.DataSource': CONNECTION,
    Getter: { returns: { '()': '$0' } },
  },
  functions: {},
  methods: [...OPERATIONS.keys(), 'execute', 'beginTransaction'],
  declaringCalls: ['bind'],
  read(world): Reading {
    const models = readModels(world);
    return {
      ...declarations(world, models),
      access: (chain) => chainAccesses(world, models, chain),
      opening: (chain) => openingOf(world, models, chain),
    };
  },
};

function chainAccesses(world: World, models: ModelIndex, chain: Chain): Finding | undefined {
  const found = chain.links.flatMap((link) => linkAccesses(world, models, chain, link) ?? []);
  if (found.length === 0) return undefined;
  const unresolved = found.find((one) => one.unresolved)?.unresolved;
  return { accesses: found.flatMap((one) => one.accesses), ...(unresolved ? { unresolved } : {}) };
}

function linkAccesses(world: World, models: ModelIndex, chain: Chain, link: Link): Finding | undefined {
  if (link.expr.kind === 'tagged' || link.receiver === undefined) return undefined;
  const op = OPERATIONS.get(link.name);
  if (op === undefined && link.name !== 'execute') return undefined;
  for (const owner of ownersOf(world, chain, link)) {
    const handle = handleOf(world, models, owner);
    if (!handle) continue;
    if (op === undefined) {
      const found = sqlAccesses(world, chain, link);
      return found ?? { accesses: [], unresolved: { line: link.line, reason: 'the SQL is not known' } };
    }
    if (!handle.isRepository) continue;
    const model = handle.entity && models.of(handle.entity);
    if (!model) return { accesses: [], unresolved: { line: link.line, reason: 'the model is given by a type' } };
    return { accesses: [{ table: model.table, op, line: link.line }, ...included(world, models, model, chain, link)] };
  }
  return undefined;
}

function ownersOf(world: World, chain: Chain, link: Link): readonly Value[] {
  if (link.expr.kind === 'tagged') return [];
  return alternatives(calleeOf(world.ev, link.expr, chain.scope)).flatMap((callee) =>
    callee.kind === 'part' ? alternatives(callee.object) : [],
  );
}

type Handle = { readonly isRepository: boolean; readonly entity: Value | undefined };

/** A repository, by type or by what its class inherits, and its entity; a data source has none. */
function handleOf(world: World, models: ModelIndex, value: Value): Handle | undefined {
  const base = value.kind === 'instance' ? lineageOf(world.ev, value).at(-1) : undefined;
  const library = base?.kind === 'library' ? base.value : value;
  if (library.kind !== 'external') return undefined;
  const isOurs = library.package === PACKAGE;
  if (isOurs && /(?:^|\.)DataSource$/.test(library.name)) return { isRepository: false, entity: undefined };
  if (isOurs ? !HANDLES.has(library.name) : !isRepositoryType(library)) return undefined;
  const entity = entityOf(world, models, library, value);
  // Of another package's repository we know only what it is given: one of our models, or whatever a class below says.
  const isModel = entity !== undefined && (models.of(entity) !== undefined || entity.kind === 'param');
  return isOurs || (isModel && models.all.length > 0) ? { isRepository: true, entity } : undefined;
}

/** The entity that a repository's type names, or that its constructor is given: `super(Order, source)`. */
function entityOf(world: World, models: ModelIndex, { args }: ValueOf<'external'>, value: Value): Value | undefined {
  const [entity] = args;
  if (entity?.kind === 'instance' && models.of(entity)) return entity;
  // `super(model, source)` of a generic base class says it for each class below.
  const given = value.kind === 'instance' ? constructorArguments(world.ev, value, 'library') : undefined;
  const model = given?.exprs[0] && world.value(given.exprs[0], given.scope);
  return model && models.of(model) ? model : (entity ?? model);
}

/** `{ include: [{ relation: 'lines', scope: { include: ['loaf'] } }] }`, in any argument. */
function included(world: World, models: ModelIndex, model: Model, chain: Chain, link: Link): Access[] {
  const found: Access[] = [];
  const open = link.args.map((arg) => ({ filter: world.value(arg, chain.scope), model }));
  for (let steps = 0; open.length > 0 && steps < 200; steps++) {
    const { filter, model: from } = open.pop() as (typeof open)[number];
    if (filter.kind !== 'object') continue;
    const list = world.member(filter, 'include');
    for (const item of list.kind === 'array' ? (list.items ?? []) : []) {
      const name = constantOf(item) ?? constantOf(world.member(item, 'relation'));
      const relation = name === undefined ? undefined : models.relation(from, name);
      if (!relation) continue;
      for (const one of [relation.target, relation.through]) {
        if (one) found.push({ table: one.table, op: 'read', line: link.line, joined: true, note: 'include' });
      }
      if (item.kind === 'object') open.push({ filter: world.member(item, 'scope'), model: relation.target });
    }
  }
  return found;
}

/** `const tx = await repository.beginTransaction(…)` until `commit`; calls are given `{ transaction: tx }`. */
function openingOf(world: World, models: ModelIndex, chain: Chain): Opening | undefined {
  for (const link of chain.links) {
    if (link.name !== 'beginTransaction') continue;
    if (ownersOf(world, chain, link).some((owner) => handleOf(world, models, owner) !== undefined)) {
      return { mechanism: 'loopback.transaction', membership: 'region', line: link.line };
    }
  }
  return undefined;
}
