/**
 * The native MongoDB driver: `db.collection('tickets').find(…)`, typed `Collection<T>` fields that are given such a value,
 * aggregation stages, sessions. Collections are declared by nobody, unless parts of the program register them by name.
 */
import {
  alternatives,
  type Chain,
  calleeOf,
  constantOf,
  type LibraryType,
  type Link,
  type Value,
} from '../program/index.js';
import type { Access, Dialect, Finding, Reading } from './dialect.js';
import { isPipelineOpen, OPERATIONS, stageAccesses } from './mongo/operations.js';
import { type RegisteredCollections, registeredCollections } from './mongo/registered.js';
import { sessionOpening } from './mongo/sessions.js';
import { isBlank } from './sql/drivers.js';
import type { World } from './world.js';

const PACKAGE = 'mongodb';

const COLLECTION: LibraryType = { returns: {} };

export const mongodb: Dialect = {
  id: 'mongodb',
  title: 'MongoDB driver',
  docs: 'Collections by name, their operations, $lookup, $out and $merge, sessions.',
  packages: [PACKAGE],
  types: {
    MongoClient: { returns: { db: 'Db', connect: 'MongoClient', startSession: 'ClientSession' } },
    'MongoClient.static': { returns: { connect: 'MongoClient' } },
    Db: { returns: { collection: 'Collection<#0>', createCollection: 'Collection<#0>' } },
    Collection: COLLECTION,
    ClientSession: { returns: { withTransaction: '^0' }, callbacks: { withTransaction: ['ClientSession'] } },
  },
  functions: {},
  methods: [...OPERATIONS.keys(), 'withTransaction', 'startTransaction'],
  read(world): Reading {
    const isUsed = [...world.ev.files.values()].some(({ imports }) =>
      [...imports.values()].some(({ specifier }) => specifier === PACKAGE),
    );
    const registered = isUsed ? registeredCollections(world) : undefined;
    return {
      tables: registered?.tables ?? [],
      foreignKeys: [],
      access: (chain) => chainAccesses(world, chain, registered),
      opening: (chain) => sessionOpening(world, chain, PACKAGE, 'mongodb'),
    };
  },
};

function chainAccesses(world: World, chain: Chain, registered: RegisteredCollections | undefined): Finding | undefined {
  const accesses: Access[] = [];
  let unresolved: Finding['unresolved'];
  let isOpen = false;
  for (const link of chain.links) {
    const operations = OPERATIONS.get(link.name);
    if (!operations || link.expr.kind === 'tagged') continue;
    const owners = alternatives(calleeOf(world.ev, link.expr, chain.scope)).flatMap((callee) =>
      callee.kind === 'part' && isCollection(callee.object) ? [callee.object] : [],
    );
    const named = owners.map(collectionName).filter((name) => name !== undefined);
    const handed = owners.length === 0 ? registered?.of(chain, link) : undefined;
    if (handed !== undefined && isUntold(world, chain, link)) named.push(handed);
    if (owners.length > 0 && named.length === 0) {
      unresolved ??= { line: link.line, reason: 'the name of the collection is a value' };
    }
    for (const name of named) {
      const confidence = name === handed ? { confidence: 'convention' as const } : {};
      accesses.push(...operations.map((op): Access => ({ table: { name }, op, line: link.line, ...confidence })));
      if (link.name !== 'aggregate') continue;
      accesses.push(...stageAccesses(world, link.args[0], chain.scope));
      isOpen ||= isPipelineOpen(chain, link.args[0]);
    }
  }
  if (accesses.length === 0 && unresolved === undefined) return undefined;
  return { accesses, ...(unresolved ? { unresolved } : {}), ...(isOpen ? { isOpen } : {}) };
}

/** Nothing tells what the receiver is: it came in a context. */
function isUntold(world: World, { scope }: Chain, { receiver }: Link): boolean {
  return receiver !== undefined && alternatives(world.value(receiver, scope)).every(isBlank);
}

function isCollection(value: Value): boolean {
  return value.kind === 'external' && value.package === PACKAGE && value.name === 'Collection';
}

/** The name is the argument that made it; `Collection<Ticket>` as a declared type says no name. */
function collectionName(value: Value): string | undefined {
  const [first] = value.kind === 'external' ? value.args : [];
  return first && constantOf(first);
}
