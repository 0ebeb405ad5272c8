/** Which entity each alias of a TypeORM query stands for, from all links that built it, over several statements. */
import {
  alternatives,
  type Chain,
  chainsIn,
  entityOf,
  type Link,
  linksBehind,
  type Scope,
  UNKNOWN,
  type Value,
} from '../../program/index.js';
import type { World } from '../world.js';
import type { Entity } from './entities.js';
import type { EntityIndex } from './entity-index.js';
import type { Relation } from './relations.js';

export const JOINS = /^(?:left|inner)Join(?:AndSelect|AndMapOne|AndMapMany)?$/;
export const SOURCES: ReadonlySet<string> = new Set(['from', 'addFrom', 'into']);

type Found = { readonly owner: Entity; readonly relation: Relation; readonly isGuess: boolean };

/** The relation behind `'alias.property'`, by the aliases of the query so far. */
export function joinedRelation(
  world: World,
  index: EntityIndex,
  chain: Chain,
  value: Value,
  receiver: Value,
  own: Value,
  link: Link,
): Found | undefined {
  if (value.kind !== 'text') return undefined;
  const written = value.texts.join('\0');
  const dot = written.indexOf('.');
  if (dot < 0) return undefined;
  const alias = written.slice(0, dot);
  const property = written.slice(dot + 1);
  if (property.includes('\0')) return undefined;
  const aliases = aliasesOf(world, index, chain, receiver, own, link);
  const owner = aliases.get(alias);
  const relation = owner && index.relation(owner, property);
  if (owner && relation) return { owner, relation, isGuess: false };
  // The alias comes from elsewhere (a parameter): the relation's name decides when it is one of the known entities'.
  const candidates = new Set([...aliases.values(), ...alternatives(own).flatMap((one) => index.of(one) ?? [])]);
  for (const candidate of candidates) {
    const guess = index.relation(candidate, property);
    if (guess) return { owner: candidate, relation: guess, isGuess: true };
  }
  return undefined;
}

/** Aliases defined by the links that made the builder. */
function aliasesOf(
  world: World,
  index: EntityIndex,
  chain: Chain,
  receiver: Value,
  own: Value,
  until: Link,
): Map<string, Entity> {
  const aliases = new Map<string, Entity>();
  const set = (alias: string | undefined, entity: Entity | undefined) => {
    if (alias !== undefined && entity && !aliases.has(alias)) aliases.set(alias, entity);
  };
  const links = [...linksBehind(world.ev, receiver), ...siblingLinks(chain)].filter(
    ({ link }) => link.expr !== until.expr,
  );
  for (const { link, scope } of links) {
    const read = (i: number) => (link.args[i] ? world.value(link.args[i], scope) : UNKNOWN);
    const aliasAt = (i: number) => {
      const value = read(i);
      return value.kind === 'text' ? value.texts.join('\0') : undefined;
    };
    if (link.name === 'createQueryBuilder') {
      const entity = index.of(entityOf(read(0)));
      if (entity && read(0).kind !== 'text') set(aliasAt(1), entity);
      else for (const one of alternatives(own)) set(aliasAt(0), index.of(one));
    } else if (SOURCES.has(link.name) || link.name === 'update') set(aliasAt(1), index.of(entityOf(read(0))));
    else if (JOINS.test(link.name)) {
      const position = link.name.includes('AndMap') ? 1 : 0;
      set(aliasAt(position + 1), joinTarget(index, read(position), aliases, own));
    }
  }
  // An entity's own name is the alias when none is given.
  for (const one of alternatives(own)) {
    const entity = index.of(one);
    if (entity && aliases.size === 0) set(entity.name, entity);
  }
  return aliases;
}

/** Links of other statements on the same variable: `qb.leftJoin('o.lines', 'l'); qb.leftJoin('l.product', 'p')`. */
function siblingLinks({ file, fn, root, scope }: Chain): { link: Link; scope: Scope }[] {
  if (root.kind !== 'name') return [];
  const found: { link: Link; scope: Scope }[] = [];
  for (const expr of file.program.functions[fn]?.body ?? []) {
    for (const chain of chainsIn(file, expr, fn)) {
      const isSame = chain.root.kind === 'name' && chain.root.name === root.name;
      if (isSame) found.push(...chain.links.map((link) => ({ link, scope })));
    }
  }
  return found;
}

function joinTarget(
  index: EntityIndex,
  value: Value,
  aliases: ReadonlyMap<string, Entity>,
  own: Value,
): Entity | undefined {
  if (value.kind !== 'text') return index.of(entityOf(value));
  const written = value.texts.join('\0');
  const dot = written.indexOf('.');
  if (dot < 0) return index.of(value);
  const property = written.slice(dot + 1);
  const known = aliases.get(written.slice(0, dot));
  // `${query.alias}.user`: the alias is not constant, the builder's own entity is the likely owner.
  const owners = known ? [known] : alternatives(own).flatMap((one) => index.of(one) ?? []);
  for (const owner of owners) {
    const relation = index.relation(owner, property);
    if (relation) return index.of(relation.target);
  }
  return undefined;
}
