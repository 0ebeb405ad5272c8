/** `.prisma` files → models, tables, foreign keys, relations. Opens no file. */
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
