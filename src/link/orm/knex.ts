/**
 * Knex. A query starts where a Knex handle is called (`db('loaves')`, `(trx || db)(TABLE)`) or names its table
 * (`from`, `into`, `table`); what it does stands in a later link (`insert`, `update`, `del` …), else it reads. Joins,
 * raw SQL with bindings, common table expressions, schema building, transactions. Tables are declared by migrations.
 */
import { alternatives, type Chain } from '../program/index.js';
import type { Dialect, Opening, Reading } from './dialect.js';
import { chainAccesses, isQueryMethod, METHODS } from './knex/access.js';
import { isKnex, isProvider, KNEX } from './knex/library.js';
import { createMakers } from './knex/makers.js';
import { builtTables, createExpressions } from './sql/expressions.js';
import type { World } from './world.js';

export const knex: Dialect = {
  ...KNEX,
  id: 'knex',
  title: 'Knex',
  docs: 'Called handles, from and joins, insert, update, del, raw SQL with bindings, schema, transactions; migrations.',
  methods: [...METHODS, 'transaction'],
  declaringCalls: ['createTable', 'createTableIfNotExists'],
  // A called handle has any name: a call with one or two arguments that starts its chain, or that a query follows.
  isCandidate: ({ links, root }) => {
    const [first] = links;
    if (first?.kind !== 'call' || root.kind === 'function') return false;
    if (first.args.length > 0 ? first.args.length < 3 : first.receiver === undefined) return true;
    return links.some(({ args }, at) => (args.length === 1 || args.length === 2) && isQueryMethod(links[at + 1]?.name));
  },
  read(world): Reading {
    if (!usesKnex(world)) return { tables: [], foreignKeys: [] };
    const built = builtTables(world);
    const expressions = createExpressions(world, (name) => built.has(name));
    const makers = createMakers(world, isQueryMethod);
    return {
      tables: [],
      foreignKeys: [],
      isUsed: true,
      access: (chain) => chainAccesses(world, chain, expressions, makers),
      opening: (chain) => openingOf(world, chain),
    };
  },
};

function usesKnex(world: World): boolean {
  for (const file of world.ev.files.values()) {
    if (file.facts.imports.some(({ specifier }) => /(?:^|[/-])knex|^objection$/.test(specifier))) return true;
  }
  return false;
}

/** `db.transaction(async (trx) => …)`, `const trx = await db.transaction()`, `const trx = await provider()`. */
function openingOf(world: World, chain: Chain): Opening | undefined {
  for (const link of chain.links) {
    if (link.expr.kind !== 'call') continue;
    const isProvided = alternatives(world.value(link.expr.callee, chain.scope)).some(isProvider);
    if (isProvided) return { mechanism: 'knex.transactionProvider', membership: 'region', line: link.line };
    const { receiver } = link;
    if (link.name !== 'transaction' || receiver === undefined) continue;
    if (!alternatives(world.value(receiver, chain.scope)).some((value) => isKnex(value))) continue;
    const body = link.args
      .flatMap((arg) => alternatives(world.value(arg, chain.scope)))
      .find((value) => value.kind === 'function');
    const opening = { mechanism: 'knex.transaction', line: link.line } as const;
    return body ? { ...opening, membership: 'handle', body } : { ...opening, membership: 'region' };
  }
  return undefined;
}
