/**
 * The words of the answers, per language: the English text is the key, `{name}` is filled in. Names, reasons of figures and
 * lines of code stay as they are; what the terms, gates and relations mean in Korean comes with the model.
 */
import { filled } from '../model/index.js';
import { KOREAN_FIGURES } from './words-figures-ko.js';
import { KOREAN, KOREAN_NOUNS } from './words-ko.js';
import { KOREAN_RULES } from './words-rules-ko.js';

export type Language = 'en' | 'ko';

export type Noun = 'module' | 'table' | 'test' | 'context' | 'place' | 'relation';

export type Words = {
  readonly language: Language;
  readonly say: (text: string, values?: Readonly<Record<string, string | number>>) => string;
  /** A text of the glossary, which holds no values; as it is where the language has no word for it. */
  readonly gloss: (text: string) => string;
  /** `3 modules`. */
  readonly count: (count: number, noun: Noun) => string;
};

export function wordsOf(language: Language): Words {
  const texts = new Map(language === 'ko' ? KOREAN : []);
  const glossary = new Map(language === 'ko' ? [...KOREAN_FIGURES, ...KOREAN_RULES] : []);
  return {
    language,
    say: (text, values = {}) =>
      filled(
        texts.get(text) ?? text,
        Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])),
      ),
    gloss: (text) => glossary.get(text) ?? text,
    count: (count, noun) =>
      language === 'ko'
        ? filled(KOREAN_NOUNS[noun], { n: String(count) })
        : `${count} ${noun}${count === 1 ? '' : 's'}`,
  };
}
