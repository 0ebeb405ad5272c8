/**
 * Mongoose, with NestJS and Typegoose. A model is whatever evaluates to one: a constant, an injected field, an argument of
 * a base repository's constructor. Documents are what models give; saving one writes its model's collection. Populated
 * paths and aggregation stages are joined reads.
 */
import {
  type Chain,
  constantOf,
  evaluate,
  external,
  type LibraryCall,
  type LibraryType,
  type Value,
} from '../program/index.js';
import type { Access, Dialect, Finding, Reading } from './dialect.js';
import { isPipelineOpen, MODEL_OPERATIONS, stageAccesses } from './mongo/operations.js';
import { sessionOpening } from './mongo/sessions.js';
import { PACKAGES } from './mongoose/classes.js';
import { DECLARING } from './mongoose/declared.js';
import { declarations, type Model, type ModelIndex, readModels, tableOfModel } from './mongoose/models.js';
import { ownMember } from './mongoose/own-members.js';
import { populated } from './mongoose/populate.js';
import { receiverModel } from './mongoose/receiver.js';
import type { World } from './world.js';

const DOCUMENT_RESULTS =
  'findOne findById findOneAndUpdate findOneAndReplace findOneAndDelete findOneAndRemove findByIdAndUpdate findByIdAndDelete findByIdAndRemove create hydrate'.split(
    ' ',
  );

/** `model('Film', schema)` gives the model named Film. */
function modelRule({ ev, expr, scope }: LibraryCall): Value | undefined {
  const [first] = expr.args;
  const name = first ? evaluate(ev, first, scope) : undefined;
  if (name === undefined || constantOf(name) === undefined) return undefined;
  return { ...external('Model', [name], 'mongoose'), made: { expr, scope } };
}

/** `getModelForClass(Film)`: the class stands for the model. */
function classModelRule({ ev, expr, scope }: LibraryCall): Value | undefined {
  const [first] = expr.args;
  const value = first ? evaluate(ev, first, scope) : undefined;
  return value?.kind === 'class' ? { ...external('Model', [value], 'mongoose'), made: { expr, scope } } : undefined;
}

const MODEL: LibraryType = {
  memberNamed: (ev, model, name) => ownMember(ev, model, name, 'static'),
  returns: {
    ...Object.fromEntries(DOCUMENT_RESULTS.map((name) => [name, 'HydratedDocument<$0>'])),
    find: 'HydratedDocument<$0>[]',
    insertMany: 'HydratedDocument<$0>[]',
    discriminator: modelRule,
    '()': 'HydratedDocument<$0>',
  },
};
/** `this` in what is put on a schema is its model, or one of its documents. */
const SCHEMA: LibraryType = {
  // `new Schema(…).index(…)` is still the schema that was made.
  returns: Object.fromEntries(
    'index set plugin add pre post method static remove pick omit loadClass searchIndex'
      .split(' ')
      .map((name) => [name, ({ receiver }: LibraryCall): Value => receiver]),
  ),
  thisIn: {
    ...Object.fromEntries(
      ['statics', 'static'].map((slot) => [slot, (schema: Value) => external('Model', [schema], 'mongoose')]),
    ),
    ...Object.fromEntries(
      ['methods', 'method', 'pre', 'post'].map((slot) => [
        slot,
        (schema: Value) => external('HydratedDocument', [schema], 'mongoose'),
      ]),
    ),
  },
  instanceIn: { loadClass: (schema: Value) => external('HydratedDocument', [schema], 'mongoose') },
};
/** A query keeps being one while it is refined; awaited, it is its documents. */
const DOCUMENT: LibraryType = {
  members: { constructor: 'Model<$0>' },
  memberNamed: (ev, document, name) => ownMember(ev, document, name, 'method'),
  returns: {
    model: modelRule,
    $model: modelRule,
    populate: 'this',
    exec: 'this',
    lean: 'this',
    select: 'this',
    session: 'this',
    save: 'this',
    orFail: 'this',
    sort: 'this',
    limit: 'this',
    skip: 'this',
    toObject: 'this',
    setOptions: 'this',
    where: 'this',
  },
};
/** The driver's collection below Mongoose: `connection.db.collection('reels')`, `connection.collection('reels')`. */
function collectionRule({ ev, expr, scope }: LibraryCall): Value | undefined {
  const [first] = expr.args;
  return first && { ...external('Collection', [evaluate(ev, first, scope)], 'mongodb'), made: { expr, scope } };
}

