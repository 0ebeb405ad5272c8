/**
 * The terminal report: one screen that leads with what to do. What to extract first and why, the order, the contexts with
 * impact and difficulty, then what stands in the way, and at the end what the analysis could not see.
 */
import {
  type Analysis,
  besideRuntime,
  labelOf,
  type Palette,
  PLAIN,
  printable,
  type ScoreEntry,
  sortedBy,
} from '../model/index.js';
import { blindNotes } from './blind-spots.js';
import { type Column, table, wrap } from './columns.js';
import { kindWord } from './kind-words.js';
import { type Language, type Say, speak } from './messages.js';
import { counted, moduleCell } from './module-cell.js';
import type { ReportOptions } from './options.js';
import { sagaContexts, sagaSpan } from './saga-text.js';
import { asideLines, cautionLines, isOnePiece, pilotLines, quadrantWord, standingLine } from './standing.js';
import { cycleLines } from './text-cycles.js';
import { sharedTableLines } from './text-tables.js';
import { whatIfLines } from './what-if.js';

/** Rows of a list before the rest is only counted: the report has to fit a screen. */
const SHOWN = { contexts: 16, names: 3, transactions: 5 };

export function renderText(analysis: Analysis, options: ReportOptions): string {
  const say = speak(options.language ?? 'en');
  const palette = options.palette ?? PLAIN;
  const width = Math.max(60, options.width ?? Number.POSITIVE_INFINITY);
  const blocks = [
    headline(analysis, say, palette),
    whatIfLines(analysis, say, palette),
    advice(analysis, say, palette, options.language ?? 'en'),
    contexts(analysis, say, palette, options.language ?? 'en'),
    sharedTableLines(analysis, say, palette),
    cycleLines(analysis, say, palette),
    sweep(analysis, say, palette),
    spanning(analysis, say, palette, options.language ?? 'en'),
    blindSpots(analysis, say, palette, options.language ?? 'en'),
    nextSteps(analysis, say, palette, options.target),
  ];
  const lines = blocks.filter((block) => block.length > 0).flatMap((block) => [...block, '']);
  return `${lines
    .slice(0, -1)
    .flatMap((line) => wrap(line, width))
    .join('\n')}\n`;
}

function headline(analysis: Analysis, say: Say, palette: Palette): string[] {
  const { project, graph, contextMap } = analysis;
  const modules = graph.nodes.filter((node) => node.kind === 'module' && node.role === 'runtime').length;
  const tables = graph.nodes.filter((node) => node.kind === 'table').length;
  const stack = [...project.stack.frameworks, ...project.stack.dataAccess].join(', ');
  const { modularity, plainModularity, stability } = contextMap.metrics;
  return [
    `${palette.bold(printable(project.name))}  ${say('size', { modules, tables })}${stack === '' ? '' : `  ${palette.dim(printable(stack))}`}`,
    palette.dim(
      say('stability', {
        stability: stability.toFixed(2),
        modularity: modularity.toFixed(2),
        plain: plainModularity.toFixed(2),
      }),
    ),
    ...cautionLines(analysis, say).map((line) => palette.yellow(line)),
  ];
}

function advice(analysis: Analysis, say: Say, palette: Palette, language: Language): string[] {
  const { scorecard } = analysis;
  if (scorecard.entries.length === 0) return [];
  if (isOnePiece(analysis)) return [palette.bold(say('onePiece'))];
  const pilot = scorecard.entries.find((entry) => entry.context === scorecard.pilot);
  const head = pilot
    ? palette.green(palette.bold(say('pilotHead', { context: pilot.context }))) + palette.dim(`  ${say('pilotWhy')}`)
    : palette.yellow(palette.bold(say('noPilot')));
  const standing = standingLine(analysis, say, language);
  return [
    head,
    ...pilotLines(analysis, say, language)
      .slice(0, pilot ? 3 : 6)
      .map((line) => `  ${printable(line)}`),
    ...order(scorecard, say, palette),
    ...(standing === '' ? [] : [`  ${printable(standing)}`]),
  ];
}

