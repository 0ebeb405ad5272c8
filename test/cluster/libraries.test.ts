import { describe, expect, it } from 'vitest';
import { gatherEvidence } from '../../src/cluster/graph/evidence.js';
import { DEFAULT_WEIGHTS } from '../../src/cluster/graph/weights.js';
import { keptTables, libraries } from '../../src/cluster/kernel/libraries.js';
import { tableTouchers } from '../../src/cluster/kernel/shared-kernel.js';
import type { EntryPoint, GraphEdge, GraphNode } from '../../src/model/index.js';
import { moduleNode, tableNode } from '../hand-made.js';
import { access, graphOf, module, table } from './graphs.js';

const WARDS = Array.from({ length: 80 }, (_, i) => `src/wards/ward-${i}.ts`);
const MAIL = ['mailer', 'smtp', 'letter'].map((name) => `src/mail/${name}.ts`);
const COMMANDS = Array.from({ length: 12 }, (_, i) => `packages/cli/src/command-${i}.ts`);

const asked = (path: string, kind: EntryPoint['kind'] = 'http'): EntryPoint => ({
  id: `${kind} ${path}`,
  module: `module:${path}`,
  kind,
  verb: 'GET',
  name: path,
  handler: '',
  line: 1,
});

type More = { readonly edges?: readonly GraphEdge[]; readonly entryPoints?: readonly EntryPoint[] };

/** A clinic: wards with a table and entry points, mail, and a command line in a package of its own. */
function clinic({ edges = [], entryPoints = [] }: More = {}, nodes: readonly GraphNode[] = []) {
  const commands = COMMANDS.map((path) => moduleNode(path, { package: '@clinic/cli' }));
  const all = [...WARDS, ...MAIL].map((path) => module(path));
  const graph = graphOf([...all, ...commands, table('wards'), ...nodes], [access(WARDS[0]!, 'wards'), ...edges], {
    entryPoints: [...WARDS.slice(0, 3).map((path) => asked(path)), ...entryPoints],
  });
  return { graph, evidence: gatherEvidence(graph, DEFAULT_WEIGHTS, true) };
}

function librariesOf(more: More = {}, nodes: readonly GraphNode[] = []): string[] {
  const { graph, evidence } = clinic(more, nodes);
  const groups = ['/', 'mail', 'cli/', 'figures'];
  const labels = evidence.ids.map((id) =>
    Math.max(
      0,
      groups.findLastIndex((name) => id.includes(name)),
    ),
  );
  const touching = (directly: boolean) => tableTouchers(graph, evidence, directly);
  const found = libraries(graph, evidence, labels, touching(false), touching(true));
  return [...new Set(found.map((node) => evidence.ids[node]!.split('/')[1]!))].sort();
}

describe('libraries among the communities', () => {
  it('are those that keep no table and that nobody asks from outside', () => {
    expect(librariesOf()).toEqual(['cli', 'mail']);
  });

  it('are not what is asked, or what touches a table, if only through others', () => {
    expect(librariesOf({ entryPoints: [asked(MAIL[0]!)] })).toEqual(['cli']);
    expect(librariesOf({ edges: [access(MAIL[0]!, 'wards', 'read')] })).toEqual(['cli']);
  });

  it('are not what answers many questions out of tables, though one module of ten does so', () => {
    const FIGURES = Array.from({ length: 10 }, (_, i) => `src/figures/figure-${i}.ts`);
    const questions = (count: number) => Array.from({ length: count }, () => asked(FIGURES[0]!));
    const beds = Array.from({ length: 120 }, (_, i) => `src/beds/bed-${i}.ts`);
    const nodes = [...FIGURES, ...beds].map((path) => module(path));
    const counting = access(FIGURES[0]!, 'wards', 'read');
    const found = (entryPoints: readonly EntryPoint[], edge = counting) =>
      librariesOf({ edges: [edge], entryPoints }, nodes).includes('figures');
    expect(found(questions(5))).toBe(false);
    expect(found(questions(4))).toBe(true);
    expect(found(questions(5), { ...counting, direct: false })).toBe(true);
  });

  it('are tools of the developers, whatever their size, though commands are typed', () => {
    expect(librariesOf({ entryPoints: COMMANDS.map((path) => asked(path, 'cli')) })).toEqual(['cli', 'mail']);
  });
});

describe('tables that may found a context', () => {
  const probe = tableNode('never_there', { source: 'query' });
  const kept = (edges: readonly GraphEdge[], declared: readonly GraphNode[]) => {
    const { graph, evidence } = clinic({ edges }, [probe, ...declared]);
    return [...keptTables(graph, evidence)].map((node) => evidence.ids[node]).includes(probe.id);
  };

  it('are not those that one query reads and nothing declares, where tables are declared', () => {
    const declared = [table('beds'), table('doctors')];
    expect(kept([access(MAIL[0]!, 'never_there', 'read')], declared)).toBe(false);
    expect(kept([access(MAIL[0]!, 'never_there', 'write')], declared)).toBe(true);
    expect(kept([access(MAIL[0]!, 'never_there', 'read')], [])).toBe(true);
  });
});
