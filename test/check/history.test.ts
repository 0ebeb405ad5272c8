/**
 * The life of the example under the ratchet, through the built bin (`npm test` builds first): it is adopted with the map
 * that `init` proposes, then comes one pull request after another. Those that fail are put back, those that pass are
 * merged, so that each works on what the ones before it left.
 */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BASELINE, exampleRepository, type Repository } from './repository.js';

const RETURNS = 'src/modules/delivery/return.service.ts';
const LABELS = 'src/modules/delivery/return-label.service.ts';
const STOCK = 'src/modules/inventory/stock.service.ts';
const REPORT = 'src/modules/inventory/stock-report.service.ts';
const OLD_IMPORT = "import { StockService } from '../inventory/stock.service';";

let shop: Repository;
let adoption: ReturnType<Repository['check']>;
beforeAll(() => {
  shop = exampleRepository();
  const init = shop.msaMap(['init']);
  if (init.code !== 0) throw new Error(init.stderr);
  adoption = shop.check('--update-baseline', '--gitattributes');
  shop.commit('adopt the ratchet');
});
afterEach(() => {
  shop.git('checkout', '-q', '-f', 'main');
  shop.git('clean', '-qfd');
});
afterAll(() => shop.remove());

const entries = () => shop.read(BASELINE).trimEnd().split('\n').slice(1);
/** What a pull request adds below the imports of the label service, and which line of the file its first line is. */
const addToLabels = (...lines: string[]) => {
  const [first, second, third] = shop.read(LABELS).split('\n');
  shop.write(LABELS, [first, second, third, ...lines, ...shop.read(LABELS).split('\n').slice(3)].join('\n'));
  return 4;
};
/** A method more in the return service, from its line 15 on. */
const addMethod = (...lines: string[]) => shop.edit(RETURNS, '\n  request(', `\n${lines.join('\n')}\n  request(`);

describe('adopting it', () => {
  it('init proposes the map, and the debt of the past is written down, one line each', () => {
    expect([adoption.code, adoption.stderr]).toEqual([0, expect.stringContaining(`${entries().length} accepted`)]);
    expect(entries()).toContain(
      `{"rule":"foreign-read","fromContext":"inventory","toContext":"products","from":"${REPORT}","to":"table:product_sku","kind":"read"}`,
    );
    expect(shop.read('.gitattributes')).toBe(`${BASELINE} merge=union\n`);
    expect(shop.judge()).toEqual(['0']);
  });
  it('without a baseline everything is new, and CI does not begin one', () => {
    const debt = entries().length;
    rmSync(join(shop.root, BASELINE));
    const { code, stdout } = shop.check('--format', 'json');
    const { summary } = JSON.parse(stdout);
    expect([code, summary.new + summary.warnings, summary.accepted]).toEqual([1, debt, 0]);
    const inCi = shop.msaMap(['check', '--update-baseline'], { CI: 'true' });
    expect([inCi.code, existsSync(join(shop.root, BASELINE))]).toEqual([2, false]);
    expect(inCi.stderr).toContain('CI does not begin one');
  });
  it('gives the same bytes twice, without a cache and in another language', () => {
    const one = shop.check('--format', 'json', '--no-cache');
    const other = shop.msaMap(['check', '--format', 'json'], { LANG: 'tr_TR.UTF-8', TZ: 'Asia/Seoul' });
    expect(other.stdout).toBe(one.stdout);
    expect(one.stdout).not.toContain(shop.root);
  });
});

