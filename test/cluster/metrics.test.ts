import { describe, expect, it } from 'vitest';
import {
  businessContextPurity,
  callGraphOf,
  interCallPercentage,
  interfaceNumber,
  nonExtremeDistribution,
  structuralModularity,
  tableEntropy,
  turboMQ,
} from '../../src/cluster/figures/metrics.js';
import { modularity, weightedGraph } from '../../src/cluster/graph/partition.js';
import { METRICS } from '../../src/cluster/index.js';
import { access, graphOf, imports, module } from './graphs.js';

// Two contexts: seats {a, b, c} with a-b, b-c and tickets {d, e} with d-e; one call across, b → d, used four times.
const graph = graphOf(
  ['a', 'b', 'c', 'd', 'e'].map((name) => module(name)),
  [imports('a', 'b'), imports('b', 'c'), imports('d', 'e'), imports('b', 'd', 'import', 3)],
);
const contextOf = new Map(
  ['a', 'b', 'c', 'd', 'e'].map((name, i) => [`module:${name}`, i < 3 ? 'seats' : 'tickets'] as const),
);
const calls = callGraphOf(graph, contextOf);

describe('metrics, on a worked example', () => {
  it('SM: density inside minus density across', () => {
    expect(structuralModularity(calls)).toBeCloseTo((2 / 9 + 1 / 4) / 2 - (2 / 2) * (1 / 6), 12);
  });

  it('ICP: each call weighs 1 + ln(uses)', () => {
    expect(interCallPercentage(calls)).toBeCloseTo((1 + Math.log(4)) / (4 + Math.log(4)), 12);
  });

  it('IFN: crossing pairs per context', () => {
    expect(interfaceNumber(calls)).toBe(0.5);
  });

  it('NED: nobody is in a context of 5 to 20', () => {
    expect(nonExtremeDistribution(calls)).toBe(1);
  });

  it('TurboMQ: inside against crossing both ways, in uses', () => {
    expect(turboMQ(calls)).toBeCloseTo((4 / (4 + 4) + 2 / (2 + 4)) / 2, 12);
  });

  it('table entropy: a table used from both contexts equally has ln 2, a private one 0', () => {
    const tables = {
      ...graph,
      edges: [access('a', 'halls'), access('d', 'halls', 'read'), access('e', 'prices'), access('d', 'prices')],
    };
    expect(tableEntropy(tables, contextOf)).toBeCloseTo(Math.log(2) / 2, 12);
  });

  it('BCP: entry points reach over calls; unknown without any', () => {
    const entry = (id: string) => ({
      id,
      kind: 'http' as const,
      verb: 'GET',
      name: `/${id}`,
      module: `module:${id}`,
      handler: id,
      line: 1,
    });
    expect(businessContextPurity(calls, [])).toBeNull();
    // a reaches b, c, d, e: both contexts; d reaches tickets only: seats has one, tickets two.
    expect(businessContextPurity(calls, [entry('a'), entry('d')])).toBeCloseTo((Math.log(1) + Math.log(2)) / 2, 12);
  });

  it('modularity of two triangles joined by one link is 5/14', () => {
    const pairs = [
      [0, 1],
      [0, 2],
      [1, 2],
      [3, 4],
      [3, 5],
      [4, 5],
      [2, 3],
    ] as const;
    const triangles = weightedGraph(
      6,
      pairs.map(([a, b]) => [a, b, 1] as const),
    );
    expect(modularity(triangles, [0, 0, 0, 1, 1, 1])).toBeCloseTo(5 / 14, 12);
  });

  it('every metric of a map is explained', () => {
    for (const [id, metric] of Object.entries(METRICS)) {
      expect(metric.id).toBe(id);
      expect(metric.formula.length).toBeGreaterThan(10);
    }
  });
});
