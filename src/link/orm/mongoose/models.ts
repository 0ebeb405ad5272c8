/**
 * Mongoose models, however they are made: `model('X', schema)`, Nest's `forFeature` and `@Schema`, Typegoose's
 * `getModelForClass`. A model is known by its name; its collection is the third argument, else the schema's option
 * `collection`, else the plural by Mongoose's own rules. Discriminators share the collection of their base.
 */
import type { Evidence, Expr } from '../../../model/index.js';
import { mongooseCollectionName } from '../../naming/index.js';
import {
  alternatives,
  type ClassValue,
  classFact,
  constantOf,
  type Scope,
  type Value,
  type ValueOf,
} from '../../program/index.js';
import type { ForeignKeyDeclaration, TableDeclaration, TableName } from '../dialect.js';
import type { World } from '../world.js';
import { type Reference, referencesOf } from './schemas.js';

export type Model = {
  readonly name: string;
  readonly collection: string;
  readonly isExplicit: boolean;
  readonly kind: 'collection' | 'child';
  readonly at: Evidence;
  readonly references: readonly Reference[];
};

export type ModelIndex = {
  readonly byName: (name: string) => Model | undefined;
  readonly all: readonly Model[];
};

export const DECLARING = [
  'model',
  'getModelForClass',
  'getDiscriminatorModelForClass',
  'forFeature',
  'forFeatureAsync',
  'discriminator',
  'addModelToTypegoose',
] as const;
export const PACKAGES = [
  'mongoose',
  '@nestjs/mongoose',
  '@typegoose/typegoose',
  'nestjs-typegoose',
  '@m8a/nestjs-typegoose',
  'typegoose',
];

type Found = {
  readonly name: string;
  readonly schema: Value | undefined;
  readonly of: ClassValue | undefined;
  readonly collection: string | undefined;
  readonly base?: string;
  readonly at: Evidence;
};

export function readModels(world: World): ModelIndex {
  const found = new Map<string, Found>();
  const add = (one: Found): void => {
    const before = found.get(one.name);
    // The place that says the collection wins; else the first.
    if (before === undefined || (before.collection === undefined && one.collection !== undefined))
      found.set(one.name, one);
  };
  for (const of of world.classes()) {
    const decorator = schemaDecorator(world, of);
    const fact = classFact(of);
    if (decorator && fact.name !== '')
      add({
        name: fact.name,
        schema: undefined,
        of,
        collection: undefined,
        at: { path: of.file.path, line: fact.line },
      });
  }
  for (const name of DECLARING) {
    for (const chain of world.calls(name)) {
      for (const link of chain.links) {
        if (link.name !== name || link.expr.kind === 'tagged') continue;
        const at = { path: chain.file.path, line: link.line };
        for (const one of declaredBy(world, name, link.args, link.receiver, chain.scope, link.expr, at)) add(one);
      }
    }
  }
  const models = new Map<string, Model>();
  for (const one of found.values()) models.set(one.name, modelOf(world, one, found));
  return { byName: (name) => models.get(name), all: [...models.values()] };
}

