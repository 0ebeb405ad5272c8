/** Condensed code → where the outside world comes in, and which events go out and in. No syntax tree needed. */
import type { EntryPointFact, EventFact, ExportFact, ImportFact, MountFact, Program } from '../../model/index.js';
import { compareKeys } from '../../model/index.js';
import { decoratedEntryPoints } from './decorated.js';
import { EVENT_CALLS, eventFacts } from './events.js';
import { fileRoutes } from './files.js';
import { calledJobs, JOB_CALLS } from './jobs.js';
import { type CallSite, calledName, createLookup } from './lookup.js';
import { mountFacts } from './mounts.js';
import { PROCEDURE_CALLS, procedures, resolverMaps, serverActions } from './procedures.js';
import { calledRoutes, ROUTE_CALLS } from './routes.js';

export type { CallSite } from './lookup.js';

export type SignalSource = {
  readonly path: string;
  readonly program: Program;
  readonly calls: readonly CallSite[];
  readonly imports: readonly ImportFact[];
  readonly exports: readonly ExportFact[];
  readonly isServerActions: boolean;
};

/** Called names that mean something to one of the readers below; all other calls are passed over at once. */
const NAMES = new Set([...ROUTE_CALLS, ...JOB_CALLS, ...EVENT_CALLS, ...PROCEDURE_CALLS]);
const NAME_PATTERN = /router$|^(?:emit|publish)\w*Event|eventHandler$/i;

function isSignal({ expr }: CallSite): boolean {
  const name = calledName(expr);
  return NAMES.has(name) || (expr.callee.kind === 'name' && NAME_PATTERN.test(name)) || /router$/i.test(name);
}

export type Signals = {
  readonly entryPoints: EntryPointFact[];
  readonly mounts: MountFact[];
  readonly events: EventFact[];
};

export function signalsOf(source: SignalSource): Signals {
  const { path, program, imports, exports } = source;
  const calls = source.calls.filter(isSignal);
  const lookup = createLookup(path, program, calls, imports);
  const hasProcedures = calls.some(({ expr }) => PROCEDURE_CALLS.has(calledName(expr)));
  const isNitro = calls.some(({ expr }) => /^(?:define(?:Cached)?E|e)ventHandler$/.test(calledName(expr)));
  const entryPoints = [
    ...decoratedEntryPoints(lookup),
    ...calledRoutes(lookup),
    ...fileRoutes(path, exports, isNitro),
    ...(hasProcedures ? procedures(lookup) : []),
    ...resolverMaps(lookup),
    ...calledJobs(lookup),
    ...(source.isServerActions ? serverActions(lookup, exports) : []),
  ];
  entryPoints.sort((a, b) => compareKeys([a.line, a.kind, a.verb, a.name], [b.line, b.kind, b.verb, b.name]));
  return { entryPoints, mounts: mountFacts(lookup), events: eventFacts(lookup) };
}
