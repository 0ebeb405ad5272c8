/** The interactive report of the example shop and of hostile names, driven in a real browser. */
import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Analysis, Findings, Violation } from '../../src/model/index.js';
import { renderHtml } from '../../src/report/html/index.js';
import { analysisOf, largeShop, withBranchedSaga, withHostileNames } from './analyses.js';
import { openPage, startBrowser } from './browser.js';

let browser: Browser;
let shop: Analysis;

beforeAll(async () => {
  [browser, shop] = await Promise.all([startBrowser(), analysisOf('systems/allinone-commerce')]);
}, 60_000);
afterAll(() => browser.close());

const readLine = (path: string, line: number): string => `code of ${path} in line ${line}`;

describe('the report of the shop', () => {
  it('opens from a file without a request or a message, and leads from a number to file, line and code', async () => {
    const { page, trouble } = await openPage(browser, await renderHtml(shop, { readLine }));
    const row = page.locator('#tables tr', { hasText: 'stock_levels' });
    await row.locator('td:nth-child(3) .count').first().click();
    const shown = await page.locator('#panel-body').textContent();
    expect(shown).toMatch(/write\s*src\/\S+ → \S*stock_levels/);
    expect(shown).toMatch(/src\/\S+\.ts:\d+\s*code of src\/\S+\.ts in line \d+/);
    await page.keyboard.press('Escape');
    expect(await page.locator('#panel').isHidden()).toBe(true);
    await page.close();
    expect(trouble).toEqual([]);
  });

  it('draws every context on the map and follows an arrow to its evidence', async () => {
    const { page, trouble } = await openPage(browser, await renderHtml(shop, { readLine }));
    expect(await page.locator('#map .box .name').allTextContents()).toEqual(
      expect.arrayContaining(shop.contextMap.contexts.map(({ name }) => name)),
    );
    const orders = shop.contextMap.contexts.findIndex(({ id }) => id === 'orders');
    await page.locator(`#map .arrow[data-from="${orders}"] .hit`).first().dispatchEvent('click');
    expect(await page.locator('#panel-title').textContent()).toMatch(/^orders → /);
    expect(await page.locator('#panel-body .place').count()).toBeGreaterThan(3);
    await page.keyboard.press('Escape');
    await page.locator('#map .box').first().focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('#panel-body').textContent()).toContain('Gates of a pilot');
    await page.close();
    expect(trouble).toEqual([]);
  });

  it('of a map larger than the page shows the whole, or brings one context into view with its relations lit', async () => {
    const { page, trouble } = await openPage(browser, await renderHtml(largeShop(shop, 40), {}));
    const scroller = page.locator('#map .scroll').first();
    const overflow = () => scroller.evaluate((each) => each.scrollWidth - each.clientWidth);
    expect(await overflow()).toBeGreaterThan(0);
    await page.selectOption('#map-context', { label: 'Shop 39' });
    expect(await page.locator('#map .box:focus .name').textContent()).toBe('Shop 39');
    expect(await page.locator('#map .box:focus').isVisible()).toBe(true);
    expect(await page.locator('#map svg').first().getAttribute('class')).toContain('lit');
    await page.getByRole('button', { name: 'Whole map' }).click();
    expect(await overflow()).toBe(0);
    await page.close();
    expect(trouble).toEqual([]);
  });

  it('filters tables, finds modules and expands the matrix', async () => {
    const { page, trouble } = await openPage(browser, await renderHtml(shop, {}));
    await page.fill('#table-filter', 'stock_l');
    expect(await page.locator('#tables tbody tr').count()).toBe(1);
    await page.fill('#search', 'order.service');
    expect(await page.locator('#found button').first().textContent()).toContain('order.service');
    const rows = await page.locator('#matrix tbody tr').count();
    await page.locator('#matrix .expand').first().click();
    expect(await page.locator('#matrix tbody tr').count()).toBeGreaterThan(rows + 5);
    expect(await page.locator('#matrix .expand').first().getAttribute('aria-expanded')).toBe('true');
    await page.locator('#sagas summary').first().click();
    // What is folded is drawn when it is opened.
    await page.locator('#sagas details[open] tbody tr').first().waitFor();
    expect(await page.locator('#sagas details[open] tbody tr').count()).toBeGreaterThan(2);
    await page.close();
    expect(trouble).toEqual([]);
  });

  it('tells ways that exclude one another, cycles with their evidence, and what --move would change', async () => {
    const figures = { contexts: 8, inCycles: 4, cutEdges: 9, crossing: 0.4, metrics: shop.contextMap.metrics };
    const whatIf = {
      moves: [{ glob: 'src/listeners/**', context: 'orders', nodes: 3 }],
      before: figures,
      after: { ...figures, cutEdges: 7 },
    };
    const told = { ...withBranchedSaga(shop), contextMap: { ...shop.contextMap, whatIf } };
    const { page, trouble } = await openPage(browser, await renderHtml(told, { readLine }));
    expect(await page.locator('#summary .move tr', { hasText: 'edges to cut' }).allInnerTexts()).toEqual([
      expect.stringMatching(/edges to cut\s+9\s+7/),
    ]);
    await page.locator('#sagas summary').first().click();
    await page.locator('#sagas details[open] td.way').first().waitFor();
    expect(await page.locator('#sagas details[open] td.way').allTextContents()).toEqual([
      'either (src/orders/cancel.ts:12-20)',
      'or',
      'perhaps (src/orders/cancel.ts:30-33, for each)',
    ]);
    const cycles = page.locator('#map details', { hasText: 'Cycles and what to cut' });
    await cycles.locator('summary').click();
    await cycles.locator('h3').waitFor();
    expect(await cycles.textContent()).toContain('deliveries → orders (1)');
    await cycles.locator('li', { hasText: 'orders ⇄ payments' }).locator('.count').first().click();
    expect(await page.locator('#panel-body .edge').count()).toBe(9);
    await page.close();
    expect(trouble).toEqual([]);
  });

  it('tries a move, shows what it does to the figures, and takes it back', async () => {
    const { page, trouble } = await openPage(browser, await renderHtml(shop, {}));
    await page.fill('#search', 'src/services/order.service.ts');
    await page.locator('#found button').first().click();
    await page.selectOption('#move-to', { label: 'Payments' });
    const said = await page.locator('.whatif').textContent();
    const [, before, after] = /edge weight: ([\d.]+) % → ([\d.]+) %/.exec(said ?? '') ?? [];
    expect(Number(after)).toBeGreaterThan(Number(before));
    await page.locator('#panel-close').click();
    await page.locator('#moves button').click();
    expect(await page.locator('#moves').isHidden()).toBe(true);
    await page.close();
    expect(trouble).toEqual([]);
  });

  it('has no serious accessibility issue, light, dark, with the panel open, in Korean and with violations', async () => {
    const pages = [await renderHtml(shop, { readLine, findings }), await renderHtml(shop, { language: 'ko' })];
    for (const html of pages) {
      const { page } = await openPage(browser, html);
      expect(await issues(page)).toEqual([]);
      await page.locator('#theme').click();
      expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
      await page.locator('#sagas summary').first().click();
      await page.locator('#map .box').first().click();
      expect(await issues(page)).toEqual([]);
      await page.close();
    }
  }, 90_000);

  it('prints every section whole: what is folded is shown, nothing is cut at the edge of the page', async () => {
    const { page, trouble } = await openPage(browser, await renderHtml(shop, { findings }));
    await page.setViewportSize({ width: 794, height: 1123 });
    await page.emulateMedia({ media: 'print' });
    await page.locator('details:not([open])').first().waitFor({ state: 'detached' });
    const state = (await page.evaluate(PAPER)) as { hidden: string[]; cut: string[]; wide: number; controls: number };
    expect(state).toEqual({ hidden: [], cut: [], wide: 0, controls: 0 });
    await page.emulateMedia({ media: 'screen' });
    await page.locator('details[open]').first().waitFor({ state: 'detached' });
    await page.close();
    expect(trouble).toEqual([]);
  });

  it('lists violations by status, with a filter, the place and the way out', async () => {
    const { page, trouble } = await openPage(browser, await renderHtml(shop, { findings, readLine }));
    expect(await page.locator('#violations li .edge').count()).toBe(2);
    await page.selectOption('#violation-status', 'new');
    expect(await page.locator('#violations .edge').textContent()).toContain('order → stock');
    await page.locator('#violations .edge button').click();
    expect(await page.locator('#panel-body').textContent()).toContain('call the stock service');
    await page.close();
    expect(trouble).toEqual([]);
  });
});

