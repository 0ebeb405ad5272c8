/**
 * Tables that the argument of a delegate call names beside its own: relations under `include`, `select`, `where`,
 * `orderBy` are read and joined; under `data` they are written, by the nested operation. What is built elsewhere
 * (constants, spreads, functions that return it) is followed as far as its value is an object.
 */
import type { AccessKind, Expr } from '../../../model/index.js';
import { alternatives, type Scope, type Value } from '../../program/index.js';
import type { Access } from '../dialect.js';
import type { World } from '../world.js';
import type { Model, ModelIndex } from './models.js';

type Entry = { readonly key: string; readonly value: Value; readonly line: number };

/** Objects inside objects deeper than this are not looked at. */
const MAX_DEPTH = 14;

export type ArgumentReader = {
  readonly world: World;
  readonly index: ModelIndex;
  /** File of the call; a line of another file is reported as the call's own. */
  readonly path: string;
  readonly line: number;
};

export function argumentAccesses(reader: ArgumentReader, model: Model, argument: Value): Access[] {
  const walk = new ArgumentWalk(reader);
  walk.call(model, argument, 0);
  return walk.found;
}

/** A class for what it has found; it lives for one call. */
class ArgumentWalk {
  readonly found: Access[] = [];

  constructor(private readonly reader: ArgumentReader) {}

  /** The argument of a find or write: `{ where, include, select, orderBy, data, create, update }`. */
  call(model: Model, argument: Value, depth: number): void {
    if (depth > MAX_DEPTH) return;
    for (const { key, value } of this.entries(argument)) {
      if (key === 'include' || key === 'select' || key === 'omit') this.selection(model, value, depth + 1);
      else if (key === 'where' || key === 'orderBy' || key === 'having') this.filter(model, value, depth + 1);
      else if (key === 'data' || key === 'create' || key === 'update') this.data(model, value, depth + 1);
    }
  }

  private selection(model: Model, value: Value, depth: number): void {
    if (depth > MAX_DEPTH) return;
    for (const entry of this.entries(value)) {
      if (entry.key === '_count') {
        for (const { key, value: select } of this.entries(entry.value)) {
          if (key === 'select') this.selection(model, select, depth + 1);
        }
        continue;
      }
      const target = this.follow(model, entry);
      if (target) this.call(target, entry.value, depth + 1);
    }
  }

  private filter(model: Model, value: Value, depth: number): void {
    if (depth > MAX_DEPTH) return;
    for (const entry of this.entries(value)) {
      if (entry.key === 'AND' || entry.key === 'OR' || entry.key === 'NOT') {
        this.filter(model, entry.value, depth + 1);
        continue;
      }
      const target = this.follow(model, entry);
      if (target === undefined) continue;
      for (const inner of this.entries(entry.value)) {
        if (/^(?:some|every|none|is|isNot)$/.test(inner.key)) this.filter(target, inner.value, depth + 1);
      }
      this.filter(target, entry.value, depth + 1);
    }
  }

  private data(model: Model, value: Value, depth: number): void {
    if (depth > MAX_DEPTH) return;
    for (const entry of this.entries(value)) {
      const relation = model.relations.get(entry.key);
      const target = relation && this.reader.index.target(model, relation);
      if (relation === undefined || target === undefined) continue;
      const junction = this.reader.index.junction(model, relation);
      for (const { key, value: nested, line } of this.entries(entry.value)) {
        const op = NESTED.get(key);
        if (op !== undefined) this.add(target.table, op, line);
        if (op !== undefined && junction) this.add(junction, op === 'delete' ? 'delete' : 'write', line);
        if (/^(?:connect|disconnect|set|connectOrCreate)$/.test(key)) {
          const owner = junction ?? (relation.side === 'owner' ? undefined : target.table);
          if (owner) this.add(owner, 'write', line);
        }
        if (
          key === 'create' ||
          key === 'update' ||
          key === 'upsert' ||
          key === 'updateMany' ||
          key === 'connectOrCreate'
        ) {
          // `update: { where, data }` and the short `update: { title: 'x' }` for a single relation.
          this.call(target, nested, depth + 1);
          this.data(target, nested, depth + 1);
        }
      }
    }
  }

  /** A relation named by the entry is read; gives the model it leads to. */
  private follow(model: Model, { key, line }: Entry): Model | undefined {
    const relation = model.relations.get(key);
    const target = relation && this.reader.index.target(model, relation);
    if (relation === undefined || target === undefined) return undefined;
    this.found.push({ table: target.table, op: 'read', joined: true, line, note: `relation ${key}` });
    const junction = this.reader.index.junction(model, relation);
    if (junction) this.found.push({ table: junction, op: 'read', joined: true, line, note: `relation ${key}` });
    return target;
  }

  private add(table: Access['table'], op: AccessKind, line: number): void {
    this.found.push({ table, op, line, note: 'nested write' });
  }

  /** Entries of the object (or of all objects of a list, a choice, a spread) that a value is. */
  private entries(value: Value): Entry[] {
    const entries: Entry[] = [];
    const stack: { value: Value; depth: number }[] = [{ value, depth: 0 }];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      const { value: at, depth } = next;
      if (depth > 6) continue;
      if (at.kind === 'union' || at.kind === 'both')
        stack.push(...at.of.map((one) => ({ value: one, depth: depth + 1 })));
      else if (at.kind === 'array') {
        for (const one of at.items ?? alternatives(at.element)) stack.push({ value: one, depth: depth + 1 });
      } else if (at.kind === 'object') {
        for (const entry of at.expr.entries) {
          if (isOff(entry.value)) continue;
          const inner = this.valueOf(entry.value, at.scope);
          if (entry.key === '...') stack.push({ value: inner, depth: depth + 1 });
          else entries.push({ key: entry.key, value: inner, line: this.lineOf(entry.line, at.scope) });
        }
      }
    }
    return entries;
  }

  private valueOf(expr: Expr, scope: Scope): Value {
    return this.reader.world.value(expr, scope);
  }

  private lineOf(line: number, scope: Scope): number {
    return scope.file.path === this.reader.path ? line : this.reader.line;
  }
}

const NESTED: ReadonlyMap<string, AccessKind> = new Map([
  ['create', 'write'],
  ['createMany', 'write'],
  ['connectOrCreate', 'write'],
  ['update', 'write'],
  ['updateMany', 'write'],
  ['upsert', 'write'],
  ['delete', 'delete'],
  ['deleteMany', 'delete'],
]);

/** `include: { posts: false }`, `posts: undefined`. */
function isOff(expr: Expr): boolean {
  if (expr.kind === 'name') return expr.name === 'undefined';
  return expr.kind === 'literal' && (expr.text === 'false' || expr.text === 'undefined');
}
