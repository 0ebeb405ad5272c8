/**
 * Medusa's layer over MikroORM as data: services and repositories that are made of an entity. Medusa's own repository has the
 * source of these packages beside their users; what they do to tables stands in classes made at run time, so that what
 * is said here counts there too.
 */
import {
  entityOf,
  evaluate,
  type LibraryCall,
  type LibraryType,
  type TypeRule,
  type Value,
} from '../../program/index.js';

const UTILS = [
  'model',
  'MedusaService',
  'MedusaInternalService',
  'ModulesSdkUtils',
  'DALUtils',
  'mikroOrmBaseRepositoryFactory',
] as const;
const TYPES = ['ModulesSdkTypes', 'IMedusaInternalService', 'DAL', 'RepositoryService'] as const;

export const MEDUSA_AMBIENT: Readonly<Record<string, readonly string[]>> = {
  '@medusajs/framework/utils': UTILS,
  '@medusajs/utils': UTILS,
  '@medusajs/framework/types': TYPES,
  '@medusajs/types': TYPES,
};

const manager = (): Value => ({ kind: 'external', package: '@mikro-orm/core', name: 'EntityManager', args: [] });

/** `MedusaInternalService<Dependencies>(Order)`, `mikroOrmBaseRepositoryFactory(Order)`: a class to extend. */
const classOf =
  (name: string): TypeRule =>
  ({ ev, expr, scope }: LibraryCall): Value | undefined => {
    const [first] = expr.args;
    if (first === undefined) return undefined;
    const args = [entityOf(evaluate(ev, first, scope))];
    return { kind: 'external', package: '@medusajs/utils', name, args, made: { expr, scope } };
  };

export const MEDUSA_FUNCTIONS: Readonly<Record<string, TypeRule>> = {
  MedusaInternalService: classOf('MedusaInternalService'),
  'ModulesSdkUtils.MedusaInternalService': classOf('MedusaInternalService'),
  mikroOrmBaseRepositoryFactory: classOf('MedusaRepository'),
  'DALUtils.mikroOrmBaseRepositoryFactory': classOf('MedusaRepository'),
};

export const MEDUSA_TYPES: Readonly<Record<string, LibraryType>> = {
  MedusaRepository: { returns: { getActiveManager: manager, getFreshManager: manager } },
};
