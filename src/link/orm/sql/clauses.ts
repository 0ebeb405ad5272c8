/**
 * Statements that own functions put together from their clauses: `renderSql(select('*'), from('loaves l'), join('shops s on …'))`.
 * Told by the names of the functions and by the strings that they are given; read as the statement that the clauses make.
 */
import type { Expr } from '../../../model/index.js';
import { alternatives, bare, type Chain, type Link, type Scope, type Value } from '../../program/index.js';
import type { Finding } from '../dialect.js';
import type { World } from '../world.js';
import { holeText } from './holes.js';

type Clause = 'with' | 'select' | 'from' | 'join' | 'where';

/** What people call the functions, beside the word itself. */
const CLAUSES: ReadonlyMap<string, Clause> = new Map([
  ['with', 'with'],
  ['withClause', 'with'],
  ['select', 'select'],
  ['from', 'from'],
  ['join', 'join'],
  ['innerJoin', 'join'],
  ['leftJoin', 'join'],
  ['rightJoin', 'join'],
  ['where', 'where'],
]);
const MAX_DEPTH = 4;
/** What clauses may stand in: most calls are given none of these, and are done with. */
const MAY_HOLD: ReadonlySet<Expr['kind']> = new Set(['call', 'array', 'spread', 'either']);

/** Whether a call may be one: a `from('…')` by itself stands among what it is given. Nothing is evaluated. */
export function isMadeOfClauses({ kind, receiver, args }: Link): boolean {
  if (kind !== 'call' || receiver !== undefined || !args.some((one) => MAY_HOLD.has(one.kind))) return false;
  return clauseCalls(args, undefined, MAX_DEPTH).some(({ clause }) => clause === 'from');
}

/** The statement of a call that an own function is given clauses by, each made by an own function. */
export function clausesFinding(world: World, { scope }: Chain, link: Link): Finding | undefined {
  const parts: Record<Clause, string[]> = { with: [], select: [], from: [], join: [], where: [] };
  for (const { clause, callee, text } of clauseCalls(link.args, scope, MAX_DEPTH)) {
    const isOwn = alternatives(world.value(callee, scope)).some(({ kind }) => kind === 'function');
    const written = isOwn ? clauseText(world, world.value(text, scope)) : undefined;
    if (written !== undefined) parts[clause].push(written);
  }
  const from = parts.from.at(-1);
  if (from === undefined) return undefined;
  const statement = [
    parts.with.length > 0 ? `with ${parts.with.join(', ')}` : '',
    `select ${parts.select.length > 0 ? parts.select.join(', ') : '*'}`,
    `from ${from}`,
    ...parts.join.map((one) => `join ${one}`),
    parts.where.length > 0 ? `where ${parts.where.map((one) => `(${one})`).join(' and ')}` : '',
  ].join(' ');
  const finding = world.sqlFinding({ kind: 'text', texts: [statement], holes: [] }, { line: link.line });
  if (finding === undefined || finding.accesses.length === 0) return undefined;
  return { accesses: finding.accesses.map((access) => ({ ...access, line: link.line, confidence: 'convention' })) };
}

type ClauseCall = { readonly clause: Clause; readonly callee: Expr; readonly text: Expr };

/** Calls of clauses among what is given, in lists, choices and calls that pass them on. */
function clauseCalls(given: readonly Expr[], scope: Scope | undefined, depth: number): ClauseCall[] {
  if (depth === 0) return [];
  return given.flatMap((written): ClauseCall[] => {
    const expr = bare(written);
    const further = (inner: readonly Expr[]) => clauseCalls(inner, scope, depth - 1);
    if (expr.kind === 'array') return further(expr.items);
    if (expr.kind === 'spread') return further([expr.value]);
    if (expr.kind === 'either') return further(expr.options);
    if (expr.kind === 'name') {
      const init = scope && initialValue(scope, expr.name);
      return init ? further([init]) : [];
    }
    if (expr.kind !== 'call') return [];
    const callee = bare(expr.callee);
    const clause = callee.kind === 'name' ? CLAUSES.get(callee.name) : undefined;
    const [text] = expr.args;
    if (clause !== undefined) return text ? [{ clause, callee, text }] : [];
    return callee.kind === 'name' ? further(expr.args) : [];
  });
}

function initialValue({ file, fn }: Scope, name: string): Expr | undefined {
  for (let at = fn; at >= 0; at = file.program.functions[at]?.parent ?? -1) {
    const binding = file.names(at).get(name);
    if (binding) return binding.kind === 'local' && !binding.variable.path ? binding.variable.init : undefined;
  }
  return undefined;
}

/** The text with its holes put in where they are SQL; `${id}` of a plain string, which the library puts in, is a value. */
function clauseText(world: World, value: Value): string | undefined {
  for (const one of alternatives(value)) {
    if (one.kind !== 'text') continue;
    const text = one.texts
      .map((part, at) => {
        const hole = one.holes[at];
        return hole === undefined ? part : `${part}${holeText(world, hole) ?? '$1'}`;
      })
      .join('');
    return text.replace(/\$\{[^{}]*\}/g, () => '$1');
  }
  return undefined;
}
