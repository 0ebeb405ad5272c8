/** Runtime modules that no context and not the shared kernel holds. */
import { moduleId, sortedBy, UNASSIGNED } from '../../model/index.js';
import type { Placement } from '../placement.js';
import type { Candidate, Case } from './candidate.js';

export function judgeUnassigned({ placement, isOn }: Case): Candidate[] {
  if (!isOn('unassigned-module')) return [];
  return unassignedModules(placement).map((path) => ({
    key: {
      rule: 'unassigned-module',
      fromContext: UNASSIGNED,
      toContext: UNASSIGNED,
      from: path,
      to: '',
      kind: UNASSIGNED,
    },
    evidence: [{ path, line: 1 }],
    symbols: [],
    message: `the module ${path} is in no context`,
  }));
}

export function unassignedModules(placement: Placement): string[] {
  const modules = [...placement.modules.values()].filter(
    (m) => m.role === 'runtime' && placement.contextOf(moduleId(m.path)) === UNASSIGNED,
  );
  return sortedBy(modules, (m) => [m.path]).map((m) => m.path);
}
