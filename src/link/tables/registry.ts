/**
 * One node per table, whoever names it: models, migrations, queries. Names fold as databases do: a query's unquoted
 * `Orders` is the declared `orders`, and a name without a schema is the one declared table of that name.
 */
import {
  type Evidence,
  type Role,
  sortedBy,
  type TableEdge,
  type TableKind,
  type TableNode,
  tableId,
} from '../../model/index.js';
import type { ForeignKeyDeclaration, TableDeclaration, TableName } from '../orm/index.js';
import { isBookkeeping } from '../sql/index.js';
import type { Placing } from './databases.js';

/** In which an own runner of migrations remembers what has run; it makes the table itself. */
const REMEMBERS = /(?:^|_)migrations?(?:_lock)?$/i;

/** Schemas a table is in when none is named. */
const DEFAULT_SCHEMAS = new Set(['public', 'dbo']);

type Draft = {
  readonly name: string;
  readonly schema: string | undefined;
  readonly database: string | undefined;
  kind: TableKind;
  readonly technology: Set<string>;
  readonly models: Set<string>;
  readonly declaredAt: Evidence[];
  naming: TableNode['naming'];
  source: TableNode['source'];
  isKept: boolean;
  /** Some statement creates it for its session alone. */
  isTemporary: boolean;
};

const NAMING = ['explicit', 'default', 'convention', 'sql'] as const;
const SOURCE = ['model', 'migration', 'query'] as const;

export type Registry = {
  /** Adds a declaration, or what it says to the table that is there already. */
  readonly declare: (technology: string, declaration: TableDeclaration) => void;
  /** Id of a table, made when `technology` mentions one that nobody declared. */
  /** `beside` is the database of a table named together with it. */
  readonly idOf: (technology: string, table: TableName, at: Evidence, beside?: string) => string;
  readonly databaseOf: (table: TableName, at: Evidence) => string | undefined;
  readonly isKnown: (table: TableName) => boolean;
  /** Name by id of the tables that only queries name, without a schema. */
  readonly undeclared: () => ReadonlyMap<string, string>;
  /** Leaves out what turned out to be no table; before `nodes` and `isKept` are asked. */
  readonly leaveOut: (ids: ReadonlySet<string>) => void;
  readonly nodes: () => TableNode[];
  /** False for a table that only tests declare or name, or only migrations name, or that is temporary: left out with its edges. */
  readonly isKept: (id: string) => boolean;
};

/** Document stores keep their names apart from SQL tables of the same name. */
const DOCUMENT_STORES = new Set(['mongoose', 'mongodb', 'typegoose']);

