/**
 * Objection. The model that `query`, `relatedQuery`, `$query` or `$relatedQuery` is called on names the table, the rest
 * of the chain the operation; relation expressions are joined reads. A row that a query gave stands for its model.
 */
import type { AccessKind } from '../../model/index.js';
import {
  alternatives,
  type Chain,
  type Evaluator,
  evaluate,
  external,
  type LibraryCall,
  type LibraryType,
  type Link,
  memberOf,
  UNKNOWN,
  type Value,
} from '../program/index.js';
import type { Access, Dialect, Finding, Opening, Reading } from './dialect.js';
import { conventionalSubject, type Subject } from './objection/conventions.js';
import { continued, FETCHES, fetched, GRAPH_METHODS, OPERATIONS, refined } from './objection/further.js';
import { declarations, PACKAGE, readModels } from './objection/models.js';
import { type Index, readOwnMethods } from './objection/own-methods.js';
import { modelOf } from './objection/rows.js';
import { createExpressions } from './sql/expressions.js';
import { endsInWrite } from './sql/kept-builder.js';
import type { World } from './world.js';

const STARTS = new Set(['query', 'relatedQuery', '$query', '$relatedQuery']);
/** Names that no other library's queries have: with them an unknown receiver is worth counting. */
const OWN_NAMES =
  /^(?:withGraph|upsertGraph|insertGraph|patch|\$|insertAndFetch|updateAndFetch|joinRelated|throwIfNotFound)/;

/** The query of a model, which its rows stand for once it is awaited. */
const queryRule = ({ receiver, expr, scope }: LibraryCall): Value => ({
  ...external('QueryBuilder', [receiver], PACKAGE),
  made: { expr, scope },
});
/** A query stands for its rows once it is awaited: `(await Loaf.query().findById(1)).ownMethod()`. */
const ROW_CALLBACKS = Object.fromEntries(
  ['map', 'forEach', 'filter', 'find', 'some', 'every', 'flatMap'].map((name) => [name, ['$0']]),
);
function rowMember(ev: Evaluator, receiver: Value, name: string): Value | undefined {
  const model = receiver.kind === 'external' ? receiver.args[0] : undefined;
  if (model?.kind !== 'class') return undefined;
  const member = memberOf(ev, { kind: 'instance', of: model.of, args: [] }, name);
  return member.kind === 'function' || member.kind === 'instance' ? member : undefined;
}
const knexRule = (): Value => external('Knex', [], 'knex');
const knexQuery = (): Value => external('QueryBuilder', [], 'knex');
const CLIENT: LibraryType = {
  returns: { raw: () => external('Raw', [], 'knex'), transaction: 'Transaction', '*': knexQuery, '()': knexQuery },
  callbacks: { transaction: ['Transaction'] },
};
/** A relation's query is of rows that the models tell: `Related<owner, name>`. */
const relatedRule = ({ ev, receiver, expr, scope }: LibraryCall): Value => {
  const name = expr.args[0] ? evaluate(ev, expr.args[0], scope) : UNKNOWN;
  return {
    ...external('QueryBuilder', [external('Related', [receiver, name], PACKAGE)], PACKAGE),
    made: { expr, scope },
  };
};
const ROW: LibraryType = { returns: { $query: queryRule, $relatedQuery: relatedRule, $knex: knexRule } };

export const objection: Dialect = {
  id: 'objection',
  title: 'Objection',
  docs: 'Models by tableName, relationMappings with junction tables, queries, related queries, graphs, transactions.',
  packages: [PACKAGE],
  types: {
    'Model.static': {
      returns: {
        query: queryRule,
        relatedQuery: relatedRule,
        knex: knexRule,
        startTransaction: 'Transaction',
        transaction: '^0',
      },
    },
    Model: ROW,
    Transaction: CLIENT,
    TransactionOrKnex: CLIENT,
    Related: ROW,
    QueryBuilder: { memberNamed: rowMember, returns: { ...ROW.returns, '*': 'this' }, callbacks: ROW_CALLBACKS },
  },
  functions: { transaction: '^0', 'transaction.start': 'Transaction' },
  methods: [...STARTS, ...FETCHES, ...GRAPH_METHODS, 'transaction', 'startTransaction', 'start', ...OPERATIONS.keys()],
  read(world): Reading {
    const isUsed = [...world.ev.files.values()].some((file) =>
      [...file.imports.values()].some(({ specifier }) => /^(?:@[^/]+\/)?objection(?:\/|$)/.test(specifier)),
    );
    if (!isUsed) return { tables: [], foreignKeys: [] };
    const index: Index = { ...readModels(world), own: readOwnMethods(world, OPERATIONS) };
    const declared = new Set(index.all.map(({ table }) => table.name));
    const expressions = createExpressions(world, (name) => declared.has(name));
    const isTable = (chain: Chain, { table, joined }: Access) =>
      joined !== true || !expressions.hides(chain, table.name);
    return {
      ...declarations(index),
      access: (chain) => {
        const found = chainAccesses(world, index, chain);
        return found && { ...found, accesses: found.accesses.filter((access) => isTable(chain, access)) };
      },
      opening: (chain) => openingOf(world, index, chain),
    };
  },
};