describe('names that are scripts, markup or direction overrides', () => {
  it('stay text wherever they are shown', async () => {
    const hostile = withHostileNames(shop);
    const html = await renderHtml(hostile, { readLine: () => '</script><script>globalThis.hit=1</script>' });
    const { page, trouble } = await openPage(browser, html);
    for (const box of await page.locator('#map .box').all()) {
      await box.dispatchEvent('click');
      await page.keyboard.press('Escape');
    }
    for (const summary of await page.locator('summary').all()) await summary.click();
    await page.fill('#search', 'onerror');
    await page.locator('#found button').first().click();
    expect(await page.locator('img, script:not([type]):not(:last-of-type)').count()).toBe(0);
    expect(await page.evaluate('globalThis.hit')).toBeUndefined();
    expect(await page.locator('body').textContent()).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    await page.close();
    expect(trouble).toEqual([]);
  }, 60_000);
});

async function issues(page: Awaited<ReturnType<typeof openPage>>['page']): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = (await page.evaluate('axe.run()')) as axe.AxeResults;
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map(({ html }) => html)
          .slice(0, 3)
          .join(' ')}`,
    );
}

/** On paper: sections without height, boxes that scroll or are clipped, how far anything stands out, and controls left. */
const PAPER = `(function () {
  const sections = Array.from(document.querySelectorAll('section'));
  const shown = function (el) { return el.getClientRects().length > 0; };
  return {
    hidden: sections.filter(function (el) { return el.querySelector('.body').getBoundingClientRect().height < 20; }).map(function (el) { return el.id; }),
    cut: Array.from(document.querySelectorAll('main .scroll')).filter(function (el) { return shown(el) && getComputedStyle(el).overflow !== 'visible'; }).map(function (el) { return el.className; }),
    wide: Math.max(0, document.documentElement.scrollWidth - innerWidth),
    controls: Array.from(document.querySelectorAll('nav, #panel, input, select')).filter(shown).length,
  };
})()`;

const findings = {
  violations: [violation('new', 'order', 'stock'), violation('accepted', 'pay', 'order')],
  stale: [],
  moved: [],
  isStaleJudged: true,
  scope: { kind: 'all', files: 3 },
  skipped: [],
  diagnostics: [],
  notes: [],
  summary: { new: 1, accepted: 1, allowed: 0, stale: 0, warnings: 0 },
} satisfies Findings;

function violation(status: 'new' | 'accepted', fromContext: string, toContext: string): Violation {
  const from = 'src/services/order.service.ts';
  return {
    key: { rule: 'foreign-write', fromContext, toContext, from, to: 'table:stock_levels', kind: 'write' },
    severity: 'error',
    status,
    evidence: [{ path: from, line: 43 }],
    symbols: [],
    message: `${fromContext} writes a table of ${toContext}`,
    fix: `call the ${toContext} service`,
  };
}
