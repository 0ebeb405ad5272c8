import { expect, it } from 'vitest';
import { cluster } from '../../src/cluster/index.js';
import { contextOfNode, EMPTY_CONFIG, type GraphEdge } from '../../src/model/index.js';
import { access, graphOf, imports, module, table } from './graphs.js';

const SUBJECTS = ['film', 'ticket', 'seat', 'snack', 'member'];

/** A cinema of five subjects; each service uses the visitor context, and a screening that is about films. */
function cinema() {
  const nodes = [module('src/visitor-context.ts'), module('src/film-length.ts')];
  const edges: GraphEdge[] = [imports('src/visitor-context.ts', 'src/film/film.service.ts', 'type-import')];
  for (const subject of SUBJECTS) {
    const [route, service, store] = ['route', 'service', 'store'].map((kind) => `src/${subject}/${subject}.${kind}.ts`);
    nodes.push(module(route!), module(service!), module(store!), table(`${subject}s`));
    edges.push(imports(route!, service!), imports(service!, store!), access(store!, `${subject}s`));
    for (const user of [route!, service!, store!]) edges.push(imports(user, 'src/visitor-context.ts'));
    edges.push(imports(service!, 'src/film-length.ts'));
  }
  return graphOf(nodes, edges);
}

it('what all contexts use and says nothing of the business is in the shared kernel, what bears the name of a table is not', () => {
  const of = contextOfNode(cluster(cinema(), EMPTY_CONFIG));
  expect(of.get('module:src/visitor-context.ts')).toBe('shared-kernel');
  expect(of.get('module:src/film-length.ts')).toBe('films');
});
