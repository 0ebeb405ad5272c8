/** Dossier → Markdown. Sections in the order in which the work is argued and done. */
import { printableJson } from '../model/index.js';
import type { Dossier } from './dossier.js';
import { cell, code, list, table } from './markdown.js';
import { openPen, type Pen, percent, type RenderOptions } from './render-context.js';
import { renderData } from './render-data.js';
import { renderEntryPoints, renderEvents, renderTransactions } from './render-flows.js';
import { renderCallbacks, renderFacade, renderTests } from './render-seam.js';
import { renderWhy } from './render-why.js';

/** The dossier as Markdown, in English or Korean. Same dossier, same bytes. */
export function renderDossier(dossier: Dossier, options: RenderOptions = {}): string {
  const pen = openPen(options);
  const { say } = pen;
  const { score, size } = dossier;
  const lines = [
    ...pen.heading(0, say('title', { name: cell(dossier.name), project: code(dossier.project) })),
    say('summary', {
      ...size,
      rank: score.rank,
      contexts: dossier.contexts,
      wave: score.wave,
      quadrant: say(`quadrant.${score.quadrant}`),
    }),
    '',
    ...(score.pilot ? [say('isPilot'), ''] : []),
    ...renderWhy(dossier, pen),
    ...renderData(dossier, pen),
    ...renderFacade(dossier, pen),
    ...renderCallbacks(dossier, pen),
    ...renderTransactions(dossier, pen),
    ...renderEvents(dossier, pen),
    ...renderEntryPoints(dossier, pen),
    ...renderSteps(dossier, pen),
    ...renderTests(dossier, pen),
    ...renderRisks(dossier, pen),
    ...renderInfrastructure(dossier, pen),
    ...renderTeam(dossier, pen),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

/** The dossier as JSON. */
export function renderDossierJson(dossier: unknown): string {
  return printableJson(dossier);
}

function renderSteps({ steps }: Dossier, pen: Pen): string[] {
  const { say } = pen;
  const items = steps.map((step, i) => {
    const facts = Object.fromEntries(Object.entries(step.facts).map(([key, value]) => [key, cell(value)]));
    const canary = step.canary.length > 0 ? ` ${say('canary', { shares: step.canary.join(' / ') })}` : '';
    const isAlone = step.kind === 'service' && step.facts['callbacks'] === 0;
    const what = say(isAlone ? 'step.service-alone' : `step.${step.kind}`, facts);
    return `${i + 1}. ${what}${canary} ${say('rollback', { how: say(`rollback.${step.kind}`) })}`;
  });
  return [...pen.heading(1, say('steps')), ...items, ''];
}

function renderRisks({ risks, chatter }: Dossier, pen: Pen): string[] {
  const { say } = pen;
  const rows = risks.map((risk) => {
    const facts = Object.fromEntries(Object.entries(risk.facts).map(([key, value]) => [key, cell(value)]));
    return [say(`level.${risk.level}`), say(`risk.${risk.kind}`, facts), pen.places(risk.evidence)];
  });
  const paths = chatter.map((c) => `${code(c.entry)} (${pen.places([c.place])}): ${c.calls}`);
  return [
    ...pen.heading(1, say('risks')),
    ...(rows.length === 0 ? [say('none'), ''] : table([say('level'), say('risk'), say('evidence')], rows, pen.limit)),
    ...(paths.length > 0 ? pen.heading(2, say('chatter')) : []),
    ...list(paths, pen.limit),
  ];
}

function renderInfrastructure({ infrastructure }: Dossier, pen: Pen): string[] {
  const { say } = pen;
  const limit = { ...pen.limit, rows: 20 };
  const needed = infrastructure.filter((i) => i.isNeeded).map((i) => say(`need.${i.need}`, i.facts));
  const spare = infrastructure
    .filter((i) => !i.isNeeded)
    .map((i) => {
      if (i.need === 'two-phase-commit' || i.need === 'event-streaming' || i.need === 'service-mesh')
        return say(`need.${i.need}`, i.facts);
      return say(`unneed.${i.need}`, i.facts);
    });
  return [
    ...pen.heading(1, say('infrastructure')),
    `**${say('needed')}**`,
    '',
    ...(needed.length === 0 ? [say('none'), ''] : list(needed, limit)),
    `**${say('notNeeded')}**`,
    '',
    ...list(spare, limit),
  ];
}

function renderTeam({ team }: Dossier, pen: Pen): string[] {
  const { say } = pen;
  if (team === undefined) return [...pen.heading(1, say('team')), say('noTeam'), ''];
  const authors = team.authors.slice(0, 5).map((a) => `${cell(a.name)} ${percent(a.share)}`);
  const owners = team.owners.map((o) => `${cell(o.owner)} (${o.modules})`);
  return [
    ...pen.heading(1, say('team')),
    say('authors', { names: authors.length === 0 ? say('unknown') : authors.join(', ') }),
    '',
    ...(owners.length > 0 ? [say('owners', { names: owners.join(', ') }), ''] : []),
    ...(owners.length > 0 && team.unownedModules > 0 ? [say('unowned', { count: team.unownedModules }), ''] : []),
  ];
}
