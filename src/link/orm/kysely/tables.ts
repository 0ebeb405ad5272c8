/** Tables that the type of a Kysely client lists: `Kysely<DB>` with `interface DB { loaves: LoafTable }`. */
import type { FunctionFact, TypeRef } from '../../../model/index.js';
import { expose, moduleScope, type ProgramFile, quietly, type Value, type ValueOf } from '../../program/index.js';
import type { TableDeclaration } from '../dialect.js';
import { parseTableName } from '../sql/table-names.js';
import type { World } from '../world.js';

/** `rename` is what CamelCasePlugin does to names, when it is used. */
export function declaredTables(world: World, rename: (name: string) => string): TableDeclaration[] {
  const found = new Map<string, TableDeclaration>();
  for (const shape of databaseShapes(world)) {
    for (const { name: written, computed, line } of shape.members) {
      // `{ [tableName]: LoafTable }`: a constant is a name, anything else is none.
      const name = computed === undefined ? written : world.constant(computed, shape.scope);
      if (name === undefined || name === '') continue;
      const table = parseTableName(name, rename);
      const key = `${table.schema ?? ''}.${table.name}`;
      if (found.has(key)) continue;
      const at = { path: shape.file.path, line };
      found.set(key, { table, kind: 'table', naming: 'explicit', source: 'model', models: [name], at });
    }
  }
  return [...found.values()];
}

/** The shapes given to Kysely anywhere: in a type, or in `new Kysely<DB>()`; with what they extend. */
function databaseShapes(world: World): ValueOf<'shape'>[] {
  const shapes = new Map<string, ValueOf<'shape'>>();
  const queue: Value[] = [];
  for (const chain of world.calls('Kysely')) {
    for (const link of chain.links) for (const type of link.typeArgs) queue.push(world.type(type, chain.scope));
  }
  for (const file of world.ev.files.values()) {
    if (file.role === 'test' || file.role === 'migration') continue;
    if (![...file.imports.values()].some(({ specifier }) => specifier.includes('kysely'))) continue;
    for (const type of kyselyTypes(file)) queue.push(world.type(type, moduleScope(world.ev, file)));
  }
  for (const of of world.classes()) {
    // `class ShopDatabase extends Kysely<Tables>`
    const base = of.file.role === 'test' ? undefined : world.libraryBase(of);
    if (base?.kind === 'external' && base.package === 'kysely' && base.args[0]) queue.push(base.args[0]);
  }
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (next.kind === 'union' || next.kind === 'both') queue.push(...next.of);
    if (next.kind !== 'shape' || next.members.length + next.bases.length === 0) continue;
    const key = `${next.file.path}:${next.members[0]?.line ?? next.name}`;
    if (shapes.has(key)) continue;
    shapes.set(key, next);
    for (const base of next.bases) queue.push(world.type(base, next.scope));
  }
  return [...shapes.values()];
}

/** Arguments of `Kysely<…>` in aliases, fields and parameters. */
function kyselyTypes({ program, watch }: ProgramFile): TypeRef[] {
  const types = [
    ...program.types.map((alias) => alias.type),
    ...program.classes.flatMap((fact) => fact.members.flatMap((member) => member.type ?? [])),
    ...program.functions.flatMap((fact) => fact.params.flatMap((param) => param.type ?? [])),
    ...program.functions.flatMap((fact) => localTypes(fact, watch)),
  ];
  return types.flatMap((type) => (type.kind === 'ref' && KYSELY.test(type.name) && type.args[0] ? [type.args[0]] : []));
}

const KYSELY = /^(?:Kysely|Transaction)$/;

/** Types of variables, of functions where one of them may be Kysely's. */
function localTypes(fact: FunctionFact, watch: ProgramFile['watch']): TypeRef[] {
  const types = quietly(watch, () => fact.locals.flatMap((local) => local.type ?? []));
  if (types.some((type) => type.kind === 'ref' && KYSELY.test(type.name))) expose(fact);
  return types;
}
