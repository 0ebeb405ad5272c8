/** What every section renderer gets: the language's words, how many rows to show, and how deep its headings stand. */

import type { Place } from './dossier.js';
import { code, type Limit } from './markdown.js';
import { type Language, type Say, speak } from './messages.js';

export type RenderOptions = {
  readonly language?: Language /** Short lists, for one context among many. */;
  readonly isBrief?: boolean;
  readonly headingLevel?: number;
};

export type Pen = {
  readonly say: Say;
  readonly language: Language;
  readonly limit: Limit;
  readonly heading: (depth: number, text: string) => string[];
  /** `a.ts:3, b.ts:7 (through Store.save) and 4 more`. */
  readonly places: (places: readonly Pick<Place, 'path' | 'line' | 'via'>[], shown?: number) => string;
};

const ROWS = { full: 200, brief: 5 } as const;

export function openPen({ language = 'en', isBrief = false, headingLevel = 1 }: RenderOptions): Pen {
  const say = speak(language);
  const more = (count: number) => say('more', { count });
  return {
    say,
    language,
    limit: { rows: isBrief ? ROWS.brief : ROWS.full, more },
    heading: (depth, text) => [`${'#'.repeat(Math.min(6, headingLevel + depth))} ${text}`, ''],
    places: (places, shown = isBrief ? 2 : 4) => {
      const unique = [...new Map(places.map((p) => [`${p.path}:${p.line}`, p.via ?? []])).entries()];
      const rest = unique.length - shown;
      const texts = unique.slice(0, shown).map(([place, via]) => `${code(place)}${chainText(say, via)}`);
      return [...texts, ...(rest > 0 ? [more(rest)] : [])].join(', ');
    },
  };
}

/** ` (through Store.save)`: names of the functions on the way; the whole chain with its files is in the JSON. */
function chainText(say: Say, via: readonly string[]): string {
  if (via.length === 0) return '';
  return ` (${say('through', { chain: via.map((step) => code(step.slice(step.indexOf('#') + 1))).join(' → ') })})`;
}

export function number(value: number, digits = 2): string {
  return String(Math.round(value * 10 ** digits) / 10 ** digits);
}

export function percent(value: number): string {
  return `${Math.round(value * 100)} %`;
}
