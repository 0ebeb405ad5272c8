/**
 * The native MongoDB driver: `db.collection('tickets').find(…)`, typed `Collection<T>` fields that are given such a value,
 * aggregation stages, sessions. Collections are declared by nobody: they exist by being used.
 */
import { alternatives, type Chain, calleeOf, constantOf, type LibraryType, type Value } from '../program/index.js';
import type { Access, Dialect, Finding, Reading } from './dialect.js';
import { isPipelineOpen, OPERATIONS, stageAccesses } from './mongo/operations.js';
import { sessionOpening } from './mongo/sessions.js';
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
    return {
      tables: [],
      foreignKeys: [],
      access: (chain) => chainAccesses(world, chain),
      opening: (chain) => sessionOpening(world, chain, PACKAGE, 'mongodb'),
    };
  },
};

function chainAccesses(world: World, chain: Chain): Finding | undefined {
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
    if (owners.length > 0 && named.length === 0) {
      unresolved ??= { line: link.line, reason: 'the name of the collection is a value' };
    }
    for (const name of named) {
      accesses.push(...operations.map((op): Access => ({ table: { name }, op, line: link.line })));
      if (link.name !== 'aggregate') continue;
      accesses.push(...stageAccesses(world, link.args[0], chain.scope));
      isOpen ||= isPipelineOpen(chain, link.args[0]);
    }
  }
  if (accesses.length === 0 && unresolved === undefined) return undefined;
  return { accesses, ...(unresolved ? { unresolved } : {}), ...(isOpen ? { isOpen } : {}) };
}

function isCollection(value: Value): boolean {
  return value.kind === 'external' && value.package === PACKAGE && value.name === 'Collection';
}

/** The name is the argument that made it; `Collection<Ticket>` as a declared type says no name. */
function collectionName(value: Value): string | undefined {
  const [first] = value.kind === 'external' ? value.args : [];
  return first && constantOf(first);
}