function order(scorecard: Analysis['scorecard'], say: Say, palette: Palette): string[] {
  const waves = new Map<number, string[]>();
  for (const entry of scorecard.entries) {
    const wave = waves.get(entry.wave) ?? [];
    waves.set(entry.wave, wave);
    wave.push(entry.context);
  }
  const steps = [...waves]
    .sort(([a], [b]) => a - b)
    .map(([n, names]) => `${palette.dim(say('wave', { n }))} ${printable(names.join(', '))}`);
  const { callbacksShare, naiveCallbacksShare, randomCallbacksShare, isExact, gap, sensitivity } = scorecard.order;
  return [
    `${palette.bold(say('orderHead'))}  ${steps.join(palette.dim('  │  '))}`,
    palette.dim(
      `  ${say('callbacks', { ours: percent(callbacksShare), naive: percent(naiveCallbacksShare), random: percent(randomCallbacksShare) })}; ${isExact ? say('exact') : say('gap', { gap: percent(gap) })}`,
    ),
    ...(sensitivity.draws > 0
      ? [
          palette.dim(
            `  ${say(scorecard.pilot === '' ? 'sensitivityOfRank' : 'sensitivity', {
              rank1: percent(sensitivity.rank1Held),
              pilot: percent(sensitivity.pilotHeld),
              draws: sensitivity.draws,
            })}`,
          ),
        ]
      : []),
  ];
}

function contexts(
  { contextMap, scorecard, graph }: Analysis,
  say: Say,
  palette: Palette,
  language: Language,
): string[] {
  const tests = besideRuntime(graph);
  const ranked = contextMap.contexts
    .map((context) => ({ context, entry: scorecard.entries.find((entry) => entry.context === context.id) }))
    .sort((a, b) => (a.entry?.rank ?? Number.MAX_SAFE_INTEGER) - (b.entry?.rank ?? Number.MAX_SAFE_INTEGER));
  const columns: Column[] = [
    { title: '#', align: 'right' },
    { title: say('context'), align: 'left', max: 28 },
    { title: say('modules'), align: 'right' },
    { title: say('tables'), align: 'right' },
    { title: say('cohesion'), align: 'right' },
    { title: 'Ca', align: 'right' },
    { title: 'Ce', align: 'right' },
    { title: say('impact'), align: 'right' },
    { title: say('difficulty'), align: 'right' },
    { title: say('blast'), align: 'right' },
    { title: say('quadrant'), align: 'left' },
  ];
  const rows = ranked
    .slice(0, SHOWN.contexts)
    .map(({ context, entry }) => [
      entry ? String(entry.rank) : '',
      printable(context.id),
      moduleCell(context.modules, tests, say),
      String(context.tables.length),
      context.cohesion.toFixed(2),
      String(context.ca),
      String(context.ce),
      ...scoreCells(entry, say),
    ]);
  if (rows.length === 0) return [palette.bold(`${say('contexts')} (0)`), `  ${say('noContexts')}`];
  const { header, lines } = table(columns, rows);
  const kernel = contextMap.sharedKernel;
  const roots = (kernel.composition ?? []).map(labelOf);
  const screens = new Set(kernel.frontEnd ?? []);
  const kernelModules = kernel.modules.filter((id) => !tests.has(id) && !screens.has(id)).length;
  const apart = screens.size === 0 ? '' : `; ${say('screens', { count: screens.size })}`;
  return [
    palette.bold(`${say('contexts')} (${contextMap.contexts.length})`),
    palette.dim(header),
    ...lines.map((line, i) => (ranked[i]?.entry?.pilot === true ? palette.green(line) : line)),
    ...rest(ranked.length, SHOWN.contexts, say),
    palette.dim(
      `${say('kernel', { modules: kernelModules, tables: kernel.tables.length })}${apart}; ${loose(contextMap.unassigned, tests, say)}`,
    ),
    ...(roots.length === 0
      ? []
      : [palette.dim(`  ${printable(say('composition', { count: roots.length, names: some(roots) }))}`)]),
    ...asideLines(scorecard, say, language).map((line) => palette.dim(printable(line))),
  ];
}

/** Modules that run and lie in no context; tests, migrations and the like there are no gap of the map. */
function loose(unassigned: readonly string[], tests: ReadonlySet<string>, say: Say): string {
  const { runtime, beside } = counted(unassigned, tests);
  return `${say('unassigned', { count: runtime })}${beside === 0 ? '' : ` + ${say('besideCount', { count: beside })}`}`;
}

function some(names: readonly string[]): string {
  return `${names.slice(0, SHOWN.names).join(', ')}${names.length > SHOWN.names ? ', …' : ''}`;
}

