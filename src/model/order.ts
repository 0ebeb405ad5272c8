/**
 * The one order of the project: by UTF-16 code unit. Locale-aware comparison differs between machines, and every
 * stage sorts its output so that the same input gives the same bytes.
 */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Compares by the first key that differs; keys are strings or numbers, of the same type at the same position. */
export function compareKeys(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a[i] as string | number;
    const y = b[i] as string | number;
    if (x !== y) return x < y ? -1 : 1;
  }
  return a.length - b.length;
}

/** A sorted copy, by the keys that `keysOf` gives for each item. */
export function sortedBy<T>(items: Iterable<T>, keysOf: (item: T) => readonly (string | number)[]): T[] {
  const all = [...items];
  if (all.length < 2) return all;
  return all
    .map((item) => ({ item, keys: keysOf(item) }))
    .sort((a, b) => compareKeys(a.keys, b.keys))
    .map(({ item }) => item);
}
