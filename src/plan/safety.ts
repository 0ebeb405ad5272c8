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

export function planRisks(view: PlanView, parts: Parts, chatter: readonly Chatter[]): Risk[] {
  const risks: Risk[] = [];
  const add = (kind: Risk['kind'], level: Risk['level'], facts: Risk['facts'], evidence: readonly Place[]) =>
    risks.push({ kind, level, facts, evidence: evidence.slice(0, SHOWN) });
  if (parts.sagas.length > 0) {
    const places = parts.sagas.flatMap((saga) => saga.steps[0]?.evidence ?? []).map((e) => ({ ...e, function: '' }));
    const writers = parts.sagas.flatMap((s) => s.steps.filter((step) => step.event !== '').map((step) => step.context));
    const contexts = [...new Set(writers)].sort();
    add(
      'distributed-transaction',
      parts.sagas.length > 3 ? 'high' : 'medium',
      { count: parts.sagas.length, contexts: contexts.join(', ') },
      places,
    );
  }
  const worst = chatter[0];
  if (worst !== undefined && worst.calls > 1) {
    add(
      'chattiness',
      worst.calls >= CHATTY_FROM ? 'high' : 'low',
      { entry: worst.entry, calls: worst.calls, paths: chatter.length },
      [worst.place],
    );
  }
  for (const cycle of view.analysis.contextMap.cycleCuts.filter((c) => c.contexts.includes(view.context))) {
    const { contexts, cut } = cycle;
    const { own, others } = waysOut(cycle, view.context, runtimeEdgesBetween(view.analysis));
    const way = own.places <= others.places ? own : others;
    add(
      'cyclic-dependency',
      contexts.length > 4 ? 'high' : 'medium',
      {
        count: contexts.length,
        contexts: shortList(contexts),
        cut: cut.length,
        own: way === own ? own.places : 0,
        others: way === others ? others.places : 0,
      },
      way.edges.flatMap(({ evidence }) => evidence.slice(0, 1).map(({ path, line }) => ({ path, line, function: '' }))),
    );
  }
  const shared = parts.data.shared;
  const replicas = replicatedTables(parts.data);
  if (shared.length + replicas.length > 0) {
    const tables = [...new Set([...shared.map((t) => t.table), ...replicas].map(labelOf))].sort();
    const places = shared.flatMap((t) => t.otherWriters.flatMap((w) => w.places));
    add(
      'inconsistent-data',
      shared.length > 0 ? 'high' : 'low',
      { shared: shared.length, replicas: replicas.length, tables: tables.slice(0, SHOWN).join(', ') },
      places,
    );
  }
  if (parts.tests.uncovered.length > 0) {
    const all = parts.facade.operations.length;
    add(
      'untested-seam',
      parts.tests.uncovered.length > all / 2 ? 'high' : 'medium',
      { uncovered: parts.tests.uncovered.length, all },
      [],
    );
  }
  const owners = parts.score.team?.owners ?? [];
  if (owners.length >= SPLIT_TEAMS_FROM)
    add('split-team', 'medium', { teams: owners.map((o) => o.owner).join(', ') }, []);
  const blind = view.analysis.coverage.unresolvedAccess.filter(
    (u) => view.contextOf(`module:${u.path}`) === view.context,
  );
  if (blind.length > 0)
    add(
      'unresolved-access',
      'medium',
      { count: blind.length },
      blind.map((u) => ({ path: u.path, line: u.line, function: '' })),
    );
  const levels = ['high', 'medium', 'low'];
  return sortedBy(risks, (r) => [levels.indexOf(r.level), r.kind]);
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
