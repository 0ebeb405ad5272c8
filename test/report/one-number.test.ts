import { beforeAll, describe, expect, it } from 'vitest';
import { explain } from '../../src/explain/index.js';
import { type Analysis, gateValue, SHARED_KERNEL } from '../../src/model/index.js';
import { renderBackstage } from '../../src/report/backstage.js';
import { renderCml } from '../../src/report/cml.js';
import type { Target } from '../../src/report/index.js';
import { renderMarkdown } from '../../src/report/markdown.js';
import { renderMermaid } from '../../src/report/mermaid.js';
import { contextsView } from '../../src/report/picture/contexts-view.js';
import { renderText } from '../../src/report/text.js';
import { analysisOf } from './analyses.js';

let shop: Analysis;
beforeAll(async () => {
  shop = await analysisOf('systems/allinone-commerce');
}, 60_000);

describe('the shop is told with one number for one thing', () => {
  it('the map draws as writers of a table those whom the list of tables names', () => {
    const { boxes, arrows } = contextsView(shop);
    const shared = shop.contextMap.ownership.filter(({ isSharedWrite }) => isSharedWrite);
    expect(boxes.filter(({ shape }) => shape === 'table').map(({ id }) => id)).toEqual(
      shared.map(({ table }) => table),
    );
    for (const { table, writers } of shared) {
      const drawn = arrows.filter(({ to }) => to === table).map(({ from }) => from);
      expect(drawn.sort()).toEqual(writers.map(({ context }) => context).sort());
    }
  });
  it('contexts, kernel and what lies in none add up to the modules of the first line', () => {
    const text = renderText(shop, { target: { folder: 'shops/main street' } });
    const modules = Number(/ (\d+) modules/.exec(text)?.[1]);
    const ofContexts = [...text.matchAll(/^ *\d+ {2}\S+ +(\d+)(?: \+ \d+ tests?)? +\d+ +\d\.\d\d /gm)];
    const loose = /Shared kernel: (\d+) modules.*in no context: (\d+) \+ 3 of tests, migrations and scripts/.exec(text);
    expect(ofContexts).toHaveLength(shop.contextMap.contexts.length);
    const sum = ofContexts.reduce((all, [, count]) => all + Number(count), 0);
    expect(sum + Number(loose?.[1]) + Number(loose?.[2])).toBe(modules);
  });
  it('the commands proposed at the end are for what was analysed', () => {
    const last = (target?: Target) =>
      renderText(shop, target === undefined ? {} : { target })
        .trim()
        .split('\n')
        .at(-1);
    expect(last()).toMatch(
      /^Next {2}msa-map explain products · msa-map plan products · msa-map init · msa-map doctor$/,
    );
    expect(last({ folder: 'shops/main' })).toMatch(/^Next, in shops\/main: {2}msa-map explain products · /);
    expect(last({ option: '--graph shop.json' })).toMatch(/^Next, each with --graph shop.json: .* plan products$/);
  });
  it('a server of which no route is known is a blind spot', () => {
    const silent = { ...shop, graph: { ...shop.graph, entryPoints: [] } };
    expect(renderText(silent, {})).toContain('nestjs is used, but no route was recognised');
    expect(renderText(shop, {})).not.toContain('no route was recognised');
  });
  it('a gate that fails shows a value other than its limit', () => {
    const limit = '<= 0.35 of its import weight';
    expect([0.351, 0.35004, 0.47123, 0.35].map((value) => gateValue({ value, limit }))).toEqual([
      '0.351',
      '0.35004',
      '0.47',
      '0.35',
    ]);
  });
  it('a context that calls the code of another to write is no writer of its table: relations count the call alone', () => {
    const writers = new Map(shop.contextMap.ownership.map(({ table, writers }) => [table, writers]));
    const tablesOf = new Map(shop.contextMap.contexts.map(({ id, tables }) => [id, tables]));
    const relations = shop.contextMap.relations.filter(({ upstream }) => upstream !== SHARED_KERNEL);
    expect(relations.filter(({ edges }) => edges.write > 0).length).toBeGreaterThan(0);
    for (const { downstream, upstream, edges } of relations) {
      const writes = (tablesOf.get(upstream) ?? []).flatMap((table) => writers.get(table) ?? []);
      expect(edges.write > 0).toBe(writes.some(({ context }) => context === downstream));
      const { sections } = explain(shop, [downstream, upstream]);
      expect(sections.flatMap(({ places = [] }) => places).length).toBeGreaterThan(0);
    }
  });
});

