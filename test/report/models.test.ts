/** The models for other tools, read back by their grammars and compared with the graph they come from. */
import { SaxesParser } from 'saxes';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Analysis,
  besideRuntime,
  contextOfNode,
  labelOf,
  printable,
  type Relation,
} from '../../src/model/index.js';
import { REPORTERS, type ReportOptions } from '../../src/report/index.js';
import { fixtureAnalyses, withHostileNames } from './analyses.js';
import { readCml, readCsv, readStructurizr } from './grammars.js';

let subjects: readonly { readonly name: string; readonly analysis: Analysis }[] = [];

beforeAll(async () => {
  const fixtures = await fixtureAnalyses();
  const shop = fixtures.find(({ name }) => name === 'systems/allinone-commerce');
  subjects = [...fixtures, { name: 'hostile names', analysis: withHostileNames(shop?.analysis as Analysis) }];
}, 120_000);

function render(format: keyof typeof REPORTERS, analysis: Analysis, options: ReportOptions = {}): string {
  return REPORTERS[format].render(analysis, options) as string;
}

function betweenContexts({ contextMap }: Analysis): string[] {
  const known = new Set(contextMap.contexts.map(({ id }) => id));
  return contextMap.relations
    .filter(({ downstream, upstream }) => known.has(downstream) && known.has(upstream))
    .map(({ downstream, upstream }) => `${downstream}\n${upstream}`);
}

/** Relations less the second of two that name the same partnership or kernel from both sides. */
function sharedOnce(analysis: Analysis): string[] {
  const { contextMap } = analysis;
  const symmetric = ({ pattern }: Relation) => pattern === 'partnership' || pattern === 'shared-kernel';
  const second = contextMap.relations.filter(
    (r) =>
      symmetric(r) &&
      r.downstream > r.upstream &&
      contextMap.relations.some(
        (o) => o.downstream === r.upstream && o.upstream === r.downstream && o.pattern === r.pattern,
      ),
  );
  const twice = new Set(second.map((r) => `${r.downstream}\n${r.upstream}`));
  return betweenContexts(analysis).filter((pair) => !twice.has(pair));
}

