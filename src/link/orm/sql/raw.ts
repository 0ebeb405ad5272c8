/**
 * SQL that a call is given, whatever library it belongs to: a tagged template, a string (constants evaluated, sums
 * joined), an object with `text` or `sql`. Holes that are identifiers or fragments of SQL by any of the common helpers
 * are put in before the text is read; the others stay values.
 */

import type { Expr } from '../../../model/index.js';
import {
  type Chain,
  constantOf,
  type Link,
  type Scope,
  type Thunk,
  type Value,
  type ValueOf,
} from '../../program/index.js';
import { looksLikeSql, type SqlDialect } from '../../sql/index.js';
import type { Finding } from '../dialect.js';
import type { World } from '../world.js';
import { appendedTexts, isAppended, namesBefore } from './appended.js';
import { holePieces, holeText } from './holes.js';

export type RawOptions = {
  readonly dialect?: SqlDialect;
  /** Which argument the text is; 0 when absent. */
  readonly argument?: number;
};

/** What drivers call the statement in an object that they are given. */
export const TEXT_KEYS: readonly string[] = ['text', 'sql', 'query', 'statement', 'sqlText'];

/** A hole of a tagged template as the cheap test for SQL sees it: a value, which prose has not. */
const HOLE = '$1';

/** The finding for a tag or a call whose argument is SQL; undefined when there is no text in it. */
export function sqlAccesses(world: World, chain: Chain, link: Link, options: RawOptions = {}): Finding | undefined {
  const at = { scope: chain.scope, line: link.line, dialect: options.dialect };
  if (link.expr.kind === 'tagged') return templateFinding(world, link.expr, at);
  const argument = link.args[options.argument ?? 0];
  if (argument === undefined) return undefined;
  return valueFinding(world, identifiersBound(world, chain, link, world.value(argument, chain.scope)), at, 0);
}

/** `query('SELECT * FROM ?? WHERE id = ?', ['loaf', 1])` (mysql, knex): constant bindings of `??` are put in. */
function identifiersBound(world: World, chain: Chain, link: Link, text: Value): Value {
  const constant = constantOf(text);
  const bindings = link.args[1] && world.value(link.args[1], chain.scope);
  if (constant?.includes('??') !== true || bindings === undefined) return text;
  const items = bindings.kind === 'array' ? (bindings.items ?? []) : [bindings];
  let at = 0;
  const bound = constant.replace(/\?\??/g, (mark) => {
    const item = items[at++];
    const name = mark === '??' && item ? constantOf(item) : undefined;
    return name === undefined
      ? mark
      : name
          .split('.')
          .map((part) => `\`${part}\``)
          .join('.');
  });
  return { kind: 'text', texts: [bound], holes: [] };
}

type At = { readonly scope: Scope; readonly line: number; readonly dialect: SqlDialect | undefined };

function templateFinding(
  world: World,
  expr: Extract<Link['expr'], { readonly kind: 'tagged' }>,
  { scope, line, dialect }: At,
): Finding | undefined {
  const holes = expr.holes.map((hole): Thunk => ({ expr: hole, scope }));
  const [start = '', ...others] = expr.texts;
  // What is appended after a list that an earlier piece began: names that piece has given are not known here.
  const rest = /^\s*(?:\)\s*)+(?=(?:INSERT|UPDATE|DELETE)\b)/i.exec(start)?.[0];
  const texts = rest === undefined ? expr.texts : [start.slice(rest.length), ...others];
  const text: Value = { kind: 'text', texts, holes };
  const finding = world.sqlFinding(text, {
    line: expr.line || line,
    hole: (hole) => holeText(world, hole),
    ...(dialect === undefined ? {} : { dialect }),
  });
  if (rest !== undefined && finding) return { accesses: finding.accesses.filter(({ op }) => op !== 'read') };
  // A fragment (`, `, `a = ${b}`) names no table and leaves nothing open. All of `update ${a} set ${b}` may be holes.
  const isWhole = looksLikeSql(expr.texts.join(HOLE));
  return finding?.accesses.length === 0 && !isWhole ? undefined : finding;
}

/** The finding for a statement that is run at `at`, wherever it is written. */
export function statementFinding(world: World, value: Value, at: At): Finding | undefined {
  const finding = valueFinding(world, value, at, 0);
  return (
    finding && { ...finding, accesses: finding.accesses.map(({ below: _, ...one }) => ({ ...one, line: at.line })) }
  );
}

