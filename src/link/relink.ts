/**
 * The imports between contexts when a few files have changed since they were last told. As long as a changed file gives
 * the same under every name that anybody asks for, the edges of all other files stay; only its own are made anew, but for
 * those of events, whose lines move. In any other case the answer is nothing, and everything is linked again.
 */
import {
  type Diagnostic,
  type FileFacts,
  type ImportFact,
  labelOf,
  type ModuleEdge,
  type Project,
  type SystemGraph,
  sortedBy,
} from '../model/index.js';
import {
  type Crossed,
  type Crosses,
  edgesBetween,
  type FactsOf,
  inOrder,
  namesAsked,
  type Outlines,
  type World,
  worldOf,
} from './between.js';
import { linkImports } from './modules/edges.js';
import { importsOutside } from './modules/outside.js';

export type Changed = { readonly before: FileFacts; readonly after: FileFacts };

export type Relink = {
  readonly changed: readonly Changed[];
  /** Of any file, as it is now. */
  readonly factsOf: FactsOf;
  readonly outlines: Outlines;
  readonly crosses: Crosses;
};

/** What is said anew of the changed files. */
export type Relinked = {
  /** Edges that start from each changed file, but for those of events. */
  readonly edges: ReadonlyMap<string, readonly ModuleEdge[]>;
  readonly diagnostics: readonly Diagnostic[];
  readonly asked: readonly string[];
  /** By changed file the lines of its events: before → now. */
  readonly moved: ReadonlyMap<string, ReadonlyMap<number, number>>;
};

/** `project` is as it was, but for the sizes of the changed files. */
export async function relinkBetween(
  project: Project,
  last: Omit<Crossed, 'graph'>,
  { changed, factsOf, outlines, crosses }: Relink,
): Promise<Relinked | undefined> {
  const asked = new Set(last.asked);
  const behind = new Set(last.behindEvents);
  const moved = new Map<string, ReadonlyMap<number, number>>();
  for (const one of changed) {
    const { path } = one.after;
    const lines = behind.has(path) || !asksAlike(one) || !givesTheSame(one, asked) ? undefined : linesOfEvents(one);
    if (lines === undefined) return undefined;
    moved.set(path, lines);
  }
  const after = changed.map((one) => one.after);
  const world = worldOf(project, factsOf, outlines, crosses);
  const asksAnew = changed.filter((one) => !asksTheSame(one));
  if (!asksAnew.every((one) => reachesTheSame(project, world, one))) return undefined;
  const { edges, whole } = await edgesBetween(world, after, []);
  const names = namesAsked([...after, ...whole.values()]).filter((name) => !asked.has(name));
  return {
    edges: new Map(after.map(({ path }) => [path, inOrder(edges.filter(({ from }) => labelOf(from) === path))])),
    diagnostics: after.flatMap((file) => (whole.get(file.path) ?? file).diagnostics),
    asked: names.length === 0 ? last.asked : [...last.asked, ...names].sort(),
    moved,
  };
}

/** The graph with them. */
export function withRelinked(graph: SystemGraph, { edges, diagnostics, moved }: Relinked): SystemGraph {
  const known = graph.edges as readonly ModuleEdge[];
  return {
    ...graph,
    edges: inOrder([...staying(known, moved), ...[...edges.values()].flat()]),
    diagnostics: diagnosticsOf(graph.diagnostics, diagnostics, moved),
  };
}

type Moved = Relinked['moved'];

/** Edges of other files, and those of events, whose places in the changed files are where they are now. */
function staying(edges: readonly ModuleEdge[], moved: Moved): ModuleEdge[] {
  return edges.flatMap((edge) => {
    if (edge.kind !== 'event') return moved.has(labelOf(edge.from)) ? [] : [edge];
    if (!edge.evidence.some(({ path }) => moved.has(path))) return [edge];
    const evidence = edge.evidence.map((place) => ({
      ...place,
      line: moved.get(place.path)?.get(place.line) ?? place.line,
    }));
    return [{ ...edge, evidence }];
  });
}

/** Line before → line now, of the same events in the same order; undefined when anything else is different. */
function linesOfEvents({ before, after }: Changed): ReadonlyMap<number, number> | undefined {
  const plain = ({ events }: FileFacts): string => JSON.stringify(events.map((event) => ({ ...event, line: 0 })));
  if (plain(before) !== plain(after)) return undefined;
  const lines = new Map<number, number>();
  for (const [i, { line }] of before.events.entries()) {
    const now = after.events[i]?.line ?? 0;
    if ((lines.get(line) ?? now) !== now) return undefined;
    lines.set(line, now);
  }
  const inTurn = sortedBy(lines, ([line]) => [line]).map(([, now]) => now);
  return inTurn.every((line, i) => i === 0 || line > (inTurn[i - 1] as number)) ? lines : undefined;
}

