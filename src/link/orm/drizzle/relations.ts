/**
 * Drizzle's relations: what `with: { … }` of a relational query reads. `relations(users, ({ many }) => ({ posts:
 * many(posts) }))`, and since 1.0 `defineRelations(schema, r => ({ users: { posts: r.many.posts(…) } }))`. The database
 * knows nothing of them, so a `one` with fields is a reference.
 */
import type { Expr } from '../../../model/index.js';
import { alternatives, type Scope } from '../../program/index.js';
import type { ForeignKeyDeclaration, TableName } from '../dialect.js';
import type { World } from '../world.js';
import { type DeclaredTable, returnedBy, tableOf } from './tables.js';

export type Relations = {
  /** Key of a relation of a table; undefined when there is none of that name. */
  readonly target: (table: TableName, relation: string) => TableName | undefined;
  readonly references: readonly ForeignKeyDeclaration[];
};

export const RELATION_CALLS = ['relations', 'defineRelations', 'defineRelationsPart'] as const;

export function readRelations(world: World, byVariable: (name: string) => DeclaredTable | undefined): Relations {
  const targets = new Map<string, TableName>();
  const references: ForeignKeyDeclaration[] = [];
  const add = (
    from: TableName,
    relation: string,
    to: TableName,
    isOwner: boolean,
    columns: readonly string[],
    path: string,
    line: number,
  ): void => {
    targets.set(relationKey(from, relation), to);
    if (isOwner) references.push({ from, to, kind: 'reference', columns, at: { path, line } });
  };
  for (const name of RELATION_CALLS) {
    for (const chain of world.calls(name)) {
      const link = chain.links.find((one) => one.name === name);
      if (!link) continue;
      const table = link.args[0] && tableOf(world, world.value(link.args[0], chain.scope));
      const given = returnedBy(world, link.args[1], chain.scope);
      const object = given && alternatives(given).find((one) => one.kind === 'object');
      if (object?.kind !== 'object') continue;
      for (const entry of object.expr.entries) {
        if (table) {
          const relation = relationOf(world, entry.value, object.scope, byVariable);
          if (relation)
            add(
              table.name,
              entry.key,
              relation.to,
              relation.isOwner,
              relation.columns,
              object.scope.file.path,
              entry.line,
            );
          continue;
        }
        const from = byVariable(entry.key);
        const inner = entry.value.kind === 'object' ? entry.value.entries : [];
        for (const one of from ? inner : []) {
          const relation = relationOf(world, one.value, object.scope, byVariable);
          if (relation)
            add(
              (from as DeclaredTable).name,
              one.key,
              relation.to,
              relation.isOwner,
              relation.columns,
              object.scope.file.path,
              one.line,
            );
        }
      }
    }
  }
  return { target: (table, relation) => targets.get(relationKey(table, relation)), references };
}

type Relation = { readonly to: TableName; readonly isOwner: boolean; readonly columns: readonly string[] };

/** `one(users, { fields, references })`, `many(posts)`, `r.one.users({ from, to })`. */
function relationOf(
  world: World,
  expr: Expr,
  scope: Scope,
  byVariable: (name: string) => DeclaredTable | undefined,
): Relation | undefined {
  if (expr.kind !== 'call') return undefined;
  const { callee, args } = expr;
  if (callee.kind === 'member' && callee.object.kind === 'member' && /^(?:one|many)$/.test(callee.object.name)) {
    const to = byVariable(callee.name);
    const from = world.option(args[0], scope, 'from');
    const columns = from?.kind === 'part' ? [from.name] : [];
    return to && { to: to.name, isOwner: callee.object.name === 'one' && columns.length > 0, columns };
  }
  const name = callee.kind === 'name' ? callee.name : callee.kind === 'member' ? callee.name : '';
  if (!/^(?:one|many)(?:#\d+)?$/.test(name) || args[0] === undefined) return undefined;
  const to = tableOf(world, world.value(args[0], scope));
  const fields = world.option(args[1], scope, 'fields');
  const columns =
    fields?.kind === 'array' ? (fields.items ?? []).flatMap((item) => (item.kind === 'part' ? [item.name] : [])) : [];
  return to && { to: to.name, isOwner: name.startsWith('one') && columns.length > 0, columns };
}

function relationKey(table: TableName, relation: string): string {
  return `${table.schema ?? ''}\0${table.name}\0${relation}`;
}

/** Tables that `with: { posts: { with: … } }` loads, nested ones included, with the line of each where it is in the call's file. */
export function loadedBy(
  world: World,
  relations: Relations,
  from: TableName,
  options: Expr | undefined,
  scope: Scope,
): { readonly table: TableName; readonly line?: number }[] {
  const found: { table: TableName; line?: number }[] = [];
  const open: { table: TableName; options: Expr | undefined; scope: Scope }[] = [{ table: from, options, scope }];
  for (let steps = 0; open.length > 0 && steps < 200; steps++) {
    const next = open.pop() as (typeof open)[number];
    const value = world.option(next.options, next.scope, 'with');
    const object = value && alternatives(value).find((one) => one.kind === 'object');
    if (object?.kind !== 'object') continue;
    for (const entry of object.expr.entries) {
      const target = relations.target(next.table, entry.key);
      if (!target || (entry.value.kind === 'literal' && entry.value.text === 'false')) continue;
      found.push({ table: target, ...(object.scope.file === scope.file ? { line: entry.line } : {}) });
      open.push({ table: target, options: entry.value, scope: object.scope });
    }
  }
  return found;
}
