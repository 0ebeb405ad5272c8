/**
 * Analysis + what the user asks about → the reasons, with lines of code. Answers for: a metric, a rule, a context, a
 * module, a table, a transaction, and for two of them: every dependency between them. Pure; the command line adds colour
 * and the code lines.
 */
import { type Analysis, compareText, SHARED_KERNEL, type Transaction, UNASSIGNED, UserError } from '../model/index.js';
import { explainBetween } from './between.js';
import { explainContext } from './context.js';
import { explainModule } from './module.js';
import { explainOutside } from './outside.js';
import { explainTable } from './table.js';
import { explainTransaction } from './transaction.js';
import { type Language, wordsOf } from './words.js';

export { explainWord } from './glossary.js';

/** A titled list of lines; `places` are shown with their code line when it is at hand. */
export type Section = {
  readonly title: string;
  readonly lines: readonly string[];
  readonly places?: readonly { readonly path: string; readonly line: number; readonly text: string }[];
};

export type Explanation = { readonly subject: string; readonly kind: string; readonly sections: readonly Section[] };

/** One or two subjects. Throws UserError with the nearest names when a subject is not known. */
export function explain(analysis: Analysis, subjects: readonly string[], language: Language = 'en'): Explanation {
  const words = wordsOf(language);
  const found = subjects.map((text) => subjectOf(analysis, text));
  const [first, second] = found;
  if (!first) throw new UserError('MSA060', 'nothing to explain', 'Name a metric, rule, context, module or table.');
  if (second) return explainBetween(analysis, first, second, words);
  if (isOutside(first.id)) return explainOutside(analysis, first.id, words);
  if (first.kind === 'context') return explainContext(analysis, first.id, words);
  if (first.kind === 'module') return explainModule(analysis, first.id, words);
  if (first.kind === 'table') return explainTable(analysis, first.id, words);
  return explainTransaction(analysis, first.id, words);
}

export type Subject = { readonly kind: 'context' | 'module' | 'table' | 'transaction'; readonly id: string };

/** Finds what a text names: context id or name, module path (or its unambiguous end), table or model name, transaction id or place. */
function subjectOf(analysis: Analysis, text: string): Subject {
  const candidates = candidatesOf(analysis, text);
  const [only, other] = candidates;
  if (only && !other) return only;
  if (only && other) {
    const names = candidates
      .slice(0, 5)
      .map(({ id }) => id)
      .join(', ');
    throw new UserError(
      'MSA061',
      `"${text}" names several things: ${names}`,
      'Give the whole id, for example table:orders or module:src/a.ts.',
    );
  }
  throw new UserError(
    'MSA062',
    `nothing here is called "${text}"`,
    `Nearest: ${nearest(analysis, text).join(', ') || 'no similar name'}.`,
  );
}

function candidatesOf(analysis: Analysis, text: string): Subject[] {
  const exact = exactly(analysis, text);
  if (exact.length > 0) return exact;
  const [, path = '', line] = /^(.*?)(?::(\d+))?$/.exec(text.replaceAll('\\', '/').replace(/^\.\//, '')) ?? [];
  const at = (there: string) => there === path || there.endsWith(`/${path}`);
  const transaction = line === undefined ? undefined : transactionAt(analysis, at, Number(line));
  if (transaction !== undefined) return [{ kind: 'transaction', id: transaction }];
  return analysis.graph.nodes
    .filter((node) => node.kind === 'module' && at(node.path))
    .map((node) => ({ kind: 'module', id: node.id }));
}

/** A place as the reports print it, `src/orders/order.service.ts:43`: the innermost transaction whose scope holds the line. */
function transactionAt(analysis: Analysis, at: (path: string) => boolean, line: number): string | undefined {
  return analysis.transactions
    .filter((each) => at(each.path) && each.line <= line && line <= each.endLine)
    .reduce<Transaction | undefined>(
      (inner, each) => (inner === undefined || each.line >= inner.line ? each : inner),
      undefined,
    )?.id;
}

function exactly(analysis: Analysis, text: string): Subject[] {
  if (isOutside(text)) return [{ kind: 'context', id: text }];
  const context = analysis.contextMap.contexts.find(({ id, name }) => id === text || name === text);
  if (context) return [{ kind: 'context', id: context.id }];
  const node = analysis.graph.nodes.find(({ id }) => id === text);
  if (node) return [{ kind: node.kind, id: node.id }];
  const tables = analysis.graph.nodes.filter(
    (each) =>
      each.kind === 'table' && (each.name === text || each.id === `table:${text}` || each.models.includes(text)),
  );
  if (tables.length > 0) return tables.map(({ id }) => ({ kind: 'table', id }));
  const transaction = analysis.transactions.find(({ id }) => id === text);
  return transaction ? [{ kind: 'transaction', id: transaction.id }] : [];
}

/** Reports name these where else a context stands; no context can be called so. */
function isOutside(id: string): id is typeof SHARED_KERNEL | typeof UNASSIGNED {
  return id === SHARED_KERNEL || id === UNASSIGNED;
}

/** Names that share the most letter pairs with the text (Dice coefficient), best first, at most five. */
function nearest(analysis: Analysis, text: string): string[] {
  const names = [
    ...analysis.contextMap.contexts.map(({ id }) => id),
    ...analysis.graph.nodes.map((node) => (node.kind === 'table' ? node.name : node.path)),
  ];
  const wanted = pairs((text.split('/').at(-1) ?? text).replace(/:\d+$/, '').toLowerCase());
  return [...new Set(names)]
    .map((name) => ({ name, score: dice(wanted, pairs((name.split('/').at(-1) ?? name).toLowerCase())) }))
    .filter(({ score }) => score > 0.4)
    .sort((a, b) => b.score - a.score || compareText(a.name, b.name))
    .slice(0, 5)
    .map(({ name }) => name);
}

function pairs(text: string): Set<string> {
  const result = new Set<string>();
  for (let i = 0; i + 1 < text.length; i++) result.add(text.slice(i, i + 2));
  return result;
}

function dice(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size + b.size === 0) return 0;
  let shared = 0;
  for (const pair of a) if (b.has(pair)) shared++;
  return (2 * shared) / (a.size + b.size);
}
