/**
 * The places where a model is made: `model('X', schema)`, Nest's `forFeature` and `@Schema`, Typegoose's
 * `getModelForClass`, discriminators. A look-up (`model<IUser>('X')`) makes none, but tells the type of its documents.
 */
import type { Evidence, Expr } from '../../../model/index.js';
import {
  alternatives,
  type ClassValue,
  classFact,
  type Link,
  type Scope,
  type Value,
  valueKey,
} from '../../program/index.js';
import { placesOf } from '../factories.js';
import type { World } from '../world.js';
import { classOfSchema, constant, deep, modelName, PACKAGES, schemaDecorator, typegooseOptions } from './classes.js';

export const DECLARING = [
  'model',
  'getModelForClass',
  'getDiscriminatorModelForClass',
  'forFeature',
  'forFeatureAsync',
  'discriminator',
  'addModelToTypegoose',
] as const;

export type Found = {
  readonly name: string;
  readonly schema: Value | undefined;
  readonly of: ClassValue | undefined;
  readonly collection: string | undefined;
  readonly base?: string;
  readonly at: Evidence;
  /** A bare class in a list of features: many libraries have such lists. */
  readonly isListed?: true;
  /** A class with a schema, which may be a part of other documents: nothing here registers it. */
  readonly isDecorated?: true;
};

/** A model, and a type that is given for its documents or for itself. */
export type TypedModel = { readonly model: string; readonly type: string };

export type DeclaredModels = { readonly found: readonly Found[]; readonly types: readonly TypedModel[] };

export function declaredModels(world: World): DeclaredModels {
  const found: Found[] = decoratedClasses(world);
  const types: TypedModel[] = [];
  for (const name of DECLARING) {
    for (const chain of world.calls(name)) {
      for (const link of chain.links) {
        if (link.name !== name || link.expr.kind === 'tagged') continue;
        // `model(name, schema)` in a function of one's own declares what its callers give.
        for (const { scope, at } of placesOf(world, chain, link.args.slice(0, 1), link.line))
          found.push(...declaredBy(world, name, link.args, link.receiver, scope, link.expr, at));
        types.push(...typesGiven(world, link, chain.scope));
      }
    }
  }
  return { found, types };
}

function decoratedClasses(world: World): Found[] {
  return world.classes().flatMap((of): Found[] => {
    const { name, line } = classFact(of);
    if (name === '' || !schemaDecorator(world, of)) return [];
    return [
      { name, schema: undefined, of, collection: undefined, at: { path: of.file.path, line }, isDecorated: true },
    ];
  });
}

/** `model<IUser, IUserModel>('User')`, with a schema or without. */
function typesGiven(world: World, link: Link, scope: Scope): TypedModel[] {
  const model = link.args[0] && world.constant(link.args[0], scope);
  if (model === undefined) return [];
  return link.typeArgs.flatMap((given) => {
    const type = typeKey(world.type(given, scope));
    return type === undefined ? [] : [{ model, type }];
  });
}

/** Identity of an own interface or type; undefined for what says nothing of the model. */
export function typeKey(value: Value): string | undefined {
  if (value.kind === 'shape') return value.name === '' ? undefined : valueKey(value);
  return value.kind === 'both' && value.of.some((one) => one.kind === 'shape') ? valueKey(value) : undefined;
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
  if (call.startsWith('forFeature'))
    return features(world, args[0], scope, at).filter(
      (one) => one.isListed !== true || isTypegoose(world, one, receiver, scope),
    );
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

/** `TypegooseModule.forFeature([Order])`, or another module's with a class of Typegoose: TypeORM's is written the same. */
function isTypegoose(world: World, { of }: Found, receiver: Expr | undefined, scope: Scope): boolean {
  const module = receiver && world.value(receiver, scope);
  if (module?.kind === 'import') return /goose/i.test(`${module.package} ${module.name}`);
  const { decorators = [], members } = of ? classFact(of) : { members: [] };
  const all = [...decorators, ...members.flatMap((one) => one.decorators ?? [])];
  return of !== undefined && world.decorators(all, of.scope).some((one) => PACKAGES.includes(one.package));
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
          isListed: true,
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
