/** Containers that hand out instances by class: what dependency injection gives when it is asked by hand. */
import type { LibraryKnowledge, LibraryType } from '../program/index.js';

/** By the class given, or by the type argument. */
const CONTAINER: LibraryType = {
  returns: { get: '@0 | %0', resolve: '@0 | %0', create: '@0 | %0', select: 'this', getService: '@0 | %0' },
};

export const FRAMEWORKS: LibraryKnowledge = {
  packages: ['@nestjs/core', '@nestjs/common', '@nestjs/testing', 'typedi', 'tsyringe', 'inversify'],
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
    interfaces: CONTAINER,
    'interfaces.Container': CONTAINER,
  },
  functions: {
    'Container.get': '@0 | %0',
    'container.resolve': '@0 | %0',
    'NestFactory.create': 'INestApplication',
    'NestFactory.createApplicationContext': 'INestApplicationContext',
    'Test.createTestingModule': '?',
  },
};
