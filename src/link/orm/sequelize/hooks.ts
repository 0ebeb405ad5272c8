/**
 * Hooks of Sequelize's models: static methods with `@AfterCreate` and its like (inherited ones too), `hooks: { … }` among the
 * options, `Order.addHook('afterCreate', …)`, `Order.afterCreate(…)`. Which of them run is told by the call: `create` runs
 * those of creating and saving, a record's `update` those of updating and saving, a bulk statement only bulk hooks. A `save`
 * creates or updates: hooks of creating count only when the record was made by `new`. `hooks: false` runs none of them.
 */
import type { Expr } from '../../../model/index.js';
import {
  alternatives,
  bare,
  type Chain,
  classFact,
  forAll,
  type Link,
  lineageOf,
  type Value,
  type ValueOf,
} from '../../program/index.js';
import type { Hook } from '../dialect.js';
import type { World } from '../world.js';
import { isFamilyPackage } from './connections.js';
import type { Model, ModelIndex } from './models.js';
import { optionsOf } from './options.js';

export type HookIndex = (model: Model, link: Link, chain: Chain, isRecord: boolean) => readonly Hook[];

/** `afterCreate` → its functions, in the order of declaration. */
type ByName = Map<string, ValueOf<'function'>[]>;

const KINDS = ['Create', 'Update', 'Save', 'Upsert', 'Destroy', 'Restore', 'BulkCreate', 'BulkUpdate', 'BulkDestroy'];
/** Calls that declare one: `Order.addHook(…)`, `Order.afterCreate(…)`. */
export const HOOKING_CALLS: readonly string[] = [
  'addHook',
  ...KINDS.flatMap((kind) => [`before${kind}`, `after${kind}`]),
];

/** Kinds of hooks that a call runs, and where its options stand. */
const OF_MODEL: ReadonlyMap<string, readonly [options: number, ...kinds: string[]]> = new Map([
  ['create', [1, 'Create', 'Save']],
  ['findOrCreate', [0, 'Create', 'Save']],
  ['findCreateFind', [0, 'Create', 'Save']],
  ['upsert', [1, 'Upsert']],
  ['bulkCreate', [1, 'BulkCreate']],
  ['update', [1, 'BulkUpdate']],
  ['destroy', [0, 'BulkDestroy']],
]);
/** With `individualHooks` a statement over many runs each one's own as well. */
const OF_EACH: ReadonlyMap<string, readonly string[]> = new Map([
  ['bulkCreate', ['Create', 'Save']],
  ['update', ['Update', 'Save']],
  ['destroy', ['Destroy']],
]);
const OF_RECORD: ReadonlyMap<string, readonly [options: number, ...kinds: string[]]> = new Map([
  ['save', [0, 'Update', 'Save']],
  ['update', [1, 'Update', 'Save']],
  ['destroy', [0, 'Destroy']],
  ['restore', [0, 'Restore']],
]);

export function readHooks(world: World, models: ModelIndex): HookIndex {
  const added = addedHooks(world, models);
  const known = new Map<Model, ByName>();
  const hooksOf = (model: Model) => {
    const found =
      known.get(model) ?? forAll(world.ev.watch, () => declaredHooks(world, model, added.get(model) ?? new Map()));
    known.set(model, found);
    return found;
  };
  return (model, link, chain, isRecord) => {
    const run = (isRecord ? OF_RECORD : OF_MODEL).get(link.name);
    if (run === undefined) return [];
    const hooks = hooksOf(model);
    if (hooks.size === 0) return [];
    const [position, ...kinds] = run;
    if (isRecord && link.name === 'save' && isMadeHere(world, link, chain)) kinds.unshift('Create');
    const options = link.args[position];
    const given = options && optionsOf(world, [world.value(options, chain.scope)]);
    if (given?.flag('hooks') === false) return [];
    if (given?.flag('individualHooks') === true) kinds.push(...(OF_EACH.get(link.name) ?? []));
    const subject: Expr = link.receiver ?? { kind: 'unknown' };
    const args: Expr[] = [
      kinds[0]?.startsWith('Bulk') ? { kind: 'unknown' } : isRecord ? subject : { kind: 'unknown' },
    ];
    if (options) args.push(options);
    return (['before', 'after'] as const).flatMap((when) =>
      (when === 'after' ? [...kinds].reverse() : kinds).flatMap((kind) =>
        (hooks.get(`${when}${kind}`) ?? []).map((body) => ({ when, body, args })),
      ),
    );
  };
}

/** `new Order({ … })`, here or in the variable's initialiser. */
function isMadeHere(world: World, link: Link, chain: Chain): boolean {
  const receiver = link.receiver && bare(link.receiver);
  if (receiver?.kind === 'new') return true;
  return (
    receiver?.kind === 'name' &&
    alternatives(world.value(receiver, chain.scope)).some((one) => one.kind === 'instance' && one.made !== undefined)
  );
}

function declaredHooks(world: World, model: Model, added: ByName): ByName {
  const hooks: ByName = new Map();
  if (model.of) {
    // Base classes first, as their decorators run first.
    const own = lineageOf(world.ev, { kind: 'instance', of: model.of, args: [] }).filter((one) => one.kind === 'own');
    for (const { of } of [...own].reverse())
      for (const member of classFact(of).members)
        for (const decorator of world.decorators(member.decorators, of.scope)) {
          const name = decorator.name.replace(/^[AB]/, (letter) => letter.toLowerCase());
          if (!member.isStatic || !HOOKING_CALLS.includes(name) || !isFamilyPackage(decorator.package)) continue;
          add(hooks, name, world.member({ kind: 'class', of: model.of }, member.name));
        }
  }
  const listed = model.options.value('hooks');
  if (listed?.kind === 'object')
    for (const { key } of listed.expr.entries)
      if (HOOKING_CALLS.includes(key)) add(hooks, key, world.member(listed, key));
  for (const [name, bodies] of added) for (const body of bodies) add(hooks, name, body);
  return hooks;
}

function addedHooks(world: World, models: ModelIndex): Map<Model, ByName> {
  const found = new Map<Model, ByName>();
  for (const call of HOOKING_CALLS)
    for (const chain of world.calls(call))
      for (const link of chain.links) {
        if (link.name !== call || link.receiver === undefined) continue;
        const [of] = alternatives(world.value(link.receiver, chain.scope));
        const model = of?.kind === 'text' ? undefined : of && models.of(of);
        const name = call === 'addHook' ? world.constant(link.args[0], chain.scope) : call;
        if (model === undefined || name === undefined || !HOOKING_CALLS.includes(name)) continue;
        const hooks: ByName = found.get(model) ?? new Map();
        found.set(model, hooks);
        for (const arg of link.args) add(hooks, name, world.value(arg, chain.scope));
      }
  return found;
}

function add(hooks: ByName, name: string, value: Value): void {
  for (const one of alternatives(value)) {
    if (one.kind !== 'function') continue;
    const known = hooks.get(name) ?? [];
    if (known.some((other) => other.file === one.file && other.index === one.index)) continue;
    hooks.set(name, [...known, one]);
  }
}
