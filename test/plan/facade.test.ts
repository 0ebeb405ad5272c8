import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';
import { type CallEdge, moduleId } from '../../src/model/index.js';
import { plan, writeFacade } from '../../src/plan/index.js';
import { shopAnalysis } from './shop-analysis.js';

const dir = mkdtempSync(join(tmpdir(), 'facade-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const FILES: Record<string, string> = {
  'src/catalog/product.ts': `
    import { Money, type Currency as Coin } from './price.js';
    import * as search from './search';
    export type ProductId = string;
    type Hidden = { secret: boolean };
    export class Base { async inherited(id: ProductId): Promise<number> { return id.length; } static make(n: number) { return n; } }
    export class ProductService extends Base {
      findById(id: ProductId, coin: Coin = 'KRW', deep?: boolean): Promise<Money | undefined> { return Promise.resolve(undefined); }
      price(this: ProductService, { id }: { id: ProductId }, ...rest: Money[]): Money { return rest[0]!; }
      hidden(): Hidden { return { secret: true }; }
      inferred(a: number) { return [a]; }
      first<T extends Money>(items: readonly T[], orElse: search.Query = {}, last: number): T { return items[last]!; }
      isCheap(money: Money): money is Money & { cheap: true } { return false; }
      over(a: string): string; over(a: number): number; over(a: unknown): unknown { return a; }
      arrow = async (x: Hidden) => x.secret;
      private inner() { return 1; }
      constructor() { super(); this.inner(); }
    }
    export class Box<T> { open(t: T): T { return t; } }
    class Local { go() {} }
    export { Local as Renamed };
    export default class { run(): void {} }
    export function discount(money: Money, by: number): Money { return { ...money, amount: money.amount - by }; }
    export const listAll = (query: search.Query) => [query];
    export const repository = { load(id: ProductId) { return id; } };
    export interface Reader { read(id: ProductId): string }
    function internal() {}
    internal();
  `,
  'src/catalog/price.ts': `export type Money = { amount: number }; export type Currency = 'KRW' | 'EUR'; export class PriceService { quote(money: Money): Promise<Money> { return Promise.resolve(money); } }`,
  'src/catalog/search.ts': `export type Query = { text?: string };`,
};
const CALLEES = [
  'ProductService.findById',
  'ProductService.price',
  'ProductService.hidden',
  'ProductService.inferred',
  'ProductService.first',
  'ProductService.isCheap',
  'ProductService.over',
  'ProductService.arrow',
  'ProductService.inner',
  'ProductService.inherited',
  'ProductService.make',
  'Box.open',
  'Local.go',
  'discount',
  'listAll',
  'repository.load',
  'Reader.read',
  'internal',
  'Nothing.at',
];
const call = (to: string, callee: string): CallEdge => ({
  from: moduleId('src/orders/cart.ts'),
  to: moduleId(to),
  callee,
  caller: 'Cart.add',
  lines: [7],
});
const calls = [
  ...CALLEES.map((callee) => call('src/catalog/product.ts', callee)),
  call('src/catalog/price.ts', 'PriceService.quote'),
  call('src/catalog/review.ts', 'Review.list'),
];

function compile(path: string): string[] {
  const program = ts.createProgram([join(dir, path)], {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    noUnusedLocals: true,
    verbatimModuleSyntax: true,
    types: [],
  });
  return ts
    .getPreEmitDiagnostics(program, program.getSourceFile(join(dir, path)))
    .map((d) => ts.flattenDiagnosticMessageText(d.messageText, '\n'));
}

describe('the facade of catalog', () => {
  it('compiles under strict beside the repository, in the default place and in another', async () => {
    for (const [path, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), text);
    }
    const dossier = plan(shopAnalysis({ calls }), 'catalog');
    for (const at of [undefined, 'contracts/deep/catalog.ts']) {
      const facade = await writeFacade(dossier, (path) => FILES[path], at);
      mkdirSync(dirname(join(dir, facade.path)), { recursive: true });
      writeFileSync(join(dir, facade.path), facade.text);
      expect(compile(facade.path)).toEqual([]);
    }
  });
  it('writes out what is annotated, derives what is not, and names what cannot be reached', async () => {
    const facade = await writeFacade(plan(shopAnalysis({ calls }), 'catalog'), (path) => FILES[path]);
    expect(facade.path).toBe('src/catalog/catalog.facade.ts');
    expect(facade.text).toContain("import type { Currency as Coin, Money } from './price.js';");
    expect(facade.text).toContain('findById(id: ProductId, coin?: Coin, deep?: boolean): Promise<Money | undefined>;');
    expect(facade.text).toContain(
      'first<T extends Money>(items: readonly T[], orElse: search.Query | undefined, last: number): Promise<T>;',
    );
    expect(facade.text).toContain('isCheap(money: Money): Promise<boolean>;');
    expect(facade.text).toContain("hidden: Remote<MemberOf<ProductService, typeof ProductService, 'hidden'>>;");
    expect(facade.text).toContain('readonly priceService: PriceServiceOperations;');
    expect(facade.omitted.map((o) => [o.operation.split('#')[1], o.reason])).toEqual([
      ['Nothing.at', 'it is not exported, or not public'],
      ['ProductService.inner', 'it is not exported, or not public'],
      ['internal', 'it is not exported, or not public'],
      ['Review.list', 'its file cannot be read'],
    ]);
  });
  it('keeps comments closed and names valid, whatever the paths and contexts are called', async () => {
    const odd = { ...plan(shopAnalysis({ calls }), 'catalog'), context: '1st */ shop' };
    const facade = await writeFacade(odd, (path) => FILES[path], 'src/catalog/odd.ts');
    writeFileSync(join(dir, facade.path), facade.text);
    expect(compile(facade.path)).toEqual([]);
    expect(facade.text).toContain('export interface Context1stShopFacade');
  });
});
