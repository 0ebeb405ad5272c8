/**
 * The saga of a transaction of which nothing but lines is another one, when it was designed for the transaction before: the
 * same in new places. Designing asks of lines only whether two are one, with one exception: which write stands nearest to a
 * call of somebody outside that may refuse (`sequenceOf`). So all lines of that file must have moved alike then.
 */

import type { Transaction } from '../../model/index.js';
import { type Arm, type Saga, type SagaNote, type SagaStep, sagaNoteText, sagaReasonText } from '../../model/index.js';
import { mayRefuse } from './outside.js';

export type Designed = { readonly transaction: Transaction; readonly saga: Saga };

/** Undefined when it must be designed anew. */
export function movedSaga({ transaction: before, saga }: Designed, after: Transaction): Saga | undefined {
  if (before === after) return saga;
  const moves = movesOf(before, after);
  if (moves === undefined || !before.externalCalls.filter(mayRefuse).every((call) => isNearestKept(call, saga, moves)))
    return undefined;
  const paths = [...moves].filter(([, lines]) => [...lines].some(([was, is]) => was !== is)).map(([path]) => path);
  if (paths.length === 0) return saga;
  const isAmbiguous = paths.some((path) => [...moves.keys()].some((other) => other !== path && other.endsWith(path)));
  return isAmbiguous ? undefined : sagaAt(saga, moves, paths);
}

/** Path → line before → line now. */
type Moves = ReadonlyMap<string, ReadonlyMap<number, number>>;

const ARM = /^(.*):(\d+)-(\d+)((?:#\d+)?)$/s;

/** Undefined when two lines became one or changed places, or the transactions are not of one form. */
function movesOf(before: Transaction, after: Transaction): Moves | undefined {
  const moves = new Map<string, Map<number, number>>();
  let isLost = before.accesses.length !== after.accesses.length;
  const note = (path: string, line: number, pathNow: string, now: number): void => {
    const lines = moves.get(path) ?? new Map<number, number>();
    isLost ||= pathNow !== path || (lines.get(line) ?? now) !== now;
    moves.set(path, lines.set(line, now));
  };
  const notePlaces = (was: readonly Place[], is: readonly Place[] = []): void => {
    isLost ||= was.length !== is.length;
    for (const [i, { path, line }] of was.entries()) note(path, line, is[i]?.path ?? '', is[i]?.line ?? 0);
  };
  notePlaces([before, { path: before.path, line: before.endLine }], [after, { path: after.path, line: after.endLine }]);
  notePlaces(before.accesses, after.accesses);
  notePlaces(before.externalCalls, after.externalCalls);
  notePlaces(before.published ?? [], after.published ?? []);
  for (const [at, now] of branchesOf(before, after)) {
    const [[, path = at, first, last], [, pathNow = now, firstNow, lastNow]] = [
      ARM.exec(at) ?? [],
      ARM.exec(now) ?? [],
    ];
    note(path, Number(first), pathNow, Number(firstNow));
    note(path, Number(last), pathNow, Number(lastNow));
  }
  return isLost || ![...moves.values()].every(isInTurn) ? undefined : moves;
}

type Place = { readonly path: string; readonly line: number };

/** Each branch once: most accesses stand on those of others. */
function branchesOf(before: Transaction, after: Transaction): Set<readonly [was: string, is: string]> {
  const branches = new Map<string, readonly [was: string, is: string]>();
  for (const [i, { arms = [] }] of before.accesses.entries()) {
    const now = after.accesses[i]?.arms ?? [];
    for (const [j, { at }] of arms.entries()) {
      const to = now.length === arms.length ? (now[j]?.at ?? '') : '';
      branches.set(`${at}\0${to}`, [at, to]);
    }
  }
  return new Set(branches.values());
}

function isInTurn(lines: ReadonlyMap<number, number>): boolean {
  const inTurn = [...lines].sort(([a], [b]) => a - b).map(([, now]) => now);
  return inTurn.every((line, i) => i === 0 || line > (inTurn[i - 1] as number));
}

/** Of a call in a file where the transaction writes, too, that file's writes alone are looked at. */
function isNearestKept({ path }: { readonly path: string }, { steps }: Saga, moves: Moves): boolean {
  const isWriting = steps.some(
    ({ kind, evidence }) => kind !== 'read' && evidence.some((place) => place.path === path),
  );
  const by = new Set([...(moves.get(path) ?? [])].map(([was, is]) => is - was));
  return isWriting && by.size === 1;
}

function sagaAt(saga: Saga, moves: Moves, paths: readonly string[]): Saga | undefined {
  let isLost = false;
  const lineOf = (path: string, line: number): number => {
    const lines = moves.get(path);
    const now = lines === undefined ? line : lines.get(line);
    isLost ||= now === undefined;
    return now ?? line;
  };
  const note = (one: SagaNote): SagaNote => {
    const values = Object.entries(one.values).map(([key, text]) => [key, textAt(text, paths, lineOf)] as const);
    return { ...one, values: Object.fromEntries(values) };
  };
  const { why, led, noted } = saga;
  if (why === undefined || noted === undefined) return undefined;
  const [whyNow, notedNow] = [note(why), noted.map(note)];
  const moved: Saga = {
    ...saga,
    reason: sagaReasonText(whyNow, led, 'en'),
    steps: saga.steps.map((step) => stepAt(step, lineOf)),
    needs: notedNow.map((one) => sagaNoteText(one, 'en')),
    why: whyNow,
    noted: notedNow,
  };
  return isLost ? undefined : moved;
}

type LineOf = (path: string, line: number) => number;

function stepAt(step: SagaStep, lineOf: LineOf): SagaStep {
  const placed = <T extends { readonly path: string; readonly line: number }>(places: readonly T[]) =>
    places.map((place) => ({ ...place, line: lineOf(place.path, place.line) }));
  const { evidence, reads, arms, folded } = step;
  return {
    ...step,
    evidence: placed(evidence),
    ...(reads === undefined ? {} : { reads: placed(reads) }),
    ...(arms === undefined ? {} : { arms: arms.map((arm) => armAt(arm, lineOf)) }),
    ...(folded === undefined ? {} : { folded: { ...folded, at: placed(folded.at) } }),
  };
}

function armAt(arm: Arm, lineOf: LineOf): Arm {
  const [, path = '', first, last, visit = ''] = ARM.exec(arm.at) ?? [];
  return { ...arm, at: `${path}:${lineOf(path, Number(first))}-${lineOf(path, Number(last))}${visit}` };
}

/** `path:line` and `path:line-endLine`, wherever they stand in the text. */
function textAt(text: string, paths: readonly string[], lineOf: LineOf): string {
  return paths.reduce((all, path) => {
    const [first = '', ...others] = all.split(`${path}:`);
    return others.reduce((done, rest) => {
      const lines = rest.replace(/^(\d+)(?:-(\d+))?/, (_whole, from: string, to: string | undefined) => {
        const end = to === undefined ? '' : `-${lineOf(path, Number(to))}`;
        return `${lineOf(path, Number(from))}${end}`;
      });
      return `${done}${path}:${lines}`;
    }, first);
  }, text);
}
