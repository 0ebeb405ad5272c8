/**
 * Mongoose's collection name for a model without `collection`: lower case, then the first of its ordered rules that
 * applies. Its list is old and odd (`data` → `datas`, `matrixview` → `matricesview`), and data depends on it, so it is
 * followed to the letter; a general inflector would be wrong. Checked against mongoose itself in the tests.
 */

/** Words that keep their form. */
const UNCHANGED = new Set(
  (
    'advice energy excretion digestion cooperation health justice labour machinery equipment information pollution ' +
    'sewage paper money species series rain rice fish sheep moose deer news expertise status media'
  ).split(' '),
);

/** Ending → plural, most special first. Given in lower case: names are lowered before. */
const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/human$/, 'humans'],
  [/(m|wom)an$/, '$1en'],
  [/person$/, 'people'],
  [/child$/, 'children'],
  [/^ox$/, 'oxen'],
  [/(ax|test)is$/, '$1es'],
  [/(octop|cact|foc|fung|nucle)us$/, '$1i'],
  [/(alias|status|virus)$/, '$1es'],
  [/bus$/, 'buses'],
  [/(buffal|tomat|potat)o$/, '$1oes'],
  [/([ti])um$/, '$1a'],
  [/sis$/, 'ses'],
  [/([^f])fe$/, '$1ves'],
  [/([lr])f$/, '$1ves'],
  [/hive$/, 'hives'],
  [/([^aeiouy]|qu)y$/, '$1ies'],
  [/(x|ch|ss|sh)$/, '$1es'],
  // Not bound to the end: it changes the word in the middle.
  [/(matr|vert|ind)ix/g, '$1ices'],
  [/([m|l])ouse$/, '$1ice'],
  [/quiz$/, 'quizzes'],
  [/^goose$/, 'geese'],
  [/s$/, 's'],
  [/([^a-z])$/, '$1'],
  [/$/, 's'],
];

export function mongooseCollectionName(modelName: string): string {
  if (modelName === 'system.profile' || modelName === 'system.indexes') return modelName;
  const name = modelName.toLowerCase();
  if (UNCHANGED.has(name)) return name;
  for (const [ending, plural] of ENDINGS) {
    const changed = name.replace(ending, plural);
    if (changed !== name || name.search(ending) >= 0) return changed;
  }
  return name;
}
