/** Whether a call may be given SQL, by how it is written alone: asked of every call, so nothing is evaluated. */
import type { Expr } from '../../../model/index.js';
import type { Link } from '../../program/index.js';
import { OWN_RUN, OWN_SINK, ROW_SINKS } from './sinks.js';

const STATEMENT = /^\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH|MERGE)\s/i;

/** `db.map('SELECT …', values, (row) => row.id)`. */
export function takesRowFunction({ name, args }: Link): boolean {
  return ROW_SINKS.has(name) && args.length > 1 && args[0]?.kind !== 'function';
}

/** `this.warehouse.queryRows(query)`: a call that runs what a variable of such a name holds. */
export function isOwnRunOfNamedText({ name, args }: Link): boolean {
  const isText = (arg: Expr) => arg.kind === 'name' && /(?:sql|query|stmt|statement)(?:#\d+)?$/i.test(arg.name);
  return args.slice(0, 3).some(isText) && (OWN_SINK.test(name) || OWN_RUN.test(name));
}

export function isSqlOrItsFile(expr: Expr): boolean {
  if (expr.kind === 'string') return STATEMENT.test(expr.value) || namesSqlFile(expr);
  if (expr.kind === 'template') return STATEMENT.test(expr.texts[0] ?? '') || namesSqlFile(expr);
  if (expr.kind === 'object') return expr.entries.some(({ key, value }) => key === 'text' && isSqlOrItsFile(value));
  return namesSqlFile(expr);
}

/** A string, or a template whose end is constant, that names an `.sql` file. */
export function namesSqlFile(expr: Expr): boolean {
  if (expr.kind === 'string') return expr.value.endsWith('.sql');
  if (expr.kind === 'template') return expr.texts.at(-1)?.endsWith('.sql') === true;
  return expr.kind === 'concat' && expr.parts.some(namesSqlFile);
}
