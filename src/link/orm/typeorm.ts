/**
 * TypeORM 0.2 to 1.x. Entities by decorator or EntitySchema, named as the default naming strategy or an own one does; repositories
 * (injected, fetched, extended, custom), managers, active records, query builders, raw queries; transactions by
 * callback, query runner, or decorator. The parts are in `./typeorm/`.
 */
import { alternatives, bare, type Chain, constantOf, type Value } from '../program/index.js';
import type { Access, Dialect, Finding, Opening, Reading } from './dialect.js';
import { ACCESS_METHODS, chainAccesses } from './typeorm/access.js';
import { readEntities } from './typeorm/entities.js';
import { type Defaults, indexEntities } from './typeorm/entity-index.js';
import { handleOf } from './typeorm/handles.js';
import { lazyAccesses } from './typeorm/included.js';
import { TYPEORM } from './typeorm/library.js';
import { BUILDER_METHODS } from './typeorm/query-builder.js';
import { renamed } from './typeorm/strategies.js';
import { readSubscribers } from './typeorm/subscribers.js';
import { declareEntities } from './typeorm/tables.js';
import { WRITTEN_METHODS } from './typeorm/written-conditions.js';
import type { World } from './world.js';

export const typeorm: Dialect = {
  ...TYPEORM,
  id: 'typeorm',
  title: 'TypeORM',
  docs: 'Entities (decorators, EntitySchema), repositories, managers, query builders, raw queries, transactions.',
  methods: [
    ...ACCESS_METHODS,
    ...BUILDER_METHODS,
    'query',
    'clearTable',
    'transaction',
    'startTransaction',
    'runInTransaction',
  ],
  declaringCalls: ['EntitySchema', 'DataSource', 'forRoot', 'forRootAsync', 'createConnection'],
  transactionDecorators: { Transactional: 'ambient', Transaction: 'handle' },
  // `await order.lines`, a lazy relation; `query.andWhere('… (SELECT …)')`.
  isCandidate: ({ links, expr }) =>
    links.length === 0
      ? expr.kind === 'await' && bare(expr).kind === 'member'
      : links.some(({ name }) => WRITTEN_METHODS.has(name)),
  read(world): Reading {
    const index = indexEntities(world, renamed(world, readEntities(world)), dataSourceDefaults(world));
    const declared = declareEntities(index);
    const assumed = new Set(
      declared.tables.flatMap(({ naming, table }) => (naming === 'convention' ? [table.name] : [])),
    );
    const subscribers = readSubscribers(world, index);
    const lazy = new Set(
      index.all.flatMap((entity) =>
        [...entity.relations.values()].filter((one) => one.isLazy).map((one) => one.property),
      ),
    );
    return {
      ...declared,
      access: (chain) =>
        chain.links.length === 0
          ? lazyAccesses(world, index, lazy, chain)
          : doubted(chainAccesses(world, index, chain, subscribers), assumed),
      opening: (chain) => openingOf(world, chain),
    };
  },
};

/** What is found of tables whose names are only assumed is never certain. */
function doubted(finding: Finding | undefined, assumed: ReadonlySet<string>): Finding | undefined {
  if (finding === undefined || assumed.size === 0) return finding;
  const accesses = finding.accesses.map(
    (access): Access => (assumed.has(access.table.name) ? { ...access, confidence: 'convention' } : access),
  );
  return { ...finding, accesses };
}

/** Prefix and schema of the data source, when it is the only one that sets them. */
function dataSourceDefaults(world: World): Defaults {
  const found = new Map<string, Defaults>();
  for (const name of ['DataSource', 'forRoot', 'createConnection'] as const) {
    for (const chain of world.calls(name)) {
      for (const link of chain.links.filter((one) => one.name === name)) {
        const read = (option: string) => asText(world.option(link.args[0], chain.scope, option));
        const defaults = { prefix: read('entityPrefix') ?? '', schema: read('schema') };
        if (defaults.prefix !== '' || defaults.schema !== undefined) found.set(JSON.stringify(defaults), defaults);
      }
    }
  }
  const [only] = found.values();
  return found.size === 1 && only ? only : { prefix: '', schema: undefined };
}

function asText(value: Value | undefined): string | undefined {
  return value && constantOf(value);
}

/** `manager.transaction(em => …)`, `runInTransaction(() => …)`, `queryRunner.startTransaction()`. */
function openingOf(world: World, chain: Chain): Opening | undefined {
  for (const link of chain.links) {
    if (link.name === 'runInTransaction') {
      const callee = link.expr.kind === 'call' ? world.value(link.expr.callee, chain.scope) : undefined;
      if (callee?.kind !== 'import' || !callee.package.startsWith('typeorm-transactional')) continue;
      return {
        mechanism: 'typeorm.runInTransaction',
        membership: 'ambient',
        ...bodyOf(world, chain, link.args),
        line: link.line,
      };
    }
    if (link.name !== 'transaction' && link.name !== 'startTransaction') continue;
    const handle = handleOf(world, link, chain.scope)?.handle;
    if (link.name === 'transaction' && handle?.type === 'manager') {
      return {
        mechanism: 'typeorm.transaction',
        membership: 'handle',
        ...bodyOf(world, chain, link.args),
        line: link.line,
      };
    }
    if (link.name === 'startTransaction' && handle?.type === 'runner') {
      return { mechanism: 'typeorm.queryRunner', membership: 'region', line: link.line };
    }
  }
  return undefined;
}

function bodyOf(world: World, chain: Chain, args: Chain['links'][number]['args']): { body?: Value } {
  for (const arg of args) {
    for (const value of alternatives(world.value(arg, chain.scope)))
      if (value.kind === 'function') return { body: value };
  }
  return {};
}
