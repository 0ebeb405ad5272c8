/**
 * Where the way parts: line ranges of a function of which at most one runs at a time (arms of `if`, `switch`, `?:`, and what
 * follows an arm that leaves), and the ranges that run again and again. Kept only when two arms call or assign something, so
 * that link can tell "A, then B" from "either A or B". An arm that runs on into the next one is one with it.
 */
import type { ts } from 'ts-morph';
import type { Condition, LineRange } from '../../model/index.js';
import { all, guard, not } from './guards.js';
import { isBlock, K } from './syntax.js';
import { lineAt, lineOf, type Walk } from './walk.js';

export type Arm = {
  readonly range: LineRange;
  /** Something in it calls or assigns. */
  readonly isActive: boolean;
  /** What follows the statement does not run after it. */
  readonly leaves: boolean;
  /** What must hold for it to run. */
  readonly when: Condition;
};

/** Of a block its statements: the line of its brace may belong to the condition of the next arm. */
export function armOf(
  walk: Walk,
  nodes: readonly ts.Node[],
  activityBefore: number,
  leaves: boolean,
  when: Condition = { kind: 'open' },
): Arm {
  const [only] = nodes;
  const inside = nodes.length === 1 && only && isBlock(only) && only.statements.length > 0 ? only.statements : nodes;
  const first = inside[0] as ts.Node;
  const last = inside.at(-1) as ts.Node;
  return { range: rangeOf(walk, first, last), isActive: walk.activity !== activityBefore, leaves, when };
}

function rangeOf(walk: Walk, first: ts.Node, last: ts.Node): LineRange {
  return [lineOf(walk, first), lineAt(walk, last.end)];
}

/** At most one of the arms runs. */
export function branch(walk: Walk, arms: readonly Arm[]): void {
  const active = arms.filter((arm) => arm.isActive).map((arm) => arm.range);
  const isOnOneLine = active.every(([line]) => line === active[0]?.[0]);
  if (active.length > 1 && !isOnOneLine) walk.fn.branches.push(active);
}

/** Conditions of arms; of arms that share a line nothing can be said by lines. */
export function guards(walk: Walk, arms: readonly Arm[]): void {
  arms.forEach(({ range, isActive, when }, i) => {
    const isApart = (other: Arm | undefined) =>
      other === undefined || other.range[1] < range[0] || other.range[0] > range[1];
    if (isActive && isApart(arms[i - 1]) && isApart(arms[i + 1])) guard(walk, range, when);
  });
}

/** What follows a statement, against the arms of it that leave: `if (…) { …; return }` and the rest of the block. */
export function earlyExits(walk: Walk, arms: readonly Arm[], rest: Arm): void {
  const leaving = arms.filter((arm) => arm.leaves);
  if (leaving.length === 0) return;
  branch(walk, [...leaving, rest]);
  const when = all(leaving.map((arm) => not(arm.when)));
  if (leaving.every((arm) => arm.range[1] < rest.range[0])) guard(walk, rest.range, when);
}

export function loopRange(walk: Walk, node: ts.Node): void {
  walk.fn.loops.push(rangeOf(walk, node, node));
}

/** Ends in `return`, `throw` or `continue`; in `break` when it leaves more than a switch. */
export function leavesBlock(node: ts.Statement | undefined, isSwitch: boolean): boolean {
  let at: ts.Statement | undefined = node;
  while (at !== undefined && isBlock(at)) at = at.statements.at(-1);
  if (at === undefined) return false;
  return (
    at.kind === K.ReturnStatement ||
    at.kind === K.ThrowStatement ||
    at.kind === K.ContinueStatement ||
    (at.kind === K.BreakStatement && !isSwitch)
  );
}

/** The clause does not run on into the next one. */
export function endsClause(clause: ts.CaseOrDefaultClause): boolean {
  const last = clause.statements.at(-1);
  let at: ts.Statement | undefined = last;
  while (at !== undefined && isBlock(at)) at = at.statements.at(-1);
  return at?.kind === K.BreakStatement || leavesBlock(last, true);
}