function declaredBy(
  world: World,
  call: string,
  args: readonly Expr[],
  receiver: Expr | undefined,
  scope: Scope,
  expr: Expr,
  at: Evidence,
): Found[] {
  if (call.startsWith('forFeature')) return features(world, args[0], scope, at);
  if (call === 'discriminator') {
    const base = receiver && modelName(world, world.value(receiver, scope));
    const name = args[0] && world.constant(args[0], scope);
    return base !== undefined && name !== undefined
      ? [{ name, schema: args[1] && world.value(args[1], scope), of: undefined, collection: undefined, base, at }]
      : [];
  }
  const value = world.value(expr, scope);
  if (value.kind !== 'external' || value.name !== 'Model' || !PACKAGES.includes(value.package)) return [];
  if (call === 'model') {
    const name = args[0] && world.constant(args[0], scope);
    // `model('X')` alone looks a model up.
    if (name === undefined || args[1] === undefined) return [];
    return [
      {
        name,
        schema: world.value(args[1], scope),
        of: undefined,
        collection: args[2] && world.constant(args[2], scope),
        at,
      },
    ];
  }
  const of = args[0] && alternatives(world.value(args[0], scope)).find((one) => one.kind === 'class')?.of;
  if (!of) return [];
  const options = typegooseOptions(world, of);
  const given = args[1] === undefined ? undefined : constant(world.option(args[1], scope, 'customName'));
  const inner = args[1] === undefined ? undefined : world.object(args[1], scope);
  const name = given ?? options.customName ?? classFact(of).name;
  return [
    {
      name,
      schema: undefined,
      of,
      collection:
        options.collection ?? (inner ? constant(deep(world, inner, 'schemaOptions', 'collection')) : undefined),
      at: { path: of.file.path, line: classFact(of).line },
    },
  ];
}

/** `forFeature([{ name: X.name, schema, collection, discriminators }])`, Typegoose's `forFeature([X])`. */
function features(world: World, list: Expr | undefined, scope: Scope, at: Evidence): Found[] {
  const value = list && world.value(list, scope);
  const items = value?.kind === 'array' ? (value.items ?? []) : [];
  return items.flatMap((item): Found[] => {
    if (item.kind === 'class') {
      const { customName, collection } = typegooseOptions(world, item.of);
      return [
        {
          name: customName ?? classFact(item.of).name,
          schema: undefined,
          of: item.of,
          collection,
          at: { path: item.of.file.path, line: classFact(item.of).line },
        },
      ];
    }
    if (item.kind !== 'object') return [];
    const name = constant(world.member(item, 'name'));
    if (name === undefined) {
      const typegoose = world.member(item, 'typegooseClass');
      return typegoose.kind === 'class' ? features(world, undefined, scope, at) : [];
    }
    const schema = world.member(item, 'schema');
    const collection = constant(world.member(item, 'collection'));
    const children = world.member(item, 'discriminators');
    const below = children.kind === 'array' ? (children.items ?? []) : [];
    return [
      {
        name,
        schema: schema.kind === 'unknown' ? undefined : schema,
        of: classOfSchema(world, schema),
        collection,
        at,
      },
      ...below.flatMap((child): Found[] => {
        const childName = child.kind === 'object' ? constant(world.member(child, 'name')) : undefined;
        return childName === undefined
          ? []
          : [{ name: childName, schema: undefined, of: undefined, collection: undefined, base: name, at }];
      }),
    ];
  });
}

function modelOf(world: World, one: Found, all: ReadonlyMap<string, Found>): Model {
  let root = one;
  for (let i = 0; root.base !== undefined && i < 8; i++)
    root = all.get(root.base) ?? { ...root, base: undefined as never };
  const of = root.of ?? (root.schema && classOfSchema(world, root.schema));
  const explicit =
    root.collection ?? (root.schema && schemaCollection(world, root.schema)) ?? (of && decoratedCollection(world, of));
  return {
    name: one.name,
    collection: explicit ?? mongooseCollectionName(root.name),
    isExplicit: explicit !== undefined,
    kind: one.base === undefined ? 'collection' : 'child',
    at: one.at,
    references: referencesOf(world, one.schema, one.of ?? (one.schema && classOfSchema(world, one.schema))),
  };
}

/** `new Schema(definition, { collection })`, through `createForClass` and own functions. */
function schemaCollection(world: World, schema: Value): string | undefined {
  for (const one of alternatives(schema)) {
    if (one.kind !== 'external' || one.made === undefined) continue;
    const { expr, scope } = one.made;
    const args = expr.kind === 'new' || expr.kind === 'call' ? expr.args : [];
    const name = args[1] && constant(world.option(args[1], scope, 'collection'));
    if (name !== undefined) return name;
  }
  return undefined;
}

