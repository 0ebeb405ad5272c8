/**
 * Own naming strategies: classes that implement TypeORM's interface or extend a library's strategy, and are made somewhere.
 * Each entity takes the nearest one, unless a data source without any is nearer. What a strategy's methods answer is read
 * from them; where that cannot be told, the way to spell under which most of its entities meet tables that migrations
 * create decides, and what meets none is assumed.
 */

import { sequelizePlural, typeormClosureName, typeormTableName } from '../../naming/index.js';
import {
  alternatives,
  type ClassValue,
  chainsToSearch,
  classFact,
  classKey,
  expose,
  lineageOf,
  placed,
  type ValueOf,
} from '../../program/index.js';
import type { World } from '../world.js';
import { createdTables } from './created-tables.js';
import type { Entity } from './entities.js';
import { ABSENT, type Spelled } from './spelled.js';
import { spelledBy } from './spelling.js';

type Strategy = { readonly self: ValueOf<'instance'>; readonly path: string };

/** The entities with the names that the strategies of the code give them; as they are where there are none. */
export function renamed(world: World, entities: readonly Entity[]): readonly Entity[] {
  const strategies = madeStrategies(world);
  if (strategies.length === 0) return entities;
  const plain = plainSources(world);
  const by = new Map<Entity, Strategy>();
  for (const entity of entities) {
    const strategy = nearest(entity.at.path, strategies, ({ path }) => path);
    const other = nearest(entity.at.path, plain, (path) => path);
    const isOther =
      other !== undefined && depthShared(entity.at.path, other) > depthShared(entity.at.path, strategy?.path ?? '');
    if (strategy && !isOther) by.set(entity, strategy);
  }
  const spellings = new Map<Strategy, Guess>();
  return entities.map((entity) => {
    const strategy = by.get(entity);
    if (strategy === undefined) return entity;
    return withNames(world, entity, strategy, () => {
      const known = spellings.get(strategy);
      if (known) return known;
      const guess = spellingMet(
        entities.flatMap((one) => (by.get(one) === strategy && !one.isExplicit ? [one.name] : [])),
        createdTables(world),
      );
      spellings.set(strategy, guess);
      return guess;
    });
  });
}

function withNames(world: World, entity: Entity, { self }: Strategy, guess: () => Guess): Entity {
  const ask = (method: string, ...args: readonly Spelled[]) => textOf(spelledBy(world, self, method, args));
  const told = entity.isExplicit
    ? (ask('tableName', ABSENT, entity.tableName) ?? entity.tableName)
    : ask('tableName', entity.name, ABSENT);
  const guessed = told === undefined ? guess()(entity.name) : undefined;
  const tableName = told ?? guessed?.name ?? entity.tableName;
  const isDefaultClosure = entity.closure === typeormClosureName(entity.tableName);
  return {
    ...entity,
    tableName,
    ...(guessed?.isAssumed ? { isAssumed: true as const } : {}),
    ...(isDefaultClosure
      ? { closure: ask('closureJunctionTableName', tableName) ?? typeormClosureName(tableName) }
      : {}),
    naming: {
      junction: (owner, property, other) => ask('joinTableName', owner, other, property, ABSENT),
      joinColumn: (property, referenced) => ask('joinColumnName', property, referenced),
    },
  };
}

function textOf(value: Spelled): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

type Guess = (className: string) => { readonly name: string; readonly isAssumed: boolean };

/** A capital begins a word, whatever stands before it: `DBUser` → `d_b_user`. */
const eachCapital = (name: string) => name.replace(/(?!^)([A-Z])/g, '_$1').toLowerCase();
const withoutSuffix = (name: string) => name.replace(/(.)(?:Entity|Model)$/, '$1');
const BARE_RULES: readonly ((name: string) => string)[] = [
  typeormTableName,
  eachCapital,
  (name) => name,
  (name) => name.toLowerCase(),
];
const RULES = [(name: string) => name, withoutSuffix].flatMap((cut) =>
  BARE_RULES.flatMap((rule) => [(name: string) => rule(cut(name)), (name: string) => sequelizePlural(rule(cut(name)))]),
);