describe('pull requests that bring debt fail, and nothing else is new', () => {
  it('a new import, with the place, the reason and the way out', () => {
    const line = addToLabels(
      "import { StockReportService } from '../inventory/stock-report.service';",
      'export const r = StockReportService;',
    );
    expect(shop.judge()).toEqual(['1', `error cross-context-import ${LABELS}:${line} ${REPORT}`]);
    const { stdout } = shop.check();
    expect(stdout).toContain(`${LABELS}:4  deliveries imports StockReportService of inventory`);
    expect(stdout).toMatch(/4 \| import \{ StockReportService \}.*\n {6}\| {10}\^{18}\n/);
    expect(stdout).toMatch(/why .*\n {2}fix .*\n {2}accept .*--update-baseline/);
  });
  it('one import swapped for another, though the count is the same', () => {
    shop.edit(RETURNS, OLD_IMPORT, "import { StockReportService } from '../inventory/stock-report.service';");
    shop.edit(RETURNS, 'stock: StockService', 'stock: StockReportService');
    expect(shop.judge()).toEqual([
      '1',
      `error cross-context-import ${RETURNS}:5 ${REPORT}`,
      `stale cross-context-import ${RETURNS} ${STOCK}`,
    ]);
  });
  it.each([
    ['dynamic', "export const later = () => import('../inventory/stock.service');", 'cross-context-dynamic-import'],
    ['required', "export const now = require('../inventory/stock.service');", 'cross-context-import'],
    ['a re-export', "export { StockService } from '../inventory/stock.service';", 'cross-context-import'],
    ['a re-export of all', "export * from '../inventory/stock.service';", 'cross-context-import'],
    [
      'through a barrel',
      "import { StockService } from '../inventory'; export const s = StockService;",
      'cross-context-import',
    ],
    [
      'by an alias',
      "import { StockService } from '@modules/inventory/stock.service'; export const s = StockService;",
      'cross-context-import',
    ],
    [
      'by an alias to a barrel',
      "import { StockService } from '@modules/inventory'; export const s = StockService;",
      'cross-context-import',
    ],
  ])('an import that is %s is found at its line, as one of the file that declares the class', (_how, text, rule) => {
    shop.edit('tsconfig.json', '"paths": {', '"paths": {\n      "@modules/*": ["src/modules/*"],');
    const line = addToLabels(text);
    expect(shop.judge()).toEqual(['1', `error ${rule} ${LABELS}:${line} ${STOCK}`]);
  });
  it('a type-only import warns, and fails with --strict', () => {
    const line = addToLabels("import type { Demand } from '../inventory/stock.service';", 'export type D = Demand;');
    expect(shop.judge()).toEqual(['0', `warning cross-context-type-import ${LABELS}:${line} ${STOCK}`]);
    expect(shop.check('--strict').code).toBe(1);
  });
  it.each([
    ['a write', "'UPDATE stock_levels SET available = 0 WHERE sku = $1', [sku]", 'foreign-write', 'stock_levels'],
    ['a read', "'SELECT available FROM stock_levels WHERE sku = $1', [sku]", 'foreign-read', 'stock_levels'],
    ['a join', '`SELECT r.id FROM rma_requests r JOIN order_items i ON i.sku = r.sku`', 'join-across', 'order_items'],
  ])('%s in raw SQL', (_what, sql, rule, table) => {
    addMethod('  audit(sku: string) {', `    return this.requests.query(${sql});`, '  }');
    expect(shop.judge()).toEqual(['1', `error ${rule} ${RETURNS}:16 table:${table}`]);
  });
  it('a join of the query builder', () => {
    shop.edit(
      LABELS,
      "      .where('r.id",
      "      .leftJoin('stock_levels', 's', 's.sku = r.sku')\n      .where('r.id",
    );
    expect(shop.judge()).toEqual(['1', `error join-across ${LABELS}:21 table:stock_levels`]);
  });
  it('a transaction over tables of two contexts, at the line of the foreign write', () => {
    addMethod(
      '  async close(id: number, sku: string): Promise<void> {',
      '    await this.requests.manager.transaction(async (manager) => {',
      '      await manager.update(ReturnRequest, id, { received: true });',
      "      await manager.query('INSERT INTO stock_journal (sku, kind) VALUES ($1, $2)', [sku, 'RETURN']);",
      '    });',
      '  }',
    );
    expect(shop.judge()).toEqual([
      '1',
      `error foreign-write ${RETURNS}:18 table:stock_journal`,
      `error transaction-across ${RETURNS}:18 table:stock_journal`,
    ]);
  });
  it('a foreign key, and the import of the entity that it needs', () => {
    const entity = 'src/modules/delivery/entities/return-request.entity.ts';
    shop.edit(entity, 'import { Column, Entity }', 'import { Column, Entity, ManyToOne }');
    shop.edit(entity, "'typeorm';\n", "'typeorm';\nimport { StockLevel } from '../../inventory';\n");
    shop.edit(entity, '  @Column()\n', '  @ManyToOne(() => StockLevel)\n  level: StockLevel;\n\n  @Column()\n');
    expect(shop.judge()).toEqual([
      '1',
      `error cross-context-import ${entity}:3 src/modules/inventory/entities/stock-level.entity.ts`,
      `error foreign-key-across ${entity}:14 table:stock_levels`,
    ]);
  });
  it('an import back closes a cycle between contexts that knew nothing of each other', () => {
    const members = 'src/services/member.service.ts';
    shop.edit(
      members,
      'import { MemberGradeService',
      "import { CouponService } from '../modules/프로모션';\nexport const c = CouponService;\nimport { MemberGradeService",
    );
    expect(shop.judge()).toEqual([
      '1',
      `error cross-context-import ${members}:10 src/modules/프로모션/coupon.service.ts`,
      `error context-cycle ${members}:10 members`,
      `warning undeclared-relation ${members}:10 promotion`,
    ]);
  });
  it('a new file beside the others, which no context holds, is not a way around it', () => {
    const spy = 'src/services/spy.service.ts';
    shop.write(
      spy,
      "import { DataSource } from 'typeorm';\nexport const spy = (db: DataSource) => db.query('DELETE FROM stock_levels');\n",
    );
    expect(shop.judge()).toEqual(['1', `error unassigned-module ${spy}:1`]);
    shop.edit('msa-map.config.json', '"src/services/order.service.ts"', `"src/services/order.service.ts", "${spy}"`);
    expect(shop.judge()).toEqual(['1', `error foreign-write ${spy}:2 table:stock_levels`]);
  });
  it('300 of them exit with 1', () => {
    for (let i = 0; i < 300; i++)
      shop.write(
        `src/modules/delivery/copies/copy${i}.ts`,
        `import { StockService } from '../../inventory/stock.service';\nexport const s${i} = StockService;\n`,
      );
    const [code, ...found] = shop.judge();
    expect([code, found.length, new Set(found.map((line) => line.replace(/\d+\.ts:1 /, 'N '))).size]).toEqual([
      '1',
      300,
      1,
    ]);
  });
});

