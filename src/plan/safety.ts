/** Tests that hold the seam, risks with their evidence, and the infrastructure that follows from both. */
import { isModuleEdge, labelOf, runtimeEdgesBetween, sortedBy, waysOut } from '../model/index.js';
import type { Chatter, Dossier, Infrastructure, Need, Place, Risk, SeamTest } from './dossier.js';
import type { PlanView } from './plan-view.js';

/** Remote calls on one request path from which a page feels slow. */
const CHATTY_FROM = 5;
const SPLIT_TEAMS_FROM = 3;
const SHOWN = 5;

export function planTests(view: PlanView, facade: Dossier['facade']): Dossier['tests'] {
  const providers = new Set([...facade.operations, ...facade.symbols].map((item) => item.path));
  const byTest = new Map<string, Set<string>>();
  for (const edge of view.analysis.graph.edges) {
    if (!isModuleEdge(edge) || view.modules.get(edge.from)?.role !== 'test' || !providers.has(labelOf(edge.to)))
      continue;
    const found = byTest.get(edge.from) ?? new Set();
    byTest.set(edge.from, found.add(labelOf(edge.to)));
  }
  const covering = sortedBy(byTest, ([id]) => [id]).map(
    ([id, paths]): SeamTest => ({ path: labelOf(id), providers: [...paths].sort() }),
  );
  const covered = new Set(covering.flatMap((test) => test.providers));
  const uncovered = facade.operations.filter((o) => !covered.has(o.path)).map((o) => `${o.path}#${o.name}`);
  return { covering, uncovered };
}

type Parts = Pick<Dossier, 'score' | 'data' | 'facade' | 'sagas' | 'tests' | 'callbacks' | 'events' | 'entryPoints'>;

/** A risk without the cut of its evidence. */
type Found = readonly [Risk['kind'], Risk['level'], Risk['facts'], readonly Place[]];

export function planRisks(view: PlanView, parts: Parts, chatter: readonly Chatter[]): Risk[] {
  const found = [
    ...distributedTransactions(parts.sagas),
    ...chattiness(chatter),
    ...cyclicDependencies(view),
    ...inconsistentData(parts.data),
    ...untestedSeam(parts),
    ...splitTeam(parts.score.team?.owners ?? []),
    ...blindSpots(view),
  ];
  const levels = ['high', 'medium', 'low'];
  const risks = found.map(
    ([kind, level, facts, evidence]): Risk => ({ kind, level, facts, evidence: evidence.slice(0, SHOWN) }),
  );
  return sortedBy(risks, (risk) => [levels.indexOf(risk.level), risk.kind]);
}

function distributedTransactions(sagas: Parts['sagas']): Found[] {
  if (sagas.length === 0) return [];
  const places = sagas.flatMap((saga) => saga.steps[0]?.evidence ?? []).map((at) => ({ ...at, function: '' }));
  const writers = sagas.flatMap((saga) => saga.steps.filter(({ event }) => event !== '').map(({ context }) => context));
  const facts = { count: sagas.length, contexts: [...new Set(writers)].sort().join(', ') };
  return [['distributed-transaction', sagas.length > 3 ? 'high' : 'medium', facts, places]];
}

function chattiness([worst, ...others]: readonly Chatter[]): Found[] {
  if (worst === undefined || worst.calls <= 1) return [];
  const facts = { entry: worst.entry, calls: worst.calls, paths: others.length + 1 };
  return [['chattiness', worst.calls >= CHATTY_FROM ? 'high' : 'low', facts, [worst.place]]];
}

function cyclicDependencies(view: PlanView): Found[] {
  const { cycleCuts } = view.analysis.contextMap;
  return cycleCuts
    .filter(({ contexts }) => contexts.includes(view.context))
    .map((cycle): Found => {
      const { contexts, cut } = cycle;
      const { own, others } = waysOut(cycle, view.context, runtimeEdgesBetween(view.analysis));
      const way = own.places <= others.places ? own : others;
      const facts = {
        count: contexts.length,
        contexts: shortList(contexts),
        cut: cut.length,
        own: way === own ? own.places : 0,
        others: way === others ? others.places : 0,
      };
      const places = way.edges.flatMap(({ evidence }) => evidence.slice(0, 1));
      const at = places.map(({ path, line }) => ({ path, line, function: '' }));
      return ['cyclic-dependency', contexts.length > 4 ? 'high' : 'medium', facts, at];
    });
}