export function createRegistry(roleOf: (path: string) => Role, place: Placing = (table) => table): Registry {
  const drafts = new Map<string, Draft>();
  /** Folded name → keys of drafts. */
  const byName = new Map<string, string[]>();
  /** Technologies that declare collections, and those that declare tables: an ORM may work on either. */
  const declaring = { collections: new Set(DOCUMENT_STORES), tables: new Set<string>() };
  /** Filled when all is declared and named. */
  let dropped: ReadonlySet<string> | undefined;

  const find = (table: TableName, isDocument: boolean): Draft | undefined => {
    const named = (byName.get(folded(table.name)) ?? [])
      .map((key) => drafts.get(key)!)
      .filter((draft) => (draft.kind === 'collection') === isDocument && sameDatabase(draft, table));
    const own = named.filter(({ database }) => database === table.database);
    // Who names no database means the system's own, unless the name stands in another one alone.
    const candidates = own.length > 0 ? own : named;
    const schema = plainSchema(table.schema);
    return (
      candidates.find((draft) => draft.name === table.name && plainSchema(draft.schema) === schema) ??
      candidates.find((draft) => plainSchema(draft.schema) === schema) ??
      // A query rarely names the schema: the only table of the name is meant.
      (candidates.length === 1 && (schema === undefined || candidates[0]!.schema === undefined)
        ? candidates[0]
        : undefined)
    );
  };

  /** What the running application creates itself is declared where it does. */
  const noteCreation = (draft: Draft, { isCreated }: TableName, at: Evidence): void => {
    if (isCreated !== true || roleOf(at.path) !== 'runtime' || draft.source === 'model') return;
    if (REMEMBERS.test(draft.name)) return;
    if (draft.source === 'query') draft.source = 'migration';
    if (draft.declaredAt.length < 20 && !draft.declaredAt.some((one) => one.path === at.path && one.line === at.line))
      draft.declaredAt.push(at);
  };

  const add = (technology: string, declaration: TableDeclaration): Draft => {
    const { kind, naming, source, models, at } = declaration;
    const table = kind === 'collection' ? declaration.table : place(declaration.table, at.path);
    if (source !== 'query') declaring[kind === 'collection' ? 'collections' : 'tables'].add(technology);
    let draft = find(table, kind === 'collection');
    if (draft === undefined) {
      draft = {
        name: table.name,
        schema: plainSchema(table.schema),
        database: table.database,
        kind,
        technology: new Set(),
        models: new Set(),
        declaredAt: [],
        naming,
        source,
        isKept: false,
        isTemporary: false,
      };
      const key = `${kind === 'collection' ? 'c' : 't'} ${tableId(table.name, draft.schema, draft.database)}`;
      drafts.set(key, draft);
      byName.set(folded(table.name), [...(byName.get(folded(table.name)) ?? []), key]);
    } else if (SOURCE.indexOf(source) < SOURCE.indexOf(draft.source)) {
      draft.source = source;
      draft.kind = kind;
    }
    if (NAMING.indexOf(naming) < NAMING.indexOf(draft.naming)) draft.naming = naming;
    if (draft.kind === 'table' && kind !== 'table' && source === 'model')
      draft.kind = kind === 'junction' ? draft.kind : kind;
    draft.isKept ||= isKeptBy(roleOf(at.path), source);
    draft.technology.add(technology);
    for (const model of models) draft.models.add(model);
    draft.isTemporary ||= table.isTemporary === true;
    if (draft.declaredAt.length < 20 && source !== 'query') draft.declaredAt.push(at);
    return draft;
  };

  return {
    declare: (technology, declaration) => void add(technology, declaration),
    idOf(technology, mentioned, at, beside) {
      const { collections, tables } = declaring;
      const isDocument = collections.has(technology) && !tables.has(technology);
      const table = isDocument ? mentioned : place(mentioned, at.path, beside);
      const known =
        find(table, isDocument) ??
        (collections.has(technology) && tables.has(technology) ? find(table, true) : undefined);
      if (known) {
        known.technology.add(technology);
        known.isTemporary ||= table.isTemporary === true;
        noteCreation(known, table, at);
        // Code that is run for a test's entity does not make it one of the system's.
        if (known.source === 'query') known.isKept ||= isKeptBy(roleOf(at.path), 'query');
        return idOf(known);
      }
      const kind = isDocument ? 'collection' : 'table';
      const draft = add(technology, { table, kind, naming: 'sql', source: 'query', models: [], at });
      noteCreation(draft, table, at);
      return idOf(draft);
    },
    databaseOf: (table, at) => place(table, at.path).database,
    isKnown: (table) => find(table, false) !== undefined,
    undeclared: () =>
      new Map(
        [...drafts.values()]
          .filter(({ source, schema, isKept }) => source === 'query' && schema === undefined && isKept)
          .map((draft) => [idOf(draft), draft.name]),
      ),
    leaveOut(ids) {
      for (const draft of drafts.values()) if (ids.has(idOf(draft))) draft.isKept = false;
    },
    nodes: () => sortedBy([...drafts.values()].filter(isOfSystem).map(nodeOf), (node) => [node.id]),
    isKept(id) {
      dropped ??= new Set([...drafts.values()].filter((draft) => !isOfSystem(draft)).map(idOf));
      return !dropped.has(id);
    },
  };
}

/** What only queries name, and one of them creates for its session, is gone with it; the tools' own tables are nobody's data. */
function isOfSystem({ isKept, isTemporary, source, name }: Draft): boolean {
  return isKept && !(source === 'query' && (isTemporary || isBookkeeping({ name })));
}

/** A table a migration creates and a later one drops is named there only; what stands is declared by the replay. */
function isKeptBy(role: Role, source: TableNode['source']): boolean {
  if (role === 'test') return false;
  return role !== 'migration' || source !== 'query';
}

function folded(name: string): string {
  return name.toLowerCase();
}

function plainSchema(schema: string | undefined): string | undefined {
  return schema === undefined || DEFAULT_SCHEMAS.has(schema) ? undefined : schema;
}

function sameDatabase(draft: Draft, table: TableName): boolean {
  return draft.database === table.database || table.database === undefined;
}

function idOf(draft: Draft): string {
  return tableId(draft.name, draft.schema, draft.database);
}

function nodeOf(draft: Draft): TableNode {
  return {
    id: idOf(draft),
    kind: 'table',
    name: draft.name,
    ...(draft.schema === undefined ? {} : { schema: draft.schema }),
    ...(draft.database === undefined ? {} : { database: draft.database }),
    tableKind: draft.kind,
    technology: [...draft.technology].sort(),
    models: [...draft.models].sort(),
    declaredAt: sortedBy(draft.declaredAt, ({ path, line }) => [path, line]),
    naming: draft.naming,
    source: draft.source,
  };
}

/** Edges from the declared keys: one per pair and kind, columns and places joined. */
export function foreignKeyEdges(
  registry: Registry,
  declared: readonly { readonly technology: string; readonly key: ForeignKeyDeclaration }[],
): TableEdge[] {
  const edges = new Map<string, TableEdge>();
  for (const { technology, key } of declared) {
    const from = registry.idOf(technology, key.from, key.at);
    const to = registry.idOf(technology, key.to, key.at, registry.databaseOf(key.from, key.at));
    const id = `${from}|${to}|${key.kind}`;
    const known = edges.get(id);
    edges.set(id, {
      from,
      to,
      kind: key.kind,
      columns: [...new Set([...(known?.columns ?? []), ...key.columns])].sort(),
      weight: 1,
      evidence: sortedBy([...(known?.evidence ?? []), key.at], ({ path, line }) => [path, line]),
    });
  }
  return [...edges.values()];
}
