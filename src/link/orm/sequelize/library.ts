/** Sequelize's handles as data: what gives a model, a record, a registry, and of which class or defined name. */
import type { LibraryCall, LibraryKnowledge, LibraryType, TypeRule, Value } from '../../program/index.js';
import { bare, callFunction, constantOf, evaluate, memberOf, UNKNOWN } from '../../program/index.js';

export const FAMILY: readonly string[] = ['sequelize', 'sequelize-typescript', '@sequelize/core', '@nestjs/sequelize'];

/** A record of a model known by name only. */
const BY_NAME = 'sequelize';

/** What a finder of a model gives: a record of the class, or of the model defined under a name. */
function recordOf({ receiver }: LibraryCall): Value {
  if (receiver.kind === 'class') return { kind: 'instance', of: receiver.of, args: [] };
  if (receiver.kind === 'instance') return receiver;
  const model = receiver.kind === 'external' ? (receiver.args[0] ?? UNKNOWN) : UNKNOWN;
  return model.kind === 'text' ? { kind: 'external', package: BY_NAME, name: 'Model', args: [model] } : model;
}

const records = (call: LibraryCall): Value => ({ kind: 'array', element: recordOf(call) });
/** `{ rows, count }`. */
const counted = (call: LibraryCall): Value => ({ kind: 'record', element: records(call) });
/** `[record, isNew]`. */
const recordAndFlag = (call: LibraryCall): Value => {
  const record = recordOf(call);
  return {
    kind: 'array',
    element: record,
    items: [record, { kind: 'external', package: '', name: 'boolean', args: [] }],
  };
};
const countAndRecords = (call: LibraryCall): Value => {
  const list = records(call);
  return { kind: 'array', element: list, items: [{ kind: 'external', package: '', name: 'number', args: [] }, list] };
};

/** `Order.scope('open')`: the model with the scopes kept for the reads after it, and the class for its own statics. */
function scoped(call: LibraryCall): Value {
  const { receiver, expr, scope } = call;
  const model = receiver.kind === 'external' ? (receiver.args[0] ?? UNKNOWN) : recordOf(call);
  const handle: Value = {
    kind: 'external',
    package: BY_NAME,
    name: 'ModelStatic',
    args: [model],
    made: { expr, scope },
  };
  return receiver.kind === 'class' ? { kind: 'both', of: [handle, receiver] } : handle;
}

const STATIC_RESULTS: Readonly<Record<string, TypeRule>> = {
  findAll: records,
  all: records,
  find: recordOf,
  findOne: recordOf,
  findByPk: recordOf,
  findById: recordOf,
  findAndCountAll: counted,
  findAndCount: counted,
  findOrCreate: recordAndFlag,
  findCreateFind: recordAndFlag,
  findOrBuild: recordAndFlag,
  upsert: recordAndFlag,
  create: recordOf,
  build: recordOf,
  bulkCreate: records,
  bulkBuild: records,
  update: countAndRecords,
  scope: scoped,
  unscoped: scoped,
  withScope: scoped,
  withoutScope: scoped,
  withInitialScope: scoped,
  schema: scoped,
  withSchema: scoped,
  init: ({ receiver }) => receiver,
  count: 'number',
  max: '?',
  min: '?',
  sum: '?',
  destroy: 'number',
};

const STATIC: LibraryType = {
  members: { sequelize: 'Sequelize' },
  memberNamed: (_, receiver, name) =>
    name === 'associations'
      ? { kind: 'external', package: BY_NAME, name: 'Associations', args: [modelOf(receiver)] }
      : undefined,
  returns: {
    ...STATIC_RESULTS,
    '()': recordOf,
    // The four of them give the association; who keeps it gives it to `include`.
    belongsTo: association,
    hasOne: association,
    hasMany: association,
    belongsToMany: association,
  },
};

function modelOf(receiver: Value): Value {
  if (receiver.kind === 'class') return { kind: 'instance', of: receiver.of, args: [] };
  return receiver.kind === 'external' ? (receiver.args[0] ?? UNKNOWN) : receiver;
}

function association({ ev, receiver, expr, scope }: LibraryCall): Value | undefined {
  const options = expr.args[1] && evaluate(ev, expr.args[1], scope);
  const as = options && memberOf(ev, options, 'as');
  const target = expr.args[0] ? modelOf(evaluate(ev, expr.args[0], scope)) : UNKNOWN;
  return { kind: 'external', package: BY_NAME, name: 'Association', args: [modelOf(receiver), as ?? UNKNOWN, target] };
}

