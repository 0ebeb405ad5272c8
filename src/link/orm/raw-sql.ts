/**
 * SQL written by hand, for any driver: text given to a client (`pool.query('SELECT …')`), tagged templates, constants,
 * `.sql` files that a module loads. A receiver nobody knows counts only when the text is unmistakably SQL. Tables of
 * `.sql` definitions and migrations are declared elsewhere (`../tables`).
 */
import type { Expr } from '../../model/index.js';
import { alternatives, bare, type Chain, calleeOf, constantOf, type Link, type Value } from '../program/index.js';
import type { SqlDialect } from '../sql/index.js';
import type { Dialect, Finding, Opening, Reading } from './dialect.js';
import { type AppendIndex, createAppendIndex } from './sql/appended.js';
import { findSqlBlocks, type SqlBlocks } from './sql/blocks.js';
import { isOwnRunOfNamedText, isSqlOrItsFile, namesSqlFile, takesRowFunction } from './sql/candidates.js';
import { clausesFinding, isMadeOfClauses } from './sql/clauses.js';
import { CLICKHOUSE_METHODS, isClickHouse, rowsInserted } from './sql/clickhouse.js';
import { DRIVERS, driverOf, isBlank, isForeign, SQL_DIALECTS, TAG_NAMES } from './sql/drivers.js';
import { loadedFiles } from './sql/files.js';
import { createKeptStatements, type KeptStatements } from './sql/kept-statements.js';
import { listOperations } from './sql/operations.js';
import { appendedFinding, isDirectText, isStatement, sqlAccesses } from './sql/raw.js';
import { OWN_RUN, OWN_SINK, SINKS, WEAK_SINKS } from './sql/sinks.js';
import { inStore, storeNamed } from './sql/stores.js';
import { createTagIndex, type TagIndex } from './sql/tags.js';
import { findSqlWrappers, type SqlWrappers } from './sql/wrappers.js';
import { ZAPATOS, zapatosAccesses } from './sql/zapatos.js';
import type { World } from './world.js';

const OWN_KINDS: ReadonlySet<Value['kind']> = new Set([
  'function',
  'signature',
  'shape',
  'instance',
  'object',
  'module',
]);
const OPENERS = new Set(['begin', 'transaction', 'tx', 'beginTransaction', 'startTransaction', 'txIf', 'batch']);

export const rawSql: Dialect = {
  id: 'raw-sql',
  title: 'SQL by hand',
  docs: 'SQL text given to any driver, tagged templates, constants, .sql files loaded by a module, transactions.',
  ...DRIVERS,
  methods: [
    ...SINKS,
    ...WEAK_SINKS,
    ...ZAPATOS.keys(),
    ...OPENERS,
    ...CLICKHOUSE_METHODS,
    'PreparedQuery',
    'PreparedStatement',
    'QueryFile',
  ],
  isCandidate: ({ links }) =>
    links.some(
      (link) =>
        link.kind === 'tag' ||
        link.args.some(isSqlOrItsFile) ||
        isOwnRunOfNamedText(link) ||
        takesRowFunction(link) ||
        isMadeOfClauses(link),
    ),
  read(world): Reading {
    const known: Known = {
      tags: createTagIndex(),
      appends: createAppendIndex(),
      wrappers: findSqlWrappers(world, { strong: SINKS, weak: WEAK_SINKS }),
      blocks: findSqlBlocks(world),
      kept: createKeptStatements(world),
    };
    return {
      tables: [],
      foreignKeys: [],
      methods: new Set([...known.wrappers.names, ...known.blocks.names]),
      access: (chain) => chainAccesses(world, known, chain),
      opening: (chain) => openingOf(world, chain),
    };
  },
};

type Known = {
  readonly tags: TagIndex;
  readonly appends: AppendIndex;
  readonly wrappers: SqlWrappers;
  readonly blocks: SqlBlocks;
  readonly kept: KeptStatements;
};

function chainAccesses(world: World, known: Known, chain: Chain): Finding | undefined {
  const findings = chain.links.flatMap((link) => linkAccesses(world, known, chain, link) ?? []);
  if (findings.length === 0) return undefined;
  const unresolved = findings.find((finding) => finding.unresolved !== undefined)?.unresolved;
  return { accesses: findings.flatMap((finding) => finding.accesses), ...(unresolved ? { unresolved } : {}) };
}

function linkAccesses(world: World, known: Known, chain: Chain, link: Link): Finding | undefined {
  if (link.kind === 'tag') return tagAccesses(world, known, chain, link);
  const block = known.blocks.of(link.expr);
  if (block) return block;
  if (link.args.some(namesSqlFile)) return loadedFiles(world, chain, link, known.blocks.isTakenByName);
  if (link.expr.kind === 'tagged') return undefined;
  const ran = known.kept.ranBy(chain, link);
  if (ran) return ran;
  const callee = calleeOf(world.ev, link.expr, chain.scope);
  if (link.kind === 'new') {
    const isPrepared = /^Prepared(?:Query|Statement)$/.test(link.name) && callee.kind === 'import';
    return isPrepared ? meaningful(sqlAccesses(world, chain, link)) : undefined;
  }
  if (callee.kind === 'function' && isMadeOfClauses(link)) return clausesFinding(world, chain, link);
  if (callee.kind === 'import' && callee.package === 'zapatos/db') return zapatosAccesses(world, chain, link);
  if (known.wrappers.names.has(link.name)) {
    const found = wrapperAccesses(world, known.wrappers, chain, link, callee);
    if (found !== undefined) return found;
  }
  return sinkAccesses(world, chain, link) ?? ownAccesses(world, chain, link, callee);
}