/** SQL that a value is; lines of a text written in another file are those of the call. */
function valueFinding(world: World, value: Value, at: At, depth: number): Finding | undefined {
  if (depth > 4) return undefined;
  if (value.kind === 'text') {
    const finding = stringFinding(world, value, at);
    return finding && { ...finding, accesses: finding.accesses.map((access) => ({ ...access, line: at.line })) };
  }
  if (value.kind === 'union') return merged(value.of.map((one) => valueFinding(world, one, at, depth + 1)));
  if (value.kind === 'object') {
    for (const key of TEXT_KEYS) {
      const inner = world.member(value, key);
      if (inner.kind !== 'unknown') return valueFinding(world, inner, at, depth + 1);
    }
    return undefined;
  }
  if (value.kind !== 'made') return undefined;
  const { expr, scope } = value.made;
  if (expr.kind === 'tagged') {
    const finding = templateFinding(world, expr, { ...at, scope });
    const isHere = scope.file.path === at.scope.file.path;
    return (
      finding && (isHere ? finding : { ...finding, accesses: finding.accesses.map((a) => ({ ...a, line: at.line })) })
    );
  }
  if (isAppended(expr)) return appendedFinding(world, expr, scope, at);
  // `template.where(…).toQuery()`: what its own methods make of a template is the template.
  if (value.callee.kind === 'part' && value.callee.object.kind === 'made') {
    const inner = valueFinding(world, value.callee.object, at, depth + 1);
    if (inner !== undefined) return inner;
  }
  // `sql.raw(text)`, `SQL(text)`, `new QueryFile(path)`: what is given to a builder of the library.
  const [first] = expr.kind === 'call' || expr.kind === 'new' ? expr.args : [];
  return first && valueFinding(world, world.value(first, scope), at, depth + 1);
}

/** A string as it stands, and with each of the pieces that its holes may be; `named` is what a library knows of holes. */
export function stringFinding(
  world: World,
  value: ValueOf<'text'>,
  { line, dialect }: Omit<At, 'scope'>,
  named: (hole: Thunk) => string | undefined = () => undefined,
): Finding | undefined {
  const read = (pieceOf: (hole: Thunk) => string | undefined) =>
    world.sqlFinding(value, {
      line,
      hole: (hole) => named(hole) ?? holeText(world, hole) ?? pieceOf(hole),
      ...(dialect === undefined ? {} : { dialect }),
    });
  const pieces = new Map(value.holes.map((hole) => [hole, holePieces(world, hole, named)]));
  const ways = [...pieces.values()].reduce((most, { length }) => Math.max(most, length), 0);
  if (ways === 0) return read(() => undefined);
  const found = Array.from({ length: ways }, (_, way) =>
    read((hole) => {
      const own = pieces.get(hole) ?? [];
      return own[Math.min(way, own.length - 1)];
    }),
  );
  const isRead = found.every((one) => one !== undefined && one.accesses.length > 0);
  return withoutDoubles(merged(isRead ? found : [read(() => undefined), ...found]));
}

function withoutDoubles(finding: Finding | undefined): Finding | undefined {
  if (finding === undefined) return undefined;
  const seen = new Map(
    finding.accesses.map(
      (one) => [`${one.op} ${one.joined} ${one.table.schema ?? ''}.${one.table.name}`, one] as const,
    ),
  );
  return { ...finding, accesses: [...seen.values()] };
}

/** A statement that is put together with `append`. */
export function appendedFinding(world: World, whole: Expr, scope: Scope, at: Omit<At, 'scope'>): Finding | undefined {
  const before = namesBefore(world, whole, scope);
  const { line, dialect } = at;
  const options = { line, hole: (hole: Thunk) => holeText(world, hole), ...(dialect === undefined ? {} : { dialect }) };
  return merged(
    appendedTexts(world, whole, scope).map((pieces) => {
      const finding = world.sqlFinding({ kind: 'text', ...pieces }, options);
      if (finding === undefined) return undefined;
      const accesses = finding.accesses.filter(({ table }) => table.schema !== undefined || !before.has(table.name));
      return accesses.length === 0 && !looksLikeSql(pieces.texts.join('x')) ? undefined : { ...finding, accesses };
    }),
  );
}

/** A text that is unmistakably SQL, whoever it is given to. */
export function isDirectText(world: World, value: Value): boolean {
  if (value.kind === 'text') return looksLikeSql(value.texts.join('x'));
  if (value.kind === 'union') return value.of.some((one) => isDirectText(world, one));
  if (value.kind !== 'object') return false;
  return TEXT_KEYS.some((key) => isDirectText(world, world.member(value, key)));
}

/** A statement with what prose has not: a star, a comparison, a parameter, a list. */
export function isStatement(world: World, value: Value): boolean {
  if (value.kind === 'text') return looksLikeSql(value.texts.join('x')) && /[=*(?$:@]/.test(value.texts.join('$'));
  if (value.kind === 'union') return value.of.some((one) => isStatement(world, one));
  return value.kind === 'object' && TEXT_KEYS.some((key) => isStatement(world, world.member(value, key)));
}

function merged(findings: readonly (Finding | undefined)[]): Finding | undefined {
  const known = findings.filter((finding) => finding !== undefined);
  if (known.length === 0) return undefined;
  const unresolved = known.find((finding) => finding.unresolved !== undefined)?.unresolved;
  return { accesses: known.flatMap((finding) => finding.accesses), ...(unresolved ? { unresolved } : {}) };
}
