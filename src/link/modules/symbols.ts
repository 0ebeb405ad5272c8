/**
 * Which file declares a name. Follows barrels, aliases, re-export chains, `export *`, default and namespace re-exports
 * and import-then-export, through cycles, without recursion. Used for module edges and by everything that resolves
 * names across files.
 */

/** A place on the way from the importer to the declaration: the line of the re-export in a barrel. */
export type Step = { readonly path: string; readonly line: number };

export type SymbolTarget =
  /** `local` is the declared name inside `path`; '' for an anonymous default export or a whole CommonJS export. */
  | { readonly kind: 'declared'; readonly path: string; readonly local: string; readonly via: readonly Step[] }
  /** The whole module: `import * as x`, `export * as x`, `require` bound to one name, a JSON module. */
  | { readonly kind: 'namespace'; readonly path: string; readonly via: readonly Step[] }
  /** A package from outside; `name` is the exported name there, `*` for all of it. */
  | { readonly kind: 'external'; readonly package: string; readonly name: string }
  /** `path` is the file where the trail ended, when the specifier itself was found. */
  | { readonly kind: 'unresolved'; readonly reason: string; readonly path?: string };

export type Symbols = {
  /** What `path` exports as `name` (`default` for the default export, `*` for the whole). */
  readonly resolveExport: (path: string, name: string) => SymbolTarget;
  /**
   * What the name `local` means at the top level of `path` when it is imported there (also `require` and
   * `import x = require`); undefined when `path` imports no such name.
   */
  readonly resolveImport: (path: string, local: string) => SymbolTarget | undefined;
  /** The file a specifier written in `path` leads to; undefined when it is external or unresolved. */
  readonly resolveFile: (path: string, specifier: string) => string | undefined;
};
