/**
 * Drizzle's declarations: `pgTable('name', columns, extra)` and its kin, table creators, schemas, views, and relations
 * (`relations(...)`, `defineRelations(...)`), which the database does not know. The name is the first argument, with a
 * creator's function applied; a table is recognised by the value its variable has, whatever file it is asked from.
 */
import type { Expr } from '../../../model/index.js';
import {
  alternatives,
  callFunction,
  constantOf,
  functionScope,
  moduleScope,
  type ProgramFile,
  type Scope,
  type Value,
  type ValueOf,
} from '../../program/index.js';
import type { ForeignKeyDeclaration, TableDeclaration, TableName } from '../dialect.js';
import type { World } from '../world.js';

export const PACKAGE = 'drizzle-orm';

const TABLE = /^(?:pg|mysql|sqlite|singlestore|gel|mssql|cockroach|snake)Table$/;
const VIEW = /^(?:pg|mysql|sqlite|singlestore|gel)(?:Materialized)?View$/;
const CREATOR = /^(?:pg|mysql|sqlite|singlestore|gel)TableCreator$/;
const SCHEMA = /^(?:pg|mysql|singlestore|gel)Schema$/;

/** A table value, understood. `columns` is the object of columns with its scope. */
export type DrizzleTable = {
  readonly name: TableName;
  readonly kind: 'table' | 'view';
  readonly made: { readonly expr: Expr; readonly scope: Scope };
};

type MadeValue = ValueOf<'made'>;

/** The table that a value is: declared, aliased, or one of its columns when `withColumns`. */
export function tableOf(world: World, value: Value, withColumns = false): DrizzleTable | undefined {
  for (const one of alternatives(value)) {
    const found = single(world, one, withColumns, 0);
    if (found) return found;
  }
  return undefined;
}

function single(world: World, value: Value, withColumns: boolean, depth: number): DrizzleTable | undefined {
  if (depth > 6) return undefined;
  if (value.kind === 'part') return partOf(world, value, withColumns, depth);
  if (value.kind !== 'made' || value.made.expr.kind !== 'call') return undefined;
  const { callee } = value;
  if (callee.kind === 'import' && callee.package === PACKAGE)
    return called(world, value, lastName(callee.name), undefined);
  if (callee.kind === 'part') {
    const schema = schemaName(world, callee.object);
    if (schema !== undefined)
      return called(
        world,
        value,
        callee.name === 'table'
          ? 'pgTable'
          : callee.name === 'view' || callee.name === 'materializedView'
            ? 'pgView'
            : '',
        schema,
      );
    // `.as(qb => …)`, `.existing()`, `.enableRLS()`, `.$type()`: still the table or view it is called on.
    return single(world, callee.object, withColumns, depth + 1);
  }
  if (
    callee.kind === 'made' &&
    callee.callee.kind === 'import' &&
    callee.callee.package === PACKAGE &&
    CREATOR.test(lastName(callee.callee.name))
  ) {
    return created(world, value, callee);
  }
  return undefined;
}

/** `orders.id` is a column: a part of the table. `pgView(…).as` is the view with its method still to be called. */
function partOf(world: World, value: ValueOf<'part'>, withColumns: boolean, depth: number): DrizzleTable | undefined {
  if (/^(?:as|existing|enableRLS|with|using|tablespace)$/.test(value.name))
    return single(world, value.object, withColumns, depth + 1);
  return withColumns ? single(world, value.object, withColumns, depth + 1) : undefined;
}

function called(world: World, value: MadeValue, name: string, schema: string | undefined): DrizzleTable | undefined {
  const [first] = argsOf(value);
  if (first === undefined) return undefined;
  if (name === 'alias' || name === 'aliasedTable' || name === 'getTable')
    return tableOf(world, world.value(first, value.made.scope));
  const kind = TABLE.test(name) ? 'table' : VIEW.test(name) ? 'view' : undefined;
  const text = kind && world.constant(first, value.made.scope);
  if (kind === undefined || text === undefined) return undefined;
  return { name: { name: text, ...(schema === undefined ? {} : { schema }) }, kind, made: value.made };
}

