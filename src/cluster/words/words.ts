/**
 * Names as evidence: cuts identifiers, file names and table names into comparable words. camelCase, snake_case,
 * kebab-case and digits are separators; scripts without case (한글, 漢字, кириллица …) are kept as written.
 * Plurals and singulars fall together ("categories" = "category"), because a team writes `orders/order.service.ts`.
 */

/** Words of a name in order, lower case, singular: `OrderLineItems` → order, line, item. */
export function wordsOf(name: string): string[] {
  return partsOf(name).filter(isWord).map(singular);
}

/** All parts of a name in order, lower case, as written: `AITokenUsages` → ai, token, usages. */
export function partsOf(name: string): string[] {
  // Nearly all names, and several times as fast.
  if (ASCII.test(name)) return name.match(ASCII_WORD)?.map((word) => word.toLowerCase()) ?? [];
  return name
    .normalize('NFC')
    .split(/[^\p{L}]+/u)
    .flatMap((part) => splitCamelCase(part).map((word) => word.toLowerCase()));
}

const ASCII = /^\p{ASCII}*$/u;
const ASCII_WORD = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g;

function splitCamelCase(part: string): string[] {
  return part.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?[^\p{Lu}]+|\p{Lu}+/gu) ?? [];
}

/** Latin words of one or two letters say nothing (`id`, `db`, `a`); a single Chinese character does. */
function isWord(word: string): boolean {
  return word.length > 2 || (word.length > 0 && /[^\p{Script=Latin}]/u.test(word));
}

const KEEP_S =
  /(?:ss|us|is|ous|ics|news|series|species|address|access|process|analytics|canvas|alias|atlas|kubernetes)$/;
const IRREGULAR = new Map([
  ['people', 'person'],
  ['children', 'child'],
  ['men', 'man'],
  ['women', 'woman'],
  ['criteria', 'criterion'],
  ['indices', 'index'],
  ['vertices', 'vertex'],
  ['movies', 'movie'],
  ['cookies', 'cookie'],
  ['statuses', 'status'],
  ['aliases', 'alias'],
  ['topics', 'topic'],
  ['clinics', 'clinic'],
  ['comics', 'comic'],
  ['critics', 'critic'],
  ['fabrics', 'fabric'],
  ['mechanics', 'mechanic'],
  ['metrics', 'metric'],
]);

/** Singular of an English plural; any other word comes back as it is. */
export function singular(word: string): string {
  const known = IRREGULAR.get(word);
  if (known !== undefined) return known;
  if (word.length > 6 && /(?:lyses|theses|crises)$/.test(word)) return `${word.slice(0, -2)}is`;
  if (word.length < 4 || !word.endsWith('s') || KEEP_S.test(word)) return word;
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:sses|shes|ches|xes|zzes)$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}
