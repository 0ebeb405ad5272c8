import { describe, expect, it } from 'vitest';
import { cyclesOf } from '../../src/cluster/figures/cycles.js';
import { graphOf, imports, module } from './graphs.js';

const ring = (size: number) => Array.from({ length: size }, (_, i) => `c${String(i).padStart(2, '0')}`);

describe('cycles between contexts', () => {
  it('cuts the lightest edge of a cycle', () => {
    const names = ['bread', 'oven', 'flour'];
    const graph = graphOf(
      names.map((name) => module(name)),
      [
        imports('bread', 'oven', 'import', 5),
        imports('oven', 'flour', 'import', 2),
        imports('flour', 'bread', 'import', 1),
      ],
    );
    const [cycle] = cyclesOf(graph, new Map(names.map((name) => [`module:${name}`, name])));
    expect(cycle?.contexts).toEqual(['bread', 'flour', 'oven']);
    expect(cycle?.cut).toEqual([
      {
        from: 'module:flour',
        to: 'module:bread',
        kind: 'import',
        weight: 1,
        fromContext: 'flour',
        toContext: 'bread',
        evidence: [{ path: 'flour', line: 1 }],
      },
    ]);
    expect(cycle?.loops).toEqual([{ contexts: ['bread', 'oven', 'flour'], edges: [1, 1, 1], weights: [5, 2, 1] }]);
  });

  it('shows the pairs inside a larger cycle, the firmest first, and no ring that only repeats them', () => {
    const names = ['bread', 'flour', 'oven'];
    const graph = graphOf(
      names.map((name) => module(name)),
      [
        imports('bread', 'oven', 'import', 5),
        imports('oven', 'bread', 'import', 4),
        imports('bread', 'flour', 'import', 3),
        imports('flour', 'bread', 'import', 1),
        imports('oven', 'flour', 'import', 1),
      ],
    );
    const [cycle] = cyclesOf(graph, new Map(names.map((name) => [`module:${name}`, name])));
    expect(cycle?.contexts).toEqual(['bread', 'flour', 'oven']);
    expect(cycle?.loops?.map((loop) => loop.contexts)).toEqual([
      ['bread', 'oven'],
      ['bread', 'flour'],
    ]);
    expect(cycle?.cut.map((edge) => `${edge.fromContext} ${edge.toContext}`)).toEqual(['flour bread', 'oven bread']);
  });

  it('sees no cycle in types alone, and none in one direction', () => {
    const graph = graphOf([module('a'), module('b')], [imports('a', 'b'), imports('b', 'a', 'type-import')]);
    expect(
      cyclesOf(
        graph,
        new Map([
          ['module:a', 'a'],
          ['module:b', 'b'],
        ]),
      ),
    ).toEqual([]);
  });

  it('opens a ring too large for the exact way with one cut', () => {
    const names = ring(20);
    const edges = names.map((name, i) => imports(name, names[(i + 1) % names.length]!, 'import', i === 7 ? 1 : 2));
    const [cycle] = cyclesOf(
      graphOf(
        names.map((name) => module(name)),
        edges,
      ),
      new Map(names.map((n) => [`module:${n}`, n])),
    );
    expect(cycle?.cut.map((edge) => edge.from)).toEqual(['module:c07']);
  });
});
