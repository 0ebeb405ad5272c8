import { describe, expect, it } from 'vitest';
import { cluster } from '../../src/cluster/index.js';
import { contextOfNode, type DeclaredContext, EMPTY_CONFIG } from '../../src/model/index.js';
import { access, graphOf, imports, module, shop, shuffled, table } from './graphs.js';

const declared = (id: string, include: string[], tables: string[] = []): DeclaredContext => ({
  id,
  name: id,
  include,
  exclude: [],
  tables,
  public: [],
  strict: false,
});

describe('cluster, on a shop laid out by layer', () => {
  const map = cluster(shop(), EMPTY_CONFIG);
  const of = contextOfNode(map);

  it('finds the three subjects, not the four layers, and names them by their tables', () => {
    expect(map.contexts.map((context) => context.id)).toEqual(['customers', 'invoices', 'orders']);
    expect(map.contexts.map((context) => context.name)).toEqual(['Customers', 'Invoices', 'Orders']);
    for (const subject of ['customer', 'invoice', 'order']) {
      for (const path of [
        `controllers/${subject}.controller`,
        `services/${subject}.service`,
        `repositories/${subject}.repository`,
      ]) {
        expect(of.get(`module:src/${path}.ts`)).toBe(`${subject}s`);
      }
      expect(of.get(`table:${subject}s`)).toBe(`${subject}s`);
      expect(of.get(`table:${subject}_lines`)).toBe(`${subject}s`);
    }
  });

  it('keeps the logger and the composition root in the shared kernel', () => {
    expect(map.sharedKernel.modules).toEqual(['module:src/app.module.ts', 'module:src/common/logger.ts']);
    expect(map.sharedKernel.composition).toEqual(['module:src/app.module.ts']);
    expect(map.notes.join()).toContain('composition roots, in the shared kernel): src/app.module.ts');
  });

  it('keeps a file that declares the tables of all three in the shared kernel, and says so', () => {
    const schema = 'src/db/schema.ts';
    const { nodes, edges } = shop();
    const withSchema = graphOf(
      [
        module(schema),
        ...nodes.map((node) => (node.kind === 'table' ? { ...node, declaredAt: [{ path: schema, line: 1 }] } : node)),
      ],
      [
        ...edges,
        ...['order', 'invoice', 'customer'].map((who) => imports(`src/repositories/${who}.repository.ts`, schema)),
      ],
    );
    const whole = cluster(withSchema, EMPTY_CONFIG);
    expect(whole.sharedKernel.modules).toContain(`module:${schema}`);
    expect(whole.notes.join()).toContain(`to be split with the tables): ${schema}`);
    expect(whole.contexts.map((context) => context.id)).toEqual(['customers', 'invoices', 'orders']);
  });

  it('attaches a test to what it tests and leaves a migration out', () => {
    expect(of.get('module:test/invoice.spec.ts')).toBe('invoices');
    expect(map.unassigned).toEqual(['module:migrations/001.ts']);
  });

  it('counts nothing that a test imports or writes between contexts', () => {
    const tested = shop();
    const spec = 'test/invoice.spec.ts';
    const uses = [imports(spec, 'src/services/customer.service.ts'), access(spec, 'customers'), access(spec, 'orders')];
    const other = cluster({ ...tested, edges: [...tested.edges, ...uses] }, EMPTY_CONFIG);
    expect(other.relations).toEqual(map.relations);
    expect(other.cycleCuts).toEqual(map.cycleCuts);
    expect(other.ownership).toEqual(map.ownership);
  });

  it('places every node exactly once', () => {
    const placed = [
      ...map.contexts.flatMap((context) => [...context.modules, ...context.tables]),
      ...map.sharedKernel.modules,
      ...map.sharedKernel.tables,
      ...map.unassigned,
    ];
    expect([...placed].sort()).toEqual(
      shop()
        .nodes.map((node) => node.id)
        .sort(),
    );
    expect(map.assignments.map((assignment) => assignment.node)).toEqual([...placed].sort());
  });

  it('gives the same bytes for the same graph listed in another order', () => {
    expect(JSON.stringify(cluster(shuffled(shop()), EMPTY_CONFIG))).toBe(JSON.stringify(map));
  });

  it('draws relations from the one that depends to the one depended on, with counts by kind', () => {
    const billing = map.relations.find((r) => r.downstream === 'invoices' && r.upstream === 'orders');
    expect(billing?.edges).toMatchObject({ import: 1, read: 1, write: 0 });
    const keys = map.relations.find((r) => r.downstream === 'orders' && r.upstream === 'customers');
    expect(keys?.edges).toMatchObject({ import: 1, 'foreign-key': 1 });
  });

  it('says who owns a table by who writes it, and who else reads it', () => {
    const orders = map.ownership.find((entry) => entry.table === 'table:orders');
    expect(orders).toMatchObject({
      owner: 'orders',
      reason: '3 of 3 places that insert or update',
      isShared: true,
      isSharedWrite: false,
    });
    expect(orders?.readers).toEqual([{ context: 'invoices', count: 1 }]);
  });

  it('keeps the names of the map before', () => {
    const before = {
      ...map,
      contexts: map.contexts.map((c) => (c.id === 'orders' ? { ...c, id: 'sales', name: 'Sales' } : c)),
    };
    const again = cluster(shop(), EMPTY_CONFIG, { previous: before });
    expect(again.contexts.map((context) => context.id)).toEqual(['customers', 'invoices', 'sales']);
  });

  it('sweeps resolutions on request', () => {
    const { sweep } = cluster(shop(), EMPTY_CONFIG, { sweep: true });
    expect(sweep?.map((step) => step.resolution)).toEqual([0.5, 0.75, 1, 1.25, 1.5, 2]);
    expect(map.sweep).toBeUndefined();
  });
});

