/**
 * Sequelize 4 to 7 and sequelize-typescript: models by `@Table`, `init` or `define`, associations by decorator or call,
 * statics, records and their mixins, scopes and includes, raw SQL, transactions by callback, option or CLS. The parts
 * are in `./sequelize/`.
 */

import { alternatives, type Chain, type Link, type Value } from '../program/index.js';
import type { Dialect, Opening, Reading } from './dialect.js';
import { ACCESS_METHODS, chainAccesses } from './sequelize/access.js';
import { ASSOCIATING_CALLS, readAssociations } from './sequelize/associations.js';
import { isConnection, isFamily } from './sequelize/connections.js';
import { HOOKING_CALLS, readHooks } from './sequelize/hooks.js';
import { SEQUELIZE } from './sequelize/library.js';
import { MIXIN } from './sequelize/mixins.js';
import { readModels } from './sequelize/models.js';
import { declareModels } from './sequelize/tables.js';
import type { World } from './world.js';

export const sequelize: Dialect = {
  ...SEQUELIZE,
  id: 'sequelize',
  title: 'Sequelize',
  docs: 'Models (@Table, init, define), associations and their mixins, scopes, includes, raw queries, transactions.',
  methods: [...ACCESS_METHODS, 'transaction', 'startUnmanagedTransaction'],
  isCandidate: ({ links }) => links.some((link) => MIXIN.test(link.name)),
  declaringCalls: [
    'init',
    'define',
    'Sequelize',
    'forRoot',
    'forRootAsync',
    'addScope',
    'useCLS',
    ...ASSOCIATING_CALLS,
    ...HOOKING_CALLS,
  ],
  read(world): Reading {
    const models = readModels(world);
    const associations = readAssociations(world, models);
    const known = { world, models, associations, hooks: readHooks(world, models) };
    const isAmbient = usesCls(world);
    return {
      ...declareModels(world, models, associations),
      access: (chain) => chainAccesses(known, chain),
      opening: (chain) => openingOf(world, chain, isAmbient),
    };
  },
};

/** `Sequelize.useCLS(namespace)`: queries inside a managed transaction join it without being given it. */
function usesCls(world: World): boolean {
  return world
    .calls('useCLS')
    .some((chain) =>
      chain.links.some(
        (link) => link.name === 'useCLS' && link.receiver && isFamily(world.value(link.receiver, chain.scope)),
      ),
    );
}

function openingOf(world: World, chain: Chain, isAmbient: boolean): Opening | undefined {
  for (const link of chain.links) {
    const isManaged = link.name === 'transaction';
    if ((!isManaged && link.name !== 'startUnmanagedTransaction') || link.receiver === undefined) continue;
    if (!isConnection(world, link.receiver, chain.scope)) continue;
    const body = isManaged ? callbackOf(world, chain, link) : undefined;
    if (body === undefined) return { mechanism: 'sequelize.unmanaged', membership: 'region', line: link.line };
    return {
      mechanism: 'sequelize.transaction',
      membership: isAmbient ? 'ambient' : 'handle',
      body,
      line: link.line,
    };
  }
  return undefined;
}

function callbackOf(world: World, chain: Chain, link: Link): Value | undefined {
  for (const arg of link.args) {
    for (const value of alternatives(world.value(arg, chain.scope))) if (value.kind === 'function') return value;
  }
  return undefined;
}
