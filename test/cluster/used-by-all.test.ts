import { expect, it } from 'vitest';
import { cluster } from '../../src/cluster/index.js';
import { contextOfNode, EMPTY_CONFIG, type GraphEdge } from '../../src/model/index.js';
import { access, graphOf, imports, module, table } from './graphs.js';

const SUBJECTS = ['film', 'ticket', 'seat', 'snack', 'member'];

/** A cinema of five subjects; each service uses the visitor context, and a screening that is about films. */
function cinema(subjects: readonly string[] = SUBJECTS) {
  const nodes = [module('src/visitor-context.ts'), module('src/film-length.ts')];
  const edges: GraphEdge[] = [imports('src/visitor-context.ts', 'src/film/film.service.ts', 'type-import')];
  for (const subject of subjects) {
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

it('a helper of everybody is in the shared kernel, though it reaches a table through others and a table is called as it is', () => {
  const { nodes, edges } = cinema();
  const helper = 'src/lib/api/response.ts';
  const users = SUBJECTS.flatMap((subject) =>
    ['route', 'service'].map((kind) => `src/${subject}/${subject}.${kind}.ts`),
  );
  const graph = graphOf(
    [...nodes, module(helper), table('responses')],
    [...edges, ...users.map((user) => imports(user, helper)), { ...access(helper, 'seats'), direct: false }],
  );
  expect(contextOfNode(cluster(graph, EMPTY_CONFIG)).get(`module:${helper}`)).toBe('shared-kernel');
});

it('the texts that everybody shows are in the shared kernel, though there is a table of such a name; a service of that name is not', () => {
  const subjects = [...SUBJECTS, 'voucher', 'poster', 'screen', 'shift', 'supplier', 'review', 'message'];
  const { nodes, edges } = cinema(subjects);
  const [texts, service] = ['src/text/messages.ts', 'src/text/message-service.ts'];
  const users = subjects.flatMap((subject) =>
    ['route', 'service'].map((kind) => `src/${subject}/${subject}.${kind}.ts`),
  );
  const graph = graphOf(
    [...nodes, module(texts!), module(service!)],
    [...edges, ...users.flatMap((user) => [imports(user, texts!), imports(user, service!)])],
  );
  const of = contextOfNode(cluster(graph, EMPTY_CONFIG));
  expect(of.get(`module:${texts}`)).toBe('shared-kernel');
  expect(of.get(`module:${service}`)).not.toBe('shared-kernel');
});

it('what checks permissions for everybody is in the shared kernel with the permissions it checks by', () => {
  const { nodes, edges } = cinema();
  const shared = ['src/permission-checker.ts', 'src/permissions.ts'];
  const users = SUBJECTS.flatMap((subject) =>
    ['route', 'service'].map((kind) => `src/${subject}/${subject}.${kind}.ts`),
  );
  const graph = graphOf(
    [...nodes, ...shared.map((path) => module(path))],
    [...edges, imports(shared[0]!, shared[1]!), ...users.flatMap((user) => shared.map((path) => imports(user, path)))],
  );
  const of = contextOfNode(cluster(graph, EMPTY_CONFIG));
  expect(shared.map((path) => of.get(`module:${path}`))).toEqual(['shared-kernel', 'shared-kernel']);
});

it('a service for files that others ask for is a context, though file and upload are technical words and it has no table', () => {
  const { nodes, edges } = cinema();
  const own = ['controller', 'upload', 'stream', 'buffer', 'path', 'hash'].map((name) => `src/file/file-${name}.ts`);
  const inside = own.slice(1).flatMap((path, i) => [imports(own[0]!, path), imports(own[i]!, path)]);
  const routes = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD'].map((verb, i) => ({
    ...{ id: `${own[0]}#${verb}`, kind: 'http' as const, verb, name: '/files', handler: '', line: i + 1 },
    module: `module:${own[0]}`,
  }));
  const graph = graphOf([...nodes, ...own.map((path) => module(path))], [...edges, ...inside]);
  const of = (entryPoints: typeof routes) =>
    contextOfNode(cluster({ ...graph, entryPoints }, EMPTY_CONFIG)).get(`module:${own[1]}`);
  expect(of(routes)).toBe('files');
  expect(of([])).toBe('shared-kernel');
});
