/**
 * The words of a report: figures and rules, told without an analysis. With one, the values found in it are added, so
 * that "difficulty" answers both what it means and what it is here.
 */
import {
  type Analysis,
  type MetricDefinition,
  RULE_INFO,
  RULES,
  type Score,
  type ScoreEntry,
  sortedBy,
} from '../model/index.js';
import type { Explanation, Section } from './index.js';
import { type Language, type Words, wordsOf } from './words.js';

/** What reports call a figure, beside its id: no word that a context or table is likely to be called. */
const ALIASES: Readonly<Record<string, string>> = {
  blastradius: 'blast',
  'blast-radius': 'blast',
  afferent: 'ca',
  efferent: 'ce',
  q: 'modularity',
  'quick-win': 'quadrant',
  strategic: 'quadrant',
  'fill-in': 'quadrant',
  gate: 'pilot',
  gates: 'pilot',
  'cross-share': 'pilot',
  'own-table': 'pilot',
  churn: 'impact',
  hotspots: 'impact',
  'entry-points': 'impact',
  'imports-across-the-border': 'difficulty',
  'shared-data': 'difficulty',
  'spanning-transactions': 'difficulty',
  'two-way-coupling': 'difficulty',
};

/** The explanation of a figure or a rule by its name (any case), or undefined when it is neither. */
export function explainWord(
  word: string,
  metrics: readonly MetricDefinition[],
  analysis: Analysis | undefined,
  language: Language = 'en',
): Explanation | undefined {
  const words = wordsOf(language);
  const { say, gloss } = words;
  const name = word.trim().toLowerCase().replace(/\s+/g, '-');
  const wanted = (Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined) ?? name;
  const metric = metrics.find(({ id }) => id.toLowerCase() === wanted);
  if (metric) return explainMetric(metric, analysis, words);
  const rule = RULES.find((id) => id === wanted);
  if (rule === undefined) return undefined;
  const { title, severity, why, fix } = RULE_INFO[rule];
  return {
    subject: rule,
    kind: say('rule'),
    sections: [
      {
        title: gloss(title),
        lines: [gloss(why), say('severity unless the config says otherwise: {severity}', { severity })],
      },
      { title: say('How to fix'), lines: [gloss(fix)] },
    ],
  };
}

function explainMetric(metric: MetricDefinition, analysis: Analysis | undefined, words: Words): Explanation {
  const { say, gloss } = words;
  const values = analysis === undefined ? [] : valuesOf(metric.id, analysis, say);
  const sections: Section[] = [
    { title: say('Meaning'), lines: [gloss(metric.meaning)] },
    { title: say('Formula'), lines: [gloss(metric.formula)] },
    {
      title: say('Reading it: {direction}, {range}', { direction: say(metric.direction), range: metric.range }),
      lines: metric.thresholds.map(({ limit, reading }) => `${limit}: ${gloss(reading)}`),
    },
    { title: say('Source'), lines: [gloss(metric.source), gloss(metric.note)] },
  ];
  return {
    subject: gloss(metric.title),
    kind: say('metric'),
    sections: values.length === 0 ? sections : [...sections, { title: say('Here'), lines: values }],
  };
}

function valuesOf(id: string, { contextMap, scorecard }: Analysis, say: Words['say']): string[] {
  const whole = (contextMap.metrics as Readonly<Record<string, number | null>>)[id];
  if (whole !== undefined) return [whole === null ? say('unknown') : figure(whole)];
  const contexts = contextMap.contexts as readonly (Readonly<Record<string, unknown>> & { readonly id: string })[];
  const ofContexts = sortedBy(contexts, (each) => [-Number(each[id] ?? 0), each.id]).flatMap((each) =>
    typeof each[id] === 'number' ? [`${each.id}: ${figure(each[id])}`] : [],
  );
  if (ofContexts.length > 0) return ofContexts;
  return scorecard.entries.flatMap((entry) => {
    const value = valueOfEntry(id, entry, say);
    return value === undefined ? [] : [`${entry.context}: ${value}`];
  });
}

function valueOfEntry(id: string, entry: ScoreEntry, say: Words['say']): string | undefined {
  if (id === 'impact') return termsOf(entry.impact);
  if (id === 'difficulty') return termsOf(entry.difficulty);
  if (id === 'blast') return `${Math.round(entry.blastRadius * 100)} %`;
  if (id === 'pilot') {
    const failed = entry.gates.filter(({ passed }) => !passed).map(({ name }) => name);
    const gates = failed.length === 0 ? say('passes every gate') : say('fails {gates}', { gates: failed.join(', ') });
    return entry.pilot ? say('the pilot, {gates}', { gates }) : gates;
  }
  const value = (entry as Readonly<Record<string, unknown>>)[id];
  if (typeof value === 'number') return figure(value);
  return typeof value === 'string' ? value : undefined;
}

function termsOf({ score, terms }: Score): string {
  const known = terms.filter(({ weight }) => weight > 0);
  const parts = sortedBy(known, (term) => [-term.value * term.weight, term.name]).map(
    ({ name, value, weight }) => `${name} ${figure(value)} × ${figure(weight)}`,
  );
  return `${figure(score)} = ${parts.join(' + ')}`;
}

function figure(value: number): string {
  return String(Math.round(value * 100) / 100);
}
