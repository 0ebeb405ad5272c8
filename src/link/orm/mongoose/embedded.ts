/**
 * Nest's `@Schema` stands on classes of documents and on those that are only parts of them (`@Prop({ type: [LineSchema] })`).
 * Where a repository registers its models in lists that can be read, a class that none of them names, that nobody injects and
 * that says no collection is a part.
 */
import { alternatives, moduleScope, type Value } from '../../program/index.js';
import type { World } from '../world.js';
import { decoratedCollection } from './classes.js';
import type { Found } from './declared.js';

const REGISTERING = ['forFeature', 'forFeatureAsync'] as const;

export function withoutEmbedded(world: World, found: readonly Found[]): readonly Found[] {
  const registered = found.filter(({ isDecorated }) => isDecorated !== true);
  const names = new Set(registered.map(({ name }) => name));
  const decorated = found.filter(({ isDecorated }) => isDecorated === true);
  if (!decorated.some(({ name }) => names.has(name)) || !REGISTERING.every((name) => isReadable(world, name)))
    return found;
  const asked = askedNames(world);
  return found.filter(
    ({ name, of, isDecorated }) =>
      isDecorated !== true ||
      names.has(name) ||
      asked.has(name) ||
      (of && decoratedCollection(world, of)) !== undefined,
  );
}

/** Every list that is given says each of its models. */
function isReadable(world: World, name: string): boolean {
  return world.calls(name).every(({ links, scope }) =>
    links.every((link) => {
      const [list] = link.args;
      if (link.name !== name || list === undefined) return true;
      const value = world.value(list, scope);
      return (
        value.kind === 'array' && (value.items ?? []).length > 0 && value.items?.every((item) => isNamed(world, item))
      );
    }),
  );
}

function isNamed(world: World, item: Value): boolean {
  if (item.kind === 'class') return true;
  if (item.kind !== 'object') return false;
  const name = world.member(item, 'name');
  return name.kind === 'text' || world.member(item, 'typegooseClass').kind === 'class';
}

/** Models that are looked up by name: `@InjectModel(Loaf.name)`, `connection.model('Loaf')`. */
function askedNames(world: World): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (value: Value) => {
    for (const one of alternatives(value))
      if (one.kind === 'text' && one.texts[0] !== undefined) names.add(one.texts[0]);
  };
  for (const chain of world.calls('model'))
    for (const link of chain.links)
      if (link.name === 'model' && link.args[0]) add(world.value(link.args[0], chain.scope));
  for (const file of world.ev.files.values()) {
    if (file.role === 'test') continue;
    for (const { params } of file.program.functions)
      for (const { decorators } of params) {
        if (decorators === undefined) continue;
        for (const one of world.decorators(decorators, moduleScope(world.ev, file)))
          if (one.name === 'InjectModel' && one.args[0]) add(world.value(one.args[0], one.scope));
      }
  }
  return names;
}
