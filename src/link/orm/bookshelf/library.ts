/**
 * What Bookshelf's calls give. A model made by `extend` or `model('Loaf', {…})` is one value for the class and its rows:
 * its definition's methods, its statics and the library's own, at once. So own methods are followed, and every builder
 * call gives the same again.
 */
import {
  alternatives,
  constantOf,
  evaluate,
  external,
  type LibraryCall,
  type LibraryKnowledge,
  type LibraryType,
  UNKNOWN,
  type Value,
  type ValueOf,
} from '../../program/index.js';

export const PACKAGE = 'bookshelf';
const MODEL_BASE = 'bookshelf-modelbase';

/** Arguments of a `Model` value made here: definition (or registered name), model below which it stands, statics. */
function modelValue(call: LibraryCall, definition: Value, base: Value, statics: Value | undefined): Value {
  const args = [definition, base, ...(statics && statics.kind !== 'unknown' ? [statics] : [])];
  const { expr, scope } = call;
  return whole({ ...external('Model', args, PACKAGE), made: { expr, scope } });
}

/** The model with its own methods beside it. */
function whole(model: ValueOf<'external'>): Value {
  const objects = model.args.filter((arg) => arg.kind === 'object');
  const above = model.args[1]?.kind === 'both' ? model.args[1].of : [];
  return objects.length === 0 && above.length === 0 ? model : { kind: 'both', of: [...objects, model, ...above] };
}

function argument({ ev, expr, scope }: LibraryCall, at: number): Value | undefined {
  const arg = expr.args[at];
  return arg && evaluate(ev, arg, scope);
}

/** `Model.extend({ tableName, loaves() {…} }, { statics })`; own classes have no definition, they are their own. */
function extended(call: LibraryCall): Value | undefined {
  const definition = argument(call, 0);
  return definition && modelValue(call, definition, call.receiver, argument(call, 1));
}

/** `bookshelf.model('Loaf', definition or model, statics)` registers, `bookshelf.model('Loaf')` looks up. */
function registered(call: LibraryCall): Value | undefined {
  const name = argument(call, 0);
  const given = argument(call, 1);
  if (name === undefined) return undefined;
  const object = given && alternatives(given).find((one) => one.kind === 'object');
  if (object) return modelValue(call, object, external('Model', [], PACKAGE), argument(call, 2));
  if (given && given.kind !== 'unknown') return given;
  return constantOf(name) === undefined ? undefined : external('Model', [name], PACKAGE);
}

/** A call on a model that gives a row, or the same builder again. */
function row({ receiver }: LibraryCall): Value | undefined {
  if (receiver.kind === 'external') return whole(receiver);
  return receiver.kind === 'class' ? { kind: 'instance', of: receiver.of, args: [] } : receiver;
}

/** What every model has. */
const OWN_METHODS = new Set(
  (
    'where query orderBy forge fetch refresh save destroy load set unset clear clone through resetQuery on once off ' +
    'trigger triggerThen require create update upsert findOne findById findOrCreate'
  ).split(' '),
);

/** On a model that is only known by name, another method is a relation of it: `bookshelf.model('Loaf').forge().ovens()`. */
function rowOrRelation(call: LibraryCall): Value | undefined {
  const { expr, receiver } = call;
  const name = expr.callee.kind === 'member' ? expr.callee.name : '';
  const isOnlyNamed = receiver.kind === 'external' && receiver.args[0]?.kind === 'text';
  if (!isOnlyNamed || name === '' || OWN_METHODS.has(name)) return row(call);
  return external('Related', [receiver, { kind: 'text', texts: [name], holes: [] }], PACKAGE);
}

function rows(call: LibraryCall): Value | undefined {
  return external('Collection', [row(call) ?? UNKNOWN], PACKAGE);
}

/** `loaf.related('oven')`; which tables that is, the models tell. */
function related(call: LibraryCall): Value {
  return external('Related', [call.receiver, argument(call, 0) ?? UNKNOWN], PACKAGE);
}

/** `this.hasMany(Loaf)`: known again by the call that makes it. */
function relation({ receiver, expr, scope }: LibraryCall): Value {
  return { ...external('Related', [receiver], PACKAGE), made: { expr, scope } };
}

const same = ({ receiver }: LibraryCall): Value => receiver;
const plain = (names: string): Record<string, string> =>
  Object.fromEntries(names.split(' ').map((name) => [name, '?']));
const RELATIONS = Object.fromEntries(
  'hasMany hasOne belongsTo belongsToMany morphMany morphOne morphTo'.split(' ').map((name) => [name, relation]),
);

const MODEL: LibraryType = {
  returns: {
    ...plain('get has previous attributes toJSON serialize count isNew pick parse format timestamp hasChanged'),
    ...RELATIONS,
    extend: extended,
    '()': row,
    fetchAll: rows,
    fetchPage: rows,
    findAll: rows,
    collection: rows,
    related,
    '*': rowOrRelation,
  },
  callbacks: { query: ['Query'], where: ['Query'] },
};

const BOOKSHELF: LibraryType = {
  members: { Model: 'Model', Collection: 'Collection' },
  memberNamed: (_ev, _receiver, name) => (name === 'knex' ? external('Knex', [], 'knex') : undefined),
  returns: { model: registered, plugin: same, transaction: '^0 | Transaction' },
  callbacks: { transaction: ['Transaction'] },
};

/** `bookshelf(knex)`, `require('bookshelf')(knex)`; another package of the family gives a model to extend. */
function opened({ receiver }: LibraryCall): Value {
  const isModelBase = receiver.kind === 'import' && receiver.package === MODEL_BASE;
  return external(isModelBase ? 'Model' : 'Bookshelf', [], PACKAGE);
}

export const BOOKSHELF_LIBRARY: LibraryKnowledge = {
  packages: [PACKAGE, MODEL_BASE],
  types: {
    Bookshelf: BOOKSHELF,
    // The module itself is the type in old declarations: `const bookshelf: Bookshelf = Bookshelf(knex)`.
    default: { extends: 'Bookshelf' },
    '*': { extends: 'Bookshelf' },
    Model: MODEL,
    'Model.static': MODEL,
    Related: {
      returns: { create: row, fetchOne: row, ...plain('get toJSON serialize count pluck'), '*': same },
      callbacks: { query: ['Query'] },
      members: { models: 'this[]' },
    },
    Collection: {
      members: { models: '$0[]' },
      returns: {
        ...Object.fromEntries(
          'at first last find findWhere get create fetchOne shift pop'.split(' ').map((name) => [name, '$0']),
        ),
        ...plain('toJSON serialize count pluck map invokeThen mapThen'),
        '*': 'this',
      },
      callbacks: { query: ['Query'], '*': ['$0'] },
    },
    Query: { returns: { '*': 'this' }, callbacks: { '*': ['this'] } },
  },
  functions: { default: opened, '*': opened, initialize: opened, Bookshelf: opened },
};
