/**
 * How long the interactive report keeps a browser's main thread until it is drawn: `npm run measure:report -- <saved
 * analysis or checked-out folder>…`, and always a generated one of 10,000 modules and 300 tables. Prints, judges nothing;
 * the target is 2 s.
 */
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Browser, CDPSession } from 'playwright-core';
import { analyze, analyzeGraph } from '../src/analyze.js';
import { type Analysis, EMPTY_CONFIG, type GraphEdge } from '../src/model/index.js';
import { renderHtml } from '../src/report/html/index.js';
import { accessEdge, graphOf, importEdge, moduleNode, tableNode } from '../test/hand-made.js';
import { openPage, startBrowser } from '../test/report/browser.js';

const CONTEXTS = 60;
const MODULES = 10_000;
const TABLES = 300;
const IMPORTS_EACH = 4;

/** Modules import mostly their own context's, and each reads or writes a table of it; one in ten reaches elsewhere. */
function generated(): Promise<Analysis> {
  let seed = 1;
  const random = (below: number): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  const moduleOf = (context: number, i: number): string => `src/area-${context}/part-${i}.service.ts`;
  const each = MODULES / CONTEXTS;
  const paths = Array.from({ length: MODULES }, (_, i) => moduleOf(i % CONTEXTS, Math.floor(i / CONTEXTS)));
  const tables = Array.from({ length: TABLES }, (_, i) => `area_${i % CONTEXTS}_table_${Math.floor(i / CONTEXTS)}`);
  const nodes = [...paths.map((path) => moduleNode(path, { lines: 80 })), ...tables.map((name) => tableNode(name))];
  const edges = paths.flatMap((path, i): GraphEdge[] => {
    const elsewhere = random(10) === 0;
    const context = elsewhere ? random(CONTEXTS) : i % CONTEXTS;
    const evidence = [{ path, line: 1 + random(80) }];
    const imports = Array.from({ length: IMPORTS_EACH }, () =>
      importEdge(path, moduleOf(context, random(Math.floor(each))), { weight: 1 + random(4), evidence }),
    );
    const table = tables[(context + CONTEXTS * random(TABLES / CONTEXTS)) % TABLES] as string;
    return [...imports, accessEdge(path, table, random(3) === 0 ? 'write' : 'read', { evidence })];
  });
  return analyzeGraph(graphOf(nodes, edges, { name: 'generated' }), { config: EMPTY_CONFIG });
}

async function measure(browser: Browser, name: string, analysis: Analysis): Promise<void> {
  const html = await renderHtml(analysis, { readLine: (path, line) => `line ${line} of ${path}` });
  let session: CDPSession | undefined;
  const { page, trouble } = await openPage(browser, html, async (empty) => {
    session = await empty.context().newCDPSession(empty);
    await session.send('Performance.enable');
  });
  await page.evaluate(
    'new Promise(function (done) { requestAnimationFrame(function () { requestAnimationFrame(done); }); })',
  );
  const { metrics } = await (session as unknown as CDPSession).send('Performance.getMetrics');
  const seconds = (wanted: string): string => (metrics.find((each) => each.name === wanted)?.value ?? 0).toFixed(2);
  const { nodes, edges } = analysis.graph;
  const tables = nodes.filter(({ kind }) => kind === 'table').length;
  process.stdout.write(
    `${name}: ${nodes.length - tables} modules, ${tables} tables, ${edges.length} edges, ${analysis.contextMap.contexts.length} contexts, ${(html.length / 1e6).toFixed(1)} MB: main thread ${seconds('TaskDuration')} s (script ${seconds('ScriptDuration')} s, layout ${seconds('LayoutDuration')} s)${trouble.length > 0 ? ` TROUBLE ${trouble.join('; ')}` : ''}\n`,
  );
  await page.close();
}

const browser = await startBrowser();
try {
  for (const given of process.argv.slice(2)) {
    const isFolder = statSync(given).isDirectory();
    const analysis = isFolder
      ? await analyze(resolve(given), { config: EMPTY_CONFIG, useGit: false })
      : (JSON.parse(readFileSync(given, 'utf8')) as Analysis);
    await measure(browser, given, analysis);
  }
  await measure(browser, 'generated', await generated());
} finally {
  await browser.close();
}
