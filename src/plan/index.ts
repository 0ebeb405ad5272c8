/**
 * analysis → how to extract a context, as data (`plan`, `planAll`) and as text (`renderDossier`, `renderRoadmap`), in
 * English or Korean. `writeFacade` alone needs source text and a parser; it loads that when it is called.
 */
import { type Analysis, type ScoreEntry, UserError } from '../model/index.js';
import { planData } from './data.js';
import type { Dossier, Roadmap } from './dossier.js';
import type { FacadeFile } from './facade/write-facade.js';
import { measureChatter, planEntryPoints, planEvents, planTransactions } from './flows.js';
import { buildPlanView } from './plan-view.js';
import { planInfrastructure, planRisks, planTests } from './safety.js';
import { planCallbacks, planFacade } from './seam.js';
import { planSteps } from './steps.js';

export type * from './dossier.js';
export type { FacadeFile } from './facade/write-facade.js';
export type { RenderOptions } from './render-context.js';
export { renderDossier, renderDossierJson } from './render-dossier.js';
export { renderRoadmap } from './render-roadmap.js';

/** The dossier of a context, named by id or name. Throws UserError MSA055 when the map has no such context. */
export function plan(analysis: Analysis, context: string): Dossier {
  const entry = findEntry(analysis, context);
  const view = buildPlanView(analysis, entry.context);
  const own = analysis.contextMap.contexts.find((c) => c.id === entry.context)!;
  const ranks = new Map(analysis.scorecard.entries.map((e) => [e.context, e.rank]));
  const data = planData(view);
  const facade = planFacade(view);
  const callbacks = planCallbacks(view, (id) => ranks.get(id) ?? Number.POSITIVE_INFINITY);
  const events = planEvents(view, data);
  const entryPoints = planEntryPoints(view);
  const tests = planTests(view, facade);
  const transactions = planTransactions(view);
  const chatter = measureChatter(view);
  const parts = { score: entry, data, facade, callbacks, events, entryPoints, tests, sagas: transactions.sagas };
  const modules = own.modules.flatMap((id) => view.modules.get(id) ?? []).filter((node) => node.role === 'runtime');
  return {
    project: analysis.project.name,
    context: entry.context,
    name: own.name,
    size: {
      modules: modules.length,
      lines: modules.reduce((sum, node) => sum + node.lines, 0),
      tables: data.own.length,
    },
    contexts: analysis.scorecard.entries.length,
    gates: entry.gates,
    ...parts,
    ...transactions,
    chatter,
    steps: planSteps(parts),
    risks: planRisks(view, parts, chatter),
    infrastructure: planInfrastructure(parts),
    ...(entry.team === undefined ? {} : { team: entry.team }),
  };
}

/** The whole programme: waves and a dossier for each context, by rank. */
export function planAll(analysis: Analysis): Roadmap {
  const { entries, order, pilot, pilotNote, notes } = analysis.scorecard;
  const numbers = [...new Set(entries.map((e) => e.wave))].sort((a, b) => a - b);
  return {
    project: analysis.project.name,
    callbacks: {
      ours: order.callbacksShare,
      naive: order.naiveCallbacksShare,
      random: order.randomCallbacksShare,
      isExact: order.isExact,
    },
    pilot,
    pilotNote,
    waves: numbers.map((wave) => ({ wave, contexts: entries.filter((e) => e.wave === wave).map((e) => e.context) })),
    dossiers: entries.map((e) => plan(analysis, e.context)),
    notes,
  };
}

/**
 * The seam of a context as a TypeScript interface. `readText` gives the text of an analysed file; `at` is where the file
 * will lie (default: beside the modules). Loads the parser, so it is asynchronous.
 */
export async function writeFacade(
  dossier: Dossier,
  readText: (path: string) => string | undefined,
  at?: string,
): Promise<FacadeFile> {
  const { writeFacadeFile } = await import('./facade/write-facade.js');
  return writeFacadeFile(dossier, readText, at);
}

function findEntry(analysis: Analysis, asked: string): ScoreEntry {
  const wanted = asked.toLowerCase();
  const byName = new Map(analysis.contextMap.contexts.map((c) => [c.name.toLowerCase(), c.id]));
  const id = byName.get(wanted) ?? wanted;
  const entry = analysis.scorecard.entries.find((e) => e.context === asked || e.context === id);
  if (entry !== undefined) return entry;
  const known = analysis.scorecard.entries.map((e) => e.context).sort();
  const near = known.filter((name) => name.includes(wanted) || wanted.includes(name));
  const hint =
    known.length === 0
      ? 'The analysis found no context.'
      : `${near.length > 0 ? `Did you mean ${near.slice(0, 3).join(' or ')}? ` : ''}Contexts: ${known.join(', ')}.`;
  throw new UserError('MSA055', `no context is called "${asked}"`, hint);
}
