/**
 * Violations to put into copies of real monoliths. Each seed is text added to a file (or a new file), and what `check`
 * must say about it: rule, line within the text, other end. Contexts are declared as a team of that project might.
 */
export type Seed = {
  readonly file: string;
  readonly text: readonly string[];
  /** Rule, 0-based line in `text`, end of `to` in the finding's key. */
  readonly expect: readonly (readonly [rule: string, line: number, to: string])[];
};
export type SeededRepository = {
  readonly name: string;
  /** What is copied. */
  readonly include: readonly string[];
  readonly config: object;
  readonly seeds: readonly Seed[];
};

const CORE = 'packages/core/src';
const SERVICES = `${CORE}/service/services`;

/** A class with a data source, for a query of one line. */
function query(id: number, statement: string): string[] {
  return [
    `export class Seeded${id} {`,
    '    constructor(private readonly connection: TransactionalConnection) {}',
    `    run(ctx: RequestContext) { return ${statement}; }`,
    '}',
  ];
}
const sql = (id: number, text: string) => query(id, `this.connection.rawConnection.query('${text}')`);

const vendure: SeededRepository = {
  name: 'vendure',
  include: ['package.json', 'tsconfig.json', 'packages/core/package.json', 'packages/core/tsconfig.json', CORE],
  config: {
    contexts: {
      catalog: {
        include: [
          `${CORE}/entity/{product*,collection,facet*}/**`,
          `${SERVICES}/{product*,collection,facet*}.service.ts`,
        ],
      },
      orders: {
        include: [
          `${CORE}/entity/{order*,payment*,refund,fulfillment}/**`,
          `${SERVICES}/{order*,payment*,fulfillment}.service.ts`,
        ],
      },
      customers: { include: [`${CORE}/entity/{customer*,address}/**`, `${SERVICES}/customer*.service.ts`] },
      stock: { include: [`${CORE}/entity/stock-*/**`, `${SERVICES}/stock-*.service.ts`] },
      promotions: { include: [`${CORE}/entity/promotion/**`, `${SERVICES}/promotion.service.ts`] },
      jobs: { include: [`${CORE}/job-queue/**`], public: [`${CORE}/job-queue/index.ts`] },
    },
    sharedKernel: { include: [`${CORE}/connection/**`, `${CORE}/common/**`] },
    allowedRelations: [
      { downstream: 'catalog', upstream: 'jobs', kinds: ['import'], reason: 'collections are filled in jobs' },
    ],
    rules: { 'unassigned-module': 'error' },
  },
  seeds: [
    {
      file: `${SERVICES}/product.service.ts`,
      text: ["import { PaymentService as Seeded1 } from './payment.service';", 'export const seeded1 = Seeded1;'],
      expect: [['cross-context-import', 0, 'payment.service.ts']],
    },
    {
      file: `${SERVICES}/stock-level.service.ts`,
      text: [
        "import type { Refund as Seeded2 } from '../../entity/refund/refund.entity';",
        'export type Seeded2Use = Seeded2;',
      ],
      expect: [['cross-context-type-import', 0, 'refund.entity.ts']],
    },
    {
      file: `${SERVICES}/facet.service.ts`,
      text: ["export const seeded3 = () => import('./stock-movement.service');"],
      expect: [['cross-context-dynamic-import', 0, 'stock-movement.service.ts']],
    },
    {
      file: `${SERVICES}/promotion.service.ts`,
      text: ["export const seeded4 = require('./fulfillment.service');"],
      expect: [['cross-context-import', 0, 'fulfillment.service.ts']],
    },
    {
      file: `${SERVICES}/payment.service.ts`,
      text: ["export { CustomerGroupService as Seeded5 } from './customer-group.service';"],
      expect: [['cross-context-import', 0, 'customer-group.service.ts']],
    },
    {
      file: `${SERVICES}/customer-group.service.ts`,
      text: ["import { Refund as Seeded6 } from '../../entity';", 'export const seeded6 = Seeded6;'],
      expect: [['cross-context-import', 0, 'refund.entity.ts']],
    },
    {
      file: `${SERVICES}/stock-level.service.ts`,
      text: sql(7, 'SELECT id FROM facet'),
      expect: [['foreign-read', 2, 'table:facet']],
    },
    {
      file: `${SERVICES}/fulfillment.service.ts`,
      text: sql(8, 'UPDATE product SET enabled = true'),
      expect: [['foreign-write', 2, 'table:product']],
    },
    {
      file: `${SERVICES}/promotion.service.ts`,
      text: sql(9, 'DELETE FROM payment WHERE id = 1'),
      expect: [['foreign-write', 2, 'table:payment']],
    },
    {
      file: `${SERVICES}/payment-method.service.ts`,
      text: sql(10, 'SELECT p.id FROM payment p JOIN customer_group g ON g.id = p.id'),
      expect: [['join-across', 2, 'table:customer_group']],
    },
    {
      file: `${SERVICES}/stock-movement.service.ts`,
      text: query(11, 'this.connection.getRepository(ctx, ProductVariant).save({} as ProductVariant)'),
      expect: [['foreign-write', 2, 'table:product_variant']],
    },
    {
      file: `${SERVICES}/payment.service.ts`,
      text: [
        'export class Seeded12 {',
        '    constructor(private readonly connection: TransactionalConnection) {}',
        '    run() {',
        '        return this.connection.rawConnection.transaction(async manager => {',
        '            await manager.getRepository(Payment).save({} as Payment);',
        "            await manager.query('INSERT INTO facet_value (code) VALUES (1)');",
        '        });',
        '    }',
        '}',
      ],
      expect: [
        ['foreign-write', 5, 'table:facet_value'],
        ['transaction-across', 5, 'table:facet_value'],
      ],
    },
    {
      file: `${CORE}/entity/order-line/order-line.entity.ts`,
      text: [
        '@Entity()',
        'export class Seeded13 extends VendureEntity {',
        '    @ManyToOne(type => ProductVariant)',
        '    seeded: ProductVariant;',
        '}',
      ],
      expect: [['foreign-key-across', 3, 'table:product_variant']],
    },
    {
      file: `${SERVICES}/facet.service.ts`,
      text: [
        "import { SubscribableJob as Seeded14 } from '../../job-queue/subscribable-job';",
        'export const seeded14 = Seeded14;',
      ],
      expect: [['bypassed-entry', 0, 'subscribable-job.ts']],
    },
    { file: `${CORE}/seeded.ts`, text: ['export const seeded15 = 15;'], expect: [['unassigned-module', 0, '']] },
    {
      file: `${CORE}/job-queue/job.ts`,
      text: [
        "import { FacetService as Seeded16 } from '../service/services/facet.service';",
        'export const seeded16 = Seeded16;',
      ],
      expect: [
        ['cross-context-import', 0, 'facet.service.ts'],
        ['context-cycle', 0, 'catalog'],
        ['undeclared-relation', 0, 'catalog'],
      ],
    },
  ],
};