describe('pull requests that bring none pass and are merged', () => {
  const merge = (title: string) => {
    expect(shop.judge()).toEqual(['0']);
    shop.commit(title);
  };
  it('the import moves 50 lines', () => {
    shop.edit(RETURNS, OLD_IMPORT, `${'// returns\n'.repeat(50)}${OLD_IMPORT}`);
    merge('a long comment');
    shop.edit(RETURNS, '// returns\n'.repeat(50), '');
    merge('and back');
  });
  it('a file moves within its context, and the baseline follows when updated', () => {
    const moved = 'src/modules/delivery/returns/return-label.service.ts';
    shop.move(LABELS, moved);
    for (const user of ['delivery.controller.ts', 'delivery.module.ts'])
      shop.edit(`src/modules/delivery/${user}`, "'./return-label.service'", "'./returns/return-label.service'");
    expect(shop.judge()).toEqual(['0']);
    expect(shop.check('--update-baseline').stderr).toContain('(0 added, 0 removed, 4 moved)');
    expect(entries().filter((line) => line.includes(moved))).toHaveLength(4);
    merge('returns in a folder');
  });
  it('a file is renamed, on whose tables and imports others and itself depend', () => {
    shop.move(REPORT, 'src/modules/inventory/stock-figures.service.ts');
    for (const user of ['stock.controller.ts', 'inventory.module.ts'])
      shop.edit(`src/modules/inventory/${user}`, 'stock-report.service', 'stock-figures.service');
    merge('figures');
    shop.move(STOCK, 'src/modules/inventory/shelf.service.ts');
    for (const user of shop.git('grep', '-l', '/stock.service', 'src').trim().split('\n'))
      shop.edit(user, '/stock.service', '/shelf.service');
    merge('shelves');
    expect(shop.check('--update-baseline').stderr).toContain('(0 added, 0 removed, 8 moved)');
    merge('the baseline follows');
  });
  it('a file that the map names is renamed: the map says so, and its debt follows', () => {
    const [before, now] = ['src/services/order-cancel.service.ts', 'src/services/order-withdrawal.service.ts'];
    shop.move(before, now);
    for (const user of shop.git('grep', '-l', '/order-cancel.service', 'src').trim().split('\n'))
      shop.edit(user, '/order-cancel.service', '/order-withdrawal.service');
    const [code, stdout] = shop.judge();
    expect([code, JSON.parse(stdout!).error.message]).toEqual([
      '2',
      expect.stringContaining(`"${before}" matches no module`),
    ]);
    shop.edit('msa-map.config.json', before, now);
    expect(shop.judge()).toEqual(['0']);
    expect(shop.check('--update-baseline').stderr).toContain('(0 added, 0 removed, 7 moved)');
    merge('withdrawals');
  });
  it('a fix passes and is reported; it fails on request; updating takes out those lines only', () => {
    const before = entries();
    shop.edit(
      'src/modules/delivery/delivery.module.ts',
      "import { InventoryModule } from '../inventory/inventory.module';\n",
      '',
    );
    shop.edit('src/modules/delivery/delivery.module.ts', ', forwardRef(() => InventoryModule)', '');
    const gone =
      'cross-context-import src/modules/delivery/delivery.module.ts src/modules/inventory/inventory.module.ts';
    expect(shop.judge()).toEqual(['0', `stale ${gone}`]);
    expect(shop.check().stdout).toContain('Fixed, still in the baseline (1)');
    expect(shop.check('--fail-on-stale').code).toBe(1);
    expect(shop.check('--strict').code).toBe(1);
    expect(shop.check('--update-baseline').stderr).toContain('(0 added, 1 removed, 0 moved)');
    expect(before.filter((line) => !entries().includes(line))).toEqual([expect.stringContaining('delivery.module.ts')]);
    merge('no forward reference');
  });
  it('two branches that both accept debt merge by themselves and pass', () => {
    const before = entries();
    const branch = (name: string) => {
      shop.git('checkout', '-q', '-b', name, 'main');
      shop.write(`src/modules/delivery/${name}.ts`, "export { StockLevel } from '../inventory';\n");
      const update = ['--update-baseline', '--allow-additions'];
      expect(shop.check(...update).code).toBe(2);
      expect(shop.check(...update, '--reason', `until ${name} is there`).code).toBe(0);
      shop.commit(name);
    };
    branch('pallets');
    branch('crates');
    shop.git('checkout', '-q', 'main');
    shop.git('merge', '-q', '-m', 'pallets', 'pallets');
    shop.git('merge', '-q', '-m', 'crates', 'crates');
    const added = entries().filter((line) => !before.includes(line));
    expect(added.sort()).toEqual([
      expect.stringMatching(/crates\.ts.*"reason":"until crates is there"/),
      expect.stringMatching(/pallets\.ts.*"reason":"until pallets is there"/),
    ]);
    expect(shop.judge()).toEqual(['0']);
  });
});
