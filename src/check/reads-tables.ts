/**
 * Whether a check needs tables at all. When every rule about tables is off they are not read: cycles and relations
 * between contexts are then judged by imports alone, and the tables that the map lists are not looked for.
 */
import type { Config, RuleId } from '../model/index.js';
import { severityOf } from './judge.js';

const TABLE_RULES = [
  'foreign-write',
  'foreign-read',
  'join-across',
  'transaction-across',
  'foreign-key-across',
] as const satisfies readonly RuleId[];

/** Whether any rule that is switched on asks for tables, so that statements need reading at all. */
export function readsTables(config: Config): boolean {
  return TABLE_RULES.some((rule) => severityOf(config, rule) !== 'off');
}

/** The map without its tables, for a graph that has none. */
export function withoutTables(config: Config): Config {
  return {
    ...config,
    contexts: config.contexts.map((context) => ({ ...context, tables: [] })),
    sharedKernel: { ...config.sharedKernel, tables: [] },
  };
}
