/** What a reader must be told before the figures: tables that nothing was seen to touch, code that hardly falls into parts. */
import { expect, it } from 'vitest';
import { type Analysis, isAccessEdge } from '../../src/model/index.js';
import { REPORTERS } from '../../src/report/index.js';
import { analysisOf } from './analyses.js';

async function reports(analysis: Analysis, language: 'en' | 'ko' = 'en'): Promise<string[]> {
  const formats = ['text', 'markdown', 'html'] as const;
  return Promise.all(formats.map(async (format) => String(await REPORTERS[format].render(analysis, { language }))));
}

/** The same system, of whose access nothing was read but that to the named tables. */
function seenOnly(analysis: Analysis, tables: readonly string[]): Analysis {
  const edges = analysis.graph.edges.filter((edge) => !isAccessEdge(edge) || tables.includes(edge.to));
  return { ...analysis, graph: { ...analysis.graph, edges } };
}

it('tables that no running code was seen to touch are named as a blind spot in every report', async () => {
  const analysis = await analysisOf('systems/bakery-prisma');
  const tables = analysis.graph.nodes.flatMap(({ id, kind }) => (kind === 'table' ? [id] : []));
  for (const report of await reports(analysis)) expect(report).not.toContain('was seen to read or write');
  const [first, ...others] = tables;
  const most = others.slice(0, tables.length - 2);
  for (const report of await reports(seenOnly(analysis, most)))
    expect(report).toContain(`no code that runs was seen to read or write 2 of ${tables.length} tables: `);
  for (const report of await reports(seenOnly(analysis, [first!])))
    expect(report).toMatch(
      /tables \(.+\): the data access here may be of a kind that is not read; contexts, owners and order/,
    );
  for (const report of await reports(seenOnly(analysis, most), 'ko')) expect(report).toContain('찾지 못함: ');
}, 60_000);

it('where the code hardly falls into parts, the first thing said is that one service may be right', async () => {
  const analysis = await analysisOf('systems/bakery-prisma');
  const { contextMap } = analysis;
  const of = (modularity: number): Analysis => ({
    ...analysis,
    contextMap: { ...contextMap, metrics: { ...contextMap.metrics, modularity } },
  });
  for (const report of await reports(of(0.29))) expect(report).toContain('One service may be the right answer');
  for (const report of await reports(of(0.31))) expect(report).not.toContain('One service may be the right answer');
}, 60_000);

it('of one context alone no report says what to extract first, and unknown impact is called unknown', async () => {
  const analysis = await analysisOf('systems/bakery-prisma');
  const { contextMap, scorecard } = analysis;
  const [entry] = scorecard.entries;
  const terms = [{ name: 'neutral', raw: null, value: 0.5, weight: 1, isProxy: true, reason: 'nothing is known' }];
  const only = { ...entry!, impact: { score: 0.5, terms } };
  const contexts = contextMap.contexts.filter(({ id }) => id === entry!.context);
  const alone: Analysis = {
    ...analysis,
    contextMap: { ...contextMap, contexts, relations: [], cycles: [], cycleCuts: [] },
    scorecard: { ...scorecard, entries: [only] },
  };
  for (const report of (await reports(alone)).slice(0, 2)) {
    expect(report).toContain('One context only: there is nothing to take out of the rest');
    expect(report).not.toMatch(/Extract first|gate of a pilot|calls back/);
  }
  for (const report of await reports(alone)) {
    expect(report).toContain('so every impact is average');
    expect(report).not.toContain('(neutral)');
  }
}, 60_000);

it('of a table that everybody writes the report names the four who write most and counts the others', async () => {
  const analysis = await analysisOf('systems/bakery-prisma');
  const [table, ...rest] = analysis.contextMap.ownership;
  const writers = [9, 8, 7, 6, 5, 4].map((count) => ({ context: `shop-${count}`, count }));
  const ownership = [{ ...table!, isSharedWrite: true, writers }, ...rest];
  const text = String(
    await REPORTERS.text.render({ ...analysis, contextMap: { ...analysis.contextMap, ownership } }, {}),
  );
  expect(text).toContain('also written by shop-9 (9), shop-8 (8), shop-7 (7), shop-6 (6), and 2 more');
}, 60_000);

it('composition roots are named below the shared kernel that they are part of', async () => {
  const text = String(await REPORTERS.text.render(await analysisOf('systems/allinone-commerce'), {}));
  const lines = text.split('\n');
  expect(lines[lines.findIndex((line) => line.startsWith('Shared kernel:')) + 1]).toContain(
    'composition roots among them',
  );
}, 60_000);
