/**
 * Prisma 2 to 7. Tables come from the schema files. Access is `<client>.<model>.<method>(…)`: the accessor must be a
 * model of the schema, and the client a Prisma client or something nothing is known about. Relations in the argument
 * count as joined reads and nested writes. Raw SQL in `$queryRaw` and its kin; `$transaction` with a callback or a list.
 */
import type { AccessKind, Expr } from '../../model/index.js';
import { prismaAccessor } from '../naming/index.js';
import {
  alternatives,
  bare,
  type Chain,
  calleeOf,
  constantOf,
  type Link,
  type Scope,
  type Value,
} from '../program/index.js';
import type { Access, Dialect, Finding, Opening, Reading } from './dialect.js';
import { isToldByCaller } from './links.js';
import { argumentAccesses } from './prisma/arguments.js';
import { CLIENT_PACKAGE, delegateModel, isClient } from './prisma/client.js';
import { declareModels, type Model, type ModelIndex } from './prisma/models.js';
import { listOperations } from './sql/operations.js';
import { sqlAccesses } from './sql/raw.js';
import type { World } from './world.js';

/** Options that name relations. */
const SELECTING: ReadonlySet<string> = new Set(['include', 'select']);

const METHODS: ReadonlyMap<string, AccessKind> = new Map([
  ...[
    'findUnique',
    'findUniqueOrThrow',
    'findFirst',
    'findFirstOrThrow',
    'findMany',
    'count',
    'aggregate',
    'groupBy',
  ].map((name) => [name, 'read'] as const),
  ...['findRaw', 'aggregateRaw'].map((name) => [name, 'read'] as const),
  ...['create', 'createMany', 'createManyAndReturn', 'update', 'updateMany', 'updateManyAndReturn', 'upsert'].map(
    (name) => [name, 'write'] as const,
  ),
  ...['delete', 'deleteMany'].map((name) => [name, 'delete'] as const),
]);
/** Names that other libraries use as well: they need a receiver that is, or is called like, a client. */
const COMMON = new Set(['create', 'update', 'delete', 'count', 'aggregate', 'upsert', 'groupBy']);
const RAW = new Set(['$queryRaw', '$executeRaw', '$queryRawUnsafe', '$executeRawUnsafe', '$queryRawTyped']);
/** What people call a client whose type says nothing. */
const CLIENT_NAME = /prisma|^(?:db|tx|trx|txn|client|transaction|database|orm)$/i;

export const prisma: Dialect = {
  id: 'prisma',
  title: 'Prisma',
  docs: 'Schema files, delegates with nested include, select, where and data, raw SQL, $transaction.',
  packages: [CLIENT_PACKAGE],
  types: {
    PrismaClient: {
      returns: { $extends: 'this', $on: 'this' },
      callbacks: { $transaction: ['Prisma.TransactionClient'] },
    },
    'Prisma.TransactionClient': { extends: 'PrismaClient' },
    'PrismaClient.static': {},
  },
  functions: {},
  methods: [...METHODS.keys(), ...RAW, '$transaction'],
  read(world): Reading {
    const { index, tables, foreignKeys } = declareModels(world);
    return {
      tables,
      foreignKeys,
      access: (chain) => chainAccesses(world, index, chain),
      opening: (chain) => openingOf(world, chain),
    };
  },
};

function chainAccesses(world: World, index: ModelIndex, chain: Chain): Finding | undefined {
  const accesses: Access[] = [];
  let unresolved: Finding['unresolved'];
  let isOurs = false;
  let isOpen = false;
  chain.links.forEach((link, at) => {
    const found = RAW.has(link.name)
      ? rawAccesses(world, chain, link)
      : delegateAccesses(world, index, chain, link, at);
    if (found === undefined) return;
    isOurs = true;
    accesses.push(...found.accesses);
    unresolved ??= found.unresolved;
    isOpen ||= found.isOpen === true;
  });
  return isOurs ? { accesses, ...(unresolved ? { unresolved } : {}), ...(isOpen ? { isOpen } : {}) } : undefined;
}

function delegateAccesses(world: World, index: ModelIndex, chain: Chain, link: Link, at: number): Finding | undefined {
  const op = METHODS.get(link.name);
  if (op === undefined || link.receiver === undefined || link.expr.kind !== 'call' || index.isEmpty) return undefined;
  const delegates = delegatesOf(world, index, chain, link);
  if (delegates === undefined) return undefined;
  const { models, confidence } = delegates;
  if (models.length === 0) {
    return { accesses: [], unresolved: { line: link.line, reason: 'the model is named by a value' } };
  }
  const accesses = models.flatMap((model): Access[] => {
    const reader = { world, index, path: chain.file.path, line: link.line };
    const argument = link.args[0] && world.value(link.args[0], chain.scope);
    return [
      { table: model.table, op, line: link.line, confidence },
      ...(argument ? argumentAccesses(reader, model, argument) : []),
      ...fluentAccesses(index, model, chain.links.slice(at + 1)),
    ];
  });
  return { accesses, ...(isToldByCaller(chain, link.args[0], SELECTING) ? { isOpen: true as const } : {}) };
}

/** `prisma.order.findUnique(…).customer()` goes on along a relation. */
function fluentAccesses(index: ModelIndex, model: Model, links: readonly Link[]): Access[] {
  const accesses: Access[] = [];
  let current: Model | undefined = model;
  for (const link of links) {
    const owner: Model | undefined = current;
    const relation = owner?.relations.get(link.name);
    current = owner && relation && index.target(owner, relation);
    if (current === undefined) break;
    accesses.push({ table: current.table, op: 'read', joined: true, line: link.line, note: `relation ${link.name}` });
  }
  return accesses;
}

