import { describe, expect, it } from 'vitest';
import { readGraph } from '../../src/import/index.js';

const text = (data: unknown) => JSON.stringify(data);

describe('readGraph', () => {
  it('reads modules, tables and what is between them; other keys are ignored', () => {
    const graph = readGraph(
      text({
        name: 'clinic',
        truth: { Visit: '1' },
        nodes: [
          { id: 'Visit', kind: 'class' },
          { id: 'Bill', kind: 'class' },
          { id: 'visits', kind: 'table' },
        ],
        edges: [
          { source: 'Bill', target: 'Visit', weight: 4, kind: 'runtime-call' },
          { source: 'Visit', target: 'visits', kind: 'write' },
        ],
      }),
    );
    expect(graph.name).toBe('clinic');
    expect(graph.nodes.map((node) => node.id)).toEqual(['module:Bill', 'module:Visit', 'table:visits']);
    expect(graph.edges.map(({ from, to, kind, weight }) => [from, to, kind, weight])).toEqual([
      ['module:Bill', 'module:Visit', 'import', 3],
      ['module:Visit', 'table:visits', 'write', 1],
    ]);
  });

  it('turns an edge from a table to code into an access of the code', () => {
    const nodes = [
      { id: 'T', kind: 'table' },
      { id: 'C', kind: 'class' },
    ];
    const graph = readGraph(text({ nodes, edges: [{ source: 'T', target: 'C', kind: 'read' }] }));
    expect(graph.edges[0]).toMatchObject({ from: 'module:C', to: 'table:T', kind: 'read' });
  });

  it('says what is wrong with a file, and what to give instead', () => {
    const nodes = [{ id: 'A' }];
    const cases = [
      ['{', /not JSON/],
      ['[]', /not a JSON object/],
      ['{"nodes": []}', /no list "edges"/],
      [text({ nodes: [{}], edges: [] }), /nodes\[0\] has no "id"/],
      [text({ nodes: [...nodes, ...nodes], edges: [] }), /"A" is listed twice/],
      [text({ nodes, edges: [{ source: 'A', target: 'B' }] }), /A → B names a node/],
      [text({ nodes, edges: [{ source: 'A', target: 'A', weight: 'x' }] }), /edges\[0\].weight/],
    ] as const;
    for (const [input, message] of cases) expect(() => readGraph(input)).toThrow(message);
  });
});
