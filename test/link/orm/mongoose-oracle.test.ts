/** Mongoose tells the truth itself: generated models are registered in it and written as code; the collections are the same. */
import fc from 'fast-check';
import mongoose from 'mongoose';
import { afterEach, expect, it } from 'vitest';
import { linked } from '../tables/system.js';

type Given = {
  readonly name: string;
  /** Collection by the third argument, by the schema's option, or by Mongoose's plural. */
  readonly naming: 'argument' | 'option' | 'plural';
  readonly hasChild: boolean;
};

const model: fc.Arbitrary<Given> = fc.record({
  name: fc.constantFrom(
    ...[
      'Person',
      'Status',
      'UserProfile',
      'Box',
      'Quiz',
      'Analysis',
      'Media',
      'user_profile',
      'Loaf',
      'Child',
      'Sheep',
    ],
    ...['Oven', 'APIKey', 'A1B2', 'Data', 'Bus', 'Knife', 'Baby', 'News', 'Hero', 'Mouse', 'series', 'BOSS'],
  ),
  naming: fc.constantFrom('argument', 'option', 'plural'),
  hasChild: fc.boolean(),
});

afterEach(() => {
  mongoose.deleteModel(/.*/);
});

function byMongoose(given: readonly Given[]): string[] {
  for (const { name, naming, hasChild } of given) {
    const schema = new mongoose.Schema({ n: Number }, naming === 'option' ? { collection: `kept_${name}` } : {});
    const made = naming === 'argument' ? mongoose.model(name, schema, `given_${name}`) : mongoose.model(name, schema);
    if (hasChild) made.discriminator(`Small${name}`, new mongoose.Schema({ m: Number }));
  }
  const found = mongoose.modelNames().map((name) => `${mongoose.model(name).collection.name} ${name}`);
  mongoose.deleteModel(/.*/);
  return found.sort();
}

function asCode(given: readonly Given[]): string {
  const lines = given.map(({ name, naming, hasChild }, i) => {
    const options = naming === 'option' ? `, { collection: 'kept_${name}' }` : '';
    const collection = naming === 'argument' ? `, 'given_${name}'` : '';
    const child = hasChild ? `\nm${i}.discriminator('Small${name}', new Schema({ m: Number }));` : '';
    return `export const m${i} = model('${name}', new Schema({ n: Number }${options})${collection});${child}`;
  });
  return ["import { model, Schema } from 'mongoose';", ...lines].join('\n');
}

it('models written for Mongoose have the collections that Mongoose gives them', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(model, { minLength: 3, maxLength: 9, selector: ({ name }) => name }),
      async (given) => {
        const graph = await linked({ 'src/models.ts': asCode(given) });
        const ours = graph.nodes.flatMap((node) =>
          node.kind === 'table' ? node.models.map((name) => `${node.name} ${name}`) : [],
        );
        expect(ours.sort()).toEqual(byMongoose(given));
      },
    ),
    { numRuns: 25, seed: 20263 },
  );
}, 120_000);
