/**
 * The imports that lead from one context to another, from sketches of most files. What an import is at run time depends
 * on how its names are used: parsed are the files that reach across where neither tokens nor what the names are decide it
 * (`open-uses.ts`), and those behind the names of events. Everything else is only followed. The edges that cross are those
 * of `link`, but for their weights.
 */
import {
  EMPTY_GRAPH,
  type FileFacts,
  labelOf,
  type ModuleEdge,
  type Project,
  type SystemGraph,
  sortedBy,
} from '../model/index.js';
import { edgesOf, linkImports } from './modules/edges.js';
import { erasureOf, membersKept } from './modules/erasure.js';
import { filesBehindEvents, linkEvents } from './modules/events.js';
import { symbolsOf } from './modules/follow.js';
import { moduleNodes, roleOf } from './modules/nodes.js';
import { importsOutside } from './modules/outside.js';
import { createResolver, type Resolve } from './modules/resolve.js';
import type { Symbols } from './modules/symbols.js';
import { decided } from './open-uses.js';

export type FactsOf = (path: string) => FileFacts | undefined;
/** Whether a dependency from one path to another leaves a context for another that the map judges. */
export type Crosses = (from: string, to: string) => boolean;
/** Outlines of the files at these paths. */
export type Outlines = (paths: ReadonlySet<string>) => Promise<ReadonlyMap<string, FileFacts>>;

export type Between = {
  /** Of every file; `isSketch` says which were not parsed. */
  readonly facts: readonly FileFacts[];
  readonly outlines: Outlines;
  readonly crosses: Crosses;
};

export type Crossed = {
  /** With every module, and of the edges those that cross. Tables are left out. */
  readonly graph: SystemGraph;
  /** Names that some file asks another for. */
  readonly asked: readonly string[];
  /** Files whose constants name events. */
  readonly behindEvents: readonly string[];
};

export type World = {
  readonly project: Project;
  readonly resolve: Resolve;
  readonly symbols: Symbols;
  readonly factsOf: FactsOf;
  readonly outlines: Outlines;
  readonly crosses: Crosses;
};

export function worldOf(project: Project, factsOf: FactsOf, outlines: Outlines, crosses: Crosses): World {
  const resolve = createResolver(project);
  return { project, resolve, symbols: symbolsOf(factsOf, resolve), factsOf, outlines, crosses };
}

export async function linkBetween(project: Project, { facts, outlines, crosses }: Between): Promise<Crossed> {
  const files = new Map(facts.map((file) => [file.path, file]));
  const world = worldOf(project, (path) => files.get(path), outlines, crosses);
  const { resolve, symbols } = world;
  const isRuntime = runtimeOf(project, world.factsOf);
  const behindEvents = filesBehindEvents(facts, symbols, isRuntime);
  const { edges, reached, whole, counts } = await edgesBetween(world, facts, behindEvents);

  const known = facts.map((file) => whole.get(file.path) ?? file);
  const { edges: events } = linkEvents(known, symbols, isRuntime);
  for (const { path, kind } of project.files) if (kind === 'prisma' || kind === 'sql') reached.add(path);
  const outside = importsOutside(project, facts, resolve);
  const graph: SystemGraph = {
    ...EMPTY_GRAPH,
    name: project.name,
    nodes: moduleNodes(project, known, (path) => reached.has(path)),
    edges: inOrder([...edges, ...events.filter(({ from, to }) => crosses(labelOf(from), labelOf(to)))]),
    coverage: {
      ...EMPTY_GRAPH.coverage,
      files: project.files.length,
      parsed: facts.length,
      skipped: project.skipped,
      imports: counts,
    },
    diagnostics: [...known.flatMap(({ diagnostics }) => diagnostics), ...(outside === undefined ? [] : [outside])],
  };
  return { graph, asked: namesAsked([...facts, ...whole.values()]), behindEvents: [...new Set(behindEvents)].sort() };
}

export function inOrder(edges: readonly ModuleEdge[]): ModuleEdge[] {
  return sortedBy(edges, ({ from, to, kind }) => [from, to, kind]);
}

