/**
 * The words of the dossier, per language. `{name}` is filled in; `{name#word}` or `{name#word|words}` is a count with its
 * noun; a segment in `[[ ]]` is left out when one of its values is 0 or empty. Both tables have the same keys by type.
 */
import { en } from './messages-en.js';
import { ko } from './messages-ko.js';

export type Language = 'en' | 'ko';

export type MessageKey = keyof typeof en;
export type Messages = Readonly<Record<MessageKey, string>>;

const TABLES: Readonly<Record<Language, Messages>> = { en, ko };

export type Say = (key: MessageKey, values?: Readonly<Record<string, string | number>>) => string;

export function speak(language: Language): Say {
  const messages = TABLES[language];
  return (key, values = {}) =>
    withoutEmpty(messages[key], values).replace(
      /\{(\w+)(?:#([^}|]+)(?:\|([^}]+))?)?\}/g,
      (_whole, name: string, one?: string, many?: string) => {
        const value = Object.hasOwn(values, name) ? values[name] : '';
        return one === undefined ? String(value) : `${value} ${String(value) === '1' ? one : (many ?? `${one}s`)}`;
      },
    );
}

function withoutEmpty(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\[\[(.*?)\]\]/g, (_whole, segment: string) => {
    const names = [...segment.matchAll(/\{(\w+)/g)].map((match) => match[1] ?? '');
    const isEmpty = (name: string) => !Object.hasOwn(values, name) || ['0', ''].includes(String(values[name]));
    return names.some(isEmpty) ? '' : segment;
  });
}