describe('what a report prints can be asked about as it stands', () => {
  it('a transaction that writes in two contexts and reads in a third names the third as read', () => {
    const [saga, ...others] = shop.sagas;
    const asRead = {
      ...saga!,
      steps: saga!.steps.map((step) => (step.context === 'payments' ? { ...step, kind: 'read' as const } : step)),
    };
    const text = renderText({ ...shop, sagas: [asRead, ...others] }, { width: 200 });
    expect(text).toMatch(/^ {2}\S+:\d+ {2}deliveries, inventory, orders; reads payments /m);
    expect(renderText(shop, { width: 200 })).not.toContain('; reads');
  });
  it('what a base class writes is shown with the class and the statement', () => {
    const { table, owner, writers } = shop.contextMap.ownership.find(({ isSharedWrite }) => isSharedWrite)!;
    const other = writers.find(({ context }) => context !== owner)!.context;
    const members = new Set(shop.contextMap.contexts.find(({ id }) => id === other)?.modules);
    const edges = shop.graph.edges.map((edge) =>
      edge.to !== table || !members.has(edge.from) || edge.kind === 'read'
        ? edge
        : {
            ...edge,
            evidence: [
              { path: edge.from.slice('module:'.length), line: 7, note: 'base class' },
              { path: 'src/base.ts', line: 26 },
            ],
          },
    );
    const text = renderText({ ...shop, graph: { ...shop.graph, edges } }, { width: 400 });
    expect(text).toMatch(/\(\d+: src\S+:7 through src\/base\.ts:26\)/);
  });
  const titles = (text: string) => explain(shop, [text]).sections.map(({ title }) => title);
  it('the place of a transaction is that transaction, any line of its scope too; another line is its module', () => {
    const saga = shop.transactions.find(({ path }) => path === 'src/services/order.service.ts');
    const at = `src/services/order.service.ts:${saga?.line}`;
    expect(renderText(shop, {})).toContain(at);
    for (const text of [at, `order.service.ts:${saga?.endLine}`])
      expect(explain(shop, [text]).kind).toBe('transaction');
    expect(titles(at)).toContainEqual(expect.stringMatching(/^Saga: orchestration, orders/));
    expect(explain(shop, ['src/services/order.service.ts:1']).kind).toBe('module');
  });
  it('a table shows what runs before what migrations do, and one line a migration', () => {
    const table = shop.graph.edges.find(({ kind }) => kind === 'ddl')?.to ?? '';
    const { sections } = explain(shop, [table]);
    const beside = sections.find(({ title }) => title.startsWith('In migrations'));
    expect(beside?.lines).toContainEqual(expect.stringMatching(/migrations\/\S+\.ts:\d+ {2}\d+ ddl/));
    const runtime = sections.filter(({ title }) => title === 'Writers' || title === 'Readers');
    expect(runtime.flatMap(({ places = [] }) => places).filter(({ path }) => path.includes('migration'))).toEqual([]);
  });
});

describe('the exports', () => {
  it('write a symmetric relationship of Context Mapper once', () => {
    const lines = renderCml(shop).match(/^ {2}\S+ \[(?:P|SK)\]<->\[(?:P|SK)\] \S+$/gm) ?? [];
    const pairs = lines.map((line) =>
      line
        .trim()
        .split(/ \[.*\] /)
        .sort()
        .join(' '),
    );
    expect(pairs.length).toBeGreaterThan(0);
    expect(new Set(pairs).size).toBe(pairs.length);
  });
  it('give Backstage the owners that the map declares', () => {
    const [first, second] = shop.contextMap.contexts.map(({ id }) => id) as [string, string];
    const owners = new Map([
      [first, 'Checkout team'],
      [second, '@shop/members'],
    ]);
    const entities = renderBackstage(shop, { owners })
      .split('---\n')
      .filter((text) => text !== '')
      .map((text) => JSON.parse(text) as { kind: string; metadata: { name: string }; spec: { owner: string } });
    const ownerOf = (name: string) => entities.find(({ metadata }) => metadata.name === name)?.spec.owner;
    expect([ownerOf(first), ownerOf(second)]).toEqual(['group:default/Checkout-team', 'group:default/members']);
  });
  it('draw the quadrants and the map of the Markdown report in Korean', () => {
    expect(renderMermaid(shop, { view: 'quadrants', language: 'ko' })).toContain('quadrant-1 "빠른 성과"');
    expect(renderMermaid(shop, { view: 'quadrants' })).toContain('quadrant-1 "quick win"');
    expect(renderMarkdown(shop, { language: 'ko' })).toContain('%% 화살표는');
  });
});
