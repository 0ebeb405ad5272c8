/** Section 1: the scores with their terms, the gates of the pilot, the blockers. */
import { type Blocker, gateLimit, gateName, gateRemedy, type Score, termBasis, termName } from '../model/index.js';
import type { Dossier } from './dossier.js';
import { cell, list, table } from './markdown.js';
import { number, type Pen, percent } from './render-context.js';

export function renderWhy(dossier: Dossier, pen: Pen): string[] {
  const { score } = dossier;
  const { say, language } = pen;
  const gates = dossier.gates.map((gate) => [
    cell(gateName(gate, language)),
    gate.value === null ? say('unknown') : number(gate.value, 3),
    cell(gateLimit(gate, language)),
    say(gate.passed ? 'passed' : 'failed'),
    cell(gateRemedy(gate, language)),
  ]);
  const blockers = score.blockers.map(
    (b) =>
      cell(say(`blocker.${b.kind}`, { what: whatOf(b, pen), with: b.with.join(', ') })) +
      (language === 'en' ? ` (${cell(newsOf(b))})` : ''),
  );
  return [
    ...pen.heading(1, say('why')),
    ...terms(say('impactHead', { score: number(score.impact.score) }), score.impact, pen),
    ...terms(say('difficultyHead', { score: number(score.difficulty.score) }), score.difficulty, pen),
    say('priorityLine', { priority: number(score.priority), blast: percent(score.blastRadius) }),
    '',
    say('callbacksLine', { weight: number(score.callbacks, 1) }),
    '',
    ...(score.prerequisites.length > 0
      ? [
          say(isInCycle(score) ? 'prerequisitesInCycle' : 'prerequisites', {
            contexts: score.prerequisites.map(cell).join(', '),
          }),
          '',
        ]
      : []),
    ...table([say('gate'), say('raw'), say('limit'), say('result'), say('remedy')], gates, pen.limit),
    ...(blockers.length > 0 ? pen.heading(2, say('blockers')) : []),
    ...list(blockers, pen.limit),
  ];
}

/** All of them in one cycle with it: then none can really go first, and the order only keeps the call-backs small. */
function isInCycle({ prerequisites, blockers }: Dossier['score']): boolean {
  return blockers.some((b) => b.kind === 'cycle' && prerequisites.every((id) => b.with.includes(id)));
}

/** Of a large cycle the number alone: its names are in the report. */
function whatOf({ kind, what, with: others }: Blocker, { say }: Pen): string {
  return kind === 'cycle' && what.startsWith('of ') ? say('cycleOf', { count: others.length + 1 }) : what;
}

/** The reason without what the line says already. */
function newsOf({ kind, reason }: Blocker): string {
  if (kind === 'transaction') return reason.replace(/ also writes tables of .*$/, '');
  if (kind === 'cycle') return reason.replace(/^part of a cycle of \d+ contexts(?:; )?/, '');
  return kind === 'foreign-key' ? reason.replace(/^(\d+ foreign keys?) between .*?: /, '$1: ') : reason;
}

function terms(title: string, score: Score, { say, language, limit }: Pen): string[] {
  const rows = score.terms.map((term) => [
    cell(termName(term, language)),
    term.raw === null ? say('unknown') : number(term.raw, 2),
    number(term.value, 3),
    number(term.weight, 3),
    number(term.value * term.weight, 3),
    `${say(term.isProxy ? 'proxy' : ['impact', 'timeCriticality', 'riskReduction'].includes(term.name) ? 'given' : 'measured')}: ${cell(termBasis(term, language))}`,
  ]);
  return [
    `**${title}**`,
    '',
    ...table([say('term'), say('raw'), say('value'), say('weight'), say('part'), say('basis')], rows, {
      ...limit,
      rows: 20,
    }),
  ];
}
