/**
 * Module edges: every import leads to the module that declares the symbol; the barrels passed are evidence. One edge per
 * (from, to, kind), weight = sum over symbols of 1 + log2(uses) (CONTEXTS: the transform measured best), at least 1.
 */
import {
  compareText,
  type Evidence,
  type FileFacts,
  type ImportBinding,
  type ImportFact,
  type ModuleEdge,
  type ModuleEdgeKind,
  moduleId,
  sortedBy,
  type Unresolved,
} from '../../model/index.js';
import type { IsErased } from './erasure.js';
import type { Resolve } from './resolve.js';
import type { Step, Symbols, SymbolTarget } from './symbols.js';

/** One symbol of one statement, led to where it belongs. What `verify:imports` compares with TypeScript. */
export type Link = {
  readonly from: string;
  readonly to: string;
  readonly kind: ModuleEdgeKind;
  /** Name in the declaring module, `*` for the whole, '' for a side effect. */
  readonly symbol: string;
  /** Name asked for by the importer. */
  readonly imported: string;
  readonly uses: number;
  readonly line: number;
  readonly via: readonly Step[];
  /** The declaration was not found: the edge leads to the file that was asked. */
  readonly isFallback?: true;
  /** Imported and never used: nothing of it is left in the compiled code. */
  readonly isUnused?: true;
};

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export type LinkedImports = {
  readonly links: readonly Link[];
  readonly counts: { readonly resolved: number; readonly external: number; readonly unresolved: number };
  readonly unresolved: readonly Unresolved[];
};

/** Links of every import statement, and what became of each specifier. */
export function linkImports(
  facts: readonly FileFacts[],
  resolve: Resolve,
  symbols: Symbols,
  isErased: IsErased,
): LinkedImports {
  const links: Link[] = [];
  const unresolved: Unresolved[] = [];
  const counts = { resolved: 0, external: 0, unresolved: 0 };
  for (const { path, imports } of facts) {
    for (const fact of imports) {
      const resolution = fact.isLiteral
        ? resolve(path, fact.specifier)
        : { kind: 'unresolved' as const, reason: 'computed at run time' };
      if (resolution.kind === 'file') {
        counts.resolved++;
        linkFact(links, path, fact, resolution.path, symbols, isErased);
      } else if (resolution.kind === 'external') counts.external++;
      else {
        counts.unresolved++;
        const what = fact.isLiteral ? fact.specifier : `${fact.specifier}…`;
        unresolved.push({ path, line: fact.line, what, reason: resolution.reason });
      }
    }
  }
  return { links, counts, unresolved: sortedBy(unresolved, (item) => [item.path, item.line, item.what]) };
}

function linkFact(
  links: Link[],
  from: string,
  fact: ImportFact,
  file: string,
  symbols: Symbols,
  isErased: IsErased,
): void {
  const { line } = fact;
  if (fact.bindings.length === 0) {
    const isEffect = fact.form === 'side-effect' || fact.form === 'import';
    const kind = kindOf(fact, fact.isTypeOnly);
    links.push({ from, to: file, kind, symbol: isEffect ? '' : '*', imported: '*', uses: 1, line, via: [] });
  }
  for (const binding of fact.bindings) {
    const names = namesOf(binding);
    const kind = kindOf(fact, isErased(from, fact, binding));
    const count = binding.valueUses + binding.typeUses;
    const uses = Math.max(1, Math.round(count / names.length));
    const isUnused = count === 0 && kind === 'type-import' && !fact.isTypeOnly;
    for (const name of names) {
      const target = symbols.resolveExport(file, name);
      const place = placeOf(target, file, name);
      if (place !== undefined) {
        const { to, symbol, via } = place;
        const link: Writable<Link> = { from, to, kind, symbol, imported: name, uses, line, via };
        if (place.isFallback) link.isFallback = true;
        if (isUnused) link.isUnused = true;
        links.push(link);
      }
    }
  }
}

/** A namespace is as many symbols as members are read through it; read as a whole it is the module itself. */
export function namesOf({ imported, members = [] }: ImportBinding): readonly string[] {
  if (imported !== '*' || members.length === 0 || members.includes('*')) return [imported];
  return members;
}

