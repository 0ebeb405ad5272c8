/**
 * Bookshelf. Models are known by value: a call of the library on a model, a row, a collection or a relation acts on that
 * model's table, whatever it is named; `withRelated` and `load` read the relations' tables. Queries built with Knex
 * inside `query(…)` are read by the Knex dialect.
 */
import type { AccessKind } from '../../model/index.js';
import { alternatives, type Chain, calleeOf, constantOf, type Link, type Value } from '../program/index.js';
import { BOOKSHELF_LIBRARY, PACKAGE } from './bookshelf/library.js';
import { type Model, type ModelIndex, type Relation, readModels, type Subject } from './bookshelf/models.js';
import { declarations } from './bookshelf/tables.js';
import type { Access, Dialect, Finding, Opening, Reading, TableName } from './dialect.js';
import { parseTableName } from './sql/table-names.js';
import type { World } from './world.js';

const OPERATIONS: ReadonlyMap<string, readonly AccessKind[]> = new Map<string, readonly AccessKind[]>([
  ...'fetch fetchAll fetchPage fetchOne refresh count findAll findById findOne pluck'
    .split(' ')
    .map((name) => [name, ['read']] as const),
  ...'save create update upsert insert'.split(' ').map((name) => [name, ['write']] as const),
  ['findOrCreate', ['read', 'write']],
  ['destroy', ['delete']],
  ['destroyAll', ['delete']],
]);
/** On collections these look at what is loaded. */
const IN_MEMORY = new Set(['update', 'insert', 'findOne', 'findAll', 'pluck']);
const PIVOTS: ReadonlyMap<string, AccessKind> = new Map([
  ['attach', 'write'],
  ['updatePivot', 'write'],
  ['detach', 'delete'],
]);
const JOINS = /join$/i;

export const bookshelf: Dialect = {
  ...BOOKSHELF_LIBRARY,
  id: 'bookshelf',
  title: 'Bookshelf',
  docs: 'Models by class, extend and registry, relations with junction tables, fetch and save, withRelated, transactions.',
  methods: [...OPERATIONS.keys(), ...PIVOTS.keys(), 'load', 'invokeThen', 'query', 'transaction'],
  declaringCalls: ['extend', 'model'],
  read(world): Reading {
    const isUsed = [...world.ev.files.values()].some((file) =>
      [...file.imports.values()].some(({ specifier }) => /^bookshelf(?:[-/]|$)/.test(specifier)),
    );
    if (!isUsed) return { tables: [], foreignKeys: [] };
    const index = readModels(world);
    return {
      ...declarations(index),
      access: (chain) => chainAccesses(world, index, chain),
      opening: (chain) => openingOf(world, chain),
    };
  },
};

function chainAccesses(world: World, index: ModelIndex, chain: Chain): Finding | undefined {
  const accesses: Access[] = [];
  let unresolved: Finding['unresolved'];
  let isOurs = false;
  for (const link of chain.links) {
    const receivers = receiversOf(world, chain, link);
    if (receivers.length === 0) continue;
    const subjects = receivers.flatMap((receiver) => [...index.subjects(receiver)]);
    const isCollection = receivers.some((one) => one.kind === 'external' && one.name === 'Collection');
    const found = subjects.flatMap((subject) => operate(world, chain, link, subject, isCollection));
    accesses.push(...found);
    isOurs ||= found.length > 0;
    if (subjects.length === 0 && (OPERATIONS.has(link.name) || PIVOTS.has(link.name)) && !isCollection) {
      unresolved ??= { line: link.line, reason: 'the model is given by a value' };
    }
  }
  return isOurs || unresolved ? { accesses, ...(unresolved ? { unresolved } : {}) } : undefined;
}

/** What a call of the library is made on; nothing when the method is an own one. */
function receiversOf(world: World, chain: Chain, link: Link): Value[] {
  if (link.receiver === undefined || link.expr.kind !== 'call') return [];
  return alternatives(calleeOf(world.ev, link.expr, chain.scope)).flatMap((callee) =>
    callee.kind === 'part' ? alternatives(callee.object).filter((one) => isBookshelf(world, one)) : [],
  );
}

function isBookshelf(world: World, value: Value): boolean {
  if (value.kind === 'external') return value.package === PACKAGE && /^(?:Model|Related|Collection)$/.test(value.name);
  if (value.kind !== 'class' && value.kind !== 'instance') return false;
  const base = world.libraryBase(value.of);
  return base?.kind === 'external' && base.package === PACKAGE;
}