/** In the order of files; what is about no file comes last. */
function diagnosticsOf(known: readonly Diagnostic[], changed: readonly Diagnostic[], paths: Moved): Diagnostic[] {
  const ofFiles = known.filter(({ path }) => path !== '' && !paths.has(path));
  return [...sortedBy([...ofFiles, ...changed], ({ path }) => [path]), ...known.filter(({ path }) => path === '')];
}

const PLAIN = new Set(['import', 'side-effect', 'export-from']);

/** Imports that only its own edges rest on may be others; those by which it names events or passes names on may not. */
function asksAlike(one: Changed): boolean {
  const { before, after } = one;
  const isPlain = [before, after].every(({ imports }) => imports.every(({ form }) => PLAIN.has(form)));
  if (!isPlain || before.isGenerated !== after.isGenerated) return false;
  return asksTheSame(one) || textOfPassing(before) === textOfPassing(after);
}

/** The same imports in the same order, on whatever lines. */
function asksTheSame({ before, after }: Changed): boolean {
  return textOf(before.imports) === textOf(after.imports);
}

/** Of imports that are passed on or name events all that is said of them but their lines. */
function textOfPassing({ imports, exports, events }: FileFacts): string {
  const given = new Set(exports.flatMap((item) => ('local' in item ? [item.local] : [])));
  for (const { name } of events) given.add(name.split('.')[0] as string);
  const isPassing = ({ form, bindings }: ImportFact) =>
    form === 'export-from' || bindings.some(({ local }) => given.has(local));
  return textOf(imports.filter(isPassing));
}

function textOf(imports: readonly ImportFact[]): string {
  return JSON.stringify(
    imports.map(({ form, specifier, isLiteral, isTypeOnly, bindings }) => [
      [form, specifier, isLiteral, isTypeOnly],
      bindings.map(({ imported, local, isMarkedType }) => [imported, local, isMarkedType === true]),
    ]),
  );
}

/** Data that no code reaches is no part of the graph, and what leads out of the analysed folder is told in sum. */
function reachesTheSame(project: Project, { resolve, symbols }: World, { before, after }: Changed): boolean {
  const data = new Set(
    project.files.filter(({ kind }) => kind !== 'code' && kind !== 'declaration').map(({ path }) => path),
  );
  const [was, is] = [before, after].map((file) => {
    const { links } = linkImports([file], resolve, symbols, () => false);
    const reached = [...new Set(links.map(({ to }) => to).filter((path) => data.has(path)))].sort();
    return JSON.stringify([reached, importsOutside(project, [file], resolve)]);
  });
  return was === is;
}

function givesTheSame({ before, after }: Changed, asked: ReadonlySet<string>): boolean {
  if (passedOn(before) !== passedOn(after)) return false;
  const [was, is] = [locals(before), locals(after)];
  if ((was.size === 0) !== (is.size === 0)) return false;
  const [wasKind, isKind] = [kinds(before), kinds(after)];
  for (const name of new Set([...was.keys(), ...is.keys()])) {
    const [old, now] = [was.get(name), is.get(name)];
    const isSame = old === now && wasKind.get(now ?? '') === isKind.get(now ?? '');
    if (!isSame && asked.has(name)) return false;
  }
  return true;
}

/** All that leads on to other files, with its lines, which are evidence; and names that are imported and declared. */
function passedOn({ imports, exports, program }: FileFacts): string {
  const bound = new Set(imports.flatMap(({ bindings }) => bindings.map(({ local }) => local)));
  const leading = exports.filter((item) => item.kind !== 'local' || bound.has(item.local));
  const types = [...(program?.types ?? []), ...(program?.interfaces ?? [])].map(({ name }) => name);
  return JSON.stringify([leading, [...new Set(types)].filter((name) => bound.has(name)).sort()]);
}

/** Exported name → declared name; of two with one name the first counts. */
function locals({ exports }: FileFacts): Map<string, string> {
  const found = new Map<string, string>();
  for (const item of exports) if (item.kind === 'local' && !found.has(item.name)) found.set(item.name, item.local);
  return found;
}

/** What each declared name is: interface, type, class, enum, or several of them. */
function kinds({ program }: FileFacts): Map<string, string> {
  const found = new Map<string, string>();
  const lists = [program?.interfaces, program?.types, program?.classes, program?.enums];
  for (const [i, items] of lists.entries())
    for (const name of new Set((items ?? []).map((item) => item.name))) found.set(name, `${found.get(name) ?? ''}${i}`);
  return found;
}
