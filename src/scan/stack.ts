/** Frameworks and data access, by the packages that the monolith depends on. Names only; versions are not judged. */
import { compareText, type Stack, type WorkspacePackage } from '../model/index.js';

/** `isUnread`: a store of its own, but no accesses to it are read. */
type Technology = { readonly id: string; readonly packages: RegExp; readonly isUnread?: true };

const FRAMEWORKS: readonly Technology[] = [
  { id: 'nestjs', packages: /^@nestjs\/core$/ },
  { id: 'express', packages: /^express$/ },
  { id: 'fastify', packages: /^fastify$/ },
  { id: 'koa', packages: /^koa$/ },
  { id: 'hono', packages: /^hono$/ },
  { id: 'hapi', packages: /^@hapi\/hapi$/ },
  { id: 'adonis', packages: /^@adonisjs\/core$/ },
  { id: 'loopback', packages: /^@loopback\/core$/ },
  { id: 'feathers', packages: /^@feathersjs\/feathers$/ },
  { id: 'trpc', packages: /^@trpc\/server$/ },
  { id: 'graphql', packages: /^(?:graphql|@apollo\/server|apollo-server.*|type-graphql|@nestjs\/graphql)$/ },
  { id: 'next', packages: /^next$/ },
  { id: 'nuxt', packages: /^nuxt$/ },
  { id: 'remix', packages: /^@remix-run\/(?:node|server-runtime)$/ },
  { id: 'sveltekit', packages: /^@sveltejs\/kit$/ },
  { id: 'angular', packages: /^@angular\/core$/ },
  { id: 'react', packages: /^react$/ },
  { id: 'vue', packages: /^vue$/ },
  { id: 'bullmq', packages: /^(?:bullmq|bull|@nestjs\/bull|@nestjs\/bullmq)$/ },
  { id: 'kafka', packages: /^(?:kafkajs|node-rdkafka|@confluentinc\/kafka-javascript)$/ },
  { id: 'rabbitmq', packages: /^(?:amqplib|amqp-connection-manager|@golevelup\/nestjs-rabbitmq)$/ },
];

const DATA_ACCESS: readonly Technology[] = [
  { id: 'typeorm', packages: /^(?:typeorm|@nestjs\/typeorm|.+\/typeorm)$/ },
  { id: 'prisma', packages: /^(?:@prisma\/client|prisma)$/ },
  { id: 'mikro-orm', packages: /^@mikro-orm\/.+$/ },
  { id: 'sequelize', packages: /^(?:sequelize|sequelize-typescript|@sequelize\/core)$/ },
  { id: 'drizzle', packages: /^drizzle-orm$/ },
  { id: 'kysely', packages: /^(?:kysely|.+\/kysely|kysely-.+)$/ },
  { id: 'knex', packages: /^(?:knex|.+\/knex)$/ },
  { id: 'objection', packages: /^objection$/ },
  { id: 'bookshelf', packages: /^bookshelf$/ },
  { id: 'mongoose', packages: /^(?:mongoose|@nestjs\/mongoose|@typegoose\/typegoose)$/ },
  { id: 'mongodb', packages: /^mongodb$/ },
  { id: 'slonik', packages: /^(?:slonik|.+\/slonik)$/ },
  { id: 'postgres', packages: /^(?:pg|postgres|pg-promise|@vercel\/postgres|@neondatabase\/serverless)$/ },
  { id: 'mysql', packages: /^(?:mysql|mysql2)$/ },
  { id: 'sqlite', packages: /^(?:sqlite3|better-sqlite3|@libsql\/client|sql\.js)$/ },
  { id: 'mssql', packages: /^(?:mssql|tedious)$/ },
  { id: 'redis', isUnread: true, packages: /^(?:redis|ioredis)$/ },
  { id: 'dynamodb', isUnread: true, packages: /^(?:@aws-sdk\/client-dynamodb|dynamoose|electrodb)$/ },
  { id: 'supabase', packages: /^@supabase\/(?:supabase-js|postgrest-js|ssr|auth-helpers-.+)$/ },
  { id: 'elasticsearch', isUnread: true, packages: /^@elastic\/elasticsearch$/ },
];

/** What a package above the analysed folder needs for its own development says nothing about the folder. */
export function detectStack(packages: readonly WorkspacePackage[]): Stack {
  const names = new Set(
    packages.flatMap(({ dir, dependencies }) =>
      dependencies.filter(({ isDev }) => !isDev || !dir.startsWith('..')).flatMap(({ name, target }) => [name, target]),
    ),
  );
  const present = (technologies: readonly Technology[]): string[] =>
    technologies
      .filter(({ packages: wanted }) => [...names].some((name) => wanted.test(name)))
      .map(({ id }) => id)
      .sort(compareText);
  const unread = present(DATA_ACCESS.filter(({ isUnread }) => isUnread));
  return {
    frameworks: present(FRAMEWORKS),
    dataAccess: present(DATA_ACCESS),
    ...(unread.length === 0 ? {} : { unread }),
  };
}
