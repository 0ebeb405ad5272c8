/**
 * Names of common table expressions that one piece of SQL gives and another one reads: `recent AS (SELECT …)` of a function
 * that builds queries, `FROM recent` in the text that it is put into. Read by themselves they look like tables that nobody
 * declares. Only what is nothing but read, and written so near the readers, is taken for one.
 */
import type { Expr } from '../../model/index.js';
import { type Evaluator, type ProgramFile, placedExpressions, quietly, walk } from '../program/index.js';
import type { CallGraph } from './graph-node.js';

/** What a query gives a name; the query itself may be a hole of the text. */
const NAMED =
  /([A-Za-z_]\w*)["`]?\s+AS\s+(?:(?:NOT\s+)?MATERIALIZED\s+)?\(\s*(?:--[^\n]*\n\s*)*(?:SELECT|WITH|INSERT|UPDATE|DELETE|VALUES|$)/gi;

/** Ids of those among `undeclared` (id → name) that are no tables. */
export function namedQueries(ev: Evaluator, graph: CallGraph, undeclared: ReadonlyMap<string, string>): Set<string> {
  const readers = readersOf(graph, undeclared);
  const found = new Set<string>();
  if (readers.size === 0) return found;
  const wanted = new Set([...readers.keys()].map((id) => undeclared.get(id)!.toLowerCase()));
  const areas = new Set([...readers.values()].flatMap((paths) => [...paths].map(areaOf)));
  const given = new Map<string, Set<string>>();
  for (const file of ev.files.values()) {
    const area = areaOf(file.path);
    if (file.role === 'test' || !areas.has(area)) continue;
    for (const name of quietly(ev.watch, () => namesGiven(file))) {
      if (wanted.has(name)) given.set(name, (given.get(name) ?? new Set()).add(area));
    }
  }
  for (const [id, paths] of readers) {
    const near = given.get(undeclared.get(id)!.toLowerCase());
    if (near && [...paths].every((path) => near.has(areaOf(path)))) found.add(id);
  }
  return found;
}

/** Files that read each of them; one that is written, deleted or defined by any statement is left out. */
function readersOf({ nodes }: CallGraph, undeclared: ReadonlyMap<string, string>): Map<string, Set<string>> {
  const readers = new Map<string, Set<string>>();
  const changed = new Set<string>();
  for (const { file, sites } of nodes.values()) {
    for (const { table, op } of sites) {
      if (!undeclared.has(table)) continue;
      if (op !== 'read') changed.add(table);
      readers.set(table, (readers.get(table) ?? new Set()).add(file.path));
    }
  }
  for (const id of changed) readers.delete(id);
  return readers;
}

/** A package, as far as a path tells: its first two folders. */
function areaOf(path: string): string {
  return path.split('/').slice(0, -1).slice(0, 2).join('/');
}

/** Compared after an edit (see `same-parts`), so that looking through a function exposes nothing of it. */
export function namesGiven({ program }: Pick<ProgramFile, 'program'>): Set<string> {
  const names = new Set<string>();
  const given = program.functions.flatMap(({ returns, locals }) => [
    ...returns,
    ...locals.flatMap(({ init }) => init ?? []),
  ]);
  for (const expr of [...placedExpressions(program).map((placed) => placed.expr), ...given]) {
    walk(expr, (part) => {
      const name = part.kind === 'object' ? nameBeside(part) : undefined;
      if (name !== undefined) names.add(name.toLowerCase());
      for (const text of textsOf(part)) {
        if (!text.includes('(') || !/\bAS\b/i.test(text)) continue;
        for (const [, given] of text.matchAll(NAMED)) if (given !== undefined) names.add(given.toLowerCase());
      }
      return undefined;
    });
  }
  return names;
}

function textsOf(expr: Expr): readonly string[] {
  if (expr.kind === 'string') return [expr.value];
  return expr.kind === 'template' || expr.kind === 'tagged' ? expr.texts : [];
}

/** `{ name: 'recent', sql: … }`, as lists of named queries are given to those who put the statement together. */
function nameBeside({ entries }: Extract<Expr, { readonly kind: 'object' }>): string | undefined {
  const name = entries.find(({ key }) => key === 'name')?.value;
  const query = entries.find(({ key }) => key === 'sql' || key === 'query')?.value;
  return name?.kind === 'string' && (query?.kind === 'tagged' || query?.kind === 'template') ? name.value : undefined;
}
