/**
 * The imports that lead from one context to another, from sketches of most files. What an import is at run time depends
 * on how its names are used, which only parsing tells: so parsed are the files that reach across, and those behind the
 * names of their events. Everything else is only followed. The edges that cross are those of `link`.
 */
import { type FileFacts, labelOf, type Project, type SystemGraph, sortedBy } from '../model/index.js';
import { edgesOf, linkImports } from './modules/edges.js';
import { erasureOf } from './modules/erasure.js';
import { filesBehindEvents, linkEvents } from './modules/events.js';
import { createSymbols } from './modules/follow.js';
import { moduleNodes, roleOf } from './modules/nodes.js';
import { importsOutside } from './modules/outside.js';
import { createResolver, type Resolve } from './modules/resolve.js';

export type Between = {
  /** Of every file; `isSketch` says which were not parsed. */
  readonly facts: readonly FileFacts[];
  /** Outlines of the files at these paths. */
  readonly outlines: (paths: ReadonlySet<string>) => Promise<ReadonlyMap<string, FileFacts>>;
  /** Whether a dependency from one path to another leaves a context for another that the map judges. */
  readonly crosses: (from: string, to: string) => boolean;
};

/** The graph with every module, and of the edges those that cross. Tables are left out. */
export async function linkBetween(project: Project, { facts, outlines, crosses }: Between): Promise<SystemGraph> {
  const resolve = createResolver(project);
  const symbols = createSymbols(facts, resolve);
  const files = new Map(facts.map((file) => [file.path, file]));
  const runtime = new Set(
    project.files.filter((file) => roleOf(file, files.get(file.path)) === 'runtime').map(({ path }) => path),
  );
  const isJudged = (from: string, to: string): boolean => runtime.has(from) && crosses(from, to);

  const all = linkImports(facts, resolve, symbols, () => false);
  const reached = new Set(all.links.map(({ to }) => to));
  const wanted = new Set(all.links.filter(({ from, to }) => isJudged(from, to)).map(({ from }) => from));
  for (const path of namespacesPassedOn(facts, files, resolve)) wanted.add(path);
  for (const path of filesBehindEvents(facts, symbols, (at) => runtime.has(at))) wanted.add(path);
  const asked = new Set([...wanted].filter((path) => files.get(path)?.isSketch === true));
  for (const [path, outline] of await outlines(asked)) files.set(path, outline);

  const known = facts.map((file) => files.get(file.path) ?? file);
  const across = known.filter(({ path }) => wanted.has(path));
  const { links } = linkImports(across, resolve, symbols, erasureOf(project, known, symbols));
  for (const { to } of links) reached.add(to);
  const crossing = links.filter(({ from, to }) => isJudged(from, to));
  const { edges: events } = linkEvents(known, symbols, (path) => runtime.has(path));
  const edges = sortedBy(
    [...edgesOf(crossing, () => []), ...events.filter(({ from, to }) => crosses(labelOf(from), labelOf(to)))],
    ({ from, to, kind }) => [from, to, kind],
  );
  for (const { path, kind } of project.files) if (kind === 'prisma' || kind === 'sql') reached.add(path);
  const outside = importsOutside(project, facts, resolve);
  return {
    name: project.name,
    nodes: moduleNodes(project, known, (path) => reached.has(path)),
    edges,
    calls: [],
    transactions: [],
    entryPoints: [],
    events: [],
    drift: [],
    coverage: {
      files: project.files.length,
      parsed: facts.length,
      skipped: project.skipped,
      imports: all.counts,
      dataAccess: { resolved: 0, unresolved: 0 },
      unresolvedImports: [],
      unresolvedAccess: [],
    },
    diagnostics: [...known.flatMap(({ diagnostics }) => diagnostics), ...(outside === undefined ? [] : [outside])],
  };
}

/** Files that import as a namespace what passes other files on: which of them is a matter of the members they read. */
function namespacesPassedOn(
  facts: readonly FileFacts[],
  files: ReadonlyMap<string, FileFacts>,
  resolve: Resolve,
): string[] {
  return facts
    .filter(({ path, imports }) =>
      imports.some(({ specifier, isLiteral, bindings }) => {
        if (!isLiteral || !bindings.some(({ imported }) => imported === '*')) return false;
        const target = resolve(path, specifier);
        const module = target.kind === 'file' ? files.get(target.path) : undefined;
        return module !== undefined && passesOn(module);
      }),
    )
    .map(({ path }) => path);
}

function passesOn({ imports, exports }: FileFacts): boolean {
  const bound = new Set(imports.flatMap(({ bindings }) => bindings.map(({ local }) => local)));
  return exports.some((item) => (item.kind === 'local' || item.kind === 'equals' ? bound.has(item.local) : true));
}
