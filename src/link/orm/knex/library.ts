/** What Knex's calls give, and which values are its clients, builders and schema builders. */
import {
  alternatives,
  calleeOf,
  type LibraryKnowledge,
  type LibraryType,
  type Scope,
  type Value,
} from '../../program/index.js';
import type { World } from '../world.js';

const CALLBACKS = Object.fromEntries(
  (
    'with withRecursive withMaterialized withNotMaterialized where andWhere orWhere whereNot orWhereNot whereIn whereNotIn ' +
    'orWhereIn orWhereNotIn whereExists orWhereExists whereNotExists orWhereNotExists having havingIn havingExists union unionAll ' +
    'intersect except modify from select join innerJoin leftJoin leftOuterJoin rightJoin rightOuterJoin fullOuterJoin crossJoin insert'
  )
    .split(' ')
    .map((name) => [name, ['QueryBuilder']]),
);
const BUILDER: LibraryType = { returns: { '*': 'this' }, callbacks: CALLBACKS };
const CLIENT: LibraryType = {
  members: { schema: 'SchemaBuilder' },
  returns: {
    '()': 'QueryBuilder',
    transaction: '^0 | Knex.Transaction',
    transactionProvider: 'TransactionProvider',
    raw: 'Raw',
    '*': 'QueryBuilder',
  },
  callbacks: { ...CALLBACKS, transaction: ['Knex.Transaction'] },
};
const SCHEMA: LibraryType = { returns: { '*': 'this' } };

export const KNEX: LibraryKnowledge = {
  packages: ['knex', 'nestjs-knex', 'nest-knexjs'],
  types: {
    Knex: CLIENT,
    // The module as type: `import * as Knex from 'knex'`, `db: knex`.
    default: { extends: 'Knex' },
    '*': { extends: 'Knex' },
    knex: { extends: 'Knex' },
    'Knex.Transaction': { extends: 'Knex' },
    Transaction: { extends: 'Knex' },
    TransactionProvider: { returns: { '()': 'Knex.Transaction' } },
    'Knex.TransactionProvider': { extends: 'TransactionProvider' },
    QueryInterface: BUILDER,
    QueryBuilder: BUILDER,
    'Knex.QueryBuilder': BUILDER,
    'Knex.QueryInterface': BUILDER,
    Raw: BUILDER,
    SchemaBuilder: SCHEMA,
    'Knex.SchemaBuilder': SCHEMA,
  },
  functions: { default: 'Knex', '*': 'Knex', knex: 'Knex', Knex: 'Knex', 'default.default': 'Knex' },
};

export function isKnex(value: Value, depth = 0): boolean {
  if (depth > 8) return false;
  if (value.kind === 'external') {
    // What Bookshelf hands to `query(…)` is a query of Knex.
    if (value.package === 'bookshelf') return value.name === 'Query';
    if (value.package === 'objection') return isObjectionsClient(value);
    return value.package === 'knex' && !/Config$|Provider$/.test(value.name) && !isSchema(value);
  }
  if (value.kind === 'part') return isKnex(value.object, depth + 1);
  if (value.kind === 'made') return isKnex(value.callee, depth + 1);
  return (value.kind === 'both' || value.kind === 'union') && value.of.some((one) => isKnex(one, depth + 1));
}

const CLIENTS = /^(?:Knex|knex|default|\*|Knex\.Transaction|Transaction)$/;

/** `TransactionOrKnex` of Objection is Knex by another name. */
function isObjectionsClient({ package: from, name }: { readonly package: string; readonly name: string }): boolean {
  return from === 'objection' && /^(?:Transaction|TransactionOrKnex)$/.test(name);
}

export function isClient(value: Value): boolean {
  // `Knex & Extension`: called like Knex.
  if (value.kind === 'both') return value.of.some((one) => one.kind === 'external' && isClient(one));
  if (value.kind === 'external' && isObjectionsClient(value)) return true;
  return value.kind === 'external' && value.package === 'knex' && CLIENTS.test(value.name);
}

export function isSchema(value: Value): boolean {
  return value.kind === 'external' && value.package === 'knex' && /^(?:Knex\.)?SchemaBuilder$/.test(value.name);
}

export function isProvider(value: Value): boolean {
  return value.kind === 'external' && value.package === 'knex' && /^(?:Knex\.)?TransactionProvider$/.test(value.name);
}

/**
 * `this` in a function given to a query (`whereIn('id', function () { this.select('id').from('loaves') })`) is a query
 * of its own; arrow functions keep the `this` around them.
 */
export function isQueryThis(world: World, scope: Scope): boolean {
  let at: Scope | undefined = scope;
  while (at !== undefined && at.file.program.functions[at.fn]?.kind === 'arrow') at = at.parent;
  const outer = at?.parent;
  if (at === undefined || outer === undefined || at.file.program.functions[at.fn]?.kind !== 'function') return false;
  const user = at.file.uses().callbacks.get(at.fn);
  if (user === undefined) return false;
  const callee = calleeOf(world.ev, user.call, outer);
  if (alternatives(callee).some((one) => one.kind === 'part' && isKnex(one.object))) return true;
  // A sub-query in a sub-query: `this.whereIn('id', function () { … })`.
  let root = user.call.callee;
  while (root.kind === 'member' || root.kind === 'call') root = root.kind === 'member' ? root.object : root.callee;
  return root.kind === 'this' && isQueryThis(world, outer);
}