/** The rule that most names meet a created table under, if that is most of them; what does not meet one stays assumed. */
export function spellingMet(names: readonly string[], created: ReadonlySet<string>): Guess {
  let [best, most]: [(name: string) => string, number] = [typeormTableName, names.length / 2];
  for (const rule of RULES) {
    const met = names.filter((name) => created.has(rule(name))).length;
    if (met > most) [best, most] = [rule, met];
  }
  return (name) => ({ name: best(name), isAssumed: !created.has(best(name)) });
}

/** Instances of own strategies, where they are made. */
function madeStrategies(world: World): readonly Strategy[] {
  const classes = world.classes().filter((of) => isStrategy(world, of));
  if (classes.length === 0) return [];
  const own = new Set(classes.map(classKey));
  const names = new Set(['default', ...classes.map((of) => classFact(of).name)]);
  const found = new Map<string, Strategy>();
  for (const file of world.ev.files.values()) {
    if (file.role === 'test') continue;
    for (const plain of chainsToSearch(file)) {
      if (!plain.links.some(({ kind, name }) => kind === 'new' && names.has(name))) continue;
      expose(file.program.functions[plain.fn]);
      const { links, scope } = placed(world.ev, plain);
      for (const link of links) {
        if (link.kind !== 'new' || !names.has(link.name)) continue;
        for (const value of alternatives(world.value(link.expr, scope))) {
          if (value.kind !== 'instance' || !own.has(classKey(value.of))) continue;
          const key = `${file.path} ${classKey(value.of)}`;
          if (!found.has(key)) found.set(key, { self: value, path: file.path });
        }
      }
    }
  }
  return [...found.values()];
}

function isStrategy(world: World, of: ClassValue): boolean {
  const fact = classFact(of);
  if (of.file.role === 'test') return false;
  const isDeclared = fact.implements?.some((type) => {
    if (type.kind !== 'ref' || !type.name.endsWith('NamingStrategyInterface')) return false;
    return of.file.imports.get(type.name)?.specifier.startsWith('typeorm') === true || type.name.includes('.');
  });
  if (isDeclared || fact.extends === undefined) return isDeclared === true;
  const last = lineageOf(world.ev, { kind: 'instance', of, args: [] }).at(-1);
  if (last?.kind !== 'library') return false;
  const { value } = last;
  return (
    (value.kind === 'external' || value.kind === 'import') &&
    /^typeorm(?:$|\/|-naming-strategies)/.test(value.package) &&
    value.name.endsWith('NamingStrategy')
  );
}

/** Files that set up a data source whose options are all there, without a strategy. */
function plainSources(world: World): readonly string[] {
  const paths = new Set<string>();
  for (const name of ['DataSource', 'forRoot', 'createConnection'] as const) {
    for (const { links, scope, file } of world.calls(name)) {
      for (const link of links) {
        if (link.name !== name || file.role === 'test') continue;
        const has = (option: string) => world.option(link.args[0], scope, option) !== undefined;
        if (has('type') && !has('namingStrategy')) paths.add(file.path);
      }
    }
  }
  return [...paths];
}

function nearest<T>(path: string, all: readonly T[], pathOf: (one: T) => string): T | undefined {
  let best: T | undefined;
  let most = -1;
  for (const one of all) {
    const shared = depthShared(path, pathOf(one));
    if (shared > most) [best, most] = [one, shared];
  }
  return best;
}

/** Folders that both stand in. */
function depthShared(left: string, right: string): number {
  const others = right.split('/').slice(0, -1);
  const folders = left.split('/').slice(0, -1);
  const differs = folders.findIndex((folder, at) => folder !== others[at]);
  return differs < 0 ? folders.length : differs;
}
