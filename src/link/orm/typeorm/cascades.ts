/**
 * Rows that a save writes beside the entity's own: `order.lines = [...]; await orders.save(order)`. Only of relations that are set
 * on what is saved, before it is: the rows of a junction and of the side that holds the key, for those change; what the entity
 * itself points to only when it is new and the relation cascades, for what was there already is left as it is.
 */
import type { Expr } from '../../../model/index.js';
import { bare, bodyOf, type Chain, type Link, type ProgramFile, walk } from '../../program/index.js';
import type { Access, TableName } from '../dialect.js';
import type { Entity } from './entities.js';
import type { EntityIndex } from './entity-index.js';
import type { Relation } from './relations.js';
import { relationTables } from './tables.js';

/** A relation set on something that is saved, and what it is set to. */
type SetValue = { readonly property: string; readonly value: Expr; readonly line: number; readonly isReplaced?: true };

/** Functions that give the entity they are told, filled with an object: `create({ … })`, `merge(order, { … })`. */
const MAKERS = new Set(['create', 'merge', 'assign', 'preload']);
/** Names and calls between what is saved and the literal it was made of. */
const MAX_STEPS = 4;
/** Levels of relations set within one another. */
const MAX_DEPTH = 3;

/** What saving these expressions writes besides the tables of their entity. */
export function cascadedWrites(index: EntityIndex, entity: Entity, chain: Chain, link: Link): Access[] {
  if (link.name !== 'save') return [];
  const saved = link.args.length > 0 ? link.args.slice(0, 2) : link.receiver ? [link.receiver] : [];
  const found = new Map<string, Access>();
  for (const expr of saved) {
    const owner = { entity, isNew: isMadeHere(chain, expr, MAX_STEPS) };
    for (const set of relationsSet(chain, expr, link.line, MAX_STEPS)) {
      for (const access of written(index, owner, chain, set, link.line, MAX_DEPTH))
        found.set(`${access.op} ${access.table.schema ?? ''}.${access.table.name}`, access);
    }
  }
  return [...found.values()];
}

function written(
  index: EntityIndex,
  owner: { readonly entity: Entity; readonly isNew: boolean },
  chain: Chain,
  { property, value, line, isReplaced }: SetValue,
  savedAt: number,
  depth: number,
): Access[] {
  const relation = index.relation(owner.entity, property);
  const target = relation && index.of(relation.target);
  if (relation === undefined || target === undefined || depth === 0) return [];
  if (isNothing(value) || (owner.isNew && isEmptyList(value))) return [];
  const isNew = isMadeHere(chain, value, MAX_STEPS);
  const certainty = isNew || relation.kind === 'many-to-many' ? {} : { confidence: 'typed' as const };
  const accesses = changedTables(index, owner.entity, relation, isNew).map(
    (table): Access => ({ table, op: 'write', line, note: 'cascade', ...certainty }),
  );
  // The row that holds the key says what becomes of it when its owner's list is another than before.
  const inverse =
    relation.kind === 'one-to-many' && relation.inverse ? target.relations.get(relation.inverse) : undefined;
  if (isReplaced && !owner.isNew && inverse?.orphans === 'delete')
    accesses.push({ table: index.table(target), op: 'delete', line, note: 'cascade', confidence: 'typed' });
  if (!isNew || !relation.cascades) return accesses;
  const below = relationsSet(chain, value, savedAt, MAX_STEPS);
  const made = { entity: target, isNew };
  return [...accesses, ...below.flatMap((set) => written(index, made, chain, set, savedAt, depth - 1))];
}

function isEmptyList(value: Expr): boolean {
  const expr = bare(value);
  return expr.kind === 'array' && expr.items.length === 0;
}

function changedTables(index: EntityIndex, owner: Entity, relation: Relation, isNew: boolean): readonly TableName[] {
  const [target, junction] = relationTables(index, owner, relation);
  if (target === undefined) return [];
  const isCascaded = relation.cascades && isNew;
  if (relation.kind === 'many-to-many') return [...(junction ? [junction] : []), ...(isCascaded ? [target] : [])];
  return !relation.isOwner || isCascaded ? [target] : [];
}

