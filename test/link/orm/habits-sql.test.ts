/** Habits of code bases around hand-written SQL that no single fixture shows: calls of one driver, clients handed over by a service. */
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

describe('ClickHouse', () => {
  it('is given rows for a table by name, and statements that answer nothing; another insert is none of its', async () => {
    const graph = await linked({
      'src/till.ts': `
        import type { ClickHouseClient } from '@clickhouse/client';
        import type { Rows } from './rows.js';
        export async function close(client: ClickHouseClient, rows: Rows, name: string) {
          await client.insert({ table: 'shop.receipts', values: [], format: 'JSONEachRow' });
          await client.insert({ table: name, values: [] });
          await client.command({ query: 'DELETE FROM coupons WHERE used = 1' });
          await rows.insert({ table: 'kitchen_table' });
        }`,
      'src/rows.ts': 'export type Rows = { insert(row: { table: string }): Promise<void> };',
    });
    expect(direct(graph)).toEqual(['src/till.ts delete coupons', 'src/till.ts write shop.receipts']);
  });
});

describe('A service that is asked for by its class (Effect)', () => {
  it('is what the cast says: its callback is given the client that its type argument names', async () => {
    const graph = await linked({
      'src/ledger.ts': `
        import { Context } from 'effect';
        export interface LedgerShape<X = unknown> {
          readonly query: <T>(fn: (client: X, shop: string) => Promise<T>) => Promise<T>;
        }
        export class Ledger extends Context.Service<Ledger, LedgerShape>()('Ledger') {}`,
      'src/sales.ts': `
        import type { ClickHouseClient } from '@clickhouse/client';
        import { Effect } from 'effect';
        import { Ledger, type LedgerShape } from './ledger.js';
        export const sales = (day: string) =>
          Effect.gen(function* () {
            const ledger = (yield* Ledger) as LedgerShape<ClickHouseClient>;
            return yield* ledger.query(async (client) => {
              const answer = await client.query({ query: 'SELECT id FROM sales WHERE day = {day:Date}' });
              return answer.json();
            });
          });`,
    });
    expect(direct(graph)).toEqual(['src/sales.ts read sales']);
  });
});
