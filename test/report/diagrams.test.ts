/** Every diagram of every fixture, read by the tools that will draw it. */
import { Graphviz } from '@hpcc-js/wasm-graphviz';
import { SaxesParser } from 'saxes';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Analysis, printable, UserError } from '../../src/model/index.js';
import { REPORTERS, type ReportOptions, VIEWS } from '../../src/report/index.js';
import { analysisOf, fixtureAnalyses, withHostileNames } from './analyses.js';
import { type MermaidParser, mermaidParser } from './mermaid-parser.js';

let subjects: readonly { readonly name: string; readonly analysis: Analysis }[] = [];
let mermaid: MermaidParser;
let graphviz: Graphviz;

beforeAll(async () => {
  const fixtures = await fixtureAnalyses();
  const shop = fixtures.find(({ name }) => name === 'systems/allinone-commerce');
  subjects = [...fixtures, { name: 'hostile names', analysis: withHostileNames(shop?.analysis as Analysis) }];
  mermaid = await mermaidParser();
  graphviz = await Graphviz.load();
}, 120_000);

/** Every view, and what a focus and a path leave of the graph. */
function requests(analysis: Analysis): ReportOptions[] {
  const [first, second] = analysis.contextMap.contexts;
  const table = analysis.graph.nodes.find(({ kind }) => kind === 'table');
  return [
    ...VIEWS.map((view) => ({ view })),
    ...(first ? [{ focus: first.id }] : []),
    ...(first && second ? [{ path: [first.id, second.id] as const }] : []),
    ...(table ? [{ focus: table.id, depth: 2, direction: 'in' as const }] : []),
  ];
}

/** The text, or undefined where the format says that it has no such picture. */
async function rendered(format: 'mermaid' | 'dot' | 'svg', analysis: Analysis, options: ReportOptions) {
  try {
    return String(await REPORTERS[format].render(analysis, options));
  } catch (error) {
    if (error instanceof UserError && error.code === 'MSA037') return undefined;
    throw error;
  }
}

describe('every view of every fixture, and of names that are traps,', () => {
  it('is a diagram for the real Mermaid, within its limits', async () => {
    const refused: string[] = [];
    let read = 0;
    for (const { name, analysis } of subjects) {
      for (const options of requests(analysis)) {
        const text = await rendered('mermaid', analysis, options);
        if (text === undefined) continue;
        read++;
        const problem = await mermaid.parse(text).then(
          () => '',
          (error: Error) => error.message,
        );
        if (problem !== '' || text.length > 50_000) refused.push(`${name} ${JSON.stringify(options)}: ${problem}`);
        expect(text.replaceAll('\n', '')).toBe(printable(text.replaceAll('\n', '')));
      }
    }
    expect(refused).toEqual([]);
    expect(read).toBeGreaterThan(100);
  }, 120_000);

  it('is drawn by the real Graphviz without a complaint', async () => {
    let drawn = 0;
    for (const { analysis } of subjects) {
      for (const options of requests(analysis)) {
        const text = await rendered('dot', analysis, options);
        if (text === undefined) continue;
        expect(text.replaceAll('\n', '')).toBe(printable(text.replaceAll('\n', '')));
        const svg = graphviz.layout(text, 'svg', 'dot');
        expect(svg).toContain('<svg');
        expect(svg).not.toMatch(/xlink:href|<image|<script/);
        drawn++;
      }
    }
    expect(drawn).toBeGreaterThan(80);
  }, 120_000);

  it('is well-formed SVG with nothing active in it', async () => {
    let drawn = 0;
    for (const { analysis } of subjects) {
      for (const options of requests(analysis)) {
        const text = await rendered('svg', analysis, options);
        if (text === undefined) continue;
        const tags = new Set<string>();
        const parser = new SaxesParser();
        parser.on('error', (error) => {
          throw error;
        });
        parser.on('opentag', (tag) => {
          tags.add(tag.name);
          expect(Object.keys(tag.attributes).filter((name) => /^on|href/.test(name))).toEqual([]);
        });
        parser.write(text).close();
        for (const tag of tags) expect(['svg', 'title', 'rect', 'path', 'text']).toContain(tag);
        drawn++;
      }
    }
    expect(drawn).toBeGreaterThan(80);
  }, 120_000);
});

describe('a diagram', () => {
  it('shows a name with a direction override or an escape sequence as visible escapes', async () => {
    const analysis = withHostileNames(await analysisOf('systems/allinone-commerce'));
    for (const format of ['mermaid', 'dot', 'svg'] as const) {
      const text = String(await REPORTERS[format].render(analysis, { view: 'tables' }));
      expect(text).toMatch(/u202egnp/);
      expect(text).not.toContain('\u202e');
    }
  });

  it('is folded under the limits of Mermaid, in which it says what was left out', async () => {
    const analysis = crowded(await analysisOf('systems/allinone-commerce'), 900);
    const notes: string[] = [];
    const text = String(
      await REPORTERS.mermaid.render(analysis, { view: 'modules', onNote: (note) => notes.push(note) }),
    );
    expect(text.length).toBeLessThan(50_000);
    expect(text.match(/-->|-\.->|==>/g)?.length).toBeLessThan(500);
    expect(notes.join('\n')).toMatch(/left out: \d+ of \d+ boxes/);
    for (const note of notes) expect(text).toContain(`%% ${note}`);
    expect(text).toContain('NOTE["left out');
    await mermaid.parse(text);
  });

  it('says the same bytes twice', async () => {
    const analysis = await analysisOf('systems/bakery-prisma');
    for (const format of ['mermaid', 'dot', 'svg'] as const)
      expect(await REPORTERS[format].render(analysis, {})).toBe(await REPORTERS[format].render(analysis, {}));
  });
});

/** The shop with as many more modules, each of which imports three of its neighbours. */
function crowded(analysis: Analysis, count: number): Analysis {
  const ids = Array.from({ length: count }, (_, i) => `module:src/branches/of/the/shop/in/town-${i}.service.ts`);
  const [module] = analysis.graph.nodes.filter(({ kind }) => kind === 'module');
  return {
    ...analysis,
    graph: {
      ...analysis.graph,
      nodes: [
        ...analysis.graph.nodes,
        ...ids.map(
          (id) => ({ ...module, id, path: id.slice(7), role: 'runtime' }) as (typeof analysis.graph.nodes)[number],
        ),
      ],
      edges: [
        ...analysis.graph.edges,
        ...ids.flatMap((from, i) =>
          [1, 2, 3].map((step) => ({
            from,
            to: ids[(i + step) % count] as string,
            kind: 'import' as const,
            symbols: [],
            weight: step,
            evidence: [],
            traits: [],
          })),
        ),
      ],
    },
  };
}
