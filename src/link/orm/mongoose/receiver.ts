/** The model that a call is made on, by whatever its receiver says: a name, a schema, a document's type, an injection. */
import {
  alternatives,
  type Chain,
  calleeOf,
  classFact,
  type Link,
  lineageOf,
  type Value,
  type ValueOf,
} from '../../program/index.js';
import type { World } from '../world.js';
import { modelName, PACKAGES } from './classes.js';
import type { Model, ModelIndex } from './models.js';

export type Receiver = { readonly model: Model | undefined; readonly isDocument: boolean; readonly isTyped: boolean };

/** The model that a call is made on; `model` undefined when it is one, but not which. Undefined when it is none. */
export function receiverModel(world: World, index: ModelIndex, chain: Chain, link: Link): Receiver | undefined {
  if (link.expr.kind === 'tagged' || link.receiver === undefined) return undefined;
  let typed: Receiver | undefined;
  let unnamed: Receiver | undefined;
  for (const callee of alternatives(calleeOf(world.ev, link.expr, chain.scope))) {
    if (callee.kind !== 'part') continue;
    for (const owner of alternatives(callee.object)) {
      const kind = kindOf(world, owner);
      if (kind === undefined) continue;
      const injected = kind === 'model' ? injectedName(world, link.receiver, chain) : undefined;
      const name = injected ?? modelName(world, owner);
      const model =
        (name === undefined ? undefined : namedModel(index, name)) ??
        modelOfType(world, index, owner) ??
        modelOfType(world, index, world.value(link.receiver, chain.scope));
      const isTyped = injected === undefined && !(owner.kind === 'external' && owner.made);
      const found: Receiver = { model, isDocument: kind === 'document', isTyped };
      if (model && !isTyped) return found;
      // Where it was made says more than what it is declared as.
      if (model) typed ??= found;
      unnamed ??= found;
    }
  }
  return typed ?? unnamed;
}

/** The model of a schema (`this` in its statics) or of a type its documents have, anywhere in a value's type arguments. */
function modelOfType(world: World, index: ModelIndex, value: Value, depth = 0): Model | undefined {
  if (depth > 4) return undefined;
  const first = (values: readonly Value[]) => {
    for (const one of values) {
      const model = modelOfType(world, index, one, depth + 1);
      if (model) return model;
    }
    return undefined;
  };
  switch (value.kind) {
    case 'external':
      return index.bySchema(value) ?? first(value.args);
    case 'shape':
      return index.byType(value) ?? first(value.bases.map((base) => world.type(base, value.scope)));
    case 'both':
      return index.byType(value) ?? first(value.of);
    case 'union':
      return first(value.of);
    case 'class':
    case 'instance': {
      const given = givenBase(world, value);
      return given && index.bySchema(given);
    }
    default:
      return undefined;
  }
}

/** `FilmDocument` and `FilmModel` are what people call the types of `Film`. */
function namedModel(index: ModelIndex, name: string): Model | undefined {
  return index.byName(name) ?? index.byName(name.replace(/(?:Document|Model|Doc|Entity|DBModel)$/, ''));
}

/** `this` in a class that a schema is given, which is below a document of the schema. */
function givenBase(world: World, value: ValueOf<'class' | 'instance'>): Value | undefined {
  const base = world.libraryBase(value.of);
  return base?.kind === 'external' && base.package === 'mongoose' && base.name === 'HydratedDocument'
    ? base.args[0]
    : undefined;
}

const MODELS = /^(?:Paginate|AggregatePaginate|SoftDelete)?Model$|^ReturnModelType$|^ModelType$/;
const DOCUMENTS = /^(?:HydratedDocument|Document|DocumentType|SoftDeleteDocument)$/;

function kindOf(world: World, value: Value, depth = 0): 'model' | 'document' | undefined {
  if (depth > 4) return undefined;
  if (value.kind === 'external' && (PACKAGES.includes(value.package) || value.package.startsWith('mongoose'))) {
    const name = value.name.slice(value.name.lastIndexOf('.') + 1);
    if (MODELS.test(name)) return 'model';
    if (DOCUMENTS.test(name)) return 'document';
  }
  if (value.kind === 'class' || value.kind === 'instance') {
    if (givenBase(world, value)) return value.kind === 'class' ? 'model' : 'document';
  }
  // `interface IFilm extends Document`, `interface FilmModel extends Model<IFilm>`.
  const bases =
    value.kind === 'both'
      ? value.of
      : value.kind === 'shape'
        ? value.bases.map((base) => world.type(base, value.scope))
        : [];
  for (const base of bases) {
    const kind = kindOf(world, base, depth + 1);
    if (kind !== undefined) return kind;
  }
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
