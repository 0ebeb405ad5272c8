/** The lines of an answer: each place once, with what it goes through. */
import { expect, it } from 'vitest';
import { explain } from '../../src/explain/index.js';
import { analysisOf } from '../report/analyses.js';

it('an import through a barrel is one place, and the barrel stands behind it', async () => {
  const analysis = await analysisOf('systems/bakery-prisma');
  const edge = analysis.graph.edges.find(({ kind }) => kind === 'import')!;
  const [from, to] = [edge.from, edge.to].map((id) => id.slice('module:'.length)) as [string, string];
  const evidence = [
    { path: from, line: 2 },
    { path: 'src/index.ts', line: 9, note: 'barrel' },
  ];
  const edges = [{ ...edge, evidence }];
  const { sections } = explain({ ...analysis, graph: { ...analysis.graph, edges } }, [edge.from, edge.to]);
  expect(sections.map(({ title }) => title)).toContain(`${from} depends on ${to}: 1 place`);
  expect(sections.flatMap(({ places = [] }) => places.map((p) => `${p.path}:${p.line} ${p.text}`))).toEqual([
    expect.stringMatching(new RegExp(`^${from}:2 .*through src/index\\.ts:9$`)),
  ]);
}, 60_000);

it('relations of a context count imports in the plural', async () => {
  const analysis = await analysisOf('systems/allinone-commerce');
  const lines = explain(analysis, ['orders']).sections.flatMap((section) => section.lines);
  expect(lines.join('\n')).toMatch(/\(\d+ imports/);
  expect(lines.join('\n')).not.toMatch(/\((?:[2-9]|\d\d) import[,)]/);
}, 60_000);
