/**
 * Tables that hold nothing of the business: what migration tools and the database itself keep. They make no context, so
 * technical code that touches only these is technical all the same.
 */
import type { GraphNode } from '../../model/index.js';

const SYSTEM_SCHEMAS = new Set(['information_schema', 'pg_catalog', 'sys', 'mysql', 'performance_schema']);
const MIGRATIONS = /^_*(?:[a-z]+_)*(?:schema_?)?migrations?(?:_lock|_history|_log)?$|^sequelize_?meta(?:_.*)?$/i;
const OTHERS = new Set(['typeorm_metadata', 'databasechangelog', 'databasechangeloglock', 'sqlite_master']);

export function isBookkeeping(node: GraphNode): boolean {
  if (node.kind !== 'table') return false;
  const [name = '', schema = node.schema ?? ''] = node.name.split('.').reverse();
  return SYSTEM_SCHEMAS.has(schema.toLowerCase()) || MIGRATIONS.test(name) || OTHERS.has(name.toLowerCase());
}

/** A table of the business. */
export function isDomainTable(node: GraphNode): boolean {
  return node.kind === 'table' && !isBookkeeping(node);
}
