/**
 * A large cycle for readers: not the hundreds of edges that a cycle-free map would lack, but the first few steps, each with what
 * it frees and the lines to change, how far going on like this leads, and which contexts hold together so firmly that cutting is
 * the wrong question.
 */
import type { ContextCycle, CycleStep } from '../model/index.js';

/** Relations up to which the whole list of what to cut is shorter than the steps. */
const MOST_RELATIONS = 5;

/** Steps to show instead of the whole list; none when the list is short. `relations`: of the whole list. */
export function stepsOf({ steps = [] }: ContextCycle, relations: number): readonly CycleStep[] {
  return relations > MOST_RELATIONS ? steps : [];
}

/** Where going on like this leads: places until half of the contexts are free, until all are, and who is left at half. */
export function outlook({ contexts, steps = [] }: ContextCycle): {
  readonly half: number;
  readonly free: number;
  readonly all: number;
  readonly firmest: readonly string[];
} {
  const freed = new Set<string>();
  let half = 0;
  let free = 0;
  let all = 0;
  let firmest: readonly string[] = contexts;
  for (const step of steps) {
    all += step.places;
    for (const context of step.frees) freed.add(context);
    if (free * 2 >= contexts.length) continue;
    [half, free] = [all, freed.size];
    firmest = contexts.filter((context) => !freed.has(context));
  }
  return { half, free, all, firmest };
}