function chainAccesses(world: World, index: Index, chain: Chain): Finding | undefined {
  const at = chain.links.findIndex((link) => STARTS.has(link.name) && link.receiver !== undefined);
  const start = chain.links[at];
  if (start === undefined) return fetched(world, index, chain) ?? continued(world, index, chain);
  const subjects = subjectsOf(world, index, chain, start);
  const rest = chain.links.slice(at + 1);
  if (subjects.length === 0) {
    const guessed = conventionalSubject(world, index, chain, start);
    if (guessed === undefined) return unresolvedStart(world, chain, start, rest);
    const accesses = operate(world, index, chain, guessed, start, rest);
    return { accesses: accesses.map((access) => ({ ...access, confidence: 'convention' })) };
  }
  return { accesses: subjects.flatMap((subject) => operate(world, index, chain, subject, start, rest)) };
}

function subjectsOf(world: World, index: Index, chain: Chain, start: Link): Subject[] {
  if (start.receiver === undefined) return [];
  const isRelated = start.name.endsWith('elatedQuery');
  const name = isRelated ? world.constant(start.args[0], chain.scope) : undefined;
  return alternatives(world.value(start.receiver, chain.scope)).flatMap((value): Subject[] => {
    // A query is no model: `Loaf.query().query()` does not exist, `$query` of its row does.
    if (!start.name.startsWith('$') && value.kind !== 'class' && value.kind !== 'external' && value.kind !== 'made')
      return [];
    const model = modelOf(index, value);
    if (model === undefined) return [];
    const relation = name === undefined ? undefined : model.relations().get(name);
    return isRelated && relation?.target === undefined ? [] : [{ model, relation }];
  });
}

function unresolvedStart(world: World, chain: Chain, start: Link, rest: readonly Link[]): Finding | undefined {
  const receiver = start.receiver && world.value(start.receiver, chain.scope);
  const isOurs = start.name.startsWith('$') || rest.some(({ name }) => OWN_NAMES.test(name));
  const isOpen =
    receiver === undefined ||
    receiver.kind === 'unknown' ||
    receiver.kind === 'param' ||
    (receiver.kind === 'external' && receiver.package === PACKAGE);
  return isOurs && isOpen
    ? { accesses: [], unresolved: { line: start.line, reason: 'the model is given by a value' } }
    : undefined;
}

function operate(
  world: World,
  index: Index,
  chain: Chain,
  { model, relation }: Subject,
  start: Link,
  rest: readonly Link[],
): Access[] {
  const table = relation?.target ?? model.table;
  const at = relation?.target ? index.byTable(relation.target) : model;
  const opOf = (link: Link) => OPERATIONS.get(link.name) ?? index.own(at, link, chain.scope);
  const ending = rest.find((link) => opOf(link) !== undefined);
  // `const query = Loaf.query().where(…); await query.patch(…)`: what the variable ends in is said there.
  const isKept = ending === undefined && endsInWrite(chain, (link) => OPERATIONS.has(link.name));
  const op = (ending && opOf(ending)) ?? 'read';
  const line = ending?.line ?? start.line;
  const through = relation?.through?.from.table;
  const relates = rest.find(({ name }) => name === 'relate' || name === 'unrelate');
  const accesses: Access[] = [];
  if (relates && relation) {
    // Rows are related by the junction, or by the column of the table that holds it.
    const holder = through ?? (relation.kind === 'BelongsToOneRelation' ? model.table : table);
    const how = through && relates.name === 'unrelate' ? 'delete' : 'write';
    accesses.push({ table: holder, op: how, line: relates.line });
  } else if (!isKept) {
    accesses.push({ table, op, line });
    if (through) {
      const junction: AccessKind = ending && /^insert/.test(ending.name) ? 'write' : 'read';
      accesses.push({ table: through, op: junction, line, ...(junction === 'read' ? { joined: true as const } : {}) });
    }
  }
  // `Loaf.relatedQuery('oven').for(1)`: the rows' column is looked up in their own table.
  const isLookedUp = start.name === 'relatedQuery' && relation?.kind === 'BelongsToOneRelation';
  if (isLookedUp && rest.some(({ name }) => name === 'for'))
    accesses.push({ table: model.table, op: 'read', line, joined: true });
  return [...accesses, ...refined(world, index, chain, at, rest)];
}

/** `Loaf.transaction(cb)`, `transaction(knex, cb)`, `transaction(Loaf, Oven, (Loaf, Oven) => …)`, `Loaf.startTransaction()`. */
function openingOf(world: World, index: Index, chain: Chain): Opening | undefined {
  for (const link of chain.links) {
    if (link.expr.kind === 'tagged' || !/^(?:transaction|startTransaction|start)$/.test(link.name)) continue;
    const callee = world.value(link.expr.callee, chain.scope);
    const isFunction = callee.kind === 'import' && callee.package === PACKAGE;
    const isModel =
      link.receiver !== undefined &&
      link.name !== 'start' &&
      alternatives(world.value(link.receiver, chain.scope)).some((one) => isModelClass(world, index, one));
    if (!isFunction && !isModel) continue;
    const body = link.args
      .flatMap((arg) => alternatives(world.value(arg, chain.scope)))
      .find((value) => value.kind === 'function');
    const opening = {
      mechanism: `objection.${link.name === 'start' ? 'transaction.start' : link.name}`,
      line: link.line,
    };
    if (link.name === 'transaction') return { ...opening, membership: 'handle', ...(body ? { body } : {}) };
    return { ...opening, membership: 'region' };
  }
  return undefined;
}

function isModelClass(world: World, index: Index, value: Value): boolean {
  if (value.kind === 'import') return value.package === PACKAGE && value.name === 'Model';
  if (value.kind !== 'class') return false;
  const base = world.libraryBase(value.of);
  return index.of(value) !== undefined || (base?.kind === 'external' && base.package === PACKAGE);
}
