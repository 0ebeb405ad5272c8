/** Condensed code → where the outside world comes in, and which events go out and in. No syntax tree needed. */
import type { EntryPointFact, EventFact, ExportFact, ImportFact, Program } from '../../model/index.js';
import { compareKeys } from '../../model/index.js';
import { decoratedEntryPoints } from './decorated.js';
import { eventFacts } from './events.js';
import { fileRoutes } from './files.js';
import { calledJobs } from './jobs.js';
import { type CallSite, calledName, createLookup } from './lookup.js';
import { procedures, resolverMaps, serverActions } from './procedures.js';
import { calledRoutes } from './routes.js';

export type { CallSite } from './lookup.js';

export type SignalSource = {
  readonly path: string;
  readonly program: Program;
  readonly calls: readonly CallSite[];
  readonly imports: readonly ImportFact[];
  readonly exports: readonly ExportFact[];
  readonly isServerActions: boolean;
};

export function signalsOf(source: SignalSource): { entryPoints: EntryPointFact[]; events: EventFact[] } {
  const { path, program, calls, imports, exports } = source;
  if (calls.length === 0 && exports.length === 0 && program.classes.length === 0)
    return { entryPoints: [], events: [] };
  const lookup = createLookup(path, program, calls, imports);
  const isNitro = calls.some(({ expr }) =>
    /^(?:defineEventHandler|eventHandler|defineCachedEventHandler)$/.test(calledName(expr)),
  );
  const entryPoints = [
    ...decoratedEntryPoints(lookup),
    ...calledRoutes(lookup),
    ...fileRoutes(path, exports, isNitro),
    ...procedures(lookup),
    ...resolverMaps(lookup),
    ...calledJobs(lookup),
    ...(source.isServerActions ? serverActions(lookup, exports) : []),
  ];
  entryPoints.sort((a, b) => compareKeys([a.line, a.kind, a.verb, a.name], [b.line, b.kind, b.verb, b.name]));
  return { entryPoints, events: eventFacts(lookup) };
}
