/** What `check` found, for the page: each violation with its status, places and the way out. */
import { type Findings, labelOf } from '../../model/index.js';

const PLACES = 5;

export function findingsData(
  { violations, stale, summary, notes }: Findings,
  pathNumber: (path: string) => number,
): Readonly<Record<string, unknown>> {
  return {
    summary,
    notes,
    stale: stale.map(
      ({ rule, fromContext, toContext, from, to }) => `${rule}: ${fromContext} → ${toContext}, ${from} → ${to}`,
    ),
    violations: violations.map(({ key, severity, status, evidence, message, fix, reason }) => ({
      rule: key.rule,
      from: key.fromContext,
      to: key.toContext,
      source: key.from,
      target: key.to.startsWith('table:') ? labelOf(key.to) : key.to,
      severity,
      status,
      message,
      fix,
      reason: reason ?? '',
      count: evidence.length,
      at: evidence.slice(0, PLACES).flatMap(({ path, line }) => [pathNumber(path), line]),
    })),
  };
}