function operate(world: World, chain: Chain, link: Link, subject: Subject, isCollection: boolean): Access[] {
  const { line } = link;
  const [first] = link.args;
  const value = first && world.value(first, chain.scope);
  const text = value && constantOf(value);
  if (link.name === 'load') return value ? graph(modelOf(subject), relationPaths(world, value), line) : [];
  if (link.name === 'query') return queryJoin(world, chain, link);
  if (link.name === 'invokeThen') return act(subject, OPERATIONS.get(text ?? '') ?? [], line);
  const pivot = PIVOTS.get(link.name);
  if (pivot) {
    const table = subject.relation?.kind === 'belongsToMany' ? subject.relation.between : undefined;
    return table ? [{ table, op: pivot, line }] : [];
  }
  if ((isCollection || subject.relation) && IN_MEMORY.has(link.name)) return [];
  const done = act(subject, OPERATIONS.get(link.name) ?? [], line);
  if (done.length === 0) return [];
  return [...done, ...link.args.flatMap((arg) => graph(modelOf(subject), withRelated(world, chain, arg), line))];
}

function modelOf({ model, relation }: Subject): Model {
  return relation?.targets[0] ?? model;
}

/** On a relation: its target, by the junction or the model in between. */
function act({ model, relation }: Subject, ops: readonly AccessKind[], line: number): Access[] {
  if (relation === undefined) return ops.map((op) => ({ table: model.table, op, line }));
  return ops.flatMap((op) => {
    const own = relation.targets.map(({ table }): Access => ({ table, op, line }));
    const isPivotWritten = op === 'write' && relation.kind === 'belongsToMany';
    const { between } = relation;
    if (between === undefined || (op !== 'read' && !isPivotWritten)) return own;
    return [
      ...own,
      isPivotWritten ? { table: between, op, line } : { table: between, op, line, joined: true as const },
    ];
  });
}

/** `fetch({ withRelated: ['oven.bakery', { lines: (qb) => … }] })`. */
function withRelated(world: World, chain: Chain, options: Link['args'][number]): string[][] {
  const given = world.option(options, chain.scope, 'withRelated');
  return given ? relationPaths(world, given) : [];
}

function relationPaths(world: World, value: Value): string[][] {
  return alternatives(value).flatMap((one): string[][] => {
    const text = constantOf(one);
    if (text !== undefined) return [text.split('.')];
    if (one.kind === 'array') {
      const items = one.items ?? alternatives(one.element);
      return items.flatMap((item) => (item.kind === 'array' ? [] : relationPaths(world, item)));
    }
    return one.kind === 'object' ? one.expr.entries.map(({ key }) => key.split('.')) : [];
  });
}

function graph(from: Model, paths: readonly string[][], line: number): Access[] {
  const relations = new Set(paths.flatMap((path) => [...along([from], path)]));
  return [...relations].flatMap(({ targets, between }) =>
    [...targets.map(({ table }) => table), between].flatMap((table: TableName | undefined): Access[] =>
      table ? [{ table, op: 'read', line, joined: true, note: 'withRelated' }] : [],
    ),
  );
}

function along(from: readonly Model[], path: readonly string[]): Set<Relation> {
  const found = new Set<Relation>();
  let models = from;
  for (const name of path) {
    const relations = models.flatMap((model) => model.relations().get(name) ?? []);
    for (const relation of relations) found.add(relation);
    models = relations.flatMap(({ targets }) => targets);
  }
  return found;
}

/** `query('join', 'ovens', …)`; a callback is given a query of Knex. */
function queryJoin(world: World, chain: Chain, link: Link): Access[] {
  const method = world.constant(link.args[0], chain.scope);
  const table = world.constant(link.args[1], chain.scope);
  if (method === undefined || table === undefined || !JOINS.test(method)) return [];
  return [{ table: parseTableName(table), op: 'read', line: link.line, joined: true }];
}

/** `bookshelf.transaction((t) => …)`; members are the calls that are given `{ transacting: t }`. */
function openingOf(world: World, chain: Chain): Opening | undefined {
  for (const link of chain.links) {
    if (link.name !== 'transaction' || link.expr.kind !== 'call') continue;
    const isOurs = alternatives(calleeOf(world.ev, link.expr, chain.scope)).some(
      (callee) =>
        callee.kind === 'part' &&
        callee.object.kind === 'external' &&
        callee.object.package === PACKAGE &&
        callee.object.name !== 'Model',
    );
    const body = link.args
      .flatMap((arg) => alternatives(world.value(arg, chain.scope)))
      .find((value) => value.kind === 'function');
    if (isOurs) {
      const opening = { mechanism: 'bookshelf.transaction', line: link.line } as const;
      return body ? { ...opening, membership: 'handle', body } : { ...opening, membership: 'region' };
    }
  }
  return undefined;
}