/** `pgTableCreator(name => \`shop_${name}\`)`: the function's result for this name. */
function created(world: World, value: MadeValue, creator: MadeValue): DrizzleTable | undefined {
  const [first] = argsOf(value);
  const [naming] = argsOf(creator);
  if (first === undefined || naming === undefined) return undefined;
  const plain = world.constant(first, value.made.scope);
  const rule = alternatives(world.value(naming, creator.made.scope)).find((one) => one.kind === 'function');
  const stored =
    rule && constantOf(callFunction(world.ev, rule, { exprs: [first], scope: value.made.scope }, undefined));
  const name = stored ?? plain;
  return name === undefined ? undefined : { name: { name }, kind: 'table', made: value.made };
}

function schemaName(world: World, value: Value): string | undefined {
  if (value.kind !== 'made' || value.callee.kind !== 'import' || value.callee.package !== PACKAGE) return undefined;
  if (!SCHEMA.test(lastName(value.callee.name))) return undefined;
  const [first] = argsOf(value);
  return first && world.constant(first, value.made.scope);
}

function argsOf(value: MadeValue): readonly Expr[] {
  return value.made.expr.kind === 'call' ? value.made.expr.args : [];
}

function lastName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** A table with the variable that holds it: `query.<key>` and relations go by that name. */
export type DeclaredTable = DrizzleTable & {
  readonly variable: string;
  readonly file: ProgramFile;
  readonly line: number;
};

/** Tables of every file. Only variables whose initialiser is called with a name are evaluated. */
export function declaredTables(world: World): DeclaredTable[] {
  const found: DeclaredTable[] = [];
  for (const file of world.ev.files.values()) {
    const scope = moduleScope(world.ev, file);
    for (const local of file.program.functions[0]?.locals ?? []) {
      if (local.path !== undefined || local.init === undefined || !namesSomething(local.init)) continue;
      const value = world.value(local.init, scope);
      const isAlias =
        value.kind === 'made' && value.callee.kind === 'import' && /^alias/.test(lastName(value.callee.name));
      const table = isAlias ? undefined : tableOf(world, value);
      if (table) found.push({ ...table, variable: local.name, file, line: local.line });
    }
  }
  return found;
}

/** A call somewhere down the chain whose first argument is a string or template: cheap to see, rare enough. */
function namesSomething(expr: Expr): boolean {
  let at = expr;
  for (let i = 0; i < 20; i++) {
    if (at.kind === 'call') {
      const kind = at.args[0]?.kind;
      if (kind === 'string' || kind === 'template' || kind === 'name' || kind === 'member' || kind === 'concat')
        return true;
      at = at.callee;
    } else if (at.kind === 'member') at = at.object;
    else if (at.kind === 'cast' || at.kind === 'await') at = at.value;
    else return false;
  }
  return false;
}

export function declarationOf(table: DeclaredTable): TableDeclaration {
  return {
    table: table.name,
    kind: table.kind,
    naming: 'explicit',
    source: 'model',
    models: [table.variable],
    at: { path: table.file.path, line: table.line },
  };
}

/** `.references(() => users.id)` of columns, and `foreignKey({ columns, foreignColumns })` of the third argument. */
export function foreignKeysOf(world: World, table: DeclaredTable): ForeignKeyDeclaration[] {
  const { expr, scope } = table.made;
  if (expr.kind !== 'call') return [];
  const keys: ForeignKeyDeclaration[] = [];
  const add = (target: Value, columns: readonly string[], line: number): void => {
    const to = tableOf(world, target, true);
    if (to)
      keys.push({ from: table.name, to: to.name, kind: 'foreign-key', columns, at: { path: scope.file.path, line } });
  };
  for (const { key, value, line, at } of columnsOf(world, expr.args[1], scope)) {
    for (const reference of linksNamed(value, 'references')) {
      const target = returnedBy(world, reference.args[0], at);
      if (target) add(target, [columnName(world, value, at) ?? key], line);
    }
  }
  for (const { expr: call, scope: inner } of foreignKeyCalls(world, expr.args[2], scope)) {
    const foreign = world.option(call.args[0], inner, 'foreignColumns');
    const own =
      call.args[0]?.kind === 'object' ? call.args[0].entries.find(({ key }) => key === 'columns')?.value : undefined;
    const first = foreign?.kind === 'array' ? foreign.items?.[0] : undefined;
    // `table.showing`, where `table` is the parameter: only its spelling says the column.
    const columns =
      own?.kind === 'array' ? own.items.flatMap((item) => (item.kind === 'member' ? [item.name] : [])) : [];
    if (first) add(first, columns, call.line);
  }
  return keys;
}

