import { describe, expect, it } from 'vitest';
import { gatherEvidence } from '../../src/cluster/graph/evidence.js';
import { DEFAULT_WEIGHTS } from '../../src/cluster/graph/weights.js';
import { kernelOf } from '../../src/cluster/kernel/shared-kernel.js';
import type { AccessEdge, ModuleEdge } from '../../src/model/index.js';
import { access, graphOf, imports, module, shop } from './graphs.js';

const SUBJECTS = ['customer', 'invoice', 'order'];
const LABELS = ['controller', 'service', 'layout', 'printer', 'paper', 'margin', 'font'].map(
  (kind) => `src/${kind}s/label.${kind}.ts`,
);
const SETTINGS = ['constants', 'container', 'settings'].map((what) => `src/boot/${what}.ts`);

/** The shop, with labels to print, which own no table, and settings; each a community. Labels of the kernel. */
function labelsInKernel(more: readonly (ModuleEdge | AccessEdge)[]): string[] {
  const { nodes, edges } = shop();
  const whole = graphOf(
    [...nodes, ...[...LABELS, ...SETTINGS].map((path) => module(path))],
    [...edges, ...LABELS.slice(1).map((path, i) => imports(LABELS[i]!, path)), ...more],
  );
  const evidence = gatherEvidence(whole, DEFAULT_WEIGHTS, true);
  const names = [...SUBJECTS, 'label', 'boot'];
  const labels = evidence.ids.map((id) => names.findIndex((name) => id.includes(name)));
  return [...kernelOf(whole, evidence, labels, labels).nodes]
    .map((node) => evidence.ids[node]!)
    .filter((id) => id.includes('label'));
}

const usedByAll = SUBJECTS.map((who) => imports(`src/services/${who}.service.ts`, LABELS[0]!));

describe('the shared kernel', () => {
  it('leaves a capability without a table where it is, though it leans on settings and three contexts use it', () => {
    const leaning = LABELS.flatMap((path) => SETTINGS.map((what) => imports(path, what)));
    expect(labelsInKernel([...usedByAll, ...leaning])).toEqual([]);
  });

  it('takes what three contexts use far more than it uses itself', () => {
    expect(labelsInKernel(fromEverywhere(LABELS))).toHaveLength(LABELS.length);
  });

  it('forgives what is used that much that one of seven touches a table, and not what is used less', () => {
    const printing = access(LABELS[3]!, 'invoices', 'read');
    expect(labelsInKernel([...fromEverywhere(LABELS), printing])).toHaveLength(LABELS.length);
    const less = [...fromEverywhere(LABELS.slice(0, 1)), ...fromEverywhere(LABELS.slice(1, 2), 2)];
    expect(labelsInKernel(less)).toHaveLength(LABELS.length);
    expect(labelsInKernel([...less, printing])).toEqual([]);
  });
});

describe('a composition root', () => {
  /** The server of the shop, which builds the service of each subject. */
  const rootsOf = (...more: (ModuleEdge | AccessEdge)[]) => {
    const { nodes, edges } = shop();
    const builds = SUBJECTS.map((who) => imports('src/server.ts', `src/services/${who}.service.ts`));
    const whole = graphOf([...nodes, module('src/server.ts')], [...edges, ...builds, ...more]);
    const evidence = gatherEvidence(whole, DEFAULT_WEIGHTS, true);
    const labels = evidence.ids.map((id) => SUBJECTS.findIndex((name) => id.includes(name)));
    return [...kernelOf(whole, evidence, labels, labels).roots].map((node) => evidence.ids[node]);
  };

  it('is a loader, too, which fills the tables of all and which nobody imports', () => {
    const fills = SUBJECTS.map((who) => access('src/server.ts', `${who}s`));
    const wholeRoots = (...more: (ModuleEdge | AccessEdge)[]) => rootsOf(...fills, ...more);
    expect(wholeRoots()).toContain('module:src/server.ts');
    expect(wholeRoots(imports('src/services/order.service.ts', 'src/server.ts'))).not.toContain('module:src/server.ts');
  });

  it('may reach a table through what it builds, and asks none itself', () => {
    const asking = access('src/server.ts', 'invoices', 'read');
    expect(rootsOf({ ...asking, direct: false })).toContain('module:src/server.ts');
    expect(rootsOf(asking)).not.toContain('module:src/server.ts');
  });
});

/** So many layers of the shop import these. */
function fromEverywhere(paths: readonly string[], layers = 3): ModuleEdge[] {
  const all = SUBJECTS.flatMap((who) =>
    [`controllers/${who}.controller`, `services/${who}.service`, `repositories/${who}.repository`].slice(0, layers),
  );
  return all.flatMap((from) => paths.map((path) => imports(`src/${from}.ts`, path)));
}
