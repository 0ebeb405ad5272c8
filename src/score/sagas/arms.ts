/**
 * Ways that exclude one another. A branch matters to a saga when writes of two contexts lie on different arms of it: then the
 * saga does either the one or the other. What both arms do in one context is that context's own affair.
 */
import type { Arm } from '../../model/index.js';

type Placed = { readonly context: string; readonly isWrite: boolean; readonly arms: readonly Arm[] };

/** At most one of the two happens for one and the same thing. */
export function areExclusive(a: readonly Arm[], b: readonly Arm[]): boolean {
  return a.some((arm) =>
    b.some((other) => other.at === arm.at && other.arm !== arm.arm && !(arm.isRepeated && other.isRepeated)),
  );
}

export function sameArms(a: readonly Arm[], b: readonly Arm[]): boolean {
  return a.length === b.length && a.every((arm, i) => arm.at === b[i]?.at && arm.arm === b[i]?.arm);
}

/** What two ways have in common from the start. */
export function commonArms(a: readonly Arm[], b: readonly Arm[]): Arm[] {
  const parting = a.findIndex((arm, i) => arm.at !== b[i]?.at || arm.arm !== b[i]?.arm);
  return a.slice(0, parting < 0 ? a.length : parting);
}

/** Branches of which two arms hold writes, in two contexts at least. */
export function tellingBranches(placed: readonly Placed[]): Set<string> {
  const found = new Map<string, { arms: Set<number>; contexts: Set<string> }>();
  for (const { context, isWrite, arms } of placed) {
    if (!isWrite) continue;
    for (const { at, arm } of arms) {
      const known = found.get(at) ?? { arms: new Set(), contexts: new Set() };
      known.arms.add(arm);
      known.contexts.add(context);
      found.set(at, known);
    }
  }
  const isTelling = ({ arms, contexts }: { arms: Set<number>; contexts: Set<string> }) =>
    arms.size > 1 && contexts.size > 1;
  return new Set([...found].filter(([, one]) => isTelling(one)).map(([at]) => at));
}
