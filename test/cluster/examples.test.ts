import { describe, expect, it } from 'vitest';
import { cluster } from '../../src/cluster/index.js';
import { examplesOf } from '../../src/cluster/placing/examples.js';
import { contextOfNode, EMPTY_CONFIG, type GraphEdge, type GraphNode } from '../../src/model/index.js';
import { access, graphOf, imports, module, shop, table } from './graphs.js';

const WISHES = ['plugin', 'service', 'entity'].map((kind) => `examples/wish-list/wish.${kind}.ts`);

function shopWith(extra: readonly GraphNode[], edges: readonly GraphEdge[]) {
  const { nodes, edges: own } = shop();
  return graphOf([...nodes, ...extra], [...own, ...edges]);
}

/** A wish list that shows how to extend the shop. */
const withExample = (...more: GraphEdge[]) =>
  shopWith(
    [...WISHES.map((path) => module(path)), table('wishes')],
    [imports(WISHES[0]!, WISHES[1]!), imports(WISHES[1]!, WISHES[2]!), access(WISHES[2]!, 'wishes'), ...more],
  );

describe('examples', () => {
  it('are in no context, and neither are their tables', () => {
    const map = cluster(withExample(), EMPTY_CONFIG);
    expect(WISHES.map((path) => contextOfNode(map).get(`module:${path}`))).toEqual(WISHES.map(() => 'unassigned'));
    expect(map.contexts.flatMap((context) => context.tables)).not.toContain('table:wishes');
    expect(map.notes).toContainEqual(expect.stringContaining('they are examples that nothing else uses (3)'));
  });

  it('keep the tables that only their SQL declares', () => {
    const wishes = { ...table('wishes'), declaredAt: [{ path: 'examples/wish-list/db/0001_wishes.sql', line: 1 }] };
    const unused = shopWith([wishes], []);
    expect([...examplesOf(unused)]).toEqual(['table:wishes']);
    const usedByShop = shopWith([wishes], [access('src/services/order.service.ts', 'wishes')]);
    expect(examplesOf(usedByShop).size).toBe(0);
  });

  it('are code of the system when the system uses them', () => {
    expect(examplesOf(withExample(imports('src/services/order.service.ts', WISHES[1]!))).size).toBe(0);
  });

  it('are code of the system when a committed map declares them', () => {
    const wishes = {
      id: 'wishes',
      name: 'Wishes',
      include: ['examples/**'],
      exclude: [],
      tables: ['wishes'],
      public: [],
      strict: false,
    };
    const map = cluster(withExample(), { ...EMPTY_CONFIG, contexts: [wishes] });
    expect(map.contexts.find(({ id }) => id === 'wishes')?.modules).toHaveLength(3);
  });

  it('are not meant by a feature inside a source tree', () => {
    expect(examplesOf(shopWith([module('src/app/playground/prompt.ts')], [])).size).toBe(0);
  });

  it('are not left out of a repository that holds nothing else', () => {
    const nodes = WISHES.map((path) => module(path));
    expect(examplesOf(graphOf(nodes, [])).size).toBe(0);
  });

  it('include a table of the model that a generator copies, but no table that the system uses', () => {
    const template = 'packages/cli/src/commands/templates/entity.template.ts';
    const copied = { ...table('placeholders'), declaredAt: [{ path: template, line: 3 }] };
    expect([...examplesOf(shopWith([module(template), copied], []))]).toEqual(['table:placeholders']);
    const used = access('src/services/order.service.ts', 'placeholders');
    expect(examplesOf(shopWith([module(template), copied], [used])).size).toBe(0);
  });
});
