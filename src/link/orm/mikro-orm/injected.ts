/**
 * Entities known to code by an interface alone: `@InjectRepository('Order') orders: EntityRepository<OrderInterface>` says
 * that orders are what implements it, however their class is made.
 */
import { alternatives, type ClassValue, classFact, classScope, ownTypes, valueKey } from '../../program/index.js';
import type { World } from '../world.js';
import { isMikroPackage } from './library.js';

/** By the key of the interface; one that two entities are injected for names neither. */
export function injectedTypes<Entity>(world: World, byName: ReadonlyMap<string, Entity>): ReadonlyMap<string, Entity> {
  const found = new Map<string, Entity | undefined>();
  for (const of of world.classes()) {
    for (const { name, type } of injections(world, of)) {
      const entity = byName.get(name);
      if (entity === undefined) continue;
      found.set(type, !found.has(type) || found.get(type) === entity ? entity : undefined);
    }
  }
  return new Map([...found].flatMap(([key, entity]) => (entity === undefined ? [] : [[key, entity] as const])));
}

function injections(world: World, of: ClassValue): { name: string; type: string }[] {
  const { members } = classFact(of);
  const init = members.find((one) => one.kind === 'constructor')?.function;
  const params = init === undefined ? [] : (of.file.program.functions[init]?.params ?? []);
  const places = [...params, ...members].filter(
    ({ decorators, type }) => decorators !== undefined && type !== undefined,
  );
  if (places.length === 0) return [];
  const scope = classScope(world.ev, of, { kind: 'instance', of, args: [] }, ownTypes(of));
  return places.flatMap(({ decorators, type }) => {
    const own = world
      .decorators(decorators, of.scope)
      .find((one) => one.name === 'InjectRepository' && isMikroPackage(one.package));
    const name = own && world.constant(own.args[0], own.scope);
    if (name === undefined || type === undefined) return [];
    return alternatives(world.type(type, scope)).flatMap((value) => {
      const [entity] = value.kind === 'external' ? value.args : [];
      return entity?.kind === 'shape' && entity.name !== '' ? [{ name, type: valueKey(entity) }] : [];
    });
  });
}