/** Properties of the object that an expression is: of its literal, of what it was made from, assigned before the save. */
function relationsSet(chain: Chain, written: Expr, savedAt: number, steps: number): SetValue[] {
  if (steps === 0) return [];
  const expr = bare(written);
  const further = (inner: Expr) => relationsSet(chain, inner, savedAt, steps - 1);
  switch (expr.kind) {
    case 'object':
      return expr.entries.flatMap(({ key, value, line }) =>
        key === '...' ? further(value) : [{ property: key, value, line: key === '[]' ? 0 : line }],
      );
    case 'array':
      return expr.items.flatMap(further);
    case 'spread':
      return further(expr.value);
    case 'either':
      return expr.options.flatMap(further);
    case 'new':
      return expr.args.flatMap(further);
    case 'call':
      return expr.callee.kind === 'member' && MAKERS.has(expr.callee.name) ? expr.args.flatMap(further) : [];
    case 'name': {
      const variable = variableOf(chain.file, chain.fn, expr.name);
      if (variable === undefined) return [];
      const assigned = assignedTo(chain.file, variable.fn, expr.name, savedAt);
      return [...assigned, ...(variable.init ? further(variable.init) : [])];
    }
    case 'this':
      return assignedTo(chain.file, chain.fn, undefined, savedAt);
    default:
      return [];
  }
}

/** `order.lines = …`, `order.lines.push(…)`, in the function that declares the variable and those written in it. */
function assignedTo(file: ProgramFile, fn: number, name: string | undefined, before: number): SetValue[] {
  if (fn === 0) return [];
  const isOwn = (object: Expr) => (name === undefined ? object.kind === 'this' : isNamed(object, name));
  const found: SetValue[] = [];
  for (const inner of file.inside(fn)) {
    const fact = file.program.functions[inner];
    for (const expr of fact ? bodyOf(fact) : []) {
      walk(expr, (part) => {
        if (part.kind === 'assign' && part.line <= before) {
          const target = bare(part.target);
          if (target.kind === 'member' && isOwn(bare(target.object)))
            found.push({ property: target.name, value: part.value, line: part.line, isReplaced: true });
        } else if (part.kind === 'call' && part.line <= before && part.callee.kind === 'member') {
          const list = bare(part.callee.object);
          if (part.callee.name === 'push' && list.kind === 'member' && isOwn(bare(list.object)))
            found.push({ property: list.name, value: { kind: 'array', items: part.args }, line: part.line });
        }
        return undefined;
      });
    }
  }
  return found;
}

function isNamed(expr: Expr, name: string): boolean {
  return expr.kind === 'name' && expr.name === name;
}

function variableOf(file: ProgramFile, fn: number, name: string): { init: Expr | undefined; fn: number } | undefined {
  for (let at = fn; at >= 0; at = file.program.functions[at]?.parent ?? -1) {
    const binding = file.names(at).get(name);
    if (binding === undefined) continue;
    if (binding.kind === 'local')
      return { init: binding.variable.isElement ? undefined : binding.variable.init, fn: at };
    return binding.kind === 'param' ? { init: undefined, fn: at } : undefined;
  }
  return undefined;
}

/** Made by the code that sets it, so that there is a row to insert. */
function isMadeHere({ file, fn }: Pick<Chain, 'file' | 'fn'>, written: Expr, steps: number): boolean {
  if (steps === 0) return false;
  const expr = bare(written);
  const inner = (one: Expr) => isMadeHere({ file, fn }, one, steps - 1);
  switch (expr.kind) {
    case 'object':
      // `{ id }` names a row that is there.
      return expr.entries.length !== 1 || expr.entries[0]?.key !== 'id';
    case 'new':
      return expr.args.length === 0 || expr.args.some(inner) || expr.args.every((arg) => bare(arg).kind !== 'object');
    case 'array':
      return expr.items.some(inner);
    case 'either':
      return expr.options.some(inner);
    case 'spread':
      return inner(expr.value);
    case 'name': {
      const init = variableOf(file, fn, expr.name)?.init;
      return init !== undefined && inner(init);
    }
    case 'call': {
      if (expr.callee.kind !== 'member') return false;
      if (expr.callee.name === 'create') return true;
      // `rows.map((row) => new Line(row))`.
      const made = expr.callee.name === 'map' && expr.args[0]?.kind === 'function' ? expr.args[0] : undefined;
      const fact = made && file.program.functions[made.index];
      return fact?.returns.some((one) => isMadeHere({ file, fn: made?.index ?? fn }, one, steps - 1)) === true;
    }
    default:
      return false;
  }
}

/** `order.coupon = null` changes the order alone. */
function isNothing(written: Expr): boolean {
  const expr = bare(written);
  return (
    (expr.kind === 'literal' && (expr.text === 'null' || expr.text === 'undefined')) ||
    (expr.kind === 'name' && expr.name === 'undefined')
  );
}
