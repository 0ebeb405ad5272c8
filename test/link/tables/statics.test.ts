/** Statics that a schema puts on its model, followed from where they are called. */
import { describe, expect, it } from 'vitest';
import { access, directOf, linked } from './system.js';

const FILES = {
  'src/loaf.ts': `
import { model, Schema } from 'mongoose';
const loafSchema = new Schema({ name: String });
loafSchema.statics.findFresh = function (day) { return this.find({ day }); };
loafSchema.index({ name: 1 });
export const Loaf = model('Loaf', loafSchema);
`,
  'src/cake.ts': `
import mongoose, { Model, Schema } from 'mongoose';
interface ICake { name: string }
interface CakeModel extends Model<ICake> { findByName(name: string): Promise<ICake> }
const cakeSchema = new Schema<ICake, CakeModel>(
  { name: String },
  { statics: { async findByName(name: string) { return this.findOne({ name }); } } },
);
export const Cake = mongoose.model<ICake, CakeModel>('Cake', cakeSchema);
`,
  'src/counter.ts': `
import { Cake } from './cake';
import { Loaf } from './loaf';
export class Counter {
  async show(day) { return Loaf.findFresh(day); }
  async one() { return Cake.findByName('Sacher'); }
}
`,
};

describe('a static of a schema', () => {
  it('is how the callers of the model reach the collection', async () => {
    const graph = await linked(FILES);
    expect(access(graph, 'src/counter.ts', 'loafs', 'read').via).toEqual(['src/loaf.ts#findFresh']);
    expect(access(graph, 'src/counter.ts', 'cakes', 'read').via).toEqual(['src/cake.ts#findByName']);
  });

  it('stays the access of the file that has the schema', async () => {
    const graph = await linked(FILES);
    expect(directOf(graph, 'src/loaf.ts')).toEqual(['read loafs']);
    expect(directOf(graph, 'src/counter.ts')).toEqual([]);
  });
});
