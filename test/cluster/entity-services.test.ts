import { describe, expect, it } from 'vitest';
import { joinEntityServices } from '../../src/cluster/communities/entity-services.js';
import { weightedGraph } from '../../src/cluster/graph/partition.js';
import type { GraphNode, TableNode } from '../../src/model/index.js';
import { moduleNode, tableNode } from '../hand-made.js';

/** Orders (0), refunds (1) and customers (2): four modules each, and tables. Refunds lean on orders, by `tie`. */
function bakery(tie: number, refundTables: readonly TableNode[], refundPackage = 'api', asked?: readonly string[]) {
  const subjects = ['order', 'refund', 'customer'];
  const nodes: GraphNode[] = [];
  const labels: number[] = [];
  const add = (node: GraphNode, label: number) => labels.splice(nodes.push(node) - 1, 0, label);
  subjects.forEach((subject, label) => {
    for (const layer of ['api', 'service', 'store', 'mail'])
      add(moduleNode(`${layer}/${subject}.ts`, { package: label === 1 ? refundPackage : 'api' }), label);
    const tables = label === 1 ? refundTables : [tableNode(`${subject}s`), tableNode(`${subject}_notes`)];
    for (const table of tables) add(table, label);
  });
  const first = subjects.map((_, label) => labels.indexOf(label));
  const edges: (readonly [number, number, number])[] = labels.flatMap((label, node) =>
    node === first[label]! ? [] : [[first[label]!, node, 2] as const],
  );
  edges.push([first[0]!, first[1]!, tie], [first[1]!, first[2]!, 0.5], [first[0]!, first[2]!, 1]);
  const graph = weightedGraph(nodes.length, edges);
  const entries = asked && new Set(nodes.flatMap((node, i) => (asked.includes(node.id) ? [i] : [])));
  const joined = (usePathEvidence: boolean) => joinEntityServices(graph, nodes, labels, usePathEvidence, entries);
  return { labels, joined, orders: first[0]!, refunds: first[1]! };
}

describe('a context round a single table', () => {
  it('joins the neighbour it leans on', () => {
    const { joined, orders, refunds, labels } = bakery(9, [tableNode('refunds')]);
    const now = joined(true);
    expect(now[refunds]).toBe(now[orders]);
    expect(new Set(now).size).toBe(2);
    expect(labels[refunds]).not.toBe(labels[orders]);
  });

  it('counts a table of pairs with the table it joins', () => {
    const { joined, orders, refunds } = bakery(9, [
      tableNode('refunds'),
      tableNode('refunds_vouchers', { tableKind: 'junction' }),
    ]);
    const now = joined(true);
    expect(now[refunds]).toBe(now[orders]);
  });

  it('stays where it leans on nobody, where it has two tables, and where it has none', () => {
    for (const { joined, labels } of [
      bakery(0.5, [tableNode('refunds')]),
      bakery(9, [tableNode('refunds'), tableNode('vouchers')]),
      bakery(9, []),
    ])
      expect(joined(true)).toEqual(labels);
  });

  it('stays apart from what shares no package with it, unless paths are no evidence', () => {
    const { joined, labels, orders, refunds } = bakery(9, [tableNode('refunds')], 'refunds');
    expect(joined(true)).toEqual(labels);
    expect(joined(false)[refunds]).toBe(joined(false)[orders]);
  });
});

describe('a handful of files that keep tables', () => {
  const tables = [tableNode('refunds'), tableNode('vouchers')];

  it('joins the neighbour it is coupled to most, however little, when nobody asks it from outside', () => {
    const { joined, orders, refunds } = bakery(0.6, tables, 'api', ['module:api/order.ts', 'module:api/customer.ts']);
    expect(joined(true)[refunds]).toBe(joined(true)[orders]);
  });

  it('stays when it is asked, when nothing is known of who asks, and in a package of its own', () => {
    for (const { joined, labels } of [
      bakery(0.6, tables, 'api', ['module:api/order.ts', 'module:api/refund.ts', 'module:api/customer.ts']),
      bakery(0.6, tables),
      bakery(0.6, tables, 'refunds', ['module:api/order.ts', 'module:api/customer.ts']),
    ])
      expect(joined(true)).toEqual(labels);
  });
});
