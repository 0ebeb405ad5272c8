/**
 * Migration code → schema changes: TypeORM query runners, Knex, Lucid, Kysely and Objection schema builders, Sequelize
 * query interfaces, node-pg-migrate, db-migrate, and SQL text given to any of them. Only what `up` runs counts;
 * conditions are taken as met. Which tool it is shows in what a call is given, not in a package: the builder is a
 * parameter that mostly has no type.
 */
import type { Expr, SchemaChange, SqlName } from '../../model/index.js';
import type { World } from '../orm/index.js';
import {
  alternatives,
  bodyOf,
  type Chain,
  chainsIn,
  childScope,
  functionScope,
  type Link,
  type ProgramFile,
  type Scope,
} from '../program/index.js';
import type { PlacedChange } from '../sql/index.js';
import { knexChanges, kyselyChange } from './builders.js';
import { namesIn, type Place, splitName, tableNamed } from './names.js';
import { columnsOf, constraintOf, referenceOf, typeormColumn, typeormForeignKey, typeormTable } from './objects.js';

const SQL_METHODS = new Set(
  'query raw rawQuery runSql addSql sql execute unsafe exec $executeRaw $executeRawUnsafe schemaRaw any'.split(' '),
);
const UP = /^(?:up|upgrade|change|apply)$/;

/** Changes of one migration file, in source order. Empty when it has no `up`. */
export function codeChanges(world: World, file: ProgramFile): PlacedChange[] {
  const { functions } = file.program;
  const starts = functions.flatMap((fact, index) => (UP.test(fact.name) && fact.kind !== 'module' ? [index] : []));
  const reader = new CodeReader(world, file);
  for (const index of starts) {
    const parent = functions[index]?.parent ?? 0;
    // A function `up` inside another one is not the migration's.
    if (parent <= 0 || functions[parent]?.kind === 'module') reader.read(index, functionScope(world.ev, file, index));
  }
  return reader.changes;
}

/** A class for what it gathers and has visited; it lives for one file. */
class CodeReader {
  readonly changes: PlacedChange[] = [];
  private readonly visited = new Set<number>();

  constructor(
    private readonly world: World,
    private readonly file: ProgramFile,
  ) {}

  read(index: number, scope: Scope): void {
    const fact = this.file.program.functions[index];
    if (fact === undefined || this.visited.has(index) || this.visited.size > 2000) return;
    this.visited.add(index);
    const exprs = fact.body.length > 0 ? bodyOf(fact) : fact.returns;
    for (const expr of exprs) {
      for (const plain of chainsIn(this.file, expr, index)) this.chain({ ...plain, scope });
    }
  }

  private chain(chain: Chain): void {
    let table: SqlName | undefined;
    let schema: string | undefined;
    for (const written of chain.links) {
      const link = unbound(written);
      const place = { world: this.world, scope: chain.scope };
      if (link.name === 'withSchema') schema = namesIn(place, link.args[0])[0];
      table = this.link(chain, link, place, table, schema) ?? table;
      this.follow(chain, link);
    }
  }

  private add(link: Link, ...changes: readonly SchemaChange[]): void {
    for (const change of changes) this.changes.push({ change, place: { path: this.file.path, line: link.line } });
  }

  /** Reads one call; gives the table that later links of the chain are about (Kysely). */
  private link(
    chain: Chain,
    link: Link,
    place: Place,
    current: SqlName | undefined,
    schema: string | undefined,
  ): SqlName | undefined {
    const inSchema = (name: SqlName | undefined) =>
      name && schema !== undefined && name.schema === undefined ? { schema, ...name } : name;
    const named = inSchema(tableNamed(place, link.args[0]));
    switch (link.name) {
      case 'createTable':
      case 'createTableIfNotExists':
      case 'createTableLike':
        return this.createTable(link, place, named);
      case 'alterTable':
      case 'table':
        if (named) this.callbackChanges(link, place, named);
        return named;
      case 'createView':
      case 'createViewOrReplace':
        if (named) this.add(link, { kind: 'create-view', table: named, reads: [], materialized: false });
        return undefined;
      case 'dropTable':
      case 'dropTableIfExists':
      case 'dropView':
        if (named) this.add(link, { kind: 'drop-table', table: named });
        return undefined;
      case 'renameTable':
      case 'renameTo':
        this.rename(link, place, link.name === 'renameTo' ? current : named);
        return undefined;
      default:
        if (current !== undefined) {
          const change = kyselyChange(place, current, link);
          if (change) this.add(link, change);
        } else if (named) this.alteration(link, place, named);
        if (link.kind === 'tag' || SQL_METHODS.has(link.name)) this.sql(chain, link, place);
        return undefined;
    }
  }

  private createTable(link: Link, place: Place, named: SqlName | undefined): SqlName | undefined {
    const typeorm = typeormTable(place, link.args[0]);
    if (typeorm) {
      this.add(link, { kind: 'create-table', ...typeorm });
      return undefined;
    }
    if (named === undefined) return undefined;
    const definition = link.args[1];
    const isCallback = definition !== undefined && this.callbackOf(definition, place.scope) !== undefined;
    const { columns, foreignKeys } = isCallback ? { columns: [], foreignKeys: [] } : columnsOf(place, definition);
    const constraint = constraintOf(place, optionsOf(place, link.args[2]));
    this.add(link, {
      kind: 'create-table',
      table: named,
      columns,
      foreignKeys: constraint ? [...foreignKeys, constraint] : foreignKeys,
    });
    if (isCallback) this.callbackChanges(link, place, named);
    return definition === undefined ? named : undefined;
  }

  private callbackOf(expr: Expr, scope: Scope) {
    return alternatives(this.world.value(expr, scope)).find((value) => value.kind === 'function');
  }