/** `$get('lines')`, `getLines()`: what the property of that name is declared as. */
function related(call: LibraryCall, alias: string | undefined): Value | undefined {
  if (alias === undefined || alias === '') return undefined;
  const found = memberOf(call.ev, call.receiver, alias);
  return found.kind === 'part' || found.kind === 'unknown' ? undefined : found;
}

const byArgument = (call: LibraryCall): Value | undefined => {
  const [first] = call.expr.args;
  return related(call, first && constantOf(evaluate(call.ev, first, call.scope)));
};

function byMixin(call: LibraryCall): Value | undefined {
  const callee = bare(call.expr.callee);
  const name = callee.kind === 'member' ? /^(?:get|create)([A-Z]\w*)$/.exec(callee.name)?.[1] : undefined;
  return name === undefined ? undefined : related(call, name.charAt(0).toLowerCase() + name.slice(1));
}

/** `transaction(async (t) => …)` gives what the callback gives; without one, the transaction. */
function transactionResult({ ev, expr, scope, receiver }: LibraryCall): Value {
  for (const arg of expr.args) {
    const value = evaluate(ev, arg, scope);
    if (value.kind === 'function') return callFunction(ev, value, undefined, undefined);
  }
  const from = receiver.kind === 'external' ? receiver.package : BY_NAME;
  return { kind: 'external', package: from, name: 'Transaction', args: [], made: { expr, scope } };
}

/** `define('order', …)` and `model('order')`: the model under that name. */
function named({ ev, expr, scope, receiver }: LibraryCall): Value | undefined {
  const first = expr.args[0] && evaluate(ev, expr.args[0], scope);
  if (first === undefined) return undefined;
  if (first.kind === 'class') return first;
  const from = receiver.kind === 'external' ? receiver.package : BY_NAME;
  return { kind: 'external', package: from, name: 'ModelStatic', args: [first], made: { expr, scope } };
}

const mixin = (result: string): LibraryType => ({ returns: { '()': result } });

export const SEQUELIZE: LibraryKnowledge = {
  packages: FAMILY,
  types: {
    Sequelize: {
      members: { models: 'Models' },
      returns: {
        define: named,
        model: named,
        getRepository: ({ ev, expr, scope }) => (expr.args[0] ? evaluate(ev, expr.args[0], scope) : undefined),
        transaction: transactionResult,
        startUnmanagedTransaction: 'Transaction',
        getQueryInterface: 'QueryInterface',
      },
      callbacks: { transaction: ['Transaction'] },
    },
    // `import Sequelize from 'sequelize'`: the module is the class.
    default: { extends: 'Sequelize' },
    Models: {
      memberNamed: (_, __, name) => ({
        kind: 'external',
        package: BY_NAME,
        name: 'ModelStatic',
        args: [{ kind: 'text', texts: [name], holes: [] }],
      }),
    },
    Associations: {
      memberNamed: (_, receiver, name) => ({
        kind: 'external',
        package: BY_NAME,
        name: 'Association',
        args: [
          receiver.kind === 'external' ? (receiver.args[0] ?? UNKNOWN) : UNKNOWN,
          { kind: 'text', texts: [name], holes: [] },
        ],
      }),
    },
    'Model.static': STATIC,
    ModelStatic: STATIC,
    ModelCtor: STATIC,
    ModelDefined: STATIC,
    Repository: STATIC,
    Model: {
      members: { sequelize: 'Sequelize' },
      returns: {
        save: 'this',
        update: 'this',
        reload: 'this',
        $get: byArgument,
        $create: byArgument,
        // A static read in the scope of an instance: `(this.constructor as typeof Order)` loses which.
        '*': byMixin,
      },
    },
    QueryInterface: { members: { sequelize: 'Sequelize' } },
    BelongsToGetAssociationMixin: mixin('$0'),
    BelongsToCreateAssociationMixin: mixin('$0'),
    HasOneGetAssociationMixin: mixin('$0'),
    HasOneCreateAssociationMixin: mixin('$0'),
    HasManyGetAssociationsMixin: mixin('$0[]'),
    HasManyCreateAssociationMixin: mixin('$0'),
    BelongsToManyGetAssociationsMixin: mixin('$0[]'),
    BelongsToManyCreateAssociationMixin: mixin('$0'),
  },
  functions: {},
  callbacks: {},
};
