/** Names of the tables that migrations create, in .sql files and in statements that code runs. */
import { alternatives, type Chain, chainsToSearch, constantOf, expose, placed } from '../../program/index.js';
import type { World } from '../world.js';

const CREATES =
  /^\s*create\s+(?:unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?(?:["'`[]?\w+["'`\]]?\s*\.\s*)?["'`[]?(\w+)/i;

/** Asked only when a naming strategy cannot be told: looks at every `query` and `createTable`. */
export function createdTables(world: World): ReadonlySet<string> {
  const created = new Set(world.migrated().map(({ table }) => table.name));
  for (const file of world.ev.files.values()) {
    if (file.role === 'test') continue;
    for (const plain of chainsToSearch(file)) {
      if (!plain.links.some(({ name }) => name === 'query' || name === 'createTable')) continue;
      expose(file.program.functions[plain.fn]);
      for (const name of createdBy(world, placed(world.ev, plain))) created.add(name);
    }
  }
  return created;
}

function createdBy(world: World, { links, scope }: Chain): string[] {
  return links.flatMap(({ name, args: [first] }) => {
    if (first === undefined) return [];
    if (name === 'createTable') {
      const table = world.option(first.kind === 'new' ? first.args[0] : first, scope, 'name');
      return (table && constantOf(table)?.split('.').at(-1)) ?? [];
    }
    if (name !== 'query') return [];
    return alternatives(world.value(first, scope)).flatMap((value) =>
      value.kind === 'text' ? (CREATES.exec(value.texts[0] ?? '')?.[1] ?? []) : [],
    );
  });
}
