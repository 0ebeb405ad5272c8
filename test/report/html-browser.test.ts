/** The interactive report in a real browser: Debian's chromium package, or the one that CHROMIUM_PATH names. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Analysis } from '../../src/model/index.js';
import { renderHtml } from '../../src/report/html/index.js';

const HOSTILE = '</script><img src=x onerror=globalThis.hit=1>';
const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

function bakery(): Analysis {
  const oven = `module:src/${HOSTILE}/oven.ts`;
  const till = 'module:src/__proto__.ts';
  const loaves = 'table:loaves';
  const place = [{ path: `src/${HOSTILE}/oven.ts`, line: 4 }];
  const context = (id: string, modules: string[], tables: string[]): unknown => ({
    id,
    name: `${id} ${HOSTILE}`,
    modules,
    tables,
    terms: [],
    confidence: 1,
    cohesion: 0.5,
    ca: 1,
    ce: 1,
    instability: 0.5,
  });
  const none = { resolved: 1, external: 0, unresolved: 0 };
  const metrics = { modularity: 0.4, plainModularity: 0.3, stability: 1 };
  return {
    tool: { name: 'msa-map', version: '0' },
    project: { name: HOSTILE, files: 2, packages: [], stack: { frameworks: [], dataAccess: [] } },
    graph: {
      nodes: [
        { id: oven, kind: 'module' },
        { id: till, kind: 'module' },
        { id: loaves, kind: 'table' },
      ],
      edges: [
        { from: oven, to: loaves, kind: 'write', weight: 1, evidence: place, direct: true },
        { from: till, to: oven, kind: 'import', weight: 3, evidence: place },
      ],
    },
    transactions: [],
    sagas: [],
    contextMap: {
      contexts: [context('baking', [oven], [loaves]), context('selling', [till], [])],
      sharedKernel: { modules: [], tables: [] },
      unassigned: [],
      relations: [
        {
          downstream: 'selling',
          upstream: 'baking',
          pattern: 'conformist',
          reason: '',
          weight: 3,
          edges: { import: 1 },
        },
      ],
      ownership: [
        {
          table: loaves,
          owner: 'baking',
          reason: '',
          writers: [{ context: 'baking', count: 1 }],
          readers: [],
          isShared: false,
          isSharedWrite: false,
        },
      ],
      cycleCuts: [],
      notes: [],
      metrics,
    },
    scorecard: {
      entries: [],
      order: { callbacksShare: 0, naiveCallbacksShare: 0, randomCallbacksShare: 0 },
      pilot: '',
      pilotNote: HOSTILE,
      notes: [],
    },
    coverage: {
      files: 2,
      parsed: 2,
      skipped: [],
      imports: none,
      dataAccess: none,
      unresolvedImports: [],
      unresolvedAccess: [],
      git: { available: false, commits: 0, note: '' },
    },
  } as unknown as Analysis;
}

it('opens from a file without a request, shows evidence, finds, moves and expands, and hostile names stay text', async () => {
  if (!existsSync(executablePath)) throw new Error(`no Chromium at ${executablePath}: install it or set CHROMIUM_PATH`);
  const folder = mkdtempSync(join(tmpdir(), 'bakery-report-'));
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--headless', '--disable-gpu'] });
  try {
    const file = join(folder, 'report.html');
    writeFileSync(file, renderHtml(bakery(), { readLine: () => `bake("${HOSTILE}")` }));
    const page = await browser.newPage();
    page.setDefaultTimeout(10_000);
    const trouble: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => trouble.push(message.text()));
    page.on('pageerror', (error) => trouble.push(error.message));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(file).href);

    await page.locator('#tables .count').first().click();
    expect(await page.locator('#panel-body').innerText()).toContain(`oven.ts:4\nbake("${HOSTILE}")`);
    await page.keyboard.press('Escape');
    expect(await page.locator('#panel').isHidden()).toBe(true);

    await page.fill('#search', '__proto__');
    await page.locator('#found button').first().click();
    await page.selectOption('#move-to', '0');
    expect(await page.locator('.whatif').innerText()).toContain('75.00 % → 0.00 %');
    await page.locator('#panel-close').click();

    const rows = await page.locator('#matrix tbody tr').count();
    await page.locator('#matrix .expand').last().click();
    await page.locator('#matrix .expand').first().click();
    expect(await page.locator('#matrix .expand[aria-expanded=true]').count()).toBeGreaterThan(0);
    expect(await page.locator('#matrix tbody tr').count()).toBeGreaterThanOrEqual(rows);
    await page.locator('#theme').click();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');

    expect(await page.locator('img').count()).toBe(0);
    expect({ trouble, requests }).toEqual({ trouble: [], requests: [pathToFileURL(file).href] });
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
