/** Habits of code bases around Mongoose that no single fixture shows: models made by functions of one's own. */
import { describe, expect, it } from 'vitest';
import type { SystemGraph } from '../../../src/model/index.js';
import { direct, linked } from '../tables/system.js';

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

describe('A model whose maker has a name for it', () => {
  it('is declared by the maker, and by a caller only under another name', async () => {
    const graph = await linked({
      'src/oven.ts': `
        import mongoose from 'mongoose';
        const OvenSchema = new mongoose.Schema({ heat: Number });
        export const getOvens = (name: string = 'ovens') => mongoose.model(name, OvenSchema);`,
      'src/bake.ts': `
        import { getOvens } from './oven.js';
        export const hottest = () => getOvens().findOne().sort('-heat');
        export const cold = () => getOvens('old_ovens').find();`,
    });
    const declared = graph.nodes.flatMap((node) =>
      node.kind === 'table' ? [[node.name, node.declaredAt[0]?.path]] : [],
    );
    expect(declared.sort()).toEqual([
      ['old_ovens', 'src/bake.ts'],
      ['ovens', 'src/oven.ts'],
    ]);
    expect(direct(graph)).toEqual(['src/bake.ts read old_ovens', 'src/bake.ts read ovens']);
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

describe('The context that tRPC hands to its procedures', () => {
  it('says which models a procedure works on, and a type alias names documents as an interface does', async () => {
    const graph = await linked({
      'src/models.ts': `
        import { model, Model, Schema } from 'mongoose';
        export type Bun = { weight: number };
        export type Oven = { heat: number };
        export const buns = model<Bun>('Bun', new Schema({ weight: Number }));
        export const ovens = model<Oven>('Oven', new Schema({ heat: Number }));
        export type Models = { Bun: Model<Bun>; Oven: Model<Oven> };
        export type Context = { models: Models; list: number[] };
        export const createContext = async (): Promise<Context> => ({ models: { Bun: buns, Oven: ovens }, list: [] });`,
      'src/router.ts': `
        import { initTRPC } from '@trpc/server';
        import type { Context } from './models.js';
        const t = initTRPC.context<Context>().create();
        const guarded = t.procedure.use(({ ctx, next }) => next({ ctx }));
        export const router = t.router({
          fresh: guarded.input({}).query(async ({ ctx }) => ctx.models.Bun.find()),
          first: guarded.query(({ ctx }) => ctx.list.find((one) => one > 1)),
        });`,
      'src/ovens.ts': `
        import { initTRPC } from '@trpc/server';
        import type { createContext } from './models.js';
        const t = initTRPC.context<typeof createContext>().create();
        export const heat = t.procedure.mutation(async ({ ctx: { models } }) => models.Oven.updateOne({}, { heat: 3 }));`,
    });
    expect(direct(graph)).toEqual(['src/ovens.ts write ovens', 'src/router.ts read buns']);
  });
});

describe('Models that a module of one’s own lists for injection', () => {
  it('are found in what the module’s decorator is given; lists of other classes are none', async () => {
    const graph = await linked({
      'src/film.ts': `
        import { prop } from '@typegoose/typegoose';
        export class Film { @prop() title!: string; }
        export class Poster { title!: string; }`,
      'src/query-module.ts': `
        export class QueryModule { static forFeature(models: unknown[]) { return { module: QueryModule, models }; } }`,
      'src/films.module.ts': `
        import { Module } from '@nestjs/common';
        import { Film, Poster } from './film.js';
        import { QueryModule } from './query-module.js';
        @Module({ imports: [QueryModule.forFeature([Film, Poster])] })
        export class FilmsModule {}`,
      'src/films.ts': `
        import { InjectModel } from 'nestjs-typegoose';
        import type { ReturnModelType } from '@typegoose/typegoose';
        import { Film } from './film.js';
        abstract class Store<T> {
          constructor(protected readonly model: ReturnModelType<new () => T>) {}
          byId(id: string) { return this.model.findOne({ id }); }
        }
        export class Films extends Store<Film> {
          constructor(@InjectModel(Film) protected readonly model: ReturnModelType<typeof Film>) { super(model); }
        }`,
    });
    expect(collections(graph)).toEqual(['films']);
    expect(direct(graph)).toEqual(['src/films.ts read films']);
  });
});

describe('A class with a schema that is only a part of documents', () => {
  const order = `
    import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
    @Schema() export class Line { @Prop() pieces: number }
    export const LineSchema = SchemaFactory.createForClass(Line);
    @Schema({ collection: 'till_rolls' }) export class Roll { @Prop() text: string }
    @Schema() export class Baker { @Prop() name: string }
    @Schema({ timestamps: true }) export class Order { @Prop({ type: [LineSchema] }) lines: Line[] }
    export const OrderSchema = SchemaFactory.createForClass(Order);`;
  const module = (list: string) => `
    import { MongooseModule } from '@nestjs/mongoose';
    import { Order, OrderSchema } from './order.js';
    import { MORE } from '@acme/models';
    export const imports = [MongooseModule.forFeature(${list})];`;
  const shop = `
    import { InjectModel } from '@nestjs/mongoose';
    import type { Model } from 'mongoose';
    import { Baker } from './order.js';
    export class Shop {
      constructor(@InjectModel(Baker.name) private readonly bakers: Model<Baker>) {}
      all() { return this.bakers.find({}); }
    }`;
  const made = async (list: string) => {
    const graph = await linked({ 'src/order.ts': order, 'src/shop.module.ts': module(list), 'src/shop.ts': shop });
    return graph.nodes.flatMap((node) => (node.kind === 'table' ? [node.name] : []));
  };

  it('is no collection where the registered models can be read', async () => {
    const found = await made('[{ name: Order.name, schema: OrderSchema }]');
    expect(found).toEqual(['bakers', 'orders', 'till_rolls']);
  });

  it('may be one where they cannot', async () => {
    const found = await made('[{ name: Order.name, schema: OrderSchema }, ...MORE]');
    expect(found).toEqual(['bakers', 'lines', 'orders', 'till_rolls']);
  });
});
