/**
 * `@nestjs-cls/transactional`: a host keeps the handle of the transaction in progress for whoever injects it, whichever the
 * library behind: `host.tx` of `TransactionHost<TransactionalAdapterPrisma>` is a client of Prisma. `@Transactional()` and
 * `host.withTransaction(…)` open one around everything that is called.
 */
import { alternatives, type Chain, type Evaluator, external, type Value } from '../program/index.js';
import type { Dialect, Opening } from './dialect.js';
import type { World } from './world.js';

const PACKAGE = '@nestjs-cls/transactional';

/** Adapter → package and type of the handle that its host keeps. An adapter's type argument says it more exactly. */
const HANDLES: ReadonlyMap<string, readonly [packageName: string, name: string]> = new Map([
  ['TransactionalAdapterPrisma', ['@prisma/client', 'PrismaClient']],
  ['TransactionalAdapterTypeOrm', ['typeorm', 'EntityManager']],
  ['TransactionalAdapterKnex', ['knex', 'Knex']],
  ['TransactionalAdapterPgPromise', ['pg-promise', 'IDatabase']],
  ['TransactionalAdapterMongoDB', ['mongodb', 'ClientSession']],
  ['TransactionalAdapterMongoose', ['mongoose', 'ClientSession']],
]);

export const transactionHosts: Dialect = {
  id: 'nestjs-cls',
  title: 'Transaction hosts of nestjs-cls',
  docs: 'TransactionHost.tx, withTransaction, @Transactional.',
  packages: [PACKAGE],
  types: {
    TransactionHost: {
      memberNamed: (_: Evaluator, host: Value, name: string) => (name === 'tx' ? handleOf(host) : undefined),
      returns: { withTransaction: '^0', withoutTransaction: '^0' },
    },
  },
  functions: {},
  methods: ['withTransaction'],
  transactionDecorators: { Transactional: 'ambient' },
  read: (world) => ({ tables: [], foreignKeys: [], opening: (chain) => openingOf(world, chain) }),
};

/** The handle of `TransactionHost<TransactionalAdapterKysely<Kysely<DB>>>`, of its type argument or of its adapter. */
function handleOf(host: Value): Value | undefined {
  const [adapter] = host.kind === 'external' ? host.args : [];
  if (adapter?.kind !== 'external') return undefined;
  const [given] = adapter.args;
  const known = HANDLES.get(adapter.name);
  if (given !== undefined && given.kind !== 'unknown' && given.kind !== 'shape') return given;
  if (known) return external(known[1], [], known[0]);
  return adapter.name === 'TransactionalAdapterKysely' ? external('Kysely', adapter.args, 'kysely') : undefined;
}

/** `host.withTransaction(work)`, with options first where there are some. */
function openingOf(world: World, chain: Chain): Opening | undefined {
  for (const link of chain.links) {
    if (link.name !== 'withTransaction' || link.receiver === undefined) continue;
    const hosts = alternatives(world.value(link.receiver, chain.scope));
    if (!hosts.some((one) => one.kind === 'external' && one.package === PACKAGE)) continue;
    const given = link.args.flatMap((arg) => alternatives(world.value(arg, chain.scope)));
    const body = given.find(({ kind }) => kind === 'function');
    return {
      mechanism: 'TransactionHost.withTransaction',
      membership: 'ambient',
      ...(body ? { body } : {}),
      line: link.line,
    };
  }
  return undefined;
}
