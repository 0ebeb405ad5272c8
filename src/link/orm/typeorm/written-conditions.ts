/**
 * SQL that a query builder is given in words: `.where('loaf.id IN (SELECT …)')`, `.addSelect('(SELECT COUNT(*) FROM …)', 'n')`.
 * Such a text is part of a statement; what it selects by itself reads tables that no alias names.
 */
import { alternatives, type Chain, type Link, type Value } from '../../program/index.js';
import type { Access, Finding } from '../dialect.js';
import type { World } from '../world.js';

export const WRITTEN_METHODS: ReadonlySet<string> = new Set([
  'select',
  'addSelect',
  'where',
  'andWhere',
  'orWhere',
  'having',
  'andHaving',
  'orHaving',
]);
/** Texts of one call. */
const MAX_TEXTS = 60;

/** The tables that sub-selects in the texts of a call read; undefined when there are none. */
export function writtenAccesses(world: World, { scope }: Chain, link: Link): Finding | undefined {
  const [first] = link.args;
  const texts = first === undefined ? [] : textsOf(world.value(first, scope)).slice(0, MAX_TEXTS);
  const accesses = texts.flatMap((text): readonly Access[] => {
    if (text.kind !== 'text' || !/\(\s*select\b/i.test(text.texts.join(' '))) return [];
    const [head = '', ...rest] = text.texts;
    const found = world.sqlFinding({ ...text, texts: [`SELECT ${head}`, ...rest] }, { line: link.line });
    return (found?.accesses ?? []).map(({ below: _, ...access }) => ({ ...access, joined: true, line: link.line }));
  });
  return accesses.length === 0 ? undefined : { accesses };
}

function textsOf(value: Value): readonly Value[] {
  return alternatives(value).flatMap((one) =>
    one.kind === 'array' ? (one.items ?? [one.element]).flatMap((item) => alternatives(item)) : [one],
  );
}