function runtimeOf(project: Project, factsOf: FactsOf): (path: string) => boolean {
  const files = new Map(project.files.map((file) => [file.path, file]));
  const known = new Map<string, boolean>();
  return (path) => {
    const file = files.get(path);
    if (file?.role !== 'runtime') return false;
    const answer = known.get(path) ?? roleOf(file, factsOf(path)) === 'runtime';
    known.set(path, answer);
    return answer;
  };
}

/** Edges that cross from the given files; `alsoWanted` are parsed besides those that the edges need. */
export async function edgesBetween(world: World, facts: readonly FileFacts[], alsoWanted: readonly string[]) {
  const { project, resolve, symbols, crosses } = world;
  const isRuntime = runtimeOf(project, world.factsOf);
  const isJudged = (from: string, to: string): boolean => isRuntime(from) && crosses(from, to);
  const all = linkImports(facts, resolve, symbols, () => false);
  const reached = new Set(all.links.map(({ to }) => to));
  const linesAcross = new Map<string, Set<number>>();
  for (const { from, to, line } of all.links) {
    if (!isJudged(from, to)) continue;
    const lines = linesAcross.get(from);
    if (lines === undefined) linesAcross.set(from, new Set([line]));
    else lines.add(line);
  }
  const across = new Set(linesAcross.keys());
  const passing = new Set(namespacesPassedOn(facts, world.factsOf, resolve));
  for (const path of passing) across.add(path);
  const wanted = new Set(alsoWanted.filter((path) => world.factsOf(path)?.isSketch === true));
  const reaching = facts.filter(({ path }) => across.has(path));
  const given = { factsOf: world.factsOf, resolve, symbols, isJudged };
  const asTold = reaching.map((file) => {
    const isPassing = passing.has(file.path);
    const asked = isPassing ? file : onLines(file, linesAcross.get(file.path));
    if (file.isSketch !== true) return asked;
    const told = decided(asked, given, isPassing);
    if (told === undefined) wanted.add(file.path);
    return told ?? asked;
  });
  const whole = await world.outlines(wanted);

  const factsOf: FactsOf = (path) => whole.get(path) ?? world.factsOf(path);
  const known = asTold.map((file) => whole.get(file.path) ?? file);
  const { links } = linkImports(known, resolve, symbols, erasureOf(project, factsOf, symbols));
  for (const { to } of links) reached.add(to);
  const crossing = links.filter(({ from, to }) => isJudged(from, to));
  return { edges: edgesOf(crossing, () => []), reached, whole, counts: all.counts };
}

/** With the imports that stand on these lines: what the others lead to is known. */
function onLines(file: FileFacts, lines: ReadonlySet<number> = new Set()): FileFacts {
  return { ...file, imports: file.imports.filter(({ line }) => lines.has(line)) };
}

/** Files that import as a namespace what passes other files on: which of them is a matter of the members they read. */
function namespacesPassedOn(facts: readonly FileFacts[], factsOf: FactsOf, resolve: Resolve): string[] {
  return facts
    .filter(({ path, imports }) =>
      imports.some(({ specifier, isLiteral, bindings }) => {
        if (!isLiteral || !bindings.some(({ imported }) => imported === '*')) return false;
        const target = resolve(path, specifier);
        const module = target.kind === 'file' ? factsOf(target.path) : undefined;
        return module !== undefined && passesOn(module);
      }),
    )
    .map(({ path }) => path);
}

function passesOn({ imports, exports }: FileFacts): boolean {
  const bound = new Set(imports.flatMap(({ bindings }) => bindings.map(({ local }) => local)));
  return exports.some((item) => (item.kind === 'local' || item.kind === 'equals' ? bound.has(item.local) : true));
}

/** Imported names, members read of namespaces, parts of the names of events. */
export function namesAsked(facts: readonly FileFacts[]): string[] {
  const names = new Set<string>();
  for (const file of facts) {
    for (const { bindings } of file.imports)
      for (const { imported, members = [] } of bindings) for (const name of [imported, ...members]) names.add(name);
    for (const { name } of file.events) for (const part of name.split('.')) names.add(part);
    if (file.isSketch !== true) for (const name of membersKept(file)) names.add(name);
  }
  return [...names].sort();
}
