/** Classes as Mongoose schemas: Nest's `@Schema`, Typegoose's `modelOptions`, and the class that a schema is built from. */
import type { Expr } from '../../../model/index.js';
import {
  alternatives,
  type ClassValue,
  classFact,
  constantOf,
  type Scope,
  type Value,
  type ValueOf,
} from '../../program/index.js';
import type { World } from '../world.js';

export const PACKAGES = [
  'mongoose',
  '@nestjs/mongoose',
  '@typegoose/typegoose',
  'nestjs-typegoose',
  '@m8a/nestjs-typegoose',
  'typegoose',
  'mongoose-delete',
];

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

export function schemaDecorator(
  world: World,
  of: ClassValue,
): { readonly args: readonly Expr[]; readonly scope: Scope } | undefined {
  const { decorators } = classFact(of);
  if (!decorators || decorators.length === 0) return undefined;
  return world
    .decorators(decorators, of.scope)
    .find((one) => one.package === '@nestjs/mongoose' && one.name === 'Schema');
}

export function decoratedCollection(world: World, of: ClassValue): string | undefined {
  const decorator = schemaDecorator(world, of);
  return (
    (decorator && constant(world.option(decorator.args[0], decorator.scope, 'collection'))) ??
    typegooseOptions(world, of).collection
  );
}

export function typegooseOptions(
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

export function deep(world: World, object: ValueOf<'object'>, first: string, second: string): Value | undefined {
  const inner = alternatives(world.member(object, first)).find((one) => one.kind === 'object');
  return inner && world.member(inner, second);
}

export function constant(value: Value | undefined): string | undefined {
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
