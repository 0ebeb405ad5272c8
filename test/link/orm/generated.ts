/** Pieces for generated monoliths: names of tables, and what a file of a linked system does to which table. */
import fc from 'fast-check';
import type { SqlReader } from '../../../src/link/sql/index.js';
import { type AccessKind, isAccessEdge, moduleId, type SystemGraph } from '../../../src/model/index.js';

/** Names that fold alike or are words of SQL or JavaScript would test other things. */
export const tableName: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('loaf', 'oven', 'flour', 'baker', 'till', 'order_line', 'dough', 'tray'),
    fc.constantFrom('s', '_log', '_kept', '2', '_per_day'),
  )
  .map((parts) => parts.join(''));

const KINDS: Readonly<Record<string, AccessKind>> = {
  read: 'read',
  insert: 'write',
  update: 'write',
  upsert: 'write',
  delete: 'delete',
  ddl: 'ddl',
};

/** `read loaves`, sorted, of the SQL that a library made. */
export function accessesOfSql(reader: SqlReader, sql: string): string[] {
  const found = reader.read(sql, 'postgres').flatMap(({ accesses }) => accesses);
  return [...new Set(found.map(({ op, table }) => `${KINDS[op]} ${table.name}`))].sort();
}

/** The same of a file, as msa-map sees it. */
export function accessesOfFile(graph: SystemGraph, path: string): string[] {
  const names = new Map(graph.nodes.flatMap((node) => (node.kind === 'table' ? [[node.id, node.name]] : [])));
  return graph.edges
    .filter(isAccessEdge)
    .filter((edge) => edge.direct && edge.from === moduleId(path))
    .map((edge) => `${edge.kind} ${names.get(edge.to)}`)
    .sort();
}