function tagAccesses(world: World, { tags, appends, kept }: Known, chain: Chain, link: Link): Finding | undefined {
  if (link.expr.kind !== 'tagged') return undefined;
  const tag = world.value(link.expr.tag, chain.scope);
  const driver = driverOf(world, tag);
  if (driver === undefined && !(isTagName(link) && (isUnowned(tag) || isForeign(world, tag)))) return undefined;
  if (driver?.startsWith('@pgtyped/') && kept.isRunLater(chain, link)) return undefined;
  // The call that is given the template reports it: it knows the handle.
  const parent = tags.callAround(chain.file, link.expr);
  if (parent && isDriverCall(world, parent, chain)) return undefined;
  if (appends.isPiece(chain.file, link.expr)) return undefined;
  const whole = appends.wholeOf(chain.file, link.expr);
  const dialect = dialectOption(driver);
  const finding = meaningful(
    whole === undefined
      ? sqlAccesses(world, chain, link, dialect)
      : appendedFinding(world, whole, chain.scope, { line: link.line, dialect: dialect.dialect }),
  );
  return driver === undefined ? conventional(finding) : inStore(finding, driver);
}

/** `sql`, `this.sql`, `(tx ?? this.sql)`. */
function isTagName({ name, expr }: Link): boolean {
  if (name !== '' || expr.kind !== 'tagged') return TAG_NAMES.test(name);
  const tag = bare(expr.tag);
  const options = tag.kind === 'either' ? tag.options.map(bare) : [];
  return options.some((one) => (one.kind === 'name' || one.kind === 'member') && TAG_NAMES.test(one.name));
}

/** Not a value of another library: an own helper, or nothing known. */
function isUnowned(value: Value): boolean {
  return alternatives(value).every((one) => one.kind === 'function' || isBlank(one));
}

function isDriverCall(world: World, call: Extract<Expr, { readonly kind: 'call' }>, chain: Chain): boolean {
  const callee = bare(call.callee);
  if (callee.kind !== 'member' || !(SINKS.has(callee.name) || WEAK_SINKS.has(callee.name))) return false;
  return driverOf(world, world.value(callee.object, chain.scope)) !== undefined;
}

function sinkAccesses(world: World, chain: Chain, link: Link): Finding | undefined {
  const isOwn = CLICKHOUSE_METHODS.includes(link.name);
  const isStrong = SINKS.has(link.name) || isOwn;
  const isWeak = WEAK_SINKS.has(link.name) || takesRowFunction(link);
  if ((!isStrong && !isWeak) || link.receiver === undefined || link.args[0] === undefined) return undefined;
  const receiver = world.value(link.receiver, chain.scope);
  const driver = driverOf(world, receiver);
  if (isOwn && !isClickHouse(driver)) return undefined;
  if (link.name === 'insert') return inStore(rowsInserted(world, link, chain.scope), driver);
  if (driver !== undefined) {
    const finding = inStore(meaningful(sqlAccesses(world, chain, link, dialectOption(driver))), driver);
    if (finding || !isStrong || isCallback(world, chain, link.args[0])) return finding;
    return isKnownText(world, chain, link.args[0])
      ? undefined
      : { accesses: [], unresolved: { line: link.line, reason: 'the SQL text is not known' } };
  }
  // Nothing is known of the receiver: the text alone must say it.
  if (!alternatives(receiver).every(isBlank) || hasOwnCallee(world, chain, link)) return undefined;
  if (!isDirectText(world, world.value(link.args[0], chain.scope))) return undefined;
  const store = storeNamed(link.receiver, receiver);
  return inStore(conventional(meaningful(sqlAccesses(world, chain, link, dialectOption(store)))), store);
}

/** An own function that hands the text on: what the text names is named here. The driver's call says what is left open. */
function wrapperAccesses(
  world: World,
  wrappers: SqlWrappers,
  chain: Chain,
  link: Link,
  callee: Value,
): Finding | undefined {
  const wrapper = alternatives(callee)
    .map(wrappers.of)
    .find((one) => one !== undefined);
  const given = wrapper && link.args[wrapper.argument];
  if (wrapper === undefined || given === undefined) return undefined;
  const { argument, key } = wrapper;
  const driver = wrapper.driver ?? storeNamed(link.receiver, link.receiver && world.value(link.receiver, chain.scope));
  const value = world.value(given, chain.scope);
  const text = key === undefined ? value : world.member(value, key);
  if (!isDirectText(world, text)) return undefined;
  const finding = inStore(sqlAccesses(world, chain, link, { argument, ...dialectOption(driver) }), driver);
  return finding && finding.accesses.length > 0 ? { accesses: finding.accesses } : undefined;
}

