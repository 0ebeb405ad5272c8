import { describe, expect, it } from 'vitest';
import { cluster } from '../../src/cluster/index.js';
import { contextOfNode, EMPTY_CONFIG, type GraphEdge, type SystemGraph } from '../../src/model/index.js';
import { access, graphOf, imports, module, shop, shuffled, table } from './graphs.js';

const SUBJECTS = ['order', 'invoice', 'customer'];

/** The layered shop with screens: one for each subject, widgets that all screens use, a landing page, a mail template. */
function shopWithScreens(): SystemGraph {
  const back = shop();
  const nodes = [...back.nodes];
  const edges = [...back.edges];
  const add = (path: string, ...uses: readonly string[]) => {
    nodes.push(module(path));
    for (const used of uses) edges.push(imports(path, used));
  };
  add('web/widgets/table.tsx');
  add('web/widgets/sorting.ts');
  edges.push(imports('web/widgets/table.tsx', 'web/widgets/sorting.ts'));
  add('web/landing/hero.tsx');
  add('web/landing/landing.tsx', 'web/landing/hero.tsx');
  for (const subject of SUBJECTS) {
    add(`web/${subject}/use-${subject}.ts`);
    add(`web/${subject}/${subject}-page.tsx`, `web/${subject}/use-${subject}.ts`, 'web/widgets/table.tsx');
    edges.push(imports(`web/${subject}/use-${subject}.ts`, `src/entities/${subject}.entity.ts`, 'type-import'));
  }
  add('web/main.ts', 'web/landing/landing.tsx', ...SUBJECTS.map((subject) => `web/${subject}/${subject}-page.tsx`));
  add('src/mails/invoice-mail.tsx');
  edges.push(imports('src/services/invoice.service.ts', 'src/mails/invoice-mail.tsx'));
  return graphOf(nodes, edges);
}

describe('the front end of a shop with a back end', () => {
  const map = cluster(shopWithScreens(), EMPTY_CONFIG);
  const of = contextOfNode(map);

  it('founds no context: there are those of the back end', () => {
    expect(map.contexts.map((context) => context.id)).toEqual(['customers', 'invoices', 'orders']);
  });

  it('follows the context it talks to, screens and what serves them', () => {
    for (const subject of SUBJECTS) {
      expect(of.get(`module:web/${subject}/${subject}-page.tsx`)).toBe(`${subject}s`);
      expect(of.get(`module:web/${subject}/use-${subject}.ts`)).toBe(`${subject}s`);
    }
  });

  it('is shared where it serves many contexts or none', () => {
    expect(map.sharedKernel.frontEnd).toEqual([
      'module:web/landing/hero.tsx',
      'module:web/landing/landing.tsx',
      'module:web/main.ts',
      'module:web/widgets/sorting.ts',
      'module:web/widgets/table.tsx',
    ]);
    expect(map.sharedKernel.modules).toEqual(expect.arrayContaining([...map.sharedKernel.frontEnd!]));
    expect(map.notes.join()).toContain('5 modules of the front end follow no one context');
  });

  it('does not hold what the back end renders: a mail template is of its context', () => {
    expect(of.get('module:src/mails/invoice-mail.tsx')).toBe('invoices');
  });

  it('leaves the back end where it is without a front end', () => {
    const alone = contextOfNode(cluster(shop(), EMPTY_CONFIG));
    for (const [id, context] of alone) expect(of.get(id), id).toBe(context);
  });

  it('gives the same map whatever the order of the graph', () => {
    expect(cluster(shuffled(shopWithScreens()), EMPTY_CONFIG)).toEqual(map);
  });
});

it('screens without a back end are clustered as what they are', () => {
  const subjects = ['recipe', 'oven'];
  const layers = ['page', 'form', 'list', 'card'];
  const nodes = subjects.flatMap((subject) => layers.map((layer) => module(`web/${subject}/${subject}-${layer}.tsx`)));
  const edges = subjects.flatMap((subject) =>
    layers
      .slice(1)
      .map((layer) => imports(`web/${subject}/${subject}-page.tsx`, `web/${subject}/${subject}-${layer}.tsx`)),
  );
  const map = cluster(
    graphOf([...nodes, table('recipes')], [...edges, access('web/recipe/recipe-page.tsx', 'recipes')]),
    EMPTY_CONFIG,
  );
  expect(map.contexts).toHaveLength(2);
  expect(map.sharedKernel.frontEnd).toBeUndefined();
});

/** The shop, each module in the package `shop`, and more modules with their packages. */
function shopAnd(modules: Readonly<Record<string, string>>, edges: readonly GraphEdge[]) {
  const { nodes, edges: own } = shop();
  const inShop = nodes.map((node) => (node.kind === 'module' ? { ...node, package: 'shop' } : node));
  const more = Object.entries(modules).map(([path, name]) => ({ ...module(path), package: name }));
  return graphOf([...inShop, ...more], [...own, ...edges]);
}

it('a package called a front end is one without any screen in it, when the back end does not use it', () => {
  const scripts = ['basket', 'cart', 'wish'].map((name) => `web/${name}.js`);
  const graph = shopAnd(
    Object.fromEntries(scripts.map((path) => [path, 'shop-frontend'])),
    scripts.slice(1).map((path) => imports(path, scripts[0]!)),
  );
  const map = cluster(graph, EMPTY_CONFIG);
  expect(map.sharedKernel.frontEnd).toEqual(scripts.map((path) => `module:${path}`));
  const used = { ...graph, edges: [...graph.edges, imports('src/services/order.service.ts', scripts[0]!)] };
  expect(cluster(used, EMPTY_CONFIG).sharedKernel.frontEnd).toBeUndefined();
});

it('a package is called a front end by the folder it lies in, too', () => {
  const scriptsOf = (folder: string) => ['basket', 'cart', 'wish'].map((name) => `${folder}/src/${name}.js`);
  const frontOf = (scripts: readonly string[]) =>
    cluster(
      shopAnd(
        Object.fromEntries(scripts.map((path) => [path, 'purchase-aid'])),
        scripts.slice(1).map((path) => imports(path, scripts[0]!)),
      ),
      EMPTY_CONFIG,
    ).sharedKernel.frontEnd;
  expect(frontOf(scriptsOf('web'))).toEqual(scriptsOf('web').map((path) => `module:${path}`));
  expect(frontOf(scriptsOf('purchase'))).toBeUndefined();
});

it('a gateway is no front end, though it shares the types that mostly screens import', () => {
  const screens = ['a', 'b', 'c'].map((name) => `web/screen-${name}.tsx`);
  const graph = shopAnd(
    {
      ...Object.fromEntries(screens.map((path) => [path, 'web'])),
      'common/prices.ts': 'common',
      'gateway/proxy.ts': 'gateway',
    },
    [...screens, 'gateway/proxy.ts'].map((path) => imports(path, 'common/prices.ts')),
  );
  const { frontEnd } = cluster(graph, EMPTY_CONFIG).sharedKernel;
  expect(frontEnd).toContain('module:web/screen-a.tsx');
  expect(frontEnd).not.toContain('module:gateway/proxy.ts');
});
