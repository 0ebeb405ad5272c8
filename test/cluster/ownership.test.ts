import { describe, expect, it } from 'vitest';
import { ownershipOf } from '../../src/cluster/figures/ownership.js';
import type { AccessEdge } from '../../src/model/index.js';
import { access, graphOf, module, table } from './graphs.js';

/** Who owns the visits of a clinic, which lie with the patients. */
function ownerOf(...edges: readonly AccessEdge[]) {
  const graph = graphOf(
    [module('patients.ts'), module('wards.ts'), module('audit.ts'), module('bills.ts'), table('visits')],
    edges,
  );
  const contextOf = new Map([
    ['module:patients.ts', 'patients'],
    ['module:wards.ts', 'wards'],
    ['module:audit.ts', 'shared-kernel'],
    ['module:bills.ts', 'bills'],
    ['table:visits', 'patients'],
  ]);
  const [visits] = ownershipOf(graph, contextOf, new Set());
  return { owner: visits?.owner, writers: visits?.writers.map(({ context }) => context) };
}

describe('the owner of a table', () => {
  it('is the context that writes it in most places', () => {
    expect(ownerOf(access('wards.ts', 'visits', 'write', 2), access('patients.ts', 'visits')).owner).toBe('wards');
  });

  it('is never the shared kernel, which is no service, where the table lies in a context', () => {
    const audit = access('audit.ts', 'visits', 'write', 3);
    expect(ownerOf(audit)).toEqual({ owner: 'patients', writers: ['shared-kernel'] });
    expect(ownerOf(audit, access('wards.ts', 'visits'))).toEqual({
      owner: 'wards',
      writers: ['shared-kernel', 'wards'],
    });
  });

  it('is not who only deletes, as the one that closes an account does', () => {
    expect(ownerOf(access('wards.ts', 'visits', 'delete', 5))).toEqual({ owner: 'patients', writers: ['wards'] });
    expect(ownerOf(access('wards.ts', 'visits', 'delete', 5), access('patients.ts', 'visits')).owner).toBe('patients');
  });

  it('is where it lies, when another writes it a little more but less than all others together', () => {
    const third = access('bills.ts', 'visits', 'write', 3);
    expect(
      ownerOf(access('wards.ts', 'visits', 'write', 4), access('patients.ts', 'visits', 'write', 3), third),
    ).toEqual({
      owner: 'patients',
      writers: ['wards', 'bills', 'patients'],
    });
  });
});