/**
 * An own function or interface, or a library that nobody knows, between the text and the driver that could not be seen through (it normalises the
 * statement, tracks errors, sends it to another thread): its name and a whole statement as its argument say enough.
 */
function ownAccesses(world: World, chain: Chain, link: Link, callee: Value): Finding | undefined {
  if (!OWN_SINK.test(link.name) && !OWN_RUN.test(link.name) && !WEAK_SINKS.has(link.name)) return undefined;
  const isOwn = (value: Value) => OWN_KINDS.has(value.kind) || isForeign(world, value);
  const receiver = link.receiver && world.value(link.receiver, chain.scope);
  const callees = alternatives(callee);
  const isOurs = callees.length > 0 ? callees.every(isOwn) : receiver && alternatives(receiver).some(isOwn);
  if (!isOurs) return undefined;
  // The statement may follow the handle: `query(trx, { text: 'SELECT …' })`.
  const argument = link.args.slice(0, 3).findIndex((arg) => isStatement(world, world.value(arg, chain.scope)));
  if (argument < 0) return undefined;
  const driver = (receiver && driverOf(world, receiver)) ?? storeNamed(link.receiver, receiver);
  const options = { argument, ...dialectOption(driver) };
  return inStore(conventional(meaningful(sqlAccesses(world, chain, link, options))), driver);
}

function hasOwnCallee(world: World, chain: Chain, link: Link): boolean {
  if (link.expr.kind === 'tagged') return false;
  return alternatives(calleeOf(world.ev, link.expr, chain.scope)).some((callee) => callee.kind === 'function');
}

function isCallback(world: World, chain: Chain, expr: Expr): boolean {
  return alternatives(world.value(expr, chain.scope)).some((value) => value.kind === 'function');
}

function isKnownText(world: World, chain: Chain, expr: Expr): boolean {
  const value = world.value(expr, chain.scope);
  return (
    constantOf(value) !== undefined || value.kind === 'made' || (value.kind === 'external' && value.package !== '')
  );
}

/** Something was found, or the text is SQL whose table is a value. A key or parameter is neither. */
function meaningful(finding: Finding | undefined): Finding | undefined {
  if (finding === undefined) return undefined;
  return finding.accesses.length > 0 || finding.unresolved !== undefined ? finding : undefined;
}

function conventional(finding: Finding | undefined): Finding | undefined {
  if (finding === undefined || finding.accesses.length === 0) return undefined;
  return { accesses: finding.accesses.map((access) => ({ ...access, confidence: 'convention' })) };
}

function dialectOption(driver: string | undefined): { readonly dialect?: SqlDialect } {
  const dialect = driver === undefined ? undefined : SQL_DIALECTS.get(driver);
  return dialect === undefined ? {} : { dialect };
}

function openingOf(world: World, chain: Chain): Opening | undefined {
  for (const link of chain.links) {
    if (link.receiver === undefined || link.expr.kind === 'tagged') continue;
    const isText = SINKS.has(link.name) || WEAK_SINKS.has(link.name);
    if (!isText && !OPENERS.has(link.name)) continue;
    const receiver = world.value(link.receiver, chain.scope);
    const driver = driverOf(world, receiver);
    if (isText && link.name !== 'batch') {
      const begins = link.args[0] && beginsTransaction(world, chain, link.args[0]);
      if (begins && (driver !== undefined || alternatives(receiver).every(isBlank))) {
        return { mechanism: `${driver ?? 'sql'}.BEGIN`, membership: 'region', line: link.line };
      }
      continue;
    }
    if (driver !== undefined) return driverOpening(world, chain, link, driver);
  }
  return undefined;
}

function beginsTransaction(world: World, chain: Chain, expr: Expr): boolean {
  const text = world.constant(expr, chain.scope);
  return text !== undefined && /^\s*(?:BEGIN|START\s+TRANSACTION)\b/i.test(text);
}

/** SQLite's `db.transaction(fn)` runs everything in fn; the others hand their callback a client. */
function driverOpening(world: World, chain: Chain, link: Link, driver: string): Opening | undefined {
  const opening = { mechanism: `${driver}.${link.name}`, line: link.line };
  const isSqlite = /sqlite/.test(driver) && driver !== 'sqlite';
  for (const arg of link.args) {
    const body = alternatives(world.value(arg, chain.scope)).find((value) => value.kind === 'function');
    if (body) return { ...opening, membership: isSqlite ? 'ambient' : 'handle', body };
    const operations = arg.kind === 'array' ? listOperations(arg, chain.scope) : undefined;
    if (operations) return { ...opening, membership: 'handle', operations };
  }
  const isRegion = /^(?:begin|beginTransaction|startTransaction)$/.test(link.name);
  return isRegion ? { ...opening, membership: 'region' } : undefined;
}
