/**
 * Mongoose, with NestJS and Typegoose. A model is whatever evaluates to one: a constant, an injected field, an argument of
 * a base repository's constructor. Documents are what models give; saving one writes its model's collection. Populated
 * paths and aggregation stages are joined reads.
 */
import {
  alternatives,
  type Chain,
  calleeOf,
  classFact,
  constantOf,
  evaluate,
  external,
  type LibraryCall,
  type LibraryType,
  type Link,
  lineageOf,
  type Value,
} from '../program/index.js';
import type { Access, Dialect, Finding, Reading } from './dialect.js';
import { OPERATIONS, stageAccesses } from './mongo/operations.js';
import { sessionOpening } from './mongo/sessions.js';
import {
  DECLARING,
  declarations,
  type Model,
  type ModelIndex,
  modelName,
  PACKAGES,
  readModels,
  tableOfModel,
} from './mongoose/models.js';
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
  returns: {
    ...Object.fromEntries(DOCUMENT_RESULTS.map((name) => [name, 'HydratedDocument<$0>'])),
    find: 'HydratedDocument<$0>[]',
    insertMany: 'HydratedDocument<$0>[]',
    discriminator: modelRule,
    '()': 'HydratedDocument<$0>',
  },
};
/** A query keeps being one while it is refined; awaited, it is its documents. */
const DOCUMENT: LibraryType = {
  returns: {
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
const CONNECTION: LibraryType = {
  returns: {
    model: modelRule,
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
    Model: MODEL,
    PaginateModel: MODEL,
    AggregatePaginateModel: MODEL,
    SoftDeleteModel: MODEL,
    ReturnModelType: MODEL,
    ModelType: MODEL,
    HydratedDocument: DOCUMENT,
    Document: DOCUMENT,
    DocumentType: DOCUMENT,
    Connection: CONNECTION,
    Mongoose: CONNECTION,
    ClientSession: { returns: { withTransaction: '^0' } },
    'mongoose.ClientSession': { returns: { withTransaction: '^0' } },
  },
  functions: {
    model: modelRule,
    'connection.model': modelRule,
    getModelForClass: classModelRule,
    createConnection: 'Connection',
    startSession: 'ClientSession',
    'connection.startSession': 'ClientSession',
  },
  methods: [...OPERATIONS.keys(), 'populate', 'withTransaction', 'transaction', 'startTransaction'],
  declaringCalls: [...DECLARING],
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
  for (const link of chain.links) {
    if (link.expr.kind === 'tagged' || link.receiver === undefined) continue;
    if (link.name === 'populate') {
      current ??= receiverModel(world, index, chain, link)?.model;
      if (current) accesses.push(...populated(world, index, current, chain, link));
      continue;
    }
    const operations = OPERATIONS.get(link.name);
    if (!operations) continue;
    const found = receiverModel(world, index, chain, link);
    if (!found) continue;
    if (!found.model) {
      unresolved ??= { line: link.line, reason: 'the model is given by a type or a value' };
      continue;
    }
    // A document is saved, removed or updated; `.find` and the like on one are an array's.
    if (found.isDocument && !/^(?:save|remove|updateOne|replaceOne|deleteOne)$/.test(link.name)) continue;
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
    if (link.name === 'aggregate') accesses.push(...stageAccesses(world, link.args[0], chain.scope));
  }
  if (accesses.length === 0 && unresolved === undefined) return undefined;
  return { accesses, ...(unresolved ? { unresolved } : {}) };
}

type Receiver = { readonly model: Model | undefined; readonly isDocument: boolean; readonly isTyped: boolean };

/** The model that a call is made on; `model` undefined when it is one, but not which. Undefined when it is none. */
function receiverModel(world: World, index: ModelIndex, chain: Chain, link: Link): Receiver | undefined {
  if (link.expr.kind === 'tagged' || link.receiver === undefined) return undefined;
  let unnamed: Receiver | undefined;
  for (const callee of alternatives(calleeOf(world.ev, link.expr, chain.scope))) {
    if (callee.kind !== 'part') continue;
    for (const owner of alternatives(callee.object)) {
      const kind = kindOf(owner);
      if (kind === undefined) continue;
      const injected = kind === 'model' ? injectedName(world, link.receiver, chain) : undefined;
      const name = injected ?? modelName(world, owner);
      const model = name === undefined ? undefined : namedModel(index, name);
      const isTyped = injected === undefined && !(owner.kind === 'external' && owner.made);
      const found: Receiver = { model, isDocument: kind === 'document', isTyped };
      if (model) return found;
      unnamed ??= found;
    }
  }
  return unnamed;
}

/** `FilmDocument` and `FilmModel` are what people call the types of `Film`. */
function namedModel(index: ModelIndex, name: string): Model | undefined {
  return index.byName(name) ?? index.byName(name.replace(/(?:Document|Model|Doc|Entity|DBModel)$/, ''));
}

const MODELS = /^(?:Paginate|AggregatePaginate|SoftDelete)?Model$|^ReturnModelType$|^ModelType$/;
const DOCUMENTS = /^(?:HydratedDocument|Document|DocumentType)$/;

function kindOf(value: Value): 'model' | 'document' | undefined {
  if (value.kind === 'external' && (PACKAGES.includes(value.package) || value.package.startsWith('mongoose'))) {
    const name = value.name.slice(value.name.lastIndexOf('.') + 1);
    if (MODELS.test(name)) return 'model';
    if (DOCUMENTS.test(name)) return 'document';
  }
  if (value.kind === 'both') return value.of.map(kindOf).find((kind) => kind !== undefined);
  return undefined;
}

/** `@InjectModel(Film.name) private films: Model<FilmDocument>`: the decorator names the model. */
function injectedName(world: World, receiver: Link['receiver'], chain: Chain): string | undefined {
  if (receiver?.kind !== 'member' || receiver.object.kind !== 'this') return undefined;
  const self = chain.scope.self ?? ownSelf(chain);
  if (self?.kind !== 'instance') return undefined;
  for (const ancestor of lineageOf(world.ev, self)) {
    if (ancestor.kind !== 'own') break;
    const fact = classFact(ancestor.of);
    const init = fact.members.find(({ kind }) => kind === 'constructor')?.function;
    const params = init === undefined ? [] : (ancestor.of.file.program.functions[init]?.params ?? []);
    const decorators =
      params.find((one) => one.isField && one.name.split('#')[0] === receiver.name)?.decorators ??
      fact.members.find(({ name }) => name === receiver.name)?.decorators;
    for (const one of world.decorators(decorators, ancestor.of.scope)) {
      if (one.name !== 'InjectModel' || one.args[0] === undefined) continue;
      const name = modelName(world, world.value(one.args[0], one.scope));
      if (name !== undefined) return name;
    }
  }
  return undefined;
}

function ownSelf(chain: Chain): Value | undefined {
  for (let scope: Chain['scope'] | undefined = chain.scope; scope; scope = scope.parent)
    if (scope.self) return scope.self;
  return undefined;
}

/** `.populate('director')`, `.populate('a b')`, `.populate({ path, model, populate })`, lists of these. */
function populated(world: World, index: ModelIndex, from: Model, chain: Chain, link: Link): Access[] {
  const found: Access[] = [];
  const open: { readonly value: Value; readonly from: Model }[] = link.args
    .slice(0, 1)
    .map((arg) => ({ value: world.value(arg, chain.scope), from }));
  for (let steps = 0; open.length > 0 && steps < 100; steps++) {
    const { value, from: at } = open.pop() as (typeof open)[number];
    const text = constantOf(value);
    if (text !== undefined) {
      for (const path of text.split(/\s+/)) {
        const target = at.references.find((one) => one.path === path || one.path.endsWith(`.${path}`))?.target;
        const model = target === undefined ? undefined : index.byName(target);
        if (model)
          found.push({ table: tableOfModel(model), op: 'read', line: link.line, joined: true, note: 'populate' });
      }
    } else if (value.kind === 'array') open.push(...(value.items ?? []).map((item) => ({ value: item, from: at })));
    else if (value.kind === 'object') {
      const path = constantOf(world.member(value, 'path'));
      const named = modelName(world, world.member(value, 'model'));
      const target =
        named ??
        (path === undefined
          ? undefined
          : at.references.find((one) => one.path === path || one.path.endsWith(`.${path}`))?.target);
      const model = target === undefined ? undefined : index.byName(target);
      if (!model) continue;
      found.push({ table: tableOfModel(model), op: 'read', line: link.line, joined: true, note: 'populate' });
      const inner = world.member(value, 'populate');
      if (inner.kind !== 'unknown') open.push({ value: inner, from: model });
    }
  }
  return found;
}
