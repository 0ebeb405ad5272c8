/**
 * Lucid's handles as data: models and their query builders, relations by name, the database service. A relation is kept
 * as `Related<name, owner>`, whose model is found when it is asked for.
 */
import {
  alternatives,
  callFunction,
  constantOf,
  type Evaluator,
  entityOf,
  evaluate,
  exportedValue,
  external,
  type LibraryCall,
  type LibraryKnowledge,
  type LibraryType,
  memberOf,
  UNKNOWN,
  unionOf,
  type Value,
  type ValueOf,
} from '../../program/index.js';

/** AdonisJS 6 and its IoC aliases of version 5. */
export const FAMILY: readonly string[] = [
  '@adonisjs/lucid',
  '@ioc:Adonis/Lucid/Orm',
  '@ioc:Adonis/Lucid/Database',
  '@ioc:Adonis/Lucid/Schema',
];
const COMPOSING = ['@adonisjs/core', '@poppinss/utils', '@ioc:Adonis/Core/Helpers'];
const CONTEXTS = ['@adonisjs/http-server', '@ioc:Adonis/Core/HttpContext', '@adonisjs/auth', '@ioc:Adonis/Addons/Auth'];

export function isFamily(value: Value): value is Value & { kind: 'external' | 'import' } {
  return (value.kind === 'external' || value.kind === 'import') && FAMILY.includes(value.package);
}

/** Methods of models and builders that are about a relation, named by the first argument. */
export const RELATION_READS: readonly string[] = [
  'preload',
  'preloadOnce',
  'load',
  'loadOnce',
  'loadCount',
  'loadAggregate',
  'withCount',
  'withAggregate',
  ...['has', 'whereHas', 'orHas', 'orWhereHas', 'andHas', 'andWhereHas', 'doesntHave', 'whereDoesntHave'],
  ...['orDoesntHave', 'orWhereDoesntHave', 'andDoesntHave', 'andWhereDoesntHave'],
];
const RELATION_CALLBACKS = Object.fromEntries(RELATION_READS.map((name) => [name, ['Related<@0, this>']]));

/** A query stands for its rows once it is awaited. */
const ROW_CALLBACKS = Object.fromEntries(
  ['map', 'forEach', 'filter', 'find', 'some', 'every', 'flatMap'].map((name) => [name, ['$0']]),
);

/** A builder keeps being one while it is refined. */
const BUILDER: LibraryType = {
  returns: {
    first: '$0',
    firstOrFail: '$0',
    paginate: '$0[]',
    exec: '$0[]',
    pojo: '?',
    '*': 'this',
  },
  callbacks: { ...RELATION_CALLBACKS, ...ROW_CALLBACKS, '*': ['ModelQueryBuilder<$0>'] },
};

const ONE =
  'find findOrFail findBy findByOrFail first firstOrFail create createQuietly firstOrCreate firstOrNew updateOrCreate';
const MANY =
  'all findMany findManyBy createMany createManyQuietly fetchOrCreateMany fetchOrNewUpMany updateOrCreateMany';
const results = (names: string, result: string) => names.split(' ').map((name) => [name, result]);

/** The record that a relation's client gives: `user.related('posts').create()`. */
function relatedRecord({ ev, receiver }: LibraryCall): Value | undefined {
  return relatedModel(ev, receiver);
}
function relatedRecords(call: LibraryCall): Value | undefined {
  const element = relatedRecord(call);
  return element && { kind: 'array', element };
}

/** What the property of the relation is declared as: `declare posts: HasMany<typeof Post>`. */
export function relatedModel(ev: Evaluator, value: Value, depth = 0): ValueOf<'instance'> | undefined {
  if (depth > 8) return undefined;
  if (value.kind === 'instance') return value;
  if (value.kind === 'class') return { kind: 'instance', of: value.of, args: [] };
  if (value.kind !== 'external' || !FAMILY.includes(value.package)) return undefined;
  if (value.name !== 'Related') {
    const [first] = value.args;
    return first && relatedModel(ev, first, depth + 1);
  }
  const owner = value.args[1] && relatedModel(ev, value.args[1], depth + 1);
  const name = value.args[0] && constantOf(value.args[0]);
  if (owner === undefined || name === undefined) return owner;
  const target = entityOf(memberOf(ev, owner, name));
  const found = alternatives(target).find((one) => one.kind === 'class' || one.kind === 'instance');
  return found && relatedModel(ev, found, depth + 1);
}

/** `compose(BaseModel, SoftDeletes, Filterable)`: the first mixin of our own applied to the base, else the base. */
function composed({ ev, expr, scope }: LibraryCall): Value | undefined {
  const [first, ...mixins] = expr.args;
  if (first === undefined) return undefined;
  const base = evaluate(ev, first, scope);
  for (const mixin of mixins) {
    for (const one of alternatives(evaluate(ev, mixin, scope))) {
      if (one.kind !== 'function') continue;
      const result = callFunction(ev, one, { exprs: [first], scope }, undefined);
      if (result.kind === 'class') return result;
    }
  }
  return base;
}