/** Where the edge leads; undefined when the symbol comes out of a package in the end. */
function placeOf(
  target: SymbolTarget,
  file: string,
  name: string,
): Pick<Link, 'to' | 'symbol' | 'via' | 'isFallback'> | undefined {
  switch (target.kind) {
    case 'declared':
      return { to: target.path, symbol: target.local === '' ? name : target.local, via: target.via };
    case 'namespace':
      return { to: target.path, symbol: '*', via: target.via };
    case 'unresolved':
      return { to: file, symbol: name, via: [], isFallback: true };
    case 'external':
      return undefined;
  }
}

function kindOf({ form }: ImportFact, isErased: boolean): ModuleEdgeKind {
  if (isErased || form === 'import-type' || form === 'jsdoc') return 'type-import';
  if (form === 'export-from') return 're-export';
  if (form === 'dynamic-import') return 'dynamic-import';
  return form === 'require' || form === 'import-equals' ? 'require' : 'import';
}

type EdgeDraft = {
  readonly from: string;
  readonly to: string;
  readonly kind: ModuleEdgeKind;
  readonly uses: Map<string, number>;
  readonly evidence: Map<string, Evidence>;
  /** By line of the importer: the barrels it goes through. */
  readonly ways: Map<number, readonly string[]>;
};

export type Trait = ModuleEdge['traits'][number];

/** One edge per (from, to, kind). `traitsOf` gives the traits of the pair of paths. */
export function edgesOf(
  links: readonly Link[],
  traitsOf: (from: string, to: string) => readonly Trait[],
): ModuleEdge[] {
  const drafts = new Map<string, EdgeDraft>();
  for (const link of links) {
    if (link.from === link.to) continue;
    const key = `${link.from}\0${link.to}\0${link.kind}`;
    let draft = drafts.get(key);
    if (draft === undefined) {
      draft = { from: link.from, to: link.to, kind: link.kind, uses: new Map(), evidence: new Map(), ways: new Map() };
      drafts.set(key, draft);
    }
    draft.uses.set(link.symbol, (draft.uses.get(link.symbol) ?? 0) + link.uses);
    const own = { path: link.from, line: link.line };
    const place = placeKey(own);
    // One symbol of the line in use, and the line is.
    if (link.isUnused !== true) draft.evidence.set(place, own);
    else if (!draft.evidence.has(place)) draft.evidence.set(place, { ...own, note: 'unused' });
    for (const { path, line } of link.via)
      draft.evidence.set(`${placeKey({ path, line })}\0barrel`, { path, line, note: 'barrel' });
    // Of two ways on one line the shorter counts: it is the one that a public entry would not have let pass.
    const known = draft.ways.get(link.line);
    if (known === undefined || link.via.length < known.length)
      draft.ways.set(
        link.line,
        link.via.map(({ path }) => path),
      );
  }
  const edges = [...drafts.values()].map((draft) => finish(draft, traitsOf(draft.from, draft.to)));
  return sortedBy(edges, ({ from, to, kind }) => [from, to, kind]);
}

function placeKey({ path, line }: Evidence): string {
  return `${path}\0${line}`;
}

function finish({ from, to, kind, uses, evidence, ways }: EdgeDraft, traits: readonly Trait[]): ModuleEdge {
  let weight = 0;
  for (const count of uses.values()) weight += 1 + Math.log2(Math.max(1, count));
  const differ = ways.size > 1 && new Set([...ways.values()].map((way) => way.join('\0'))).size > 1;
  const places = differ ? [...evidence.values()].map((place) => withWay(place, from, ways)) : evidence.values();
  return {
    from: moduleId(from),
    to: moduleId(to),
    kind,
    symbols: [...uses.keys()].filter((symbol) => symbol !== '').sort(compareText),
    weight: Math.round(weight * 1000) / 1000,
    // The importer's own lines first, then the barrels.
    evidence: sortedBy(places, (item) => [item.path === from ? 0 : 1, item.path, item.line]),
    traits: kind === 're-export' ? [] : [...traits],
  };
}

function withWay(place: Evidence, from: string, ways: EdgeDraft['ways']): Evidence {
  const way = place.path === from ? ways.get(place.line) : undefined;
  return way === undefined ? place : { ...place, via: way };
}
