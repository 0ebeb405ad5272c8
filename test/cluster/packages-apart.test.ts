import { describe, expect, it } from 'vitest';
import { gatherEvidence } from '../../src/cluster/graph/evidence.js';
import { likeness } from '../../src/cluster/graph/likeness.js';
import { DEFAULT_WEIGHTS } from '../../src/cluster/graph/weights.js';
import type { ModuleEdge } from '../../src/model/index.js';
import { moduleNode, tableNode } from '../hand-made.js';
import { graphOf, imports } from './graphs.js';

const CLINIC = 'clinic/src/patient.ts';
const BILLING = 'billing/src/patient.ts';

/** Two services, each with its patients, and what else they hold; how alike the files called patient are. */
function likenessOfPatients(edges: readonly ModuleEdge[], usePathEvidence = true): number {
  const of = (path: string) => moduleNode(path, { package: path.split('/')[0]! });
  const others = ['ward', 'visit', 'nurse'].map((what) => of(`clinic/src/${what}.ts`));
  const more = ['invoice', 'payment'].map((what) => of(`billing/src/${what}.ts`));
  const nodes = [of(CLINIC), of(BILLING), ...others, ...more, tableNode('wards')];
  const evidence = gatherEvidence(graphOf(nodes, edges), DEFAULT_WEIGHTS, usePathEvidence);
  const [a, b] = [CLINIC, BILLING].map((path) => evidence.indexOf.get(`module:${path}`)!).sort((x, y) => x - y);
  const { low, high, cosine } = likeness(evidence, DEFAULT_WEIGHTS);
  return cosine.find((_, i) => low[i] === a && high[i] === b) ?? 0;
}

describe('names in packages side by side', () => {
  const apart = likenessOfPatients([]);

  it('count half where neither package imports the other', () => {
    expect(apart).toBeGreaterThan(0);
    expect(apart).toBeLessThanOrEqual(0.5);
  });

  it('count in full where one builds on the other, by any of its files', () => {
    const built = likenessOfPatients([imports('billing/src/invoice.ts', 'clinic/src/visit.ts')]);
    expect(built).toBeCloseTo(2 * apart, 1);
  });

  it('count in full where paths are no evidence', () => {
    expect(likenessOfPatients([], false)).toBeGreaterThan(0.5);
  });
});