type Delegates = { readonly models: readonly Model[]; readonly confidence: 'exact' | 'typed' | 'convention' };

/** The models whose delegate the method is called on; undefined when it is no delegate. */
function delegatesOf(world: World, index: ModelIndex, chain: Chain, link: Link): Delegates | undefined {
  const receiver = bare(link.receiver as Expr);
  const { scope, file } = chain;
  const model = (accessor: string) => index.byAccessor(accessor, file.path);
  if (receiver.kind === 'member') {
    const found = model(receiver.name);
    if (found === undefined) return undefined;
    const confidence = clientConfidence(world, link, receiver.object, scope);
    return confidence && { models: [found], confidence };
  }
  if (receiver.kind === 'index') {
    const confidence = clientConfidence(world, link, receiver.object, scope);
    if (confidence === undefined || confidence === 'convention') return undefined;
    const names = alternatives(world.value(receiver.index, scope)).map(constantOf);
    const models = names.flatMap((name) => (name === undefined ? [] : (model(name) ?? [])));
    return { models: names.includes(undefined) ? [] : models, confidence };
  }
  // `const { order } = prisma`, `const orders = prisma.order`, a parameter of type Prisma.OrderDelegate.
  for (const value of alternatives(world.value(receiver, scope))) {
    const name = delegateModel(value);
    const found =
      name !== undefined
        ? model(prismaAccessor(name))
        : value.kind === 'part' && isClient(world, value.object)
          ? model(value.name)
          : undefined;
    if (found) return { models: [found], confidence: 'typed' };
  }
  return undefined;
}

/** How sure it is that `object` is a client; undefined when it is something else. */
function clientConfidence(world: World, link: Link, object: Expr, scope: Scope): Delegates['confidence'] | undefined {
  const values = alternatives(world.value(object, scope));
  if (values.some((value) => isClient(world, value))) return 'exact';
  if (link.expr.kind === 'tagged') return undefined;
  const callees = alternatives(calleeOf(world.ev, link.expr, scope));
  if (callees.some((callee) => callee.kind === 'function' || callee.kind === 'signature')) return undefined;
  if (!values.every(isBlank)) return undefined;
  if (!COMMON.has(link.name)) return 'convention';
  return CLIENT_NAME.test(tailName(object)) ? 'convention' : undefined;
}

/** Nothing is known of it that speaks against a client. */
function isBlank(value: Value): boolean {
  switch (value.kind) {
    case 'unknown':
    case 'param':
    case 'signature':
      return true;
    case 'import':
      return value.package.startsWith('.');
    case 'external':
      return (
        value.package.startsWith('.') || (value.package === '' && /^(?:any|unknown|object|Omit|Pick)$/.test(value.name))
      );
    case 'part':
      return isBlank(value.object);
    case 'made':
      return isBlank(value.callee);
    default:
      return false;
  }
}

/** Last name of `ctx.prisma`, `this.db`, `getClient()`. */
function tailName(expr: Expr): string {
  const inner = bare(expr);
  if (inner.kind === 'member' || inner.kind === 'name') return inner.name;
  return inner.kind === 'call' ? tailName(inner.callee) : '';
}

function rawAccesses(world: World, chain: Chain, link: Link): Finding | undefined {
  if (link.receiver === undefined || clientConfidence(world, link, link.receiver, chain.scope) === undefined) {
    // The `$` names are Prisma's alone: only a receiver known to be something else speaks against them.
    const values = link.receiver === undefined ? [] : alternatives(world.value(link.receiver, chain.scope));
    if (!values.every(isBlank)) return undefined;
  }
  if (link.name === '$queryRawTyped') return typedSql(world, chain, link);
  // `run(query: Prisma.Sql)`: what its callers give.
  const open = { accesses: [], unresolved: { line: link.line, reason: 'the SQL text is not known' } };
  return sqlAccesses(world, chain, link) ?? (link.expr.kind === 'tagged' ? undefined : open);
}

/** TypedSQL: `$queryRawTyped(topBakers(…))` runs `prisma/sql/topBakers.sql`. */
function typedSql(world: World, chain: Chain, link: Link): Finding | undefined {
  const call = link.args[0] && bare(link.args[0]);
  const callee = call?.kind === 'call' ? bare(call.callee) : undefined;
  const name = callee?.kind === 'name' ? (chain.file.imports.get(callee.name)?.imported ?? callee.name) : undefined;
  const file = world.sources.sql.find(({ path }) => name !== undefined && path.endsWith(`/sql/${name}.sql`));
  if (file === undefined) return { accesses: [], unresolved: { line: link.line, reason: 'no .sql file of that name' } };
  const text: Value = { kind: 'text', texts: [file.text], holes: [] };
  const finding = world.sqlFinding(text, { line: 1 });
  return (
    finding && {
      ...finding,
      accesses: finding.accesses.map((access) => ({ ...access, line: link.line, note: file.path })),
    }
  );
}

function openingOf(world: World, chain: Chain): Opening | undefined {
  const link = chain.links.find((one) => one.name === '$transaction');
  const [first] = link?.args ?? [];
  if (link === undefined || first === undefined || link.receiver === undefined) return undefined;
  const values = alternatives(world.value(link.receiver, chain.scope));
  if (!values.some((value) => isClient(world, value)) && !values.every(isBlank)) return undefined;
  const opening = { mechanism: 'prisma.$transaction', membership: 'handle', line: link.line } as const;
  const body = alternatives(world.value(first, chain.scope)).find((value) => value.kind === 'function');
  if (body) return { ...opening, body };
  const operations = listOperations(first, chain.scope);
  return operations === undefined ? opening : { ...opening, operations };
}
