/** The list of dialects, in order: the first whose library a chain belongs to reads it. Adding one is one line here. */

import { bookshelf } from './bookshelf.js';
import type { Dialect } from './dialect.js';
import { drizzle } from './drizzle.js';
import { knex } from './knex.js';
import { kysely } from './kysely.js';
import { loopback } from './loopback.js';
import { lucid } from './lucid.js';
import { mikroOrm } from './mikro-orm.js';
import { mongodb } from './mongodb.js';
import { mongoose } from './mongoose.js';
import { objection } from './objection.js';
import { prisma } from './prisma.js';
import { rawSql } from './raw-sql.js';
import { sequelize } from './sequelize.js';
import { supabase } from './supabase.js';
import { typeorm } from './typeorm.js';

export type {
  Access,
  Dialect,
  Finding,
  ForeignKeyDeclaration,
  Opening,
  Reading,
  TableDeclaration,
  TableName,
} from './dialect.js';
export { FRAMEWORKS } from './frameworks.js';
export { transactionHosts } from './transaction-hosts.js';
export { TRPC } from './trpc.js';
export { createWorld, type World } from './world.js';

export const DIALECTS: readonly Dialect[] = [
  typeorm,
  prisma,
  mikroOrm,
  sequelize,
  drizzle,
  mongoose,
  mongodb,
  bookshelf,
  objection,
  knex,
  kysely,
  loopback,
  lucid,
  supabase,
  rawSql,
];
