/** Objection's relation expressions: `'[lines.[product], customer(active) as c, children.^]'`, or an object of the same. */
import { constantOf, type Value } from '../../program/index.js';
import type { World } from '../world.js';
import type { Model, ModelIndex, Relation } from './models.js';

/** Paths of relation names. */
export function graphPaths(world: World, value: Value): string[][] {
  const text = constantOf(value);
  if (text !== undefined) return textPaths(text);
  const found: string[][] = [];
  const open: { value: Value; path: string[] }[] = [{ value, path: [] }];
  for (let steps = 0; open.length > 0 && steps < 200; steps++) {
    const next = open.pop() as (typeof open)[number];
    if (next.value.kind === 'union') open.push(...next.value.of.map((one) => ({ value: one, path: next.path })));
    const inner = constantOf(next.value);
    if (inner !== undefined) found.push(...textPaths(inner).map((path) => [...next.path, ...path]));
    // A graph of rows: `{ lines: [{ … }] }`.
    if (next.value.kind === 'array')
      for (const item of next.value.items ?? []) open.push({ value: item, path: next.path });
    if (next.value.kind !== 'object' || next.path.length > 8) continue;
    const { expr, scope } = next.value;
    for (const { key, value: entry } of expr.entries) {
      if (key.startsWith('$') || key === '...' || key === '[]') continue;
      found.push([...next.path, key]);
      open.push({ value: world.value(entry, scope), path: [...next.path, key] });
    }
  }
  return found;
}

function textPaths(text: string): string[][] {
  const tokens = text.replaceAll(/\([^()]*\)/g, '').match(/[\w$#:-]+|\^\d*|[[\].,*]/g) ?? [];
  const found: string[][] = [];
  const prefixes: string[][] = [];
  let path: string[] = [];
  let isAlias = false;
  for (const token of tokens) {
    if (token === '[') prefixes.push(path);
    else if (token === ']') path = prefixes.pop() ?? [];
    else if (token === ',') path = prefixes.at(-1) ?? [];
    else if (token === 'as') isAlias = true;
    else if (token !== '.' && token !== '*' && !token.startsWith('^')) {
      if (isAlias) isAlias = false;
      else {
        path = [...path, token];
        found.push(path);
      }
    }
  }
  return found;
}

/** The relations that the paths name, from a model on. */
export function relationsAlong(index: ModelIndex, from: Model, paths: readonly (readonly string[])[]): Relation[] {
  const found = new Set<Relation>();
  for (const path of paths) {
    let at: Model | undefined = from;
    for (const name of path) {
      const relation: Relation | undefined = at?.relations().get(name);
      if (relation === undefined) break;
      found.add(relation);
      at = relation.target && index.byTable(relation.target);
    }
  }
  return [...found];
}