  private callbackChanges(link: Link, place: Place, table: SqlName): void {
    for (const arg of link.args.slice(1)) {
      const callback = this.callbackOf(arg, place.scope);
      if (callback?.kind !== 'function') continue;
      if (callback.file === this.file) this.visited.add(callback.index);
      this.add(link, ...knexChanges(place, table, callback));
    }
  }

  private rename(link: Link, place: Place, from: SqlName | undefined): void {
    const to = tableNamed(place, link.name === 'renameTo' ? link.args[0] : link.args[1]);
    if (from === undefined || to === undefined) return;
    this.add(link, {
      kind: 'rename-table',
      table: from,
      to: to.schema === undefined && from.schema !== undefined ? { schema: from.schema, ...to } : to,
    });
  }

  /** Calls that are given the table first: TypeORM, Sequelize, node-pg-migrate, db-migrate. */
  private alteration(link: Link, place: Place, table: SqlName): void {
    const [, second, third] = link.args;
    const column = namesIn(place, second)[0] ?? typeormColumn(place, second);
    switch (link.name) {
      case 'addColumn':
      case 'addColumns': {
        if (column !== undefined) {
          const key = referenceOf(place, third, column);
          this.add(link, { kind: 'add-column', table, column, ...(key ? { foreignKey: key } : {}) });
          return;
        }
        const { columns, foreignKeys } = columnsOf(place, second);
        this.add(
          link,
          ...columns.map((name): SchemaChange => {
            const key = foreignKeys.find((one) => one.columns[0] === name);
            return { kind: 'add-column', table, column: name, ...(key ? { foreignKey: key } : {}) };
          }),
        );
        return;
      }
      case 'changeColumn': {
        const key = column === undefined ? undefined : referenceOf(place, third, column);
        if (key) this.add(link, { kind: 'add-foreign-key', table, foreignKey: key });
        return;
      }
      case 'removeColumn':
      case 'dropColumn':
      case 'dropColumns':
        this.add(
          link,
          ...namesIn(place, second).map((name): SchemaChange => ({ kind: 'drop-column', table, column: name })),
        );
        return;
      case 'renameColumn': {
        const to = namesIn(place, third)[0] ?? typeormColumn(place, third);
        if (column !== undefined && to !== undefined) this.add(link, { kind: 'rename-column', table, column, to });
        return;
      }
      default:
        this.constraint(link, place, table);
    }
  }

  private constraint(link: Link, place: Place, table: SqlName): void {
    const [, second, third, fourth] = link.args;
    const [name] = namesIn(place, second);
    switch (link.name) {
      case 'addConstraint': {
        const key = constraintOf(place, third ?? second, name) ?? constraintOf(place, second);
        if (key) this.add(link, { kind: 'add-foreign-key', table, foreignKey: key });
        return;
      }
      case 'createForeignKey': {
        const key = typeormForeignKey(place, second);
        if (key) this.add(link, { kind: 'add-foreign-key', table, foreignKey: key });
        return;
      }
      // db-migrate: table, referenced table, name, column mapping.
      case 'addForeignKey': {
        const mapping = place.world.object(fourth, place.scope);
        const columns = mapping?.expr.entries.map((entry) => entry.key) ?? [];
        if (name !== undefined && columns.length > 0) {
          const key = { columns, references: splitName(name), referencedColumns: [] };
          const [keyName] = namesIn(place, third);
          this.add(link, {
            kind: 'add-foreign-key',
            table,
            foreignKey: keyName === undefined ? key : { name: keyName, ...key },
          });
        }
        return;
      }
      case 'removeConstraint':
      case 'dropConstraint':
      case 'dropForeignKey':
      case 'removeForeignKey':
        if (name !== undefined) this.add(link, { kind: 'drop-constraint', table, name });
    }
  }

  private sql(chain: Chain, link: Link, place: Place): void {
    const { expr } = link;
    const text =
      expr.kind === 'tagged'
        ? ({
            kind: 'text',
            texts: expr.texts,
            holes: expr.holes.map((hole) => ({ expr: hole, scope: chain.scope })),
          } as const)
        : link.args[0] && this.world.value(link.args[0], place.scope);
    if (text?.kind !== 'text') return;
    for (const statement of this.world.sql(text, { line: 1 })) this.add(link, ...statement.changes);
  }

  /** Callbacks that are no table builders, and own functions of the file, run where they are called. */
  private follow(chain: Chain, link: Link): void {
    for (const arg of link.args) {
      const callback = this.callbackOf(arg, chain.scope);
      if (callback?.kind === 'function' && callback.file === this.file)
        this.read(callback.index, childScope(this.world.ev, callback.scope, callback.index));
    }
    if (link.expr.kind !== 'call' || link.receiver !== undefined) return;
    for (const callee of alternatives(this.world.value(link.expr.callee, chain.scope))) {
      if (callee.kind === 'function' && callee.file === this.file)
        this.read(callee.index, functionScope(this.world.ev, this.file, callee.index));
    }
  }
}

/** db-migrate: `db.createTable.bind(db, 'loaves', { … })` is called later with the same arguments. */
function unbound(link: Link): Link {
  if ((link.name !== 'bind' && link.name !== 'call') || link.receiver?.kind !== 'member') return link;
  return { ...link, name: link.receiver.name, receiver: link.receiver.object, args: link.args.slice(1) };
}

/** node-pg-migrate: `createTable(t, columns, { constraints: { foreignKeys } })`. */
function optionsOf({ world, scope }: Place, expr: Expr | undefined): Expr | undefined {
  const constraints = world.option(expr, scope, 'constraints');
  return constraints?.kind === 'object' ? constraints.expr : undefined;
}