describe('of every fixture, and of names that are traps,', () => {
  it('the Context Mapper model has every context and every relation, upstream first, one that both sides share once', () => {
    for (const { analysis } of subjects) {
      const { contains, contexts, relations } = readCml(render('cml', analysis));
      expect(contexts.size).toBe(analysis.contextMap.contexts.length);
      expect(contains).toEqual([...contexts.keys()]);
      const said = sharedOnce(analysis);
      expect(relations).toHaveLength(said.length);
      const ids = analysis.contextMap.contexts.map(({ id }) => id);
      const names = [...contexts.keys()];
      expect(relations.map(({ left, right }) => `${ids[names.indexOf(right)]}\n${ids[names.indexOf(left)]}`)).toEqual(
        said,
      );
    }
  });

  it('the Structurizr workspace has a container for each context and a relation for each relation', () => {
    for (const { analysis } of subjects) {
      const { containers, relations } = readStructurizr(render('structurizr', analysis));
      expect(containers.size).toBe(analysis.contextMap.contexts.length);
      expect(relations).toHaveLength(betweenContexts(analysis).length);
    }
  });

  it('GraphML reads back equal to the graph', () => {
    for (const { name, analysis } of subjects) {
      const { nodes, edges } = readGraphml(render('graphml', analysis));
      const contexts = contextOfNode(analysis.contextMap);
      expect(
        nodes.map(({ id, type, context }) => [id, type, context]),
        name,
      ).toEqual(analysis.graph.nodes.map(({ id, kind }) => [asXml(id), kind, asXml(contexts.get(id) ?? 'unassigned')]));
      expect(edges, name).toEqual(
        analysis.graph.edges.map(({ from, to, kind, weight }) => [asXml(from), asXml(to), kind, weight]),
      );
    }
  });

  it('CSV reads back equal to the graph, with controls as escapes and no cell that a spreadsheet would run', () => {
    for (const { name, analysis } of subjects) {
      const [head, ...rows] = readCsv(render('csv', analysis));
      expect(head).toEqual(['from', 'to', 'kind', 'weight', 'fromContext', 'toContext', 'path', 'line']);
      expect(
        rows.map((row) => row.slice(0, 4)),
        name,
      ).toEqual(
        analysis.graph.edges.map(({ from, to, kind, weight }) => [
          printable(from),
          printable(to),
          kind,
          String(weight),
        ]),
      );
      for (const view of ['modules', 'tables', 'contexts', 'matrix'] as const) {
        const table = readCsv(render('csv', analysis, { view }));
        expect(new Set(table.map(({ length }) => length)).size).toBe(1);
        for (const text of table.flat()) expect(text).not.toMatch(/^[=+@]|^-\D/);
      }
    }
  });

  it('the CSV matrix counts every edge once, but those of tests and migrations', () => {
    for (const { analysis } of subjects) {
      const [, ...rows] = readCsv(render('csv', analysis, { view: 'matrix' }));
      const total = rows.flatMap((row) => row.slice(1)).reduce((sum, count) => sum + Number(count), 0);
      const beside = besideRuntime(analysis.graph);
      expect(total).toBe(analysis.graph.edges.filter(({ from }) => !beside.has(from)).length);
    }
  });

  it('the Backstage catalog is YAML whose entities obey its rules and know one another', () => {
    for (const { analysis } of subjects) {
      const entities = render('backstage', analysis)
        .split(/^---\n/m)
        .filter((text) => text !== '')
        // JSON is YAML 1.2.
        .map((text) => JSON.parse(text) as Entity);
      const refs = new Set(entities.map(({ kind, metadata }) => `${kind.toLowerCase()}:default/${metadata.name}`));
      expect(refs.size).toBe(entities.length);
      for (const { apiVersion, kind, metadata, spec } of entities) {
        expect(apiVersion).toBe('backstage.io/v1alpha1');
        expect(metadata.name).toMatch(/^(?=.{1,63}$)[A-Za-z0-9]+(?:[-_.]+[A-Za-z0-9]+)*$/);
        expect(spec['owner']).toMatch(/^(unknown|(group|user):default\/[A-Za-z0-9._-]+)$/);
        for (const ref of (spec['dependsOn'] as string[] | undefined) ?? []) expect(refs).toContain(ref);
        if (kind === 'Component') expect(refs).toContain(`system:default/${spec['system']}`);
      }
      expect(entities).toHaveLength(1 + analysis.contextMap.contexts.length + analysis.contextMap.ownership.length);
    }
  });

  it('JSON reads back equal, and no picture, model or page shows a control or a direction override as it is', async () => {
    for (const { name, analysis } of subjects) {
      expect(JSON.parse(render('json', analysis))).toEqual(analysis);
      for (const [format, reporter] of Object.entries(REPORTERS)) {
        if (format === 'text' || format === 'png') continue;
        const text = String(await reporter.render(analysis, {}));
        // Terminal colours are off, and lines end as the format wants.
        const found = text.replace(/\r?\n/g, '').match(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
        expect(
          found?.index === undefined ? '' : text.slice(found.index - 60, found.index + 60),
          `${name} as ${format}`,
        ).toBe('');
      }
    }
  }, 60_000);
});

type Entity = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: Readonly<Record<string, unknown>>;
};

/** What XML 1.0 cannot hold stands there as a visible escape. */
function asXml(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, printable);
}

function readGraphml(text: string) {
  const nodes: { id: string; type: string; context: string; label: string }[] = [];
  const edges: [string, string, string, number][] = [];
  let key = '';
  let current: Record<string, string> = {};
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (name === 'node' || name === 'edge') current = { ...(attributes as Record<string, string>) };
    if (name === 'data') key = attributes['key'] as string;
  });
  parser.on('text', (value) => {
    if (key !== '') current[key] = (current[key] ?? '') + value;
  });
  parser.on('closetag', ({ name }) => {
    if (name === 'data') key = '';
    const { id = '', type = '', context = '', label = '', source = '', target = '', kind = '', weight = '' } = current;
    if (name === 'node') nodes.push({ id, type, context, label });
    if (name === 'edge') edges.push([source, target, kind, Number(weight)]);
  });
  parser.write(text).close();
  for (const { id, label } of nodes) expect(label).toBe(labelOf(id));
  return { nodes, edges };
}