/** `transaction(async (trx) => …)` gives what the callback gives; without one, the transaction. */
function transactionResult({ ev, expr, scope }: LibraryCall): Value {
  for (const arg of expr.args) {
    const value = evaluate(ev, arg, scope);
    if (value.kind === 'function') return callFunction(ev, value, undefined, undefined);
  }
  return { ...external('TransactionClient', [], '@adonisjs/lucid'), made: { expr, scope } };
}

/** Who is signed in: the models that `config/auth.ts` loads (`model: () => import('#models/user')`). */
function signedIn(ev: Evaluator): Value | undefined {
  const found: Value[] = [];
  for (const file of ev.files.values()) {
    if (!/(?:^|\/)config\/auth\.[cm]?ts$/.test(file.path)) continue;
    for (const { form, specifier } of file.facts.imports) {
      const target = form === 'dynamic-import' ? ev.resolve.imported(file.path, specifier, 'default') : undefined;
      const model = target?.kind === 'file' ? exportedValue(ev, target.path, target.name) : undefined;
      if (model?.kind === 'class') found.push({ kind: 'instance', of: model.of, args: [] });
    }
  }
  return found.length === 0 ? undefined : unionOf(found);
}
const AUTHENTICATOR: LibraryType = {
  memberNamed: (ev, _receiver, name) => (name === 'user' ? signedIn(ev) : undefined),
  returns: { getUserOrFail: ({ ev }) => signedIn(ev), authenticate: ({ ev }) => signedIn(ev), use: 'this' },
};
const CONTEXT: LibraryType = { members: { auth: 'Authenticator' } };

const CLIENT_RESULTS = {
  connection: 'QueryClient',
  manager: '?',
  transaction: transactionResult,
  beginGlobalTransaction: 'TransactionClient',
  from: 'DatabaseQueryBuilder',
  table: 'InsertQueryBuilder',
  query: 'DatabaseQueryBuilder',
  insertQuery: 'InsertQueryBuilder',
  modelQuery: 'ModelQueryBuilder<@0>',
  rawQuery: '?',
  raw: '?',
} as const;
const CLIENT: LibraryType = {
  returns: CLIENT_RESULTS,
  callbacks: { transaction: ['TransactionClient'] },
};
const ROWS: LibraryType = { returns: { first: '?', firstOrFail: '?', paginate: '?', '*': 'this' } };

export const LUCID: LibraryKnowledge = {
  packages: [...FAMILY, ...COMPOSING, ...CONTEXTS],
  types: {
    HttpContext: CONTEXT,
    HttpContextContract: CONTEXT,
    Authenticator: AUTHENTICATOR,
    AuthContract: AUTHENTICATOR,
    'BaseModel.static': {
      returns: {
        ...Object.fromEntries([...results(ONE, 'this'), ...results(MANY, 'this[]')]),
        query: 'ModelQueryBuilder<this>',
        transaction: transactionResult,
      },
      callbacks: { transaction: ['TransactionClient'] },
    },
    BaseModel: {
      returns: {
        ...Object.fromEntries(
          results(
            'save saveQuietly refresh fill merge useTransaction useConnection load loadOnce preload lockForUpdate',
            'this',
          ),
        ),
        related: 'Related<@0, this>',
      },
      members: { $trx: 'TransactionClient' },
      callbacks: RELATION_CALLBACKS,
    },
    ModelQueryBuilder: BUILDER,
    ModelQueryBuilderContract: BUILDER,
    Related: {
      returns: {
        create: relatedRecord,
        firstOrCreate: relatedRecord,
        updateOrCreate: relatedRecord,
        first: relatedRecord,
        firstOrFail: relatedRecord,
        createMany: relatedRecords,
        exec: relatedRecords,
        paginate: relatedRecords,
        '*': 'this',
      },
      callbacks: { ...RELATION_CALLBACKS, '*': ['this'] },
    },
    Database: CLIENT,
    DatabaseContract: CLIENT,
    QueryClient: CLIENT,
    QueryClientContract: CLIENT,
    TransactionClient: CLIENT,
    TransactionClientContract: CLIENT,
    BaseSchema: { members: { schema: 'SchemaBuilder', db: 'QueryClient' }, callbacks: { defer: ['QueryClient'] } },
    // `import BaseSchema from '@ioc:Adonis/Lucid/Schema'`: the module is the class.
    default: { extends: 'BaseSchema' },
    BaseSeeder: { members: { client: 'QueryClient' } },
    SchemaBuilder: { returns: { '*': 'this' } },
    DatabaseQueryBuilder: ROWS,
    DatabaseQueryBuilderContract: ROWS,
    InsertQueryBuilder: ROWS,
    InsertQueryBuilderContract: ROWS,
  },
  functions: { ...CLIENT_RESULTS, compose: composed, modelQuery: 'ModelQueryBuilder<@0>' },
  callbacks: { transaction: ['TransactionClient'] },
};

/** The name of a relation and the model that has it, for `Related` values. */
export function relationOf(ev: Evaluator, value: Value): { readonly owner: Value; readonly name: string } | undefined {
  if (value.kind !== 'external' || value.name !== 'Related' || !FAMILY.includes(value.package)) return undefined;
  const owner = relatedModel(ev, value.args[1] ?? UNKNOWN);
  const name = value.args[0] && constantOf(value.args[0]);
  return owner && name !== undefined ? { owner, name } : undefined;
}
