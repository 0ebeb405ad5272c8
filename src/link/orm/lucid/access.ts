/** What Lucid calls do: statics of models, records, builders, relations, the database service, schema builders. */
import type { AccessKind } from '../../../model/index.js';
import { alternatives, type Chain, calleeOf, type Link, lineageOf, type Value } from '../../program/index.js';
import type { Access, Finding } from '../dialect.js';
import type { World } from '../world.js';
import {
  BUILDER_ENDS,
  DATABASE_CALLS,
  databaseCall,
  isChanged,
  JOINS,
  type Known,
  one,
  operations,
  type Place,
  RAW_PARTS,
  rawPart,
  SCHEMA_CALLS,
  schemaCall,
  tableArgument,
} from './database.js';
import { FAMILY, isFamily, RELATION_READS, relatedModel, relationOf } from './library.js';
import type { Model, Relation } from './models.js';

const STATICS: ReadonlyMap<string, readonly AccessKind[]> = new Map([
  ...operations('all find findOrFail findBy findByOrFail findMany findManyBy first firstOrFail', 'read'),
  ...operations('firstOrNew fetchOrNewUpMany', 'read'),
  ...operations('create createMany createQuietly createManyQuietly', 'write'),
  ...operations('firstOrCreate updateOrCreate updateOrCreateMany fetchOrCreateMany', 'read', 'write'),
  ...operations('truncate', 'delete'),
]);
const RECORDS: ReadonlyMap<string, readonly AccessKind[]> = new Map([
  ...operations('save saveQuietly', 'write'),
  ...operations('delete deleteQuietly', 'delete'),
  ...operations('refresh lockForUpdate', 'read'),
]);
const RELATION_WRITES: ReadonlyMap<string, readonly AccessKind[]> = new Map([
  ...operations('create createMany save saveMany createQuietly', 'write'),
  ...operations('firstOrCreate updateOrCreate updateOrCreateMany fetchOrCreateMany', 'read', 'write'),
  ...operations('firstOrNew', 'read'),
]);
const PIVOT_CALLS: ReadonlyMap<string, readonly AccessKind[]> = new Map([
  ...operations('attach', 'write'),
  ...operations('detach', 'delete'),
  ...operations('sync', 'read', 'write', 'delete'),
  ...operations('pivotQuery', 'read'),
]);
export const METHODS: readonly string[] = [
  ...new Set([
    ...STATICS.keys(),
    ...RECORDS.keys(),
    ...BUILDER_ENDS.keys(),
    ...RELATION_WRITES.keys(),
    ...PIVOT_CALLS.keys(),
    ...RELATION_READS,
    ...DATABASE_CALLS,
    ...SCHEMA_CALLS,
    ...JOINS,
    ...RAW_PARTS,
    'associate',
    'dissociate',
  ]),
];

export function chainAccesses(known: Known, chain: Chain): Finding | undefined {
  const accesses: Access[] = [];
  let unresolved: Finding['unresolved'];
  let isOurs = false;
  chain.links.forEach((link, index) => {
    const found = linkAccesses({ known, chain, link, index });
    if (found === undefined) return;
    isOurs = true;
    accesses.push(...found.accesses);
    unresolved ??= found.unresolved;
  });
  return isOurs ? { accesses, ...(unresolved ? { unresolved } : {}) } : undefined;
}

function linkAccesses(place: Place): Finding | undefined {
  const { known, chain, link } = place;
  if (link.expr.kind === 'tagged' || !METHODS.includes(link.name)) return undefined;
  for (const callee of alternatives(calleeOf(known.world.ev, link.expr, chain.scope))) {
    if (callee.kind === 'import' && isFamily(callee) && DATABASE_CALLS.has(callee.name)) return databaseCall(place);
    if (callee.kind !== 'part') continue;
    for (const object of alternatives(callee.object)) {
      const found = calledOn(place, object);
      if (found) return found;
    }
  }
  return undefined;
}

function calledOn(place: Place, object: Value): Finding | undefined {
  if (object.kind === 'class' || object.kind === 'instance') return modelCall(place, object);
  if (object.kind !== 'external' || !FAMILY.includes(object.package)) return undefined;
  switch (object.name.replace(/Contract$/, '')) {
    case 'ModelQueryBuilder':
      return builderCall(place, object.args[0]);
    case 'Related':
      return relatedCall(place, object);
    // A loaded relation's property is the record itself.
    case 'BelongsTo':
    case 'HasOne': {
      const record = relatedModel(place.known.world.ev, object);
      return record && modelCall(place, record);
    }
    case 'Database':
    case 'QueryClient':
    case 'TransactionClient':
    case 'DatabaseQueryBuilder':
    case 'InsertQueryBuilder':
      return databaseCall(place);
    case 'SchemaBuilder':
      return schemaCall(place);
    default:
      return undefined;
  }
}

