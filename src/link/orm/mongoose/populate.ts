/** `.populate('director')`, `.populate('a b')`, `.populate({ path, model, populate })`, lists of these: joined reads. */
import { type Chain, constantOf, type Link, type Value } from '../../program/index.js';
import type { Access } from '../dialect.js';
import type { World } from '../world.js';
import { modelName } from './classes.js';
import { type Model, type ModelIndex, tableOfModel } from './models.js';

export function populated(world: World, index: ModelIndex, from: Model, chain: Chain, link: Link): Access[] {
  const found: Access[] = [];
  const open: { readonly value: Value; readonly from: Model }[] = link.args
    .slice(0, 1)
    .map((arg) => ({ value: world.value(arg, chain.scope), from }));
  for (let steps = 0; open.length > 0 && steps < 100; steps++) {
    const { value, from: at } = open.pop() as (typeof open)[number];
    const text = constantOf(value);
    if (text !== undefined) {
      for (const path of text.split(/\s+/)) {
        const target = at.references.find((one) => one.path === path || one.path.endsWith(`.${path}`))?.target;
        const model = target === undefined ? undefined : index.byName(target);
        if (model)
          found.push({ table: tableOfModel(model), op: 'read', line: link.line, joined: true, note: 'populate' });
      }
    } else if (value.kind === 'array') open.push(...(value.items ?? []).map((item) => ({ value: item, from: at })));
    else if (value.kind === 'object') {
      const path = constantOf(world.member(value, 'path'));
      const named = modelName(world, world.member(value, 'model'));
      const target =
        named ??
        (path === undefined
          ? undefined
          : at.references.find((one) => one.path === path || one.path.endsWith(`.${path}`))?.target);
      const model = target === undefined ? undefined : index.byName(target);
      if (!model) continue;
      found.push({ table: tableOfModel(model), op: 'read', line: link.line, joined: true, note: 'populate' });
      const inner = world.member(value, 'populate');
      if (inner.kind !== 'unknown') open.push({ value: inner, from: model });
    }
  }
  return found;
}
