import { describe, expect, it } from 'vitest';
import { cluster } from '../../src/cluster/index.js';
import { contextOfNode, EMPTY_CONFIG, type EntryPoint, type GraphEdge } from '../../src/model/index.js';
import { access, graphOf, imports, module, table } from './graphs.js';

const SUBJECTS = ['film', 'snack', 'seat', 'poster', 'member'];
const [SESSION, ROLES] = ['src/lib/session.ts', 'src/lib/roles.ts'] as const;

/** A cinema whose controllers all ask for the session and the role of the member, with what these two do to tables. */
function cinema(checking: readonly GraphEdge[], users: readonly string[] = SUBJECTS) {
  const nodes = [module(SESSION), module(ROLES), table('sessions'), table('roles')];
  const edges: GraphEdge[] = [imports(ROLES, SESSION), ...checking];
  const entryPoints: EntryPoint[] = [];
  for (const subject of SUBJECTS) {
    const [door, service, store] = ['controller', 'service', 'store'].map(
      (kind) => `src/${subject}/${subject}.${kind}.ts`,
    );
    nodes.push(module(door!), module(service!), module(store!), table(`${subject}s`));
    edges.push(imports(door!, service!), imports(service!, store!), access(store!, `${subject}s`));
    const route = { id: door!, kind: 'http' as const, verb: 'GET', name: subject, handler: '', line: 1 };
    entryPoints.push({ ...route, module: `module:${door}` });
  }
  for (const user of users)
    for (const check of [SESSION, ROLES]) edges.push(imports(`src/${user}/${user}.controller.ts`, check));
  return { ...graphOf(nodes, edges), entryPoints };
}

const LOOKING_UP = [
  access(SESSION, 'sessions', 'read'),
  access(SESSION, 'sessions', 'delete'),
  access(ROLES, 'roles', 'read'),
];

const placesOf = (graph: ReturnType<typeof cinema>) => {
  const of = contextOfNode(cluster(graph, EMPTY_CONFIG));
  return [SESSION, ROLES].map((path) => of.get(`module:${path}`) === 'shared-kernel');
};

describe('what asks who is calling and whether they may', () => {
  it('is in the shared kernel when all contexts ask it and it looks up tables of its own, and the map says so', () => {
    expect(placesOf(cinema(LOOKING_UP))).toEqual([true, true]);
    expect(cluster(cinema(LOOKING_UP), EMPTY_CONFIG).notes.join()).toContain(`access checks`);
  });

  it('stays in its context when it signs people in, and so does what leads to it', () => {
    expect(placesOf(cinema([...LOOKING_UP, access(SESSION, 'sessions', 'write')]))).toEqual([false, false]);
  });

  it('stays in its context when few contexts use it', () => {
    expect(placesOf(cinema(LOOKING_UP, ['film', 'snack']))).toEqual([false, false]);
  });
});