const CONNECTION: LibraryType = {
  memberNamed: (_ev, _receiver, name) => (name === 'db' ? external('Db', [], 'mongodb') : undefined),
  returns: {
    model: modelRule,
    collection: collectionRule,
    createCollection: collectionRule,
    getClient: () => external('MongoClient', [], 'mongodb'),
    startSession: 'ClientSession',
    useDb: 'Connection',
    createConnection: 'Connection',
    asPromise: 'Connection',
    transaction: '^0',
  },
  members: { connection: 'Connection' },
  callbacks: { transaction: ['ClientSession'] },
};

export const mongoose: Dialect = {
  id: 'mongoose',
  title: 'Mongoose',
  docs: 'Models by name, class or injection, documents, populate, references, aggregation, sessions; NestJS and Typegoose.',
  packages: PACKAGES,
  types: {
    Schema: SCHEMA,
    Model: MODEL,
    PaginateModel: MODEL,
    AggregatePaginateModel: MODEL,
    SoftDeleteModel: MODEL,
    ReturnModelType: MODEL,
    ModelType: MODEL,
    HydratedDocument: DOCUMENT,
    'HydratedDocument.static': MODEL,
    Document: DOCUMENT,
    DocumentType: DOCUMENT,
    SoftDeleteDocument: DOCUMENT,
    Connection: CONNECTION,
    Mongoose: CONNECTION,
    ClientSession: { returns: { withTransaction: '^0' } },
    'mongoose.ClientSession': { returns: { withTransaction: '^0' } },
  },
  functions: {
    model: modelRule,
    'connection.model': modelRule,
    'connection.collection': collectionRule,
    'connection.createCollection': collectionRule,
    'connection.db.collection': collectionRule,
    'connection.useDb': 'Connection',
    'connection.getClient': () => external('MongoClient', [], 'mongodb'),
    getModelForClass: classModelRule,
    'SchemaFactory.createForClass': 'Schema',
    buildSchema: 'Schema',
    createConnection: 'Connection',
    startSession: 'ClientSession',
    'connection.startSession': 'ClientSession',
  },
  methods: [...MODEL_OPERATIONS.keys(), 'populate', 'withTransaction', 'transaction', 'startTransaction'],
  declaringCalls: [...DECLARING, 'virtual'],
  read(world): Reading {
    const index = readModels(world);
    return {
      ...declarations(index),
      access: (chain) => chainAccesses(world, index, chain),
      opening: (chain) => sessionOpening(world, chain, 'mongoose', 'mongoose'),
    };
  },
};

function chainAccesses(world: World, index: ModelIndex, chain: Chain): Finding | undefined {
  const accesses: Access[] = [];
  let unresolved: Finding['unresolved'];
  let current: Model | undefined;
  let isOpen = false;
  for (const link of chain.links) {
    if (link.expr.kind === 'tagged' || link.receiver === undefined) continue;
    if (link.name === 'populate') {
      current ??= receiverModel(world, index, chain, link)?.model;
      if (current) accesses.push(...populated(world, index, current, chain, link));
      continue;
    }
    const operations = MODEL_OPERATIONS.get(link.name);
    if (!operations) continue;
    const found = receiverModel(world, index, chain, link);
    if (!found) continue;
    if (!found.model) {
      unresolved ??= { line: link.line, reason: 'the model is given by a type or a value' };
      continue;
    }
    // A document is saved, removed or updated; `.find` and the like on one are an array's.
    if (found.isDocument && !/^(?:save|remove|updateOne|replaceOne|deleteOne|delete|restore)$/.test(link.name))
      continue;
    current = found.model;
    const { model } = found;
    accesses.push(
      ...operations.map(
        (op): Access => ({
          table: tableOfModel(model),
          op,
          line: link.line,
          confidence: found.isTyped ? 'typed' : 'exact',
        }),
      ),
    );
    if (!/^aggregate/.test(link.name)) continue;
    accesses.push(...stageAccesses(world, link.args[0], chain.scope));
    isOpen ||= isPipelineOpen(chain, link.args[0]);
  }
  if (accesses.length === 0 && unresolved === undefined) return undefined;
  return { accesses, ...(unresolved ? { unresolved } : {}), ...(isOpen ? { isOpen } : {}) };
}
