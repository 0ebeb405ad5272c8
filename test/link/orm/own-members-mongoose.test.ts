/** Functions of one's own on Mongoose models and documents: put on the schema, or members of a class that it loads. */
import { describe, expect, it } from 'vitest';
import { isAccessEdge, type SystemGraph } from '../../../src/model/index.js';
import { direct, linked } from '../tables/system.js';

/** What files do through others. */
function indirect(graph: SystemGraph): string[] {
  return graph.edges
    .filter(isAccessEdge)
    .filter((edge) => !edge.direct)
    .map((edge) => `${edge.from.slice('module:'.length)} ${edge.kind} ${edge.to.slice('table:'.length)}`)
    .sort();
}

describe('What is put on a schema', () => {
  it('is what callers of the model and of its documents reach, whichever way it was put', async () => {
    const graph = await linked({
      'src/loaf.ts': `
        import mongoose, { Schema } from 'mongoose';
        const schema = new Schema({ kind: String }, { methods: { async discard() { await this.deleteOne(); } } });
        schema.static('fresh', function () { return this.find({ day: 0 }); });
        schema.statics.age = async function () { await this.updateMany({}, { $inc: { day: 1 } }); };
        schema.methods.sell = async function () { this.isSold = true; return this.save(); };
        export const Loaf = mongoose.model('Loaf', schema);`,
      'src/shelf.ts': `import { Loaf } from './loaf.js';
        export const look = () => Loaf.fresh();`,
      'src/night.ts': `import { Loaf } from './loaf.js';
        export const turn = () => Loaf.age();`,
      'src/till.ts': `import { Loaf } from './loaf.js';
        export async function sell(kind: string) { const loaf = new Loaf({ kind }); await loaf.sell(); }`,
      'src/bin.ts': `import { Loaf } from './loaf.js';
        export async function clear(id: string) { for (const loaf of await Loaf.find({ id })) await loaf.discard(); }`,
    });
    expect(indirect(graph)).toEqual([
      'src/bin.ts delete loafs',
      'src/night.ts write loafs',
      'src/shelf.ts read loafs',
      'src/till.ts write loafs',
    ]);
  });

  it('is found behind the interfaces that models and documents are declared as', async () => {
    const graph = await linked({
      'src/order.ts': `
        import { Connection, Document, Model, Schema } from 'mongoose';
        export interface OrderDocument extends Document { close(): Promise<OrderDocument>; }
        export interface OrderModel extends Model<OrderDocument> { late(): Promise<OrderDocument[]>; }
        export function orderModel(db: Connection): OrderModel {
          const schema = new Schema<OrderDocument, OrderModel>({ due: Date });
          schema.methods.close = function () { this.isOpen = false; return this.save(); };
          schema.statics.late = function () { return this.find({ isOpen: true }); };
          return db.model<OrderDocument, OrderModel>('Order', schema);
        }`,
      'src/desk.ts': `import type { OrderDocument } from './order.js';
        export const close = (order: OrderDocument) => order.close();`,
      'src/reminder.ts': `import type { OrderModel } from './order.js';
        export class Reminder { constructor(private readonly orders: OrderModel) {} run() { return this.orders.late(); } }`,
    });
    expect(indirect(graph)).toEqual(['src/desk.ts write orders', 'src/reminder.ts read orders']);
  });
});

describe('A class that a schema loads', () => {
  const files = {
    'src/definition.ts': `import { Schema } from 'mongoose';
      export const batchSchema = new Schema({ flour: Number });`,
    'src/batch.ts': `
      import type { Document, Model } from 'mongoose';
      import { batchSchema } from './definition.js';
      import type { Models } from './models.js';
      export interface BatchDocument extends Document { flour: number }
      export interface BatchModel extends Model<BatchDocument> {
        begin(flour: number): Promise<BatchDocument>;
        throwAway(): Promise<void>;
      }
      export const loadBatch = (models: Models) => {
        class Batch {
          static async begin(flour: number) { await models.Batches.create({ flour }); }
          static async throwAway() { await this.deleteMany({}); }
        }
        batchSchema.loadClass(Batch);
        return batchSchema;
      };`,
    'src/models.ts': `
      import type { Connection } from 'mongoose';
      import { type BatchDocument, type BatchModel, loadBatch } from './batch.js';
      export interface Models { Batches: BatchModel }
      export const connect = (db: Connection): Models => {
        const models = {} as Models;
        models.Batches = db.model<BatchDocument, BatchModel>('batches', loadBatch(models));
        return models;
      };`,
    'src/morning.ts': `import type { Models } from './models.js';
      export const begin = (_: unknown, flour: number, { models }: { models: Models }) => models.Batches.begin(flour);`,
    'src/evening.ts': `import type { Models } from './models.js';
      export const end = ({ models }: { models: Models }) => models.Batches.throwAway();`,
    'src/oven.ts': `
      class Oven { static async begin(heat: number) { return heat; } }
      export const heat = () => Oven.begin(200);`,
  };

  it('is the model in its statics, which callers reach by the interface of the model; a class of the same names is not', async () => {
    const graph = await linked(files);
    expect(direct(graph)).toEqual(['src/batch.ts delete batches', 'src/batch.ts write batches']);
    expect(indirect(graph)).toEqual(['src/evening.ts delete batches', 'src/morning.ts write batches']);
  });
});
