/** What a run of accesses says of itself: the functions on its way, the write that it is about, its tables, and words of names. */
import { labelOf, type TransactionAccess } from '../../model/index.js';
import type { Run } from './fold.js';
import { singular, splitWords, type VerbName } from './verbs.js';

/** Last words of table names that only say that it has rows. */
const ROW = /^(item|level|record|row|entry|info|data|detail|transaction|master|hold|table)$/;

/** Words for parts of something: alone they name nothing. */
const PART = /^(line|adjustment|option|value|translation|relation|position|attribute|property|setting|link|part)$/;

/** The verb that a statement is, where it says which. */
export const BY_CHANGE = { insert: 'create', update: 'update', delete: 'delete' } as const;

/** Outermost first: the function by which the context is entered is the command that the saga will send. */
export function functionsOf(run: Pick<Run, 'accesses'>): { path: string; name: string }[] {
  return run.accesses
    .filter((access) => access.op !== 'read')
    .flatMap((access) => [...access.via.map(viaStep), { path: access.path, name: access.function ?? '' }])
    .filter((f) => f.name !== '');
}

/**
 * The write that the step is about: one that does what the function says; else a row that comes into being, else one that stays;
 * of equals the one named like the context.
 */
export function primaryWrite(
  run: Run,
  reading?: { readonly verb: VerbName; readonly by?: string },
): TransactionAccess | undefined {
  const all = run.accesses.filter((access) => access.op !== 'read');
  // `addLine` that updates lines is no creation of the order that is saved afterwards.
  const below = all.filter((access) => functionsOf({ accesses: [access] }).some(({ name }) => name === reading?.by));
  const writes = below.length > 0 ? below : all;
  const context = wordsOf(run.context).join(' ');
  const pools = [
    writes.filter((access) => reading !== undefined && mayDo(access, reading.verb)),
    writes.filter((access) => changeBy(access) === 'insert'),
    writes.filter((access) => changeBy(access) !== 'delete'),
    writes,
  ];
  const pool = pools.find((one) => one.length > 0) ?? [];
  return pool.find((access) => wordsOf(lastPart(access.table)).join(' ') === context) ?? pool[0];
}

/** A `save` may create and may update. */
function mayDo(access: TransactionAccess, verb: VerbName): boolean {
  const change = changeBy(access);
  return change === undefined ? verb === 'create' || verb === 'update' : BY_CHANGE[change] === verb;
}

export function changeBy(access: TransactionAccess | undefined): TransactionAccess['change'] {
  return access?.op === 'delete' ? 'delete' : access?.change;
}

/** `stock_levels` → stock: what the table holds, without the word for a row of it. */
export function tableNoun(table: string): string {
  const words = wordsOf(lastPart(table));
  while (words.length > 1 && ROW.test(words.at(-1)!) && !(words.length === 2 && isPart(words[0]!))) words.pop();
  return words.join(' ');
}

export function isPart(word: string): boolean {
  return PART.test(word) || ROW.test(word);
}

export function wordsOf(text: string): string[] {
  return splitWords(text).map(singular);
}

export function tablesOf(run: Run, onlyWritten = false): string[] {
  return [...new Set(run.accesses.filter((a) => !onlyWritten || a.op !== 'read').map((a) => a.table))];
}

/** `src/stock.ts#Stock.reserve` as path and name. */
function viaStep(step: string): { path: string; name: string } {
  const hash = step.indexOf('#');
  return { path: step.slice(0, Math.max(0, hash)), name: step.slice(hash + 1) };
}

export function lastPart(table: string): string {
  const label = labelOf(table);
  return label.slice(label.lastIndexOf('.') + 1);
}
