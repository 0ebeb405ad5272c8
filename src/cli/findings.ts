/**
 * What `check` says of an analysis, for the pictures and the page: only when a map is declared. A saved analysis is judged
 * against the map that `--config` names.
 */
import { dirname } from 'node:path';
import { check } from '../check/index.js';
import { baselinePath, readBaseline, readConfig } from '../config/index.js';
import { type Analysis, type Findings, UserError } from '../model/index.js';
import type { Io } from './io.js';
import { absolute, type CommonOptions, type Session } from './session.js';

/** Undefined when no context is declared, or when map and code do not fit; `onNote` is told why. */
export function findingsOf(
  io: Io,
  session: Session,
  options: CommonOptions,
  onNote: (note: string) => void,
): Findings | undefined {
  const root = session.root ?? (options.config === undefined ? undefined : dirname(absolute(io, options.config)));
  if (root === undefined) return undefined;
  const config =
    session.root === undefined ? readConfig(root, absolute(io, options.config as string)).config : session.config;
  if (config.contexts.length === 0) return undefined;
  try {
    const today = new Date().toISOString().slice(0, 10);
    const baseline = readBaseline(baselinePath(root));
    const given = { today, hasBaseline: baseline !== undefined };
    return check(graphOf(session.analysis), config, baseline ?? [], { kind: 'all' }, given);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    onNote(`violations are not shown: ${error.message}`);
    return undefined;
  }
}

function graphOf({ project, graph, transactions, coverage, diagnostics }: Analysis) {
  return { name: project.name, ...graph, transactions, coverage, diagnostics };
}