describe('cluster, with declared contexts', () => {
  const config = {
    ...EMPTY_CONFIG,
    contexts: [declared('billing', ['src/*/invoice*.ts', 'src/services/customer.service.ts'], ['invoices'])],
  };
  const map = cluster(shop(), config);
  const of = contextOfNode(map);

  it('leaves declared modules where they are and places the rest around them', () => {
    expect(map.source).toBe('mixed');
    expect(of.get('module:src/services/customer.service.ts')).toBe('billing');
    expect(of.get('table:invoice_lines')).toBe('billing');
    expect(of.get('module:src/services/order.service.ts')).toBe('orders');
    const pinned = map.assignments.find((a) => a.node === 'module:src/services/customer.service.ts');
    expect(pinned).toMatchObject({ isDeclared: true, confidence: 1 });
  });

  it('says which declared module fits another context better', () => {
    expect(map.notes.join('\n')).toContain(
      'src/services/customer.service.ts is declared in billing, but fits customers better',
    );
  });

  it('refuses a what-if that would move nothing, and says what there is', () => {
    const move = (glob: string, context: string) => cluster(shop(), EMPTY_CONFIG, { moves: [{ glob, context }] });
    expect(() => move('src/services/order*', 'custumers')).toThrow(
      expect.objectContaining({ code: 'MSA016', hint: expect.stringContaining('Did you mean "customers"?') }),
    );
    expect(() => move('src/nothing/**', 'customers')).toThrow(expect.objectContaining({ code: 'MSA017' }));
  });

  it('tells the figures without and with a what-if; a context that it empties is gone', () => {
    const glob = '{src/*/order*,orders,order_lines}';
    const { whatIf, contexts, assignments } = cluster(shop(), EMPTY_CONFIG, {
      moves: [{ glob, context: 'customers' }],
    });
    expect(whatIf?.moves).toEqual([{ glob, context: 'customers', nodes: 7 }]);
    expect([whatIf?.before.contexts, whatIf?.after.contexts]).toEqual([3, 2]);
    expect(whatIf!.after.crossing).toBeLessThan(whatIf!.before.crossing);
    expect(contexts.map((context) => context.id)).toEqual(['customers', 'invoices']);
    expect(assignments.some((assignment) => assignment.context === 'orders')).toBe(false);
  });

  it('moves what a what-if moves', () => {
    const moved = cluster(shop(), EMPTY_CONFIG, { moves: [{ glob: 'src/services/order*', context: 'customers' }] });
    expect(contextOfNode(moved).get('module:src/services/order.service.ts')).toBe('customers');
    expect(contextOfNode(moved).get('module:src/repositories/order.repository.ts')).toBe('orders');
  });
});

describe('cluster, on odd graphs', () => {
  it('gives an empty map for an empty graph', () => {
    const map = cluster(graphOf([], []), EMPTY_CONFIG);
    expect(map.contexts).toEqual([]);
    expect(Object.values(map.metrics).every((value) => value === null || Number.isFinite(value))).toBe(true);
  });

  it('leaves a module that nothing speaks for unassigned', () => {
    const map = cluster(graphOf([module('src/lonely.ts')], []), EMPTY_CONFIG);
    expect(map.unassigned).toEqual(['module:src/lonely.ts']);
  });

  it('survives names that objects inherit, and Korean ones', () => {
    const names = ['constructor', '__proto__', 'toString', '주문', '주문항목', '주문내역'];
    const nodes = [...names.map((name) => module(`src/${name}.ts`)), table('__proto__'), table('주문')];
    const edges = [
      imports('src/constructor.ts', 'src/__proto__.ts'),
      imports('src/toString.ts', 'src/constructor.ts'),
      access('src/__proto__.ts', '__proto__'),
      imports('src/주문.ts', 'src/주문항목.ts'),
      imports('src/주문내역.ts', 'src/주문.ts'),
      access('src/주문.ts', '주문'),
    ];
    const map = cluster(graphOf(nodes, edges), EMPTY_CONFIG);
    const of = contextOfNode(map);
    expect(of.get('table:__proto__')).toBe(of.get('module:src/__proto__.ts'));
    expect(of.get('table:주문')).toBe('주문');
    expect(of.get('module:src/주문내역.ts')).toBe('주문');
  });
});

describe('cluster, with a map that names route folders', () => {
  it('reads [id] and (shop) as names of folders, as check does', () => {
    const page = 'app/(shop)/orders/[id]/page.ts';
    const graph = graphOf(
      [module(page), module('app/(shop)/carts/page.ts'), table('orders')],
      [access(page, 'orders'), imports('app/(shop)/carts/page.ts', page)],
    );
    const config = { ...EMPTY_CONFIG, contexts: [declared('orders', ['app/(shop)/orders/[id]/**'], ['orders'])] };
    expect(contextOfNode(cluster(graph, config)).get(`module:${page}`)).toBe('orders');
  });
});
