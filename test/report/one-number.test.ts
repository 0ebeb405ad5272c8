import { beforeAll, describe, expect, it } from 'vitest';
import { explain } from '../../src/explain/index.js';
import { type Analysis, SHARED_KERNEL } from '../../src/model/index.js';
import { contextsView } from '../../src/report/picture/contexts-view.js';
import { analysisOf } from './analyses.js';

let shop: Analysis;
beforeAll(async () => {
  shop = await analysisOf('systems/allinone-commerce');
}, 60_000);

describe('the shop is told with one number for one thing', () => {
  it('the map draws as writers of a table those whom the list of tables names', () => {
    const { boxes, arrows } = contextsView(shop);
    const shared = shop.contextMap.ownership.filter(({ isSharedWrite }) => isSharedWrite);
    expect(boxes.filter(({ shape }) => shape === 'table').map(({ id }) => id)).toEqual(
      shared.map(({ table }) => table),
    );
    for (const { table, writers } of shared) {
      const drawn = arrows.filter(({ to }) => to === table).map(({ from }) => from);
      expect(drawn.sort()).toEqual(writers.map(({ context }) => context).sort());
    }
  });
  it('a context that calls the code of another to write is no writer of its table: relations count the call alone', () => {
    const writers = new Map(shop.contextMap.ownership.map(({ table, writers }) => [table, writers]));
    const tablesOf = new Map(shop.contextMap.contexts.map(({ id, tables }) => [id, tables]));
    const relations = shop.contextMap.relations.filter(({ upstream }) => upstream !== SHARED_KERNEL);
    expect(relations.filter(({ edges }) => edges.write > 0).length).toBeGreaterThan(0);
    for (const { downstream, upstream, edges } of relations) {
      const writes = (tablesOf.get(upstream) ?? []).flatMap((table) => writers.get(table) ?? []);
      expect(edges.write > 0).toBe(writes.some(({ context }) => context === downstream));
      const { sections } = explain(shop, [downstream, upstream]);
      expect(sections.flatMap(({ places = [] }) => places).length).toBeGreaterThan(0);
    }
  });
});