/** A static of a model, or a method of a record. */
function modelCall(place: Place, value: Value & { kind: 'class' | 'instance' }): Finding | undefined {
  const { known, link, chain } = place;
  const isStatic = value.kind === 'class' || value === chain.scope.self;
  const ops =
    (isStatic ? STATICS.get(link.name) : undefined) ?? (value.kind === 'instance' ? RECORDS.get(link.name) : undefined);
  const isQuery = isStatic && link.name === 'query';
  const isRelation = value.kind === 'instance' && RELATION_READS.includes(link.name);
  if (!ops && !isQuery && !isRelation) return undefined;
  if (!isModelValue(known.world, value)) return undefined;
  const model = known.models.of(value);
  // A base class's own method: said for each class below it.
  if (!model) return { accesses: [], unresolved: { line: link.line, reason: 'the model depends on the subclass' } };
  if (isRelation) return { accesses: relationRead(place, model) };
  if (isQuery) return { accesses: isChanged(place) ? [] : [one(model.table, 'read', link)] };
  return { accesses: (ops ?? []).map((op) => one(model.table, op, link)) };
}

function isModelValue(world: World, value: Value & { kind: 'class' | 'instance' }): boolean {
  const base = lineageOf(world.ev, { kind: 'instance', of: value.of, args: [] }).at(-1);
  return base?.kind === 'library' && isFamily(base.value) && base.value.name === 'BaseModel';
}

/** Refinements of a model's query: what it changes, what it loads or joins beside. */
function builderCall(place: Place, of: Value | undefined): Finding | undefined {
  const { known, link } = place;
  if (JOINS.includes(link.name)) return tableArgument(place, 'read', true);
  if (RAW_PARTS.includes(link.name)) return rawPart(place);
  const ops = BUILDER_ENDS.get(link.name);
  const isRelation = RELATION_READS.includes(link.name);
  if (!ops && !isRelation) return undefined;
  const model = of && known.models.of(of);
  if (!model) return { accesses: [], unresolved: { line: link.line, reason: 'the model of the query is not known' } };
  return { accesses: isRelation ? relationRead(place, model) : (ops ?? []).map((op) => one(model.table, op, link)) };
}

/** `user.related('posts').create(…)`, and the query given to the callback of a `preload`. */
function relatedCall(place: Place, object: Value): Finding | undefined {
  const { known, link } = place;
  const { ev } = known.world;
  if (JOINS.includes(link.name)) return tableArgument(place, 'read', true);
  if (RELATION_READS.includes(link.name)) {
    const target = relationOf(ev, object) ? targetOf(known, object) : relatedModel(ev, object);
    const model = target && known.models.of(target);
    return { accesses: model ? relationRead(place, model) : [] };
  }
  const named = relationOf(ev, object);
  if (!named) {
    return object.kind === 'external' && object.args[0]?.kind === 'function'
      ? undefined
      : { accesses: [], unresolved: { line: link.line, reason: 'the relation is named by a value' } };
  }
  const model = known.models.of(named.owner);
  const relation = model && known.models.relation(model, named.name);
  if (!relation) {
    return { accesses: [], unresolved: { line: link.line, reason: `no relation ${named.name} of a known model` } };
  }
  return { accesses: relationCall(place, relation) };
}

function targetOf(known: Known, object: Value): Value | undefined {
  const named = relationOf(known.world.ev, object);
  const model = named && known.models.of(named.owner);
  const relation = model && known.models.relation(model, named.name);
  return relation ? { kind: 'class', of: relation.target.of } : relatedModel(known.world.ev, object);
}

function relationCall(place: Place, relation: Relation): Access[] {
  const { link } = place;
  const { target, source, between } = relation;
  if (link.name === 'query') return isChanged(place) ? [] : readThrough(relation, link, false);
  if (link.name === 'associate' || link.name === 'dissociate') return [one(source.table, 'write', link)];
  const pivot = PIVOT_CALLS.get(link.name);
  if (pivot) return between ? pivot.map((op) => one(between, op, link)) : [];
  const ops = RELATION_WRITES.get(link.name) ?? BUILDER_ENDS.get(link.name);
  if (!ops) return [];
  const isPivotWritten = relation.kind === 'manyToMany' && between && RELATION_WRITES.has(link.name);
  return [
    ...ops.map((op) => one(target.table, op, link)),
    ...(isPivotWritten && ops.includes('write') ? [one(between, 'write', link)] : []),
  ];
}

/** `preload('posts')`, `withCount('posts')`, `whereHas('posts', …)`. */
function relationRead(place: Place, model: Model): Access[] {
  const { known, chain, link } = place;
  const name = known.world.constant(link.args[0], chain.scope);
  const relation = name === undefined ? undefined : known.models.relation(model, name);
  return relation ? readThrough(relation, link, true) : [];
}

function readThrough({ target, between }: Relation, link: Link, isJoined: boolean): Access[] {
  const beside = { joined: true, note: link.name } as const;
  return [
    { ...one(target.table, 'read', link), ...(isJoined ? beside : {}) },
    ...(between ? [{ ...one(between, 'read', link), ...beside }] : []),
  ];
}
