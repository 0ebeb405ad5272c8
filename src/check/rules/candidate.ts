/** What the rules share: the facts they judge, and a violation before it is weighed against allow-lists and baseline. */
import {
  type Config,
  type Evidence,
  labelOf,
  type RuleId,
  SHARED_KERNEL,
  type SystemGraph,
  UNASSIGNED,
  type ViolationKey,
} from '../../model/index.js';
import type { Placement } from '../placement.js';
import type { Relations } from '../relations.js';

export type Case = {
  readonly graph: SystemGraph;
  readonly config: Config;
  readonly placement: Placement;
  readonly relations: Relations;
  readonly isOn: (rule: RuleId) => boolean;
};

export type Candidate = {
  readonly key: ViolationKey;
  /** The place to look at comes first. */
  readonly evidence: readonly Evidence[];
  readonly symbols: readonly string[];
  readonly message: string;
  /** Of a cycle: the hop, `from to`, that each place of the evidence stands for. */
  readonly hops?: readonly string[];
};

/** The contexts of two nodes when the dependency leaves one for another; everybody may depend on the shared kernel. */
export function crossing(placement: Placement, from: string, to: string): { from: string; to: string } | undefined {
  const ends = { from: placement.contextOf(from), to: placement.contextOf(to) };
  const isCrossing =
    ends.from !== ends.to && ends.from !== UNASSIGNED && ends.to !== UNASSIGNED && ends.to !== SHARED_KERNEL;
  return isCrossing ? ends : undefined;
}

/** Tests, migrations, seeds and scripts reach across by design; only runtime code is judged. */
export function isRuntime(placement: Placement, node: string): boolean {
  return placement.modules.get(node)?.role === 'runtime';
}

/** Evidence with the places in the judged file first: the annotation belongs where the change was made. */
export function ownPlacesFirst(evidence: readonly Evidence[], module: string): Evidence[] {
  const path = labelOf(module);
  const isOwn = (place: Evidence) => place.path === path && place.note !== 'barrel';
  if (evidence.length === 1) return [...evidence];
  return [...evidence.filter(isOwn), ...evidence.filter((place) => !isOwn(place))];
}
