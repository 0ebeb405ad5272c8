/** Table names as query builders are given them: `'shop.loaves as l'`, lists, objects `{ l: 'loaves' }`. */
import { alternatives, constantOf, isStringType, type Value } from '../../program/index.js';
import type { TableName } from '../dialect.js';
import type { World } from '../world.js';

/** Names that a value may be; undefined in the list for what is not known. Callbacks and sub-queries give nothing. */
export function tableNamesOf(world: World, value: Value, depth = 0): (string | undefined)[] {
  if (depth > 4) return [];
  return alternatives(value).flatMap((one): (string | undefined)[] => {
    const constant = constantOf(one);
    if (constant !== undefined) return [constant];
    if (one.kind === 'array') {
      return (one.items ?? [one.element]).flatMap((item) => tableNamesOf(world, item, depth + 1));
    }
    if (one.kind === 'object') {
      return one.expr.entries.flatMap((entry) => tableNamesOf(world, world.value(entry.value, one.scope), depth + 1));
    }
    const isOpen = one.kind === 'text' || (value.kind === 'union' && (one.kind === 'param' || isStringType(one)));
    return isOpen ? [undefined] : [];
  });
}

/** `'shop.loaves as l'` → shop, loaves. */
export function parseTableName(text: string, rename: (name: string) => string = (name) => name): TableName {
  const name = text.trim().replace(/(?<!\s)\s+(?:as\s+)?[\w"`]+$/i, '');
  const [table = '', schema] = name
    .replaceAll(/["`[\]]/g, '')
    .split('.')
    .reverse();
  return schema === undefined ? { name: rename(table) } : { schema, name: rename(table) };
}
