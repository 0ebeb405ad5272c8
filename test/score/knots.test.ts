/** What a giant cycle and shared helpers do to an order is said once, with the cheapest way out. */
import { describe, expect, it } from 'vitest';
import { blockersOf } from '../../src/score/blockers.js';
import { misplacedModules } from '../../src/score/misplaced.js';
import { bordersOf, type SystemView } from '../../src/score/system-view.js';

const CONTEXTS = ['bread', 'cakes', 'flour', 'ovens', 'tills'];

/** `from to weight` lines as imports between one module of each context. */
function bakery(lines: string): SystemView {
  const edges = lines.split('\n').map((line) => {
    const [from = '', to = '', weight = '1'] = line.trim().split(' ');
    const [a, b] = [from.split('/')[0] ?? '', to.split('/')[0] ?? ''];
    return { from: a, to: b, edge: { from: `module:${from}`, to: `module:${to}`, weight: Number(weight) } };
  }) as unknown as SystemView['moduleEdges'];
  const indexOf = new Map(CONTEXTS.map((id, i) => [id, i]));
  const calls = CONTEXTS.map((a) =>
    CONTEXTS.map((b) => edges.filter((e) => e.from === a && e.to === b).reduce((sum, e) => sum + e.edge.weight, 0)),
  );
  return {
    contexts: CONTEXTS,
    indexOf,
    calls,
    moduleEdges: edges,
    borders: bordersOf(edges),
    accesses: [],
    touching: new Set(),
    crossingKeys: [],
    map: { ownership: [], cycles: [CONTEXTS], cycleCuts: [] },
  } as unknown as SystemView;
}

describe('a context in a cycle of many', () => {
  const view = bakery(`bread/a.ts cakes/a.ts 5
    cakes/b.ts bread/b.ts 1
    bread/a.ts ovens/a.ts 2
    ovens/b.ts bread/c.ts 9
    bread/a.ts flour/a.ts 1`);
  it('is told so once, with its own cheapest relations to make one-way', () => {
    expect(blockersOf(view, [], 'bread')).toEqual([
      {
        kind: 'cycle',
        what: 'of 5 contexts',
        with: ['cakes', 'flour', 'ovens', 'tills'],
        reason:
          'part of a cycle of 5 contexts; 2 two-way relations of this one, the cheapest to make one-way: cakes -> bread (weight 1, first cakes/b.ts -> bread/b.ts), bread -> ovens (weight 2, first bread/a.ts -> ovens/a.ts)',
      },
    ]);
  });
  it('without a two-way relation of its own is told that it lies on longer ways round', () => {
    expect(blockersOf(view, [], 'flour')[0]?.reason).toContain('ways round of three contexts and more');
  });
});

describe('shared helpers', () => {
  it('are named when most contexts import them', () => {
    const view = bakery(`bread/a.ts tills/round.ts
      cakes/a.ts tills/round.ts
      flour/a.ts tills/round.ts
      ovens/a.ts tills/round.ts
      ovens/a.ts tills/till.ts`);
    expect(misplacedModules(view, 'tills')).toEqual(['tills/round.ts']);
    expect(misplacedModules(view, 'bread')).toEqual([]);
  });
});
