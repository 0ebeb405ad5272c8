/**
 * Texts and plain values in code of which linking never asks what they say: messages, labels, limits. An edit that writes
 * another one in the place of such a value gives the same graph, since the same questions are asked and answered alike. Found
 * out while linking, by watching what is read of each; kept in the order in which they stand in the facts of their file.
 */
import type { FileFacts, Program } from '../../model/index.js';
import type { Changed } from './moved-graph.js';

/** By path: for each value in turn whether it was read, `r`, or not, `-`. */
export type ReadTexts = readonly (readonly [path: string, marks: string])[];

const READ = 'r';
const UNREAD = '-';

/** Under which key each kind of expression, or of type, holds its value. */
const VALUES: ReadonlyMap<unknown, string> = new Map([
  ['string', 'value'],
  ['literal', 'text'],
  ['template', 'texts'],
]);

type Fields = Record<string, unknown>;

/** From now on it is noted which values are read. The facts stay what they are. */
export function watchTexts(facts: readonly FileFacts[]): () => ReadTexts {
  const watched = facts.flatMap(({ path, program }) => {
    if (program === undefined) return [];
    const values = valuesIn(program);
    const isRead = new Uint8Array(values.length);
    for (const [i, node] of values.entries()) {
      const key = VALUES.get(node['kind']) as string;
      const value = node[key];
      const get = () => {
        isRead[i] = 1;
        return value;
      };
      Object.defineProperty(node, key, { enumerable: true, configurable: true, get });
    }
    return [{ path, isRead }];
  });
  return () =>
    watched
      .filter(({ isRead }) => isRead.includes(0))
      .map(({ path, isRead }) => [path, Array.from(isRead, (one) => (one === 1 ? READ : UNREAD)).join('')] as const);
}

/** Each once, in an order that only the form of the facts decides. Depth does not overflow. */
function valuesIn(program: Program): Fields[] {
  const values: Fields[] = [];
  const seen = new Set<unknown>();
  const stack: unknown[] = [program];
  while (stack.length > 0) {
    const node = stack.pop();
    if (typeof node !== 'object' || node === null || seen.has(node)) continue;
    seen.add(node);
    if (isValue(node as Fields)) values.push(node as Fields);
    for (const key in node) {
      const part = (node as Fields)[key];
      if (typeof part === 'object') stack.push(part);
    }
  }
  return values;
}

function isValue(node: Fields): boolean {
  const key = VALUES.get(node['kind']);
  return key !== undefined && node[key] !== undefined;
}

/** The change without what is written in the place of values that nobody reads. */
export function withoutUnread(change: Changed, texts: ReadTexts | undefined): Changed {
  const marks = marksOf(change, texts);
  const { before, after } = change;
  if (marks === undefined || before.program === undefined || after.program === undefined) return change;
  const [was, is] = [valuesIn(before.program), valuesIn(after.program)];
  const places = [...is.keys()].filter((i) => marks[i] === UNREAD && isAnother(was[i], is[i] as Fields));
  if (was.length !== marks.length || is.length !== marks.length || places.length === 0) return change;
  const program = structuredClone(after.program);
  const values = valuesIn(program);
  for (const i of places) {
    const [old, node] = [was[i] as Fields, values[i] as Fields];
    const key = VALUES.get(node['kind']) as string;
    node[key] = old[key];
  }
  return { before, after: { ...after, program } };
}

/** Of one kind, with as many texts. */
function isAnother(was: Fields | undefined, is: Fields): boolean {
  const key = VALUES.get(is['kind']) as string;
  if (was?.['kind'] !== is['kind']) return false;
  const [before, now] = [was?.[key], is[key]];
  if (!Array.isArray(before) || !Array.isArray(now)) return before !== now;
  return before.length === now.length && before.some((text, i) => text !== now[i]);
}

function marksOf({ after }: Changed, texts: ReadTexts | undefined): string | undefined {
  return texts?.find(([path]) => path === after.path)?.[1];
}

/** What neither reading has read; a file of which the other one knows nothing is read. */
export function alsoRead(texts: ReadTexts, others: ReadTexts): ReadTexts {
  const known = new Map(others);
  return texts.flatMap(([path, marks]): ReadTexts[number][] => {
    const other = known.get(path);
    if (other === undefined || other.length !== marks.length) return [];
    return [[path, marks === other ? marks : Array.from(marks, (one, i) => (other[i] === READ ? READ : one)).join('')]];
  });
}

/** What still holds after a change that was taken over: where values stand elsewhere now, nothing is known of them. */
export function textsAfter(texts: ReadTexts | undefined, changed: readonly Changed[]): ReadTexts | undefined {
  const others = new Set(
    changed.filter(({ before, after }) => !isOneForm(before, after)).map(({ after }) => after.path),
  );
  return others.size === 0 ? texts : texts?.filter(([path]) => !others.has(path));
}

/** The same but for lines and values. */
function isOneForm(before: FileFacts, after: FileFacts): boolean {
  const form = ({ program }: FileFacts) =>
    JSON.stringify(program, function (this: Fields, key, part) {
      if (typeof part === 'number') return 0;
      return VALUES.get(this['kind']) === key ? '' : part;
    });
  return form(before) === form(after);
}
