/** Containers that hand out instances by class: what dependency injection gives when it is asked by hand. */
import {
  evaluate,
  type LibraryCall,
  type LibraryKnowledge,
  type LibraryType,
  typeOf,
  type Value,
} from '../program/index.js';

const CONTAINER: LibraryType = {
  returns: { get: asked, resolve: asked, create: asked, select: 'this', getService: asked, createScope: 'this' },
};

export const FRAMEWORKS: LibraryKnowledge = {
  packages: ['@nestjs/core', '@nestjs/common', '@nestjs/testing', 'typedi', 'tsyringe', 'inversify', 'awilix'],
  types: {
    ModuleRef: CONTAINER,
    INestApplication: CONTAINER,
    INestApplicationContext: CONTAINER,
    TestingModule: CONTAINER,
    NestExpressApplication: CONTAINER,
    NestFastifyApplication: CONTAINER,
    Container: CONTAINER,
    'Container.static': CONTAINER,
    ContainerInstance: CONTAINER,
    DependencyContainer: CONTAINER,
    AwilixContainer: CONTAINER,
    interfaces: CONTAINER,
    'interfaces.Container': CONTAINER,
  },
  functions: {
    'Container.get': asked,
    'container.resolve': asked,
    'NestFactory.create': 'INestApplication',
    'NestFactory.createApplicationContext': 'INestApplicationContext',
    'Test.createTestingModule': '?',
  },
};

/** An instance of the class given, else of the type argument. */
function asked({ ev, expr, scope }: LibraryCall): Value | undefined {
  const given = expr.args[0] && evaluate(ev, expr.args[0], scope);
  if (given?.kind === 'class') return { kind: 'instance', of: given.of, args: [] };
  const type = expr.typeArgs?.[0];
  return type && typeOf(ev, type, scope);
}
