/**
 * On which arms a line of a function runs, and whether it may run again: from the branches and loops of the function it
 * stands in and of the functions around that one, outermost first.
 */
import type { Arm, LineRange, TransactionAccess } from '../../model/index.js';
import type { ProgramFile } from '../program/index.js';

/** Methods that run their callback for each of many. */
const ITERATES =
  /^(?:map|forEach|flatMap|reduce|reduceRight|filter|some|every|find|findIndex|each|eachSeries|mapSeries|eachLimit|mapLimit)$/;

export type Way = { readonly arms: readonly Arm[]; readonly isRepeated: boolean };

export const START: Way = { arms: [], isRepeated: false };

/** The way to `line` of function `fn`, from the beginning of function `top`, itself reached by `before`. */
export function wayTo(file: ProgramFile, top: number, fn: number, line: number, before: Way, visit: number): Way {
  const chain: number[] = [];
  for (let at = fn; at >= 0; at = at === top ? -1 : (file.program.functions[at]?.parent ?? -1)) chain.unshift(at);
  const arms = [...before.arms];
  let { isRepeated } = before;
  for (const index of chain) {
    if (index !== top && isIteration(file, index)) isRepeated = true;
    const { branches = [], loops = [] } = file.program.functions[index] ?? {};
    const around = loops.filter((loop) => holds(loop, line));
    for (const branch of branches) {
      const hits = branch.flatMap((arm, i) => (holds(arm, line) ? [i] : []));
      if (hits.length !== 1) continue;
      const whole: LineRange = [branch[0]?.[0] ?? 0, branch.at(-1)?.[1] ?? 0];
      const again = isRepeated || around.some((loop) => holds(loop, whole[0]) && holds(loop, whole[1]));
      const at = `${file.path}:${whole[0]}-${whole[1]}${visit > 1 ? `#${visit}` : ''}`;
      arms.push({ at, arm: hits[0] as number, ...(again ? { isRepeated: true as const } : {}) });
    }
    if (around.length > 0) isRepeated = true;
  }
  return { arms: sorted(arms, before.arms.length), isRepeated };
}

function holds([first, last]: LineRange, line: number): boolean {
  return line >= first && line <= last;
}

function isIteration(file: ProgramFile, fn: number): boolean {
  const callee = file.uses().callbacks.get(fn)?.call.callee;
  return callee?.kind === 'member' && ITERATES.test(callee.name);
}

/** Branches of one function outermost first: the one that begins earlier, of two the one that ends later. */
function sorted(arms: readonly Arm[], kept: number): Arm[] {
  const own = arms.slice(kept).map((arm) => ({ arm, range: rangeOf(arm.at) }));
  own.sort((a, b) => a.range[0] - b.range[0] || b.range[1] - a.range[1]);
  return [...arms.slice(0, kept), ...own.map((one) => one.arm)];
}

function rangeOf(at: string): LineRange {
  const [, first, last] = /:(\d+)-(\d+)(?:#\d+)?$/.exec(at) ?? [];
  return [Number(first), Number(last)];
}

/** What two ways have in common from the start. */
export function commonArms(a: readonly Arm[], b: readonly Arm[]): Arm[] {
  const length = a.findIndex((arm, i) => arm.at !== b[i]?.at || arm.arm !== b[i]?.arm);
  return a.slice(0, length < 0 ? a.length : length);
}

/** Without branches of which one arm alone holds accesses: a guard that throws parts no way. */
export function withPartingArms(accesses: readonly TransactionAccess[]): TransactionAccess[] {
  const found = new Map<string, Set<number>>();
  for (const { arms = [] } of accesses)
    for (const { at, arm } of arms) found.set(at, (found.get(at) ?? new Set()).add(arm));
  return accesses.map(({ arms = [], ...access }) => {
    const parting = arms.filter(({ at }) => (found.get(at)?.size ?? 0) > 1);
    return parting.length === 0 ? access : { ...access, arms: parting };
  });
}
