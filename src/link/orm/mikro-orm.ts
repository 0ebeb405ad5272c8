/**
 * MikroORM 4 to 7: entities by decorators, `EntitySchema`, `defineEntity`, and Medusa's `model.define`; managers,
 * repositories, query builders, collections; writes of the unit of work by convention; ambient transactions. The parts
 * are in `./mikro-orm/`.
 */
import type { MikroNaming } from '../naming/index.js';
import { alternatives, type Chain, type Value } from '../program/index.js';
import type { Dialect, Opening, Reading } from './dialect.js';
import { ACCESS_METHODS, chainAccesses, handleOf } from './mikro-orm/access.js';
import { readEntities } from './mikro-orm/entities.js';
import { isMikro, MIKRO_ORM } from './mikro-orm/library.js';
import { generatedNames } from './mikro-orm/medusa.js';
import { DEFINING_CALLS } from './mikro-orm/schemas.js';
import { declareEntities } from './mikro-orm/tables.js';
import type { World } from './world.js';

/** Calls that are given the ORM's configuration. */
const CONFIGURING = ['defineConfig', 'init', 'initSync', 'forRoot', 'forRootAsync', 'MikroORM'];

export const mikroOrm: Dialect = {
  ...MIKRO_ORM,
  id: 'mikro-orm',
  title: 'MikroORM',
  docs: 'Entities (decorators, EntitySchema, defineEntity, model.define), managers, repositories, query builders, unit of work.',
  methods: [...ACCESS_METHODS, 'begin'],
  declaringCalls: [...DEFINING_CALLS, ...CONFIGURING, 'MedusaService'],
  transactionDecorators: { Transactional: 'ambient', InjectTransactionManager: 'ambient' },
  read(world): Reading {
    const isMongo = isDocumentStore(world);
    const index = readEntities(world, namingOf(world, isMongo), isMongo);
    const isUsed = index.all.length > 0;
    return {
      ...declareEntities(index),
      methods: generatedNames(world),
      ...(isUsed ? { access: (chain) => chainAccesses(world, index, chain) } : {}),
      opening: (chain) => openingOf(world, chain),
    };
  },
};

/** Drivers that code names: MongoDB's alone makes entities collections. */
function isDocumentStore(world: World): boolean {
  let isMongo = false;
  for (const { role, imports } of world.ev.files.values()) {
    if (role === 'test') continue;
    for (const { specifier, imported } of imports.values()) {
      if (!specifier.startsWith('@mikro-orm/')) continue;
      if (specifier === '@mikro-orm/mongodb' || imported === 'MongoDriver') isMongo = true;
      else if (SQL_DRIVERS.test(specifier)) return false;
    }
  }
  return isMongo;
}

const SQL_DRIVERS = /^@mikro-orm\/(?:postgresql|mysql|mariadb|sqlite|better-sqlite|mssql|libsql|knex|sql)$/;

/** The naming strategy of the configuration; without one, that of the driver. */
function namingOf(world: World, isMongoDriver: boolean): MikroNaming {
  let isMongo = isMongoDriver;
  for (const name of CONFIGURING) {
    for (const chain of world.calls(name)) {
      for (const link of chain.links) {
        if (link.name !== name || link.expr.kind === 'tagged') continue;
        for (const arg of link.args) {
          const strategy = world.option(arg, chain.scope, 'namingStrategy');
          const found = strategy && isMikro(strategy) ? strategy.name : undefined;
          if (found === 'EntityCaseNamingStrategy') return 'entity-case';
          if (found === 'MongoNamingStrategy') return 'mongo';
          if (found !== undefined) return 'underscore';
        }
        const callee = world.value(link.expr.callee, chain.scope);
        if (callee.kind === 'import' && callee.package === '@mikro-orm/mongodb') isMongo = true;
      }
    }
  }
  return isMongo ? 'mongo' : 'underscore';
}

/** `em.transactional(async (em) => …)`; `em.begin()` … `em.commit()`. Managers inside join by themselves. */
function openingOf(world: World, chain: Chain): Opening | undefined {
  for (const link of chain.links) {
    if (link.name !== 'transactional' && link.name !== 'begin') continue;
    const handle = handleOf(world, link, chain.scope)?.handle;
    if (handle?.type !== 'manager' && handle?.type !== 'connection') continue;
    if (link.name === 'begin') return { mechanism: 'mikro-orm.begin', membership: 'region', line: link.line };
    const body = functionIn(world, chain, link.args);
    return { mechanism: 'mikro-orm.transactional', membership: 'ambient', ...(body ? { body } : {}), line: link.line };
  }
  return undefined;
}

function functionIn(world: World, chain: Chain, args: Chain['links'][number]['args']): Value | undefined {
  for (const arg of args) {
    for (const value of alternatives(world.value(arg, chain.scope))) if (value.kind === 'function') return value;
  }
  return undefined;
}
