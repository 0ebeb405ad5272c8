/** `.prisma` files → models, tables, foreign keys, relations. Opens no file. */
export { type SchemaFault, schemaFaults } from './blocks.js';
export { prismaClientSpecifiers } from './clients.js';
export { schemaHome } from './databases.js';
export type {
  PrismaField,
  PrismaFile,
  PrismaForeignKey,
  PrismaJunction,
  PrismaModel,
  PrismaRelation,
  PrismaSchema,
} from './schema.js';
export { readPrismaSchemas } from './schemas.js';
