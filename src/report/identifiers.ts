/** Names as identifiers `[A-Za-z][A-Za-z0-9_]*`, unique, with a prefix so that none is a keyword of a modelling language. */
export function identifiers(names: readonly string[]): Map<string, string> {
  const taken = new Set<string>();
  const result = new Map<string, string>();
  for (const name of names) {
    const base = `Ctx_${name.replace(/[^A-Za-z0-9]+/g, '_')}`;
    let id = base;
    for (let n = 2; taken.has(id); n++) id = `${base}_${n}`;
    taken.add(id);
    result.set(name, id);
  }
  return result;
}
