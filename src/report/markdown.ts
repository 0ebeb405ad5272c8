/** The report for a wiki or a pull request: the same content as the terminal's, whole, with the context map drawn. */
import {
  type Analysis,
  besideRuntime,
  flowText,
  labelOf,
  relationReason,
  type Saga,
  type SagaStep,
} from '../model/index.js';
import { blindNotes } from './blind-spots.js';
import { actionText, compensationText, flowWords, kindWord } from './kind-words.js';
import { cycleSections } from './markdown-cycles.js';
import { markdownCode, markdownTable, markdownText } from './markdown-text.js';
import { renderMermaid } from './mermaid.js';
import { type Language, type Say, speak } from './messages.js';
import { moduleCell } from './module-cell.js';
import type { ReportOptions } from './options.js';
import { countsLabel } from './picture/counts.js';
import { comesBack, sagaNeeds, sagaReason } from './saga-text.js';
import { asideLines, cautionLines, isOnePiece, pilotLines, quadrantWord, standingLine } from './standing.js';
import { figureRows } from './what-if.js';

export function renderMarkdown(analysis: Analysis, options: ReportOptions): string {
  const language = options.language ?? 'en';
  const say = speak(language);
  const blocks = [
    [`# ${markdownText(analysis.project.name)}`],
    whatIf(analysis, say),
    advice(analysis, say, options.language ?? 'en'),
    contexts(analysis, say, language),
    ['```mermaid', renderMermaid(analysis, { view: 'contexts', language }).trimEnd(), '```'],
    relations(analysis, say, language),
    tables(analysis, say),
    cycleSections(analysis, say, language),
    sagas(analysis, say, options.language ?? 'en'),
    blindSpots(analysis, say, language),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function advice(analysis: Analysis, say: Say, language: Language): string[] {
  const { scorecard } = analysis;
  if (scorecard.entries.length === 0) return [];
  if (isOnePiece(analysis)) return [`**${say('onePiece')}**`];
  const pilot = scorecard.entries.find(({ context }) => context === scorecard.pilot);
  const { callbacksShare, naiveCallbacksShare, randomCallbacksShare } = scorecard.order;
  const standing = standingLine(analysis, say, language);
  return [
    ...cautionLines(analysis, say).flatMap((line) => [markdownText(line), '']),
    `**${pilot ? say('pilotHead', { context: markdownText(pilot.context) }) : say('noPilot')}**`,
    '',
    ...pilotLines(analysis, say, language).map((line) => `- ${markdownText(line)}`),
    '',
    `${say('callbacks', { ours: percent(callbacksShare), naive: percent(naiveCallbacksShare), random: percent(randomCallbacksShare) })}.`,
    ...(standing === '' ? [] : ['', markdownText(standing)]),
  ];
}

function contexts({ contextMap, scorecard, graph }: Analysis, say: Say, language: Language): string[] {
  const tests = besideRuntime(graph);
  const byId = new Map(scorecard.entries.map((entry) => [entry.context, entry]));
  const rows = [...contextMap.contexts]
    .sort((a, b) => (byId.get(a.id)?.rank ?? 0) - (byId.get(b.id)?.rank ?? 0))
    .map((context) => {
      const entry = byId.get(context.id);
      return [
        String(entry?.rank ?? ''),
        String(entry?.wave ?? ''),
        markdownText(context.id),
        moduleCell(context.modules, tests, say),
        context.tables.map((table) => markdownCode(labelOf(table))).join(', '),
        context.cohesion.toFixed(2),
        `${context.ca} / ${context.ce}`,
        entry?.impact.score.toFixed(2) ?? '',
        entry?.difficulty.score.toFixed(2) ?? '',
        entry === undefined ? '' : quadrantWord(entry.quadrant, say),
        context.terms.slice(0, 5).map(markdownText).join(', '),
      ];
    });
  const head = [
    '#',
    say('wave', { n: '' }).trim(),
    say('context'),
    say('modules'),
    say('tables'),
    say('cohesion'),
    'Ca / Ce',
    say('impact'),
    say('difficulty'),
    say('quadrant'),
    say('terms'),
  ];
  const asides = asideLines(scorecard, say, language).map((line) => markdownText(line));
  return [
    `## ${say('contexts')} (${rows.length})`,
    '',
    ...markdownTable(head, rows),
    ...(asides.length === 0 ? [] : ['', ...asides]),
  ];
}

function relations({ contextMap }: Analysis, say: Say, language: Language): string[] {
  const rows = contextMap.relations.map((relation) => [
    markdownText(relation.downstream),
    markdownText(relation.upstream),
    kindWord(relation.pattern, language),
    countsLabel(relation.edges, language),
    markdownText(relationReason(relation, language)),
  ]);
  return rows.length === 0
    ? []
    : [
        `## ${say('relations')}`,
        '',
        ...markdownTable(
          (['downstream', 'upstream', 'pattern', 'edges', 'why'] as const).map((word) => say(word)),
          rows,
        ),
      ];
}

function tables({ contextMap }: Analysis, say: Say): string[] {
  const list = (items: readonly { readonly context: string; readonly count: number }[]): string =>
    items.map(({ context, count }) => `${markdownText(context)} ${count}`).join(', ');
  const rows = contextMap.ownership
    .filter(({ isShared }) => isShared)
    .map(({ table, owner, writers, readers, isSharedWrite }) => [
      `${isSharedWrite ? '**' : ''}${markdownCode(labelOf(table))}${isSharedWrite ? '**' : ''}`,
      markdownText(owner),
      list(writers),
      list(readers),
    ]);
  return rows.length === 0
    ? []
    : [
        `## ${say('shared')}`,
        '',
        ...markdownTable(
          (['table', 'ownerHead', 'writers', 'readers'] as const).map((word) => say(word)),
          rows,
        ),
      ];
}

function whatIf({ contextMap }: Analysis, say: Say): string[] {
  if (contextMap.whatIf === undefined) return [];
  return [
    `## ${say('whatIf')}`,
    '',
    ...contextMap.whatIf.moves.map((move) => `- ${markdownText(say('whatIfMove', move))}`),
    '',
    ...markdownTable(['', say('before'), say('after')], figureRows(contextMap.whatIf, say)),
  ];
}

function sagas({ sagas: all, transactions }: Analysis, say: Say, language: Language): string[] {
  if (all.length === 0) return [];
  const lines = all.flatMap((saga) => {
    const at = transactions.find(({ id }) => id === saga.transaction);
    return [
      `### ${markdownCode(at ? `${at.path}:${at.line}` : saga.transaction)}`,
      '',
      `${kindWord(saga.style, language)}, ${markdownText(saga.orchestrator)}: ${markdownText(sagaReason(saga, language))}`,
      '',
      ...markdownTable(
        (['step', 'context', 'kind', 'event', 'compensation', 'where'] as const).map((word) => say(word)),
        saga.steps.map((step) => [
          markdownText(`${actionText(step, language)}${wayText(step, say)}`),
          markdownText(step.context),
          kindWord(step.kind, language),
          step.event === '' ? '' : markdownCode(step.event),
          markdownText(compensationText(step, language)),
          places(step, say),
        ]),
      ),
      '',
      ...sagaList(saga, say, language),
      ...(saga.steps.some((step) => step.arms !== undefined)
        ? [markdownText(flowText(saga.steps, flowWords(language))), '']
        : []),
    ];
  });
  return [`## ${say('spanning')} (${all.length})`, '', ...lines].slice(0, -1);
}

/** Visits that the steps take together, what the saga needs and locks. */
function sagaList(saga: Saga, say: Say, language: Language): string[] {
  const lines = [
    ...saga.steps.flatMap((step) => comesBack(step, say) || []),
    ...sagaNeeds(saga, language).map((need) => `${say('needs')}: ${need}`),
    ...(saga.semanticLocks.length === 0 ? [] : [`${say('locks')}: ${saga.semanticLocks.map(labelOf).join(', ')}`]),
  ];
  return lines.length === 0 ? [] : [...lines.map((line) => `- ${markdownText(line)}`), ''];
}

/** ` (way A at src/a.ts:12-20)` for a step on one arm of a branch. */
function wayText({ arms = [] }: SagaStep, say: Say): string {
  const ways = arms.map(({ at, arm, isRepeated }) =>
    say(isRepeated === true ? 'wayEach' : 'way', { at, letter: String.fromCharCode(65 + (arm % 26)) }),
  );
  return ways.length === 0 ? '' : ` (${ways.join('; ')})`;
}

function places({ evidence }: SagaStep, say: Say): string {
  const first = evidence[0];
  if (first === undefined) return '';
  const place = markdownCode(`${first.path}:${first.line}`);
  return evidence.length > 1 ? say('placesMore', { place, count: evidence.length - 1 }) : place;
}

function blindSpots(analysis: Analysis, say: Say, language: Language): string[] {
  const { coverage, project } = analysis;
  const unread = project.stack.unread ?? [];
  const { imports, dataAccess, git } = coverage;
  const total = (part: { readonly resolved: number; readonly unresolved: number }): number =>
    part.resolved + part.unresolved;
  const share = (part: { readonly resolved: number; readonly unresolved: number }): string =>
    total(part) === 0 ? '0 %' : `${((100 * part.unresolved) / total(part)).toFixed(1)} %`;
  return [
    `## ${say('blind')}`,
    '',
    `- ${say('imports', { unresolved: imports.unresolved, total: total(imports), share: share(imports) })}`,
    `- ${say('dataCalls', { unresolved: dataAccess.unresolved, total: total(dataAccess), share: share(dataAccess) })}`,
    `- ${say('skipped', { count: coverage.skipped.length })}`,
    ...(unread.length === 0 ? [] : [`- ${say('unread', { stores: unread.join(', '), count: unread.length })}`]),
    ...(git.available ? [] : [`- ${say('noGit', { why: markdownText(git.note) })}`]),
    ...blindNotes(analysis, say, language).map((line) => `- ${markdownText(line)}`),
  ];
}

function percent(value: number): string {
  return `${Math.round(value * 100)} %`;
}