const APP = 'apps/api/src/app';
const API = 'apps/api/src/services';
const from = (path: string) => `'@ghostfolio/api/${path}'`;
function prisma(id: number, statement: string): string[] {
  return [
    `export class Seeded${id} {`,
    '  public constructor(private readonly prismaService: PrismaService) {}',
    `  public run() { return ${statement}; }`,
    '}',
  ];
}

const ghostfolio: SeededRepository = {
  name: 'ghostfolio',
  include: ['package.json', 'tsconfig.base.json', 'apps/api', 'libs/common', 'prisma/schema.prisma'],
  config: {
    contexts: {
      portfolio: {
        include: [`${APP}/{portfolio,activities,account,account-balance}/**`],
        tables: ['Account', 'AccountBalance', 'Order', 'Platform', 'TagsOnAccounts', 'Tag'],
      },
      users: {
        include: [`${APP}/{user,access,auth,auth-device}/**`],
        tables: ['User', 'Access', 'AuthDevice', 'Settings', 'Analytics', 'ApiKey'],
      },
      billing: { include: [`${APP}/subscription/**`], tables: ['Subscription'] },
      market: {
        include: [`${API}/{market-data,symbol-profile,data-provider}/**`, `${APP}/symbol/**`],
        tables: ['MarketData', 'SymbolProfile', 'SymbolProfileOverrides', 'AssetProfile{Split,Resolution}'],
      },
      admin: { include: [`${APP}/{admin,info}/**`], tables: ['Property'] },
    },
    sharedKernel: { include: [`${API}/prisma/**`, `${API}/configuration/**`, 'libs/common/**'] },
  },
  seeds: [
    {
      file: `${APP}/access/access.service.ts`,
      text: [
        `import { AccountService as Seeded21 } from ${from('app/account/account.service')};`,
        'export const seeded21 = Seeded21;',
      ],
      expect: [['cross-context-import', 0, 'account.service.ts']],
    },
    {
      file: `${APP}/account/account.service.ts`,
      text: [
        `import type { SymbolService as Seeded22 } from ${from('app/symbol/symbol.service')};`,
        'export type Seeded22Use = Seeded22;',
      ],
      expect: [['cross-context-type-import', 0, 'symbol.service.ts']],
    },
    {
      file: `${APP}/info/info.service.ts`,
      text: [`export const seeded23 = () => import(${from('app/portfolio/portfolio.service')});`],
      expect: [['cross-context-dynamic-import', 0, 'portfolio.service.ts']],
    },
    {
      file: `${APP}/access/access.service.ts`,
      text: prisma(24, 'this.prismaService.accountBalance.findMany()'),
      expect: [['foreign-read', 2, 'table:AccountBalance']],
    },
    {
      file: `${APP}/account/account.service.ts`,
      text: prisma(25, 'this.prismaService.settings.updateMany({ data: {} })'),
      expect: [['foreign-write', 2, 'table:Settings']],
    },
    {
      file: `${API}/market-data/market-data.service.ts`,
      text: prisma(26, 'this.prismaService.order.deleteMany()'),
      expect: [['foreign-write', 2, 'table:Order']],
    },
    {
      file: `${APP}/account/account.service.ts`,
      text: prisma(27, 'this.prismaService.account.findMany({ include: { user: true } })'),
      expect: [['join-across', 2, 'table:User']],
    },
    {
      file: `${API}/market-data/market-data.service.ts`,
      text: prisma(28, 'this.prismaService.$queryRaw`SELECT * FROM "Tag"`'),
      expect: [['foreign-read', 2, 'table:Tag']],
    },
    {
      file: `${APP}/account/account.service.ts`,
      text: [
        'export class Seeded29 {',
        '  public constructor(private readonly prismaService: PrismaService) {}',
        '  public run() {',
        '    return this.prismaService.$transaction([',
        '      this.prismaService.account.updateMany({ data: {} }),',
        '      this.prismaService.marketData.deleteMany()',
        '    ]);',
        '  }',
        '}',
      ],
      expect: [
        ['foreign-write', 5, 'table:MarketData'],
        ['transaction-across', 5, 'table:MarketData'],
      ],
    },
    {
      file: `${APP}/access/access.service.ts`,
      text: prisma(
        30,
        "this.prismaService.user.update({ where: { id: '' }, data: { accounts: { create: { name: '' } } } })",
      ),
      expect: [['foreign-write', 2, 'table:Account']],
    },
    {
      file: `${APP}/auth/auth.service.ts`,
      text: [`export { ActivitiesService as Seeded31 } from ${from('app/activities/activities.service')};`],
      expect: [['cross-context-import', 0, 'activities.service.ts']],
    },
    {
      file: `${APP}/access/access.service.ts`,
      text: prisma(32, 'this.prismaService.$executeRaw`UPDATE "Platform" SET name = null`'),
      expect: [['foreign-write', 2, 'table:Platform']],
    },
  ],
};

