/**
 * What a hole of an SQL template stands for, when it is not a value: an identifier (`sql.identifier(['shop', 'loaf'])`,
 * `sql('loaf')`, `sql.table('loaf')`, `Prisma.raw('loaf')`, `X.tableName`), or a fragment of SQL, whose own text is put
 * in. Judged by what the helper is called, since every library has the same few.
 */
import { typeormTableName } from '../../naming/index.js';
import { alternatives, bare, constantOf, type Thunk, type Value, type ValueOf } from '../../program/index.js';
import type { World } from '../world.js';
import { driverOf } from './drivers.js';

const IDENTIFIER =
  /^(?:identifier|identifiers|id|ref|table|name|ident|raw|unsafe|literal|column|lit|dynamic|sql|SQL|Table|Identifier)$/;
const TABLE_PROPERTY = /^(?:_|\$)?(?:table|tableName|table_name|name)$/;
const MAX_DEPTH = 8;

/** A piece of SQL that names a table of its own, and how many of such that a hole may stand for are read. */
const PIECE = /\b(?:from|join)\s+["'`[\w]/i;
const MAX_PIECES = 4;

/**
 * What a hole of a plain string may be, as far as it names tables: `${withWard ? 'JOIN wards w ON …' : ''}`. Which of them,
 * only the run tells. (A string that a tagged template is given is a value.) `named` is what a library knows of holes.
 */
export function holePieces(
  world: World,
  hole: Thunk,
  named: (hole: Thunk) => string | undefined = () => undefined,
  depth = 0,
): readonly string[] {
  if (depth > MAX_DEPTH) return [];
  const values = alternatives(world.value(hole.expr, hole.scope));
  const pieces = values.flatMap((one) => (one.kind === 'text' && PIECE.test(one.texts.join('x')) ? [one] : []));
  return pieces.slice(0, MAX_PIECES).map((one) => pieceText(world, one, named, depth));
}

function pieceText(
  world: World,
  { texts, holes }: ValueOf<'text'>,
  named: (hole: Thunk) => string | undefined,
  depth: number,
): string {
  return texts
    .map((text, i) => {
      const hole = holes[i];
      if (hole === undefined) return text;
      const known = named(hole) ?? holeText(world, hole, depth + 1) ?? holePieces(world, hole, named, depth + 1)[0];
      return `${text}${known ?? '{{value}}'}`;
    })
    .join('');
}

/** SQL text for the hole; undefined when it is a value or not known. */
export function holeText(world: World, hole: Thunk, depth = 0): string | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const given = identifierGiven(world, hole);
  if (given !== undefined) return given;
  const values = alternatives(world.value(hole.expr, hole.scope));
  for (const value of values) {
    const text = valueText(world, value, depth);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** What own and library functions are called that quote a name: `escapeIdentifier(table)`, `client.quoteIdent('loaf')`. */
const QUOTING = /^(?:escape|quote|wrap|safe)(?:Sql|SQL|Pg|PG)?(?:Id|ID|Ident|Identifier|Table|TableName|Name)$/;

function identifierGiven(world: World, { expr, scope }: Thunk): string | undefined {
  const call = bare(expr);
  const callee = call.kind === 'call' ? bare(call.callee) : undefined;
  if (call.kind !== 'call' || (callee?.kind !== 'name' && callee?.kind !== 'member')) return undefined;
  if (!QUOTING.test(callee.name.replace(/#\d+$/, ''))) return undefined;
  const name = world.constant(call.args[0], scope);
  return name === undefined ? undefined : quotedName(name);
}

function valueText(world: World, value: Value, depth: number): string | undefined {
  // `sql('loaf')`: calling the tag itself.
  if (value.kind === 'external' && value.made?.expr.kind === 'call' && driverOf(world, value) !== undefined) {
    const [first] = value.made.expr.args;
    const name = first && world.constant(first, value.made.scope);
    return name === undefined ? undefined : quotedName(name);
  }
  if (value.kind !== 'made') return generatedTable(world, value);
  const { callee, made } = value;
  if (made.expr.kind === 'tagged')
    return fragmentText(
      world,
      made.expr.texts,
      made.expr.holes.map((expr) => ({ expr, scope: made.scope })),
      depth,
    );
  const name = callee.kind === 'part' || callee.kind === 'import' ? (callee.name.split('.').at(-1) ?? '') : '';
  const [first] = made.expr.kind === 'call' ? made.expr.args : [];
  if (first === undefined) return undefined;
  if (name !== '' && !IDENTIFIER.test(name) && callee.kind !== 'made') return undefined;
  const argument = world.value(first, made.scope);
  const constant = constantOf(argument);
  if (constant !== undefined) return /raw|unsafe|literal|lit/.test(name) ? constant : quotedName(constant);
  if (argument.kind === 'array' && argument.items !== undefined && argument.items.length <= 3) {
    const parts = argument.items.map((item) => {
      const part = constantOf(item);
      return part === undefined ? generatedTable(world, item) : quoted(part);
    });
    if (parts.every((part) => part !== undefined)) return parts.join('.');
  }
  return generatedTable(world, argument);
}

/**
 * `Hooks.table` where `Hooks` is generated at build time from table definitions, and so is not there to be read: the
 * table that the definitions build under that name, if they do.
 */
function generatedTable(world: World, value: Value): string | undefined {
  const owner = value.kind === 'part' ? value.object : value;
  if (owner.kind === 'made' && value.kind === 'part') return definedTable(world, owner, value.name);
  if (owner.kind !== 'import') return undefined;
  const parts = value.kind === 'part' ? [...owner.name.split('.'), value.name] : owner.name.split('.');
  const [base, property] = [parts.at(-2), parts.at(-1)];
  if (base === undefined || property === undefined || !TABLE_PROPERTY.test(property)) return undefined;
  const spellings = [typeormTableName(base), base.toLowerCase(), base];
  const found = world.migrated().find(({ table }) => spellings.includes(table.name));
  return (
    found &&
    [found.table.schema, found.table.name].flatMap((name) => (name === undefined ? [] : [quoted(name)])).join('.')
  );
}

/** `Loaves.tableName` where `const Loaves = createModel('create table loaves (…)').extend(…)`: the statement names it. */
function definedTable(world: World, owner: Value, property: string): string | undefined {
  let at = owner;
  for (let i = 0; at.kind === 'made' && at.callee.kind === 'part' && i < MAX_DEPTH; i++) at = at.callee.object;
  if (at.kind !== 'made' || at.made.expr.kind !== 'call' || !TABLE_PROPERTY.test(property)) return undefined;
  const [first] = at.made.expr.args;
  const definition = first && world.value(first, at.made.scope);
  if (definition?.kind !== 'text' || !/\bcreate\s+table\b/i.test(definition.texts[0] ?? '')) return undefined;
  const [only, ...others] = world.sql(definition, { line: 1 }).flatMap(({ accesses }) => accesses);
  return only?.op === 'ddl' && others.length === 0 ? quoted(only.table.name) : undefined;
}

/** A template's own text with its holes put in or left as templating, which the reader takes for unknown. */
function fragmentText(world: World, texts: readonly string[], holes: readonly Thunk[], depth: number): string {
  return texts
    .map((text, i) => {
      const hole = holes[i];
      if (hole === undefined) return text;
      const constant = constantOf(world.value(hole.expr, hole.scope));
      return `${text}${holeText(world, hole, depth + 1) ?? (constant === undefined ? '{{value}}' : `'${constant.replaceAll("'", "''")}'`)}`;
    })
    .join('');
}

/** `shop.loaf` names a schema and a table. */
function quotedName(name: string): string {
  return /^[\w$]+(?:\.[\w$]+){0,2}$/.test(name) ? name.split('.').map(quoted).join('.') : quoted(name);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
