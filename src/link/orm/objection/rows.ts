/** Objection's rows: which model a value stands for, through queries, awaits, lists and relations. */
import { alternatives, constantOf, type Value } from '../../program/index.js';
import { type Model, type ModelIndex, PACKAGE } from './models.js';

/** `modelOf(x)` of rows too: `const loaf = await Loaf.query().findById(1); loaf.$query()`. */
export function modelOf(index: ModelIndex, value: Value, depth = 0): Model | undefined {
  let at: Value | undefined = value;
  for (let i = 0; i < 30 && at !== undefined; i++) {
    const model: Model | undefined = relatedModel(index, at, depth) ?? index.of(at);
    if (model) return model;
    if (at.kind === 'external')
      at =
        at.package === PACKAGE && at.name === 'Related' ? undefined : at.package === PACKAGE ? at.args[0] : undefined;
    else if (at.kind === 'made') at = at.callee;
    else if (at.kind === 'part') at = at.object;
    else if (at.kind === 'array') at = at.element;
    else return undefined;
  }
  return undefined;
}

/** A query of a relation stands for its target: `(await user.$relatedQuery('tills').findById(1)).$relatedQuery('orders')`. */
function relatedModel(index: ModelIndex, value: Value, depth: number): Model | undefined {
  if (value.kind !== 'external' || value.package !== PACKAGE || value.name !== 'Related' || depth > 6) return undefined;
  const [owner, name] = value.args;
  const text = name && constantOf(name);
  if (owner === undefined || text === undefined) return undefined;
  for (const one of alternatives(owner)) {
    const target = modelOf(index, one, depth + 1)
      ?.relations()
      .get(text)?.target;
    if (target) return index.byTable(target);
  }
  return undefined;
}