type Column = { readonly key: string; readonly value: Expr; readonly line: number; readonly at: Scope };

/** Entries of the columns object, spreads followed; columns given as `t => ({ … })` too. */
function columnsOf(world: World, expr: Expr | undefined, scope: Scope, depth = 0): Column[] {
  if (expr === undefined || depth > 4) return [];
  const value = world.value(expr, scope);
  const object = value.kind === 'function' ? returnedBy(world, expr, scope) : value;
  const found = object && alternatives(object).find((one) => one.kind === 'object');
  if (found?.kind !== 'object') return [];
  return found.expr.entries.flatMap((entry) =>
    entry.key === '...'
      ? columnsOf(world, entry.value, found.scope, depth + 1)
      : [{ key: entry.key, value: entry.value, line: entry.line, at: found.scope }],
  );
}

type CallExpr = Extract<Expr, { readonly kind: 'call' }>;

/** The calls of this name in a chain such as `uuid('x').notNull().references(…)`. */
function linksNamed(expr: Expr, name: string): CallExpr[] {
  const found: CallExpr[] = [];
  let at = expr;
  for (let i = 0; i < 40; i++) {
    if (at.kind === 'call') {
      if (at.callee.kind === 'member' && at.callee.name === name) found.push(at);
      at = at.callee;
    } else if (at.kind === 'member') at = at.object;
    else if (at.kind === 'cast' || at.kind === 'await') at = at.value;
    else break;
  }
  return found;
}

/** The column's name in the database when it is given: the string at the chain's start. */
function columnName(world: World, expr: Expr, scope: Scope): string | undefined {
  let at = expr;
  let first: Expr | undefined;
  for (let i = 0; i < 40; i++) {
    if (at.kind === 'call') {
      first = at.args[0];
      at = at.callee;
    } else if (at.kind === 'member') at = at.object;
    else break;
  }
  return first?.kind === 'string' ? first.value : first && world.constant(first, scope);
}

export function returnedBy(world: World, expr: Expr | undefined, scope: Scope): Value | undefined {
  const rule = expr && alternatives(world.value(expr, scope)).find((one) => one.kind === 'function');
  if (rule?.kind !== 'function') return undefined;
  const fact = rule.file.program.functions[rule.index];
  const [returned] = fact?.returns ?? [];
  return returned && world.value(returned, functionScope(world.ev, rule.file, rule.index));
}

/** `foreignKey({…})` in the list or object that the third argument gives. */
function foreignKeyCalls(world: World, expr: Expr | undefined, scope: Scope): { expr: CallExpr; scope: Scope }[] {
  const given = expr && returnedBy(world, expr, scope);
  if (!given) return [];
  const parts: Value[] =
    given.kind === 'array'
      ? [...(given.items ?? [])]
      : given.kind === 'object'
        ? given.expr.entries.map((entry) => world.value(entry.value, given.scope))
        : [];
  return parts.flatMap((part) => {
    let at: Value = part;
    for (let i = 0; i < 6 && at.kind === 'made' && at.callee.kind === 'part'; i++) at = at.callee.object;
    if (
      at.kind !== 'made' ||
      at.callee.kind !== 'import' ||
      lastName(at.callee.name) !== 'foreignKey' ||
      at.made.expr.kind !== 'call'
    )
      return [];
    return [{ expr: at.made.expr, scope: at.made.scope }];
  });
}
