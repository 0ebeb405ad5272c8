/** Collections of the MongoDB driver that plug-ins register by name and find again in a context. */
import { describe, expect, it } from 'vitest';
import { direct, linked } from '../tables/system.js';

const FILES = {
  'src/core.js': `
    import { MongoClient } from 'mongodb';
    export class Core {
      context = { collections: {} };
      async open(plugins) {
        const client = await MongoClient.connect(process.env.URL);
        for (const plugin of plugins) for (const key of Object.keys(plugin.collections))
          this.context.collections[key] = client.db().collection(plugin.collections[key].name);
      }
    }`,
  'src/box-office/index.js': `
    export default (app) => app.registerPlugin({
      name: 'box-office',
      collections: { Tickets: { name: 'sold_tickets', indexes: [[{ seat: 1 }]] }, Seats: { name: 'seats' } },
    });`,
  'src/box-office/sell.js': `
    export async function sell(context, input) {
      const { collections: { Tickets } } = context;
      return Tickets.insertOne(input);
    }`,
  'src/box-office/free.js': `
    export const free = ({ collections }, hall) => { const { Seats } = collections; return Seats.find({ hall }); };`,
  'src/box-office/refund.js': `
    export const refund = (context, id) => context.collections.Tickets.deleteOne({ id });`,
  'src/lobby.js': `
    export const posters = ({ collections: { Posters } }) => Posters.find({});
    export const first = (Seats) => Seats.find((seat) => seat.row === 1);`,
};

describe('Collections registered by name', () => {
  it('are read and written where a context hands them on; a key that nobody registered, or another of the name, is none', async () => {
    const graph = await linked(FILES);
    expect(direct(graph)).toEqual([
      'src/box-office/free.js read seats',
      'src/box-office/refund.js delete sold_tickets',
      'src/box-office/sell.js write sold_tickets',
    ]);
    const tables = graph.nodes.flatMap((node) => (node.kind === 'table' ? [`${node.name} ${node.models.join()}`] : []));
    expect(tables).toEqual(['seats Seats', 'sold_tickets Tickets']);
  });
});