function inconsistentData(data: Parts['data']): Found[] {
  const { shared } = data;
  const replicas = replicatedTables(data);
  if (shared.length + replicas.length === 0) return [];
  const tables = [...new Set([...shared.map(({ table }) => table), ...replicas].map(labelOf))].sort();
  const facts = { shared: shared.length, replicas: replicas.length, tables: tables.slice(0, SHOWN).join(', ') };
  const places = shared.flatMap(({ otherWriters }) => otherWriters.flatMap((writer) => writer.places));
  return [['inconsistent-data', shared.length > 0 ? 'high' : 'low', facts, places]];
}

function untestedSeam({ tests: { uncovered }, facade }: Parts): Found[] {
  if (uncovered.length === 0) return [];
  const all = facade.operations.length;
  return [['untested-seam', uncovered.length > all / 2 ? 'high' : 'medium', { uncovered: uncovered.length, all }, []]];
}

function splitTeam(owners: readonly { readonly owner: string }[]): Found[] {
  if (owners.length < SPLIT_TEAMS_FROM) return [];
  return [['split-team', 'medium', { teams: owners.map(({ owner }) => owner).join(', ') }, []]];
}

function blindSpots(view: PlanView): Found[] {
  const blind = view.analysis.coverage.unresolvedAccess.filter(
    ({ path }) => view.contextOf(`module:${path}`) === view.context,
  );
  if (blind.length === 0) return [];
  const places = blind.map(({ path, line }) => ({ path, line, function: '' }));
  return [['unresolved-access', 'medium', { count: blind.length }, places]];
}

/** A knot of thirty contexts is no name. */
function shortList(contexts: readonly string[]): string {
  return contexts.length <= SHOWN ? contexts.join(', ') : `${contexts.slice(0, SHOWN).join(', ')} …`;
}

/** Tables of which somebody keeps a read copy. */
function replicatedTables({ joins, foreign }: Dossier['data']): string[] {
  const joined = joins.filter((j) => j.replacement === 'replica').flatMap((j) => j.tables);
  return [...new Set([...joined, ...foreign.filter((f) => f.replacement === 'replica').map((f) => f.table)])].sort();
}

/** What the plan cannot do without, and what is often bought with it but not called for here. */
export function planInfrastructure(parts: Parts): Infrastructure[] {
  const need = (name: Need, isNeeded: boolean, facts: Infrastructure['facts'] = {}): Infrastructure => ({
    need: name,
    isNeeded,
    facts,
  });
  const http = parts.entryPoints.filter((e) => ['http', 'graphql', 'rpc', 'websocket'].includes(e.kind)).length;
  const cron = parts.entryPoints.filter((e) => e.kind === 'cron').length;
  const sync = parts.facade.operations.filter((o) => o.style === 'sync').length;
  const used = parts.callbacks.flatMap((c) => c.operations).filter((o) => o.style === 'sync').length;
  const crossing = parts.events.filter((e) => e.with.length > 0).length;
  const replicas = replicatedTables(parts.data).length;
  const orchestrated = parts.sagas.filter((s) => s.style === 'orchestration').length;
  return [
    need('own-database', parts.data.own.length > 0, { tables: parts.data.own.length }),
    need('router', http > 0, { entries: http, all: parts.entryPoints.length }),
    need('rpc', sync + used > 0, { operations: sync, callbacks: used }),
    need('broker', crossing > 0, { events: crossing }),
    need(
      'outbox',
      parts.events.some((e) => e.role === 'publish' && e.with.length > 0),
      { events: parts.events.filter((e) => e.role === 'publish').length },
    ),
    need('saga-state', orchestrated > 0, { sagas: orchestrated }),
    need('replication', replicas > 0, { copies: replicas }),
    need('scheduler', cron > 0, { jobs: cron }),
    need('two-phase-commit', false, { sagas: parts.sagas.length }),
    need('event-streaming', false, { events: crossing }),
    need('service-mesh', false, { neighbours: parts.callbacks.length }),
  ];
}
