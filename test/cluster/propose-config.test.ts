import { describe, expect, it } from 'vitest';
import { cluster, proposeConfig } from '../../src/cluster/index.js';
import { type Config, type ContextMap, EMPTY_CONFIG, type SystemGraph } from '../../src/model/index.js';
import { access, graphOf, imports, module, shop, table } from './graphs.js';

const configOf = (graph: SystemGraph, map: ContextMap): Config => {
  const { contexts, sharedKernel } = proposeConfig(graph, map);
  const declared = contexts.map(({ comment: _, ...context }) => ({ ...context, public: [], strict: false }));
  return { ...EMPTY_CONFIG, contexts: declared, sharedKernel };
};

const placesOf = (map: ContextMap) => map.assignments.map(({ node, context }) => `${node} ${context}`);

/** Feature folders with a guest in one, a route with brackets, and a subfolder that belongs elsewhere. */
function clinic(): SystemGraph {
  const paths = ['visits', 'bills'].flatMap((area) =>
    ['controller', 'service', 'repository', 'mapper', 'policy'].map((kind) => `src/${area}/${area}.${kind}.ts`),
  );
  const more = [
    'src/visits/[id]/visits.page.ts',
    'src/visits/billing/bills.export.ts',
    'src/visits/billing/bills.print.ts',
  ];
  const nodes = [...paths, ...more].map((path) => module(path));
  const edges = ['visits', 'bills'].flatMap((area) => [
    ...['controller', 'mapper', 'policy'].map((kind) =>
      imports(`src/${area}/${area}.${kind}.ts`, `src/${area}/${area}.service.ts`),
    ),
    imports(`src/${area}/${area}.service.ts`, `src/${area}/${area}.repository.ts`),
    access(`src/${area}/${area}.repository.ts`, area),
  ]);
  edges.push(imports('src/visits/[id]/visits.page.ts', 'src/visits/visits.controller.ts'));
  for (const name of ['export', 'print']) {
    edges.push(imports(`src/visits/billing/bills.${name}.ts`, 'src/bills/bills.service.ts', 'import', 4));
    edges.push(access(`src/visits/billing/bills.${name}.ts`, 'bills', 'read'));
  }
  return graphOf([...nodes, table('visits'), table('bills')], edges);
}

describe('proposeConfig', () => {
  it('gives a declaration that puts everything where the map has it', () => {
    for (const graph of [shop(), clinic()]) {
      const map = cluster(graph, EMPTY_CONFIG);
      const again = cluster(graph, configOf(graph, map));
      expect(placesOf(again)).toEqual(placesOf(map));
      expect(again.source).toBe('declared');
    }
  });

  it('declares a table where it is owned, so that its owner and place agree from then on', () => {
    const graph = clinic();
    const map = cluster(graph, EMPTY_CONFIG);
    const ownership = map.ownership.map((one) => (one.table === 'table:bills' ? { ...one, owner: 'visits' } : one));
    const { contexts } = proposeConfig(graph, { ...map, ownership });
    expect(contexts.map(({ id, tables }) => [id, tables])).toEqual([
      ['bills', []],
      ['visits', ['bills', 'visits']],
    ]);
  });

  it('says a folder once, and cuts out the subfolder that belongs elsewhere', () => {
    const graph = clinic();
    const { contexts } = proposeConfig(graph, cluster(graph, EMPTY_CONFIG, { usePathEvidence: false }));
    const bills = contexts.find((context) => context.id === 'bills');
    expect(bills?.include).toEqual(['src/bills/**', 'src/visits/billing/**']);
    expect(bills?.tables).toEqual(['bills']);
    expect(bills?.comment).toMatch(/^bill.*7 modules, 1 table, confidence/);
  });

  it('escapes what globs would read as a pattern', () => {
    const map = cluster(shop(), EMPTY_CONFIG);
    const graph = graphOf([module('app/[id]/(shop)/page.ts'), module('app/other.ts')], []);
    const only = {
      ...map,
      contexts: [{ ...map.contexts[0]!, id: 'orders' }],
      sharedKernel: { modules: [], tables: [] },
    };
    const placed = [{ ...map.assignments[0]!, node: 'module:app/[id]/(shop)/page.ts', context: 'orders' }];
    const { contexts } = proposeConfig(graph, {
      ...only,
      contexts: [{ ...only.contexts[0]!, tables: [] }],
      assignments: placed,
    });
    expect(contexts[0]?.include).toEqual(['app/\\[id\\]/\\(shop\\)/page.ts']);
  });
});