function scoreCells(entry: ScoreEntry | undefined, say: Say): string[] {
  if (!entry) return ['', '', '', ''];
  return [
    entry.impact.score.toFixed(2),
    entry.difficulty.score.toFixed(2),
    percent(entry.blastRadius),
    quadrantWord(entry.quadrant, say),
  ];
}

/** Only with --sweep: what finer and coarser maps would look like. */
function sweep({ contextMap }: Analysis, say: Say, palette: Palette): string[] {
  const steps = contextMap.sweep ?? [];
  if (steps.length === 0) return [];
  const columns: Column[] = [say('resolution'), say('contexts'), 'modularity', 'stability'].map((title) => ({
    title,
    align: 'right',
  }));
  const { header, lines } = table(
    columns,
    steps.map((step) => [
      step.resolution.toFixed(2),
      String(step.contexts),
      step.modularity.toFixed(3),
      step.stability.toFixed(2),
    ]),
  );
  return [
    palette.bold(say('sweep')),
    palette.dim(`  ${say('sweepNote')}`),
    palette.dim(`  ${header}`),
    ...lines.map((line) => `  ${line}`),
  ];
}

function spanning({ sagas, transactions }: Analysis, say: Say, palette: Palette, language: Language): string[] {
  if (sagas.length === 0) return [];
  const widest = sortedBy(sagas, (saga) => [-sagaContexts(saga).writers.length, -saga.steps.length, saga.transaction]);
  const lines = widest.slice(0, SHOWN.transactions).map((saga) => {
    const at = transactions.find(({ id }) => id === saga.transaction);
    return `  ${palette.cyan(printable(at ? `${at.path}:${at.line}` : saga.transaction))}  ${printable(sagaSpan(saga, say))}  ${palette.dim(printable(`${kindWord(saga.style, language)}, ${saga.orchestrator}`))}`;
  });
  return [
    palette.bold(`${say('spanning')} (${sagas.length})`),
    ...lines,
    ...rest(sagas.length, SHOWN.transactions, say),
  ];
}

function blindSpots(analysis: Analysis, say: Say, palette: Palette, language: Language): string[] {
  const { coverage, project } = analysis;
  const unread = project.stack.unread ?? [];
  const { imports, dataAccess, git } = coverage;
  const importTotal = imports.resolved + imports.unresolved;
  const accessTotal = dataAccess.resolved + dataAccess.unresolved;
  return [
    palette.bold(say('blind')),
    `  ${say('imports', { unresolved: imports.unresolved, total: importTotal, share: share(imports.unresolved, importTotal) })}; ${say('dataCalls', { unresolved: dataAccess.unresolved, total: accessTotal, share: share(dataAccess.unresolved, accessTotal) })}; ${say('skipped', { count: coverage.skipped.length })}`,
    ...(unread.length === 0 ? [] : [`  ${say('unread', { stores: unread.join(', '), count: unread.length })}`]),
    ...(git.available ? [] : [`  ${say('noGit', { why: printable(git.note) })}`]),
    ...blindNotes(analysis, say, language).map((line) => `  ${printable(line)}`),
  ];
}

function nextSteps({ scorecard }: Analysis, say: Say, palette: Palette, target: ReportOptions['target']): string[] {
  const first = quoted(scorecard.pilot || scorecard.entries[0]?.context);
  const about = first === undefined ? [] : [`msa-map explain ${first}`, `msa-map plan ${first}`];
  const isFile = target !== undefined && 'option' in target;
  const commands = isFile
    ? about
    : first === undefined
      ? ['msa-map doctor']
      : [...about, 'msa-map init', 'msa-map doctor'];
  if (commands.length === 0) return [];
  return [`${palette.bold(nextWord(say, target))}  ${commands.join(palette.dim(' · '))}`];
}

function nextWord(say: Say, target: ReportOptions['target']): string {
  if (target === undefined) return say('next');
  return 'option' in target ? say('nextWith', target) : say('nextIn', target);
}

/** As a shell takes it for one word. */
function quoted(id: string | undefined): string | undefined {
  return id === undefined || /^[\w.:@/-]+$/.test(id) ? id : `'${printable(id).replaceAll("'", "'\\''")}'`;
}

function rest(total: number, shown: number, say: Say): string[] {
  return total > shown ? [`  ${say('more', { count: total - shown })}`] : [];
}

function percent(value: number): string {
  return `${Math.round(value * 100)} %`;
}

function share(part: number, total: number): string {
  return total === 0 ? '0 %' : `${((100 * part) / total).toFixed(1)} %`;
}
