/** Habits of code bases around Mongoose that no single fixture shows: models made by functions of one's own. */
import { describe, expect, it } from 'vitest';
import { isAccessEdge, type SystemGraph } from '../../../src/model/index.js';
import { linked } from '../tables/system.js';

/** `src/desk.ts read visits`, one line each, direct ones alone. */
function direct(graph: SystemGraph): string[] {
  return graph.edges
    .filter(isAccessEdge)
    .filter((edge) => edge.direct)
    .map((edge) => `${edge.from.slice('module:'.length)} ${edge.kind} ${edge.to.slice('table:'.length)}`)
    .sort();
}

function collections(graph: SystemGraph): string[] {
  return graph.nodes.flatMap((node) => (node.kind === 'table' ? [node.name] : [])).sort();
}

describe('Models made by a function of one’s own', () => {
  it('are declared where it is called: a class, or a name with its schema', async () => {
    const graph = await linked({
      'src/making.ts': `
        import { getModelForClass } from '@typegoose/typegoose';
        import { model, Schema } from 'mongoose';
        export function providerOf(of: new () => object) {
          return { provide: of.name, useFactory: (connection: unknown) => getModelForClass(of, { existingConnection: connection }) };
        }
        export const makeModel = (name: string, schema: Schema) => model(name, schema);
        export const describe = (name: string) => name.toUpperCase();`,
      'src/film.ts': `
        import { prop } from '@typegoose/typegoose';
        import { providerOf } from './making.js';
        export class Film { @prop() title!: string; }
        export const FilmProvider = providerOf(Film);`,
      'src/seat.ts': `
        import { Schema } from 'mongoose';
        import { describe, makeModel } from './making.js';
        export const Seat = makeModel('Seat', new Schema({ row: Number }));
        export const text = describe('Ticket');`,
      'src/box-office.ts': `
        import { Model } from 'mongoose';
        import { Film } from './film.js';
        import { Seat } from './seat.js';
        export class BoxOffice {
          constructor(private films: Model<Film>) {}
          async sell() { await Seat.updateOne({ row: 1 }, { sold: true }); return this.films.find({}); }
        }`,
    });
    expect(collections(graph)).toEqual(['films', 'seats']);
    expect(direct(graph)).toEqual(['src/box-office.ts read films', 'src/box-office.ts write seats']);
  });
});

describe('Schemas and models that are passed on', () => {
  it('stay what they are after an index, a cast, and in the stages that a caller hands to a base class', async () => {
    const graph = await linked({
      'src/models.ts': `
        import { model, Model, Schema, Types } from 'mongoose';
        export type Guest = { name: string };
        const guest = model('Guest', new Schema({ name: String }));
        export const Guests = guest as unknown as Model<Guest>;
        export const Ticket = model('Ticket', new Schema({ guest: { type: Types.ObjectId, ref: 'Guest' } }).index({ guest: 1 }));`,
      'src/store.ts': `
        import { Model } from 'mongoose';
        import { Ticket } from './models.js';
        export abstract class Store { 
          constructor(protected readonly model: Model<unknown>) {}
          protected async collect(stages: object[]) { return this.model.aggregate(stages); }
        }
        const withSeats = { $lookup: { from: 'seats', localField: 'seat', foreignField: '_id', as: 'seat' } };
        export class TicketStore extends Store {
          constructor() { super(Ticket); }
          seated() { return this.collect([{ $match: { open: true } }, withSeats]); }
        }`,
      'src/door.ts': `
        import { Guests, Ticket } from './models.js';
        const stages = () => [{ $lookup: { from: 'films', localField: 'film', foreignField: '_id', as: 'film' } }];
        export async function admit(isLate: boolean) {
          const pipeline: object[] = [{ $match: { open: true } }];
          if (isLate) pipeline.push({ $unionWith: 'waitings' });
          await Guests.updateMany({}, { late: isLate });
          await Ticket.aggregate(pipeline);
          await Ticket.aggregate(stages());
          return Ticket.find().populate('guest');
        }`,
    });
    expect(direct(graph)).toEqual([
      'src/door.ts read films',
      'src/door.ts read guests',
      'src/door.ts read tickets',
      'src/door.ts read waitings',
      'src/door.ts write guests',
      'src/store.ts read seats',
      'src/store.ts read tickets',
    ]);
  });
});
