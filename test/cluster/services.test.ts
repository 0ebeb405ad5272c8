import { describe, expect, it } from 'vitest';
import { gatherEvidence } from '../../src/cluster/graph/evidence.js';
import { servicesOf } from '../../src/cluster/graph/services.js';
import { DEFAULT_WEIGHTS } from '../../src/cluster/graph/weights.js';
import { cluster } from '../../src/cluster/index.js';
import { contextOfNode, EMPTY_CONFIG, type GraphEdge, type GraphNode } from '../../src/model/index.js';
import { moduleNode } from '../hand-made.js';
import { access, graphOf, imports, table } from './graphs.js';

/** A package in which each part keeps a table and hardly knows the next: alone, it would be cut into its parts. */
function service(name: string, parts: readonly string[]): { nodes: GraphNode[]; edges: GraphEdge[] } {
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  parts.forEach((part, i) => {
    const at = (kind: string, of = part) => `${name}/src/${of}-${kind}.ts`;
    const files = ['controller', 'service', 'store', 'model', 'mapper'].map((kind) => at(kind));
    nodes.push(...files.map((path) => moduleNode(path, { package: name })), table(`${part}s`));
    edges.push(...files.slice(1).map((path, at) => imports(files[at]!, path)));
    edges.push(imports(files[0]!, files[2]!), access(files[2]!, `${part}s`, 'write', 3));
    if (i > 0) edges.push(imports(at('service'), at('service', parts[i - 1])));
  });
  return { nodes, edges };
}

const CINEMA = service('cinema', ['screening', 'seat', 'poster']);
const KIOSK = service('kiosk', ['popcorn', 'lemonade', 'voucher']);
const STAFF = service('staff', ['shift', 'wage', 'holiday']);
const between = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    imports(
      `kiosk/src/popcorn-${['store', 'model', 'mapper', 'service', 'controller'][i]}.ts`,
      'cinema/src/seat-store.ts',
    ),
  );

function repository(services: readonly ReturnType<typeof service>[], more: readonly GraphEdge[] = []) {
  return graphOf(
    services.flatMap(({ nodes }) => nodes),
    [...services.flatMap(({ edges }) => edges), ...more],
  );
}

/** The same below `apps/`, without packages. */
function inApps(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): ReturnType<typeof service> {
  const id = (end: string) => end.replace(/^module:/, 'module:apps/');
  return {
    nodes: nodes.map((node) =>
      node.kind === 'module' ? moduleNode(`apps/${node.path}`, { package: 'everything' }) : node,
    ),
    edges: edges.map((edge) => ({ ...edge, from: id(edge.from), to: id(edge.to) })),
  };
}

function suresOf(...given: Parameters<typeof repository>): Record<string, number> {
  const graph = repository(...given);
  const evidence = gatherEvidence(graph, DEFAULT_WEIGHTS, true);
  const { of, sureness } = servicesOf(graph, evidence);
  const names = evidence.nodes.map((node) => (node.kind === 'module' ? node.package : ''));
  return Object.fromEntries(names.flatMap((name, i) => (name === '' ? [] : [[name, sureness[of[i]!] ?? 0]])));
}

describe('services side by side in one repository', () => {
  it('are one context each, as their team has drawn the lines', () => {
    const map = cluster(repository([CINEMA, KIOSK, STAFF]), EMPTY_CONFIG);
    const contexts = contextOfNode(map);
    const packages = new Map([...contexts].map(([id, context]) => [`${context} ${id.split('/')[0]}`, context]));
    expect(map.contexts).toHaveLength(3);
    expect([...packages.keys()].filter((key) => key.includes('module:'))).toHaveLength(3);
  });

  it('are told by the folders of applications, too, where all lie in one package', () => {
    const apps = [CINEMA, KIOSK, STAFF].map(({ nodes, edges }) => inApps(nodes, edges));
    expect(cluster(repository(apps), EMPTY_CONFIG).contexts).toHaveLength(3);
  });

  it('say nothing where paths are no evidence', () => {
    const map = cluster(repository([CINEMA, KIOSK, STAFF]), EMPTY_CONFIG, { usePathEvidence: false });
    expect(map.contexts.length).toBeGreaterThan(3);
  });

  it('are fewer where one package builds on another, and gradually so', () => {
    const [none, few, many] = [0, 3, 5].map((count) => suresOf([CINEMA, KIOSK, STAFF], between(count)));
    expect(none).toEqual({ cinema: 1, kiosk: 1, staff: 1 });
    expect(few!.kiosk).toBeGreaterThan(many!.kiosk!);
    expect(few!.kiosk).toBeLessThan(1);
  });

  it('are none where there are but two, or one is nearly all of the code', () => {
    expect(suresOf([CINEMA, KIOSK])).toEqual({ cinema: 0, kiosk: 0 });
    const monolith = service(
      'shop',
      'product price basket coupon invoice parcel refund review wish stock tax gift'.split(' '),
    );
    expect(suresOf([monolith, service('audit', ['trail']), service('mailer', ['letter'])]).shop).toBe(0);
  });
});