/** The class of `SchemaFactory.createForClass(X)` or Typegoose's `buildSchema(X)`. */
export function classOfSchema(world: World, schema: Value): ClassValue | undefined {
  for (const one of alternatives(schema)) {
    if ((one.kind !== 'external' && one.kind !== 'made') || one.made === undefined) continue;
    const { expr, scope } = one.made;
    const [first] = expr.kind === 'call' ? expr.args : [];
    const of = first && alternatives(world.value(first, scope)).find((value) => value.kind === 'class')?.of;
    if (of) return of;
  }
  return undefined;
}

function schemaDecorator(
  world: World,
  of: ClassValue,
): { readonly args: readonly Expr[]; readonly scope: Scope } | undefined {
  const { decorators } = classFact(of);
  if (!decorators || decorators.length === 0) return undefined;
  return world
    .decorators(decorators, of.scope)
    .find((one) => one.package === '@nestjs/mongoose' && one.name === 'Schema');
}

function decoratedCollection(world: World, of: ClassValue): string | undefined {
  const decorator = schemaDecorator(world, of);
  return (
    (decorator && constant(world.option(decorator.args[0], decorator.scope, 'collection'))) ??
    typegooseOptions(world, of).collection
  );
}

function typegooseOptions(
  world: World,
  of: ClassValue,
): { customName: string | undefined; collection: string | undefined } {
  for (const one of world.decorators(classFact(of).decorators, of.scope)) {
    if (one.name !== 'modelOptions' || !PACKAGES.includes(one.package)) continue;
    const options = world.object(one.args[0], one.scope);
    if (!options) continue;
    return {
      customName: constant(deep(world, options, 'options', 'customName')),
      collection: constant(deep(world, options, 'schemaOptions', 'collection')),
    };
  }
  return { customName: undefined, collection: undefined };
}

function deep(world: World, object: ValueOf<'object'>, first: string, second: string): Value | undefined {
  const inner = alternatives(world.member(object, first)).find((one) => one.kind === 'object');
  return inner && world.member(inner, second);
}

function constant(value: Value | undefined): string | undefined {
  return value && constantOf(value);
}

/** Model names that a value stands for: `Model<text>`, a document class, `HydratedDocument<X>`, `X & Document`. */
export function modelName(world: World, value: Value): string | undefined {
  return namesIn(world, value, 0)[0];
}

function namesIn(world: World, value: Value, depth: number): string[] {
  if (depth > 4) return [];
  switch (value.kind) {
    case 'text': {
      const name = constantOf(value);
      return name === undefined ? [] : [name];
    }
    case 'instance':
    case 'class':
      return [typegooseOptions(world, value.of).customName ?? classFact(value.of).name];
    case 'external':
      return PACKAGES.includes(value.package) || value.name === 'DocumentType'
        ? value.args.flatMap((one) => namesIn(world, one, depth + 1))
        : [];
    case 'union':
    case 'both':
      return value.of.flatMap((one) => namesIn(world, one, depth + 1));
    default:
      return [];
  }
}

export function tableOfModel(model: Model): TableName {
  return { name: model.collection };
}

export function declarations(index: ModelIndex): { tables: TableDeclaration[]; foreignKeys: ForeignKeyDeclaration[] } {
  const tables = index.all.map(
    (model): TableDeclaration => ({
      table: tableOfModel(model),
      kind: model.kind === 'child' ? 'child' : 'collection',
      naming: model.isExplicit ? 'explicit' : 'default',
      source: 'model',
      models: [model.name],
      at: model.at,
    }),
  );
  const foreignKeys = index.all.flatMap((model) =>
    model.references.flatMap(({ path, target, at }): ForeignKeyDeclaration[] => {
      const to = index.byName(target);
      return to ? [{ from: tableOfModel(model), to: tableOfModel(to), kind: 'reference', columns: [path], at }] : [];
    }),
  );
  return { tables, foreignKeys };
}
