/**
 * AdonisJS Lucid (5 and 6): models by class, relations, preloads and pivots, the database service, schema builders of
 * migrations, transactions by callback or region. The parts are in `./lucid/`.
 */
import { alternatives, type Chain, calleeOf, lineageOf, type Value } from '../program/index.js';
import type { Dialect, Opening, Reading } from './dialect.js';
import { chainAccesses, METHODS } from './lucid/access.js';
import { isFamily, LUCID } from './lucid/library.js';
import { declarations, readModels } from './lucid/models.js';
import type { World } from './world.js';

export const lucid: Dialect = {
  ...LUCID,
  id: 'lucid',
  title: 'AdonisJS Lucid',
  docs: 'Models (also composed), relations and pivot tables, preload and whereHas, the database service, raw queries, transactions.',
  methods: [...METHODS, 'transaction', 'beginGlobalTransaction'],
  read(world): Reading {
    const models = readModels(world);
    const known = { world, models };
    return {
      ...declarations(models),
      access: (chain) => chainAccesses(known, chain),
      opening: (chain) => openingOf(world, chain),
    };
  },
};

const CLIENTS = /^(?:Database|QueryClient|TransactionClient)(?:Contract)?$/;

function openingOf(world: World, chain: Chain): Opening | undefined {
  for (const link of chain.links) {
    if (link.name !== 'transaction' || link.expr.kind === 'tagged') continue;
    const isOurs = alternatives(calleeOf(world.ev, link.expr, chain.scope)).some(
      (callee) =>
        (callee.kind === 'import' && isFamily(callee)) ||
        (callee.kind === 'part' && alternatives(callee.object).some((one) => opensTransactions(world, one))),
    );
    if (!isOurs) continue;
    const body = link.args
      .flatMap((arg) => alternatives(world.value(arg, chain.scope)))
      .find((value) => value.kind === 'function');
    return {
      mechanism: 'lucid.transaction',
      membership: body ? 'handle' : 'region',
      ...(body ? { body } : {}),
      line: link.line,
    };
  }
  return undefined;
}

/** The database, a client of it, or a model class (`User.transaction(…)`). */
function opensTransactions(world: World, value: Value): boolean {
  if (value.kind === 'external') return isFamily(value) && CLIENTS.test(value.name);
  if (value.kind !== 'class') return false;
  const base = lineageOf(world.ev, { kind: 'instance', of: value.of, args: [] }).at(-1);
  return base?.kind === 'library' && isFamily(base.value) && base.value.name === 'BaseModel';
}
