/**
 * Supabase's client (PostgREST): `supabase.from('orders').select('*, lines(*)')`, `.insert`, `.update`, `.upsert`, `.delete`, by
 * `.schema('sales')` in another schema. Tables are declared by migrations or by nobody. A function called by `rpc` does what the
 * database says, which is told as not known. Files (`storage.from('bucket')`) are no tables.
 */
import type { AccessKind } from '../../model/index.js';
import {
  alternatives,
  bare,
  type Chain,
  calleeOf,
  constantOf,
  evaluate,
  external,
  type LibraryCall,
  type LibraryType,
  type Link,
  type Value,
  type ValueOf,
} from '../program/index.js';
import type { Access, Dialect, Finding, Reading, TableName } from './dialect.js';
import { findingOfLinks } from './links.js';
import { isBlank } from './sql/drivers.js';
import { embeddedTables } from './supabase/embedded.js';
import type { World } from './world.js';

const PACKAGE = '@supabase/supabase-js';
const PACKAGES = [
  PACKAGE,
  '@supabase/postgrest-js',
  '@supabase/ssr',
  '@supabase/auth-helpers-nextjs',
  '@supabase/auth-helpers-remix',
  '@supabase/auth-helpers-sveltekit',
  '@supabase/auth-helpers-react',
];

const OPERATIONS: ReadonlyMap<string, AccessKind> = new Map([
  ['select', 'read'],
  ['insert', 'write'],
  ['update', 'write'],
  ['upsert', 'write'],
  ['delete', 'delete'],
]);

/** `client.from(name)`: the name, and the schema that the client was turned to. */
function tableRule({ ev, receiver, expr, scope }: LibraryCall): Value | undefined {
  const [first] = expr.args;
  if (first === undefined) return undefined;
  const schema = receiver.kind === 'external' && receiver.name === 'PostgrestClient' ? receiver.args : [];
  return {
    ...external('PostgrestQueryBuilder', [evaluate(ev, first, scope), ...schema], PACKAGE),
    made: { expr, scope },
  };
}

function schemaRule({ ev, expr, scope }: LibraryCall): Value {
  const [first] = expr.args;
  return external('PostgrestClient', first ? [evaluate(ev, first, scope)] : [], PACKAGE);
}

const CLIENT: LibraryType = { returns: { from: tableRule, schema: schemaRule, rpc: 'PostgrestFilterBuilder' } };

const clientRule = (): Value => external('SupabaseClient', [], PACKAGE);
const MAKERS = [
  'createClient',
  'createServerClient',
  'createBrowserClient',
  'createClientComponentClient',
  'createServerComponentClient',
  'createServerActionClient',
  'createRouteHandlerClient',
  'createMiddlewareClient',
  'createPagesBrowserClient',
  'createPagesServerClient',
  'createServerSupabaseClient',
  'useSupabaseClient',
  'new SupabaseClient',
  'new PostgrestClient',
];

export const supabase: Dialect = {
  id: 'supabase',
  title: 'Supabase client',
  docs: 'Tables by name, what is selected, inserted, updated, upserted, deleted, embedded tables, schemas.',
  packages: PACKAGES,
  types: {
    SupabaseClient: CLIENT,
    PostgrestClient: CLIENT,
    PostgrestQueryBuilder: { returns: { '*': 'PostgrestFilterBuilder' } },
    PostgrestFilterBuilder: { returns: { '*': 'this' } },
  },
  functions: Object.fromEntries(MAKERS.map((name) => [name, clientRule])),
  methods: [...OPERATIONS.keys(), 'rpc'],
  read(world): Reading {
    const isUsed = [...world.ev.files.values()].some(({ imports }) =>
      [...imports.values()].some(({ specifier }) => PACKAGES.includes(specifier)),
    );
    return {
      tables: [],
      foreignKeys: [],
      ...(isUsed ? { access: (chain) => findingOfLinks(chain, (link) => linkAccesses(world, chain, link)) } : {}),
    };
  },
};

function linkAccesses(world: World, chain: Chain, link: Link): Finding | undefined {
  if (link.receiver === undefined || link.expr.kind === 'tagged') return undefined;
  const op = OPERATIONS.get(link.name);
  if (op === undefined && link.name !== 'rpc') return undefined;
  const owners = alternatives(calleeOf(world.ev, link.expr, chain.scope)).flatMap((callee) =>
    callee.kind === 'part' && callee.object.kind === 'external' ? [callee.object] : [],
  );
  if (op === undefined) {
    const isClient = owners.some((one) => isOf(one, 'SupabaseClient') || isOf(one, 'PostgrestClient'));
    return isClient
      ? { accesses: [], unresolved: { line: link.line, reason: 'a function of the database' } }
      : undefined;
  }
  const builders = owners.filter((one) => isOf(one, 'PostgrestQueryBuilder'));
  const tables = builders.length > 0 ? builders.map(tableOf) : namedByHabit(world, chain, link);
  if (tables === undefined) return undefined;
  const confidence = builders.length > 0 ? {} : { confidence: 'convention' as const };
  const known = tables.filter((one) => one !== undefined);
  if (known.length === 0) return { accesses: [], unresolved: { line: link.line, reason: 'table named by a value' } };
  const accesses = known.flatMap((table): Access[] => [
    { table, op, line: link.line, ...confidence },
    ...(op === 'read' ? embeddedTables(world, chain, table, link.args[0], link.line) : []),
  ]);
  return { accesses };
}

function isOf(value: ValueOf<'external'>, name: string): boolean {
  return value.package === PACKAGE && value.name === name;
}

function tableOf({ args: [table, schema] }: ValueOf<'external'>): TableName | undefined {
  const name = table && constantOf(table);
  const inSchema = schema && constantOf(schema);
  return name === undefined ? undefined : { name, ...(inSchema === undefined ? {} : { schema: inSchema }) };
}

/** `req.supabase.from('orders').select()`: nothing is known of the client but what it is called. */
function namedByHabit(world: World, { scope }: Chain, { receiver }: Link): TableName[] | undefined {
  const from = receiver && bare(receiver);
  if (from?.kind !== 'call' || from.callee.kind !== 'member' || from.callee.name !== 'from') return undefined;
  const client = bare(from.callee.object);
  const name = client.kind === 'name' || client.kind === 'member' ? client.name : '';
  const table = from.args[0] && world.constant(from.args[0], scope);
  if (!/supabase/i.test(name) || table === undefined) return undefined;
  return alternatives(world.value(client, scope)).every(isBlank) ? [{ name: table }] : undefined;
}
