/**
 * What a write does to rows: inserts, updates or deletes them. Read from the names of a chain that is known to be a data
 * access, and from SQL in its arguments. Undefined for `save`, `persist` and `upsert`, which may do either.
 */
import type { Expr, TransactionAccess } from '../../model/index.js';
import type { Site } from './nodes.js';

const INSERT = /^(?:insert\w*|create|createMany\w*|createOne|bulkCreate|createEach|createGraph|nativeInsert\w*)$/i;
const UPDATE =
  /^(?:update\w*|increment\w*|decrement\w*|findOneAndUpdate|findByIdAndUpdate|findAndUpdate|patch\w*|nativeUpdate\w*|replaceOne|restore|recover)$/i;
/** A row marked as gone is gone for everybody who reads by the rules. */
const DELETE = /^(?:soft(?:Delete|Remove)\w*|delete\w*|destroy|remove|truncate)$/i;
const EITHER = /upsert|^(?:findOrCreate|updateOrCreate|findOrNew|save\w*|persist\w*|merge)$/i;

export function changeOf({ op, chain }: Site): TransactionAccess['change'] {
  if (op === 'delete') return 'delete';
  if (op !== 'write') return undefined;
  const names = chain.links.map((link) => link.name);
  if (names.some((name) => EITHER.test(name))) return undefined;
  for (const name of names.reverse()) {
    if (INSERT.test(name)) return 'insert';
    if (UPDATE.test(name)) return 'update';
    if (DELETE.test(name)) return 'delete';
  }
  return changeInSql(chain.links.flatMap((link) => [link.expr, ...link.args]));
}

function changeInSql(exprs: readonly Expr[]): TransactionAccess['change'] {
  for (const expr of exprs) {
    const text =
      expr.kind === 'string' ? expr.value : expr.kind === 'template' || expr.kind === 'tagged' ? expr.texts[0] : '';
    const verb = /^\s*(insert|update|delete)\b/i.exec(text ?? '')?.[1]?.toLowerCase();
    if (verb !== undefined) return verb as 'insert' | 'update' | 'delete';
  }
  return undefined;
}
