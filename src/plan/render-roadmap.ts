/** Roadmap → Markdown: one page with every wave, then a short dossier for each context. */
import type { Dossier, Roadmap } from './dossier.js';
import { cell, table } from './markdown.js';
import { number, openPen, type Pen, percent, type RenderOptions } from './render-context.js';
import { renderDossier } from './render-dossier.js';

/** Markdown: the order of extraction in waves. */
export function renderRoadmap(roadmap: Roadmap, options: RenderOptions = {}): string {
  const pen = openPen(options);
  const { say } = pen;
  const { ours, naive, random, isExact } = roadmap.callbacks;
  const page = [
    ...pen.heading(0, say('roadmapTitle', { project: cell(roadmap.project) })),
    say('roadmapCallbacks', {
      ours: percent(ours),
      naive: percent(naive),
      random: percent(random),
      exact: say(isExact ? 'exact' : 'heuristic'),
    }),
    '',
    roadmap.pilot === ''
      ? pen.language === 'en'
        ? cell(roadmap.pilotNote)
        : say('noPilot')
      : say('roadmapPilot', { context: cell(roadmap.pilot) }),
    '',
    say('roadmapQuadrants'),
    '',
    ...roadmap.waves.flatMap(({ wave, contexts }) =>
      renderWave(
        wave,
        roadmap.dossiers.filter((d) => contexts.includes(d.context)),
        pen,
      ),
    ),
    ...(pen.language === 'en' ? roadmap.notes.map((note) => `- ${cell(note)}`) : []),
  ];
  const sections = roadmap.dossiers.map((d) => renderDossier(d, { ...options, isBrief: true, headingLevel: 2 }));
  return `${page.join('\n').trimEnd()}\n\n${sections.join('\n')}`;
}

function renderWave(wave: number, dossiers: readonly Dossier[], pen: Pen): string[] {
  const { say } = pen;
  const rows = dossiers.map(({ score, name }) => {
    const blocker = score.blockers[0];
    return [
      String(score.rank),
      cell(name) + (score.pilot ? ' ★' : ''),
      say(`quadrant.${score.quadrant}`),
      number(score.impact.score),
      number(score.difficulty.score),
      number(score.callbacks, 1),
      score.prerequisites.map(cell).join(', '),
      blocker === undefined
        ? ''
        : cell(say(`blocker.${blocker.kind}`, { what: blocker.what, with: blocker.with.join(', ') })),
    ];
  });
  const head = [
    say('rank'),
    say('context'),
    say('quadrantWord'),
    say('impact'),
    say('difficulty'),
    say('callbackWeight'),
    say('after'),
    say('firstBlocker'),
  ];
  return [...pen.heading(1, say('wave', { n: wave })), ...table(head, rows, pen.limit)];
}
