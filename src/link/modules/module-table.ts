/** What one file exports and imports, by name: the facts in the form that following a symbol needs. */
import type { FileFacts, ImportFact } from '../../model/index.js';

export type ExportEntry =
  | { readonly kind: 'local'; readonly local: string; readonly line: number }
  | { readonly kind: 'from'; readonly imported: string; readonly specifier: string; readonly line: number }
  | { readonly kind: 'namespace'; readonly specifier: string; readonly line: number };

export type ImportEntry = {
  readonly specifier: string;
  readonly imported: string;
  readonly form: ImportFact['form'];
  readonly line: number;
};

export type ModuleTable = {
  readonly named: ReadonlyMap<string, ExportEntry>;
  /** `export *`, in file order. */
  readonly stars: readonly { readonly specifier: string; readonly line: number }[];
  /** `export = x`, `module.exports = x`. */
  readonly whole?: { readonly local: string; readonly line: number };
  readonly imports: ReadonlyMap<string, ImportEntry>;
  /** Imported names that a type of this file carries too: `import { Order }` for the value, `type Order` for the type. */
  readonly shadowed: ReadonlySet<string>;
};

export function tableOf(facts: FileFacts): ModuleTable {
  const named = new Map<string, ExportEntry>();
  const stars: { specifier: string; line: number }[] = [];
  let whole: { local: string; line: number } | undefined;
  for (const item of facts.exports) {
    const { line } = item;
    if (item.kind === 'star-from') stars.push({ specifier: item.specifier, line });
    else if (item.kind === 'equals') whole = { local: item.local, line };
    else if (named.has(item.name)) continue;
    else if (item.kind === 'local') named.set(item.name, { kind: 'local', local: item.local, line });
    else if (item.kind === 'namespace-from')
      named.set(item.name, { kind: 'namespace', specifier: item.specifier, line });
    else named.set(item.name, { kind: 'from', imported: item.imported, specifier: item.specifier, line });
  }
  const imports = importsOf(facts);
  const types = [...(facts.program?.types ?? []), ...(facts.program?.interfaces ?? [])];
  const shadowed = new Set(types.map(({ name }) => name).filter((name) => imports.has(name)));
  return { named, stars, ...(whole === undefined ? {} : { whole }), imports, shadowed };
}

function importsOf(facts: FileFacts): Map<string, ImportEntry> {
  const imports = new Map<string, ImportEntry>();
  for (const { form, specifier, line, isLiteral, bindings } of facts.imports) {
    if (!isLiteral || form === 'export-from' || form === 'import-type' || form === 'jsdoc') continue;
    for (const binding of bindings) {
      // `import('x').then(({ a }) => …)` names no variable of this file.
      const isPassing = form === 'dynamic-import' && binding.lines.length === 1 && binding.lines[0] === line;
      if (isPassing || imports.has(binding.local)) continue;
      imports.set(binding.local, { specifier, imported: binding.imported, form, line });
    }
  }
  return imports;
}
