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
