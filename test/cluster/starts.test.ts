import { describe, expect, it } from 'vitest';
import { cluster } from '../../src/cluster/index.js';
import { contextOfNode, EMPTY_CONFIG } from '../../src/model/index.js';
import { graphOf, imports, module, shop } from './graphs.js';

/** Where the start of the shop and what it sets up lie, with what else the start imports. */
function placesOf(...started: readonly string[]) {
  const { nodes, edges } = shop();
  const [main, docs] = ['src/main.ts', 'src/swagger/load-swagger.ts'] as const;
  const graph = graphOf(
    [...nodes, module(main), module(docs)],
    [
      ...edges,
      imports(main, docs),
      imports(docs, 'src/services/order.service.ts'),
      ...started.map((path) => imports(main, path)),
    ],
  );
  const of = contextOfNode(cluster(graph, EMPTY_CONFIG));
  return [main, docs].map((path) => of.get(`module:${path}`));
}

describe('the module that a process begins with', () => {
  it('is in no context when it sets up parts of several, nor is the technical code that only it uses', () => {
    const orders = ['controllers/order.controller.ts', 'services/order.service.ts', 'repositories/order.repository.ts'];
    const started = [...orders, 'services/customer.service.ts'].map((path) => `src/${path}`);
    expect(placesOf(...started)).toEqual(['shared-kernel', 'shared-kernel']);
  });

  it('is in no context when it starts what wires all of them', () => {
    expect(placesOf('src/app.module.ts')[0]).toBe('shared-kernel');
  });

  it('is in the one context that it starts', () => {
    expect(placesOf('src/controllers/order.controller.ts')).toEqual(['orders', 'orders']);
  });
});
