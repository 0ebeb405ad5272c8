/** The cycles of a Markdown report: the short rings, then what to cut; of a large cycle the first steps instead of every edge. */
import {
  type Analysis,
  type ContextCycle,
  type CycleStep,
  changingPlaces,
  type EdgesBetween,
  heaviestEdge,
  labelOf,
  runtimeEdgesBetween,
} from '../model/index.js';
import { cutRelations, placeOf, ringText } from './cycle-cuts.js';
import { outlook, stepsOf } from './cycle-steps.js';
import { kindWord } from './kind-words.js';
import { markdownCode, markdownTable, markdownText } from './markdown-text.js';
import type { Language, Say } from './messages.js';

/** Of a large cycle so much that a comment on a pull request can hold it; the rest is counted. */
const SHOWN = { rings: 20, cuts: 60, steps: 20, relations: 3 };

export function cycleSections(analysis: Analysis, say: Say, language: Language): string[] {
  const { cycleCuts } = analysis.contextMap;
  if (cycleCuts.length === 0) return [];
  const edgesOf = runtimeEdgesBetween(analysis);
  return [
    `## ${say('cycles')} (${cycleCuts.length})`,
    ...cycleCuts.flatMap((one) => section(one, edgesOf, say, language)),
  ];
}

function section(cycle: ContextCycle, edgesOf: EdgesBetween, say: Say, language: Language): string[] {
  const { contexts, cut, loops = [], loopCount = loops.length } = cycle;
  const head =
    contexts.length === 2
      ? contexts.join(' ⇄ ')
      : say('allReach', { count: contexts.length, names: contexts.join(', ') });
  const rings = loops
    .slice(0, SHOWN.rings)
    .map((loop) => `- ${markdownText(ringText(loop))} (${loop.edges.join(' / ')})`);
  const steps = stepsOf(cycle, cutRelations(cut).length);
  return [
    '',
    `### ${markdownText(head)}`,
    ...(contexts.length > 2 && rings.length > 0
      ? ['', say('loopsHead', { count: loopCount }), '', ...rings, ...more(loopCount - rings.length, say)]
      : []),
    '',
    ...(steps.length > 0 ? stepTable(cycle, steps, edgesOf, say) : cutTable(cut, say, language)),
  ];
}

function cutTable(cut: ContextCycle['cut'], say: Say, language: Language): string[] {
  const pairs = cutRelations(cut);
  const rows = pairs.flatMap(({ from, to, edges }) =>
    edges.map((edge) => [
      markdownText(`${from} → ${to}`),
      kindWord(edge.kind, language),
      markdownCode(placeOf(edge)),
      markdownCode(labelOf(edge.to)),
    ]),
  );
  return [
    say('cutAll', { count: cut.length, pairs: pairs.length }),
    '',
    ...markdownTable([say('relation'), say('kind'), say('from'), say('to')], rows.slice(0, SHOWN.cuts)),
    ...more(rows.length - SHOWN.cuts, say),
  ];
}

function stepTable(cycle: ContextCycle, steps: readonly CycleStep[], edgesOf: EdgesBetween, say: Say): string[] {
  const { half, free, all, firmest } = outlook(cycle);
  return [
    say('stepsHead'),
    '',
    ...markdownTable(
      [say('stepFree'), say('placesHead'), say('largestLeft'), say('whatToCut')],
      steps.slice(0, SHOWN.steps).map((step) => stepRow(step, edgesOf, say)),
    ),
    ...more(steps.length - SHOWN.steps, say),
    '',
    `${say('stepsOutlook', { free, count: cycle.contexts.length, half, all })}.`,
    ...(firmest.length === 0 ? [] : ['', markdownText(say('firmest', { names: firmest.join(', ') }))]),
    '',
    `${say('stepsElsewhere', { count: cycle.cut.length })}.`,
  ];
}

function stepRow({ frees, apart, cut, places, left }: CycleStep, edgesOf: EdgesBetween, say: Say): string[] {
  const relations = cut.slice(0, SHOWN.relations).map(({ from, to, places: count }) => {
    const edge = heaviestEdge(edgesOf(from, to));
    const first = edge?.evidence[0];
    const where =
      edge === undefined || first === undefined
        ? ''
        : `, ${markdownCode(`${first.path}:${first.line}`)}${changingPlaces(edge) < count ? ' …' : ''}`;
    return `${markdownText(`${from} → ${to}`)} (${count}${where})`;
  });
  const hidden = cut.length - relations.length;
  const what = frees.length > 0 ? frees.join(', ') : say('stepParts', { names: apart.join(', ') });
  return [
    markdownText(what),
    String(places),
    String(left[0] ?? 0),
    `${relations.join('; ')}${hidden > 0 ? `; ${say('more', { count: hidden })}` : ''}`,
  ];
}

function more(count: number, say: Say): string[] {
  return count > 0 ? ['', `${say('more', { count })} (--format json)`] : [];
}
