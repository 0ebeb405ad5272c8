/**
 * The words of the answers, per language: the English text is the key, `{name}` is filled in. Names, reasons of figures and
 * lines of code stay as they are; what the terms, gates and relations mean in Korean comes with the model.
 */
import { filled } from '../model/index.js';
import { KOREAN, KOREAN_NOUNS } from './words-ko.js';

export type Language = 'en' | 'ko';

export type Noun = 'module' | 'table' | 'test' | 'context' | 'place' | 'relation';

export type Words = {
  readonly language: Language;
  readonly say: (text: string, values?: Readonly<Record<string, string | number>>) => string;
  /** `3 modules`. */
  readonly count: (count: number, noun: Noun) => string;
};

export function wordsOf(language: Language): Words {
  const texts = new Map(language === 'ko' ? KOREAN : []);
  return {
    language,
    say: (text, values = {}) =>
      filled(
        texts.get(text) ?? text,
        Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])),
      ),
    count: (count, noun) =>
      language === 'ko'
        ? filled(KOREAN_NOUNS[noun], { n: String(count) })
        : `${count} ${noun}${count === 1 ? '' : 's'}`,
  };
}