const MODULES = 'packages/modules';
const NAMES = [
  'api-key',
  'auth',
  'cart',
  'currency',
  'customer',
  'fulfillment',
  'inventory',
  'order',
  'payment',
].concat(['pricing', 'product', 'promotion', 'region', 'sales-channel', 'stock-location', 'store', 'tax', 'user']);

const medusa: SeededRepository = {
  name: 'medusa-2024',
  include: ['package.json', '_tsconfig.base.json', ...NAMES.map((name) => `${MODULES}/${name}`)],
  config: { contexts: Object.fromEntries(NAMES.map((name) => [name, { include: [`${MODULES}/${name}/**`] }])) },
  seeds: [
    {
      file: `${MODULES}/cart/src/services/cart-module.ts`,
      text: [
        "import { ProductModuleService as Seeded41 } from '../../../product/src/services'",
        'export const seeded41 = Seeded41',
      ],
      expect: [
        ['cross-context-import', 0, 'product-module-service.ts'],
        ['undeclared-relation', 0, 'product'],
      ],
    },
    {
      file: `${MODULES}/order/src/index.ts`,
      text: ["import Seeded42 from '@medusajs/product'", 'export const seeded42 = Seeded42'],
      expect: [
        ['cross-context-import', 0, 'product/src/index.ts'],
        ['undeclared-relation', 0, 'product'],
      ],
    },
    {
      file: `${MODULES}/tax/src/index.ts`,
      text: ["import type Seeded43 from '@medusajs/region'", 'export type Seeded43Use = typeof Seeded43'],
      expect: [
        ['cross-context-type-import', 0, 'region/src/index.ts'],
        ['undeclared-relation', 0, 'region'],
      ],
    },
    {
      file: `${MODULES}/currency/src/index.ts`,
      text: ["export const seeded44 = () => import('@medusajs/store')"],
      expect: [
        ['cross-context-dynamic-import', 0, 'store/src/index.ts'],
        ['undeclared-relation', 0, 'store'],
      ],
    },
    {
      file: `${MODULES}/customer/src/index.ts`,
      text: ["export const seeded45 = require('../../user/src/index')"],
      expect: [
        ['cross-context-import', 0, 'user/src/index.ts'],
        ['undeclared-relation', 0, 'user'],
      ],
    },
    {
      file: `${MODULES}/payment/src/index.ts`,
      text: ["export { default as seeded46 } from '@medusajs/order'"],
      expect: [
        ['cross-context-import', 0, 'order/src/index.ts'],
        ['undeclared-relation', 0, 'order'],
      ],
    },
    {
      file: `${MODULES}/pricing/src/index.ts`,
      text: ["import '../../promotion/src/index'"],
      expect: [
        ['cross-context-import', 0, 'promotion/src/index.ts'],
        ['undeclared-relation', 0, 'promotion'],
      ],
    },
    {
      file: `${MODULES}/fulfillment/src/index.ts`,
      text: ["import seeded48 = require('../../stock-location/src/index')", 'export const seeded48Use = seeded48'],
      expect: [
        ['cross-context-import', 0, 'stock-location/src/index.ts'],
        ['undeclared-relation', 0, 'stock-location'],
      ],
    },
    {
      file: `${MODULES}/auth/src/index.ts`,
      text: ["import Seeded49 from '../../api-key/src'", 'export const seeded49 = Seeded49'],
      expect: [
        ['cross-context-import', 0, 'api-key/src/index.ts'],
        ['undeclared-relation', 0, 'api-key'],
      ],
    },
    {
      file: `${MODULES}/api-key/src/index.ts`,
      text: ["import Seeded50 from '../../auth/src'", 'export const seeded50 = Seeded50'],
      expect: [
        ['cross-context-import', 0, 'auth/src/index.ts'],
        ['undeclared-relation', 0, 'auth'],
        ['context-cycle', 0, 'api-key'],
      ],
    },
    {
      file: `${MODULES}/sales-channel/src/index.ts`,
      text: ["import * as seeded51 from '@medusajs/inventory'", 'export const seeded51Use = seeded51.default'],
      expect: [
        ['cross-context-import', 0, 'inventory/src/index.ts'],
        ['undeclared-relation', 0, 'inventory'],
      ],
    },
    {
      file: `${MODULES}/inventory/src/index.ts`,
      text: ["export * from '../../stock-location/src/services'"],
      expect: [
        ['cross-context-import', 0, 'stock-location/src/services/index.ts'],
        ['undeclared-relation', 0, 'stock-location'],
      ],
    },
  ],
};

export const SEEDED: readonly SeededRepository[] = [vendure, ghostfolio, medusa];
