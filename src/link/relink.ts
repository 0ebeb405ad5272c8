/**
 * The imports between contexts when a few files have changed since they were last told. As long as a changed file asks
 * for the same as before, and gives the same under every name that anybody asks for, the edges of all other files stay;
 * only its own are made anew, but for those of events, whose lines move. In any other case the answer is nothing, and
 * everything is linked again.
 */
import { type Diagnostic, type FileFacts, labelOf, type ModuleEdge, type Project, sortedBy } from '../model/index.js';
import {
  type Crossed,
  type Crosses,
  edgesBetween,
  type FactsOf,
  inOrder,
  namesAsked,
  type Outlines,
  worldOf,
} from './between.js';

export type Changed = { readonly before: FileFacts; readonly after: FileFacts };

export type Relink = {
  readonly changed: readonly Changed[];
  /** Of any file, as it is now. */
  readonly factsOf: FactsOf;
  readonly outlines: Outlines;
  readonly crosses: Crosses;
};

/** `project` is as it was, but for the sizes of the changed files. */
export async function relinkBetween(
  project: Project,
  last: Crossed,
  { changed, factsOf, outlines, crosses }: Relink,
): Promise<Crossed | undefined> {
  const asked = new Set(last.asked);
  const behind = new Set(last.behindEvents);
  const isAlike = changed.every((one) => !behind.has(one.after.path) && asksTheSame(one) && givesTheSame(one, asked));
  const moved = new Map(changed.map((one) => [one.after.path, linesOfEvents(one)]));
  if (!isAlike || [...moved.values()].includes(undefined)) return undefined;
  const after = changed.map((one) => one.after);
  const world = worldOf(project, factsOf, outlines, crosses);
  const { edges, whole } = await edgesBetween(world, after, []);
  const lines = new Map(after.map((file) => [file.path, file.lines]));
  const { graph } = last;
  return {
    ...last,
    asked: [...new Set([...last.asked, ...namesAsked([...after, ...whole.values()])])].sort(),
    graph: {
      ...graph,
      nodes: graph.nodes.map((node) =>
        node.kind === 'module' && lines.has(node.path) ? { ...node, lines: lines.get(node.path) as number } : node,
      ),
      edges: inOrder([...staying(graph.edges as readonly ModuleEdge[], moved), ...edges]),
      diagnostics: diagnosticsOf(
        graph.diagnostics,
        after.map((file) => whole.get(file.path) ?? file),
      ),
    },
  };
}

type Moved = ReadonlyMap<string, ReadonlyMap<number, number> | undefined>;

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
function diagnosticsOf(known: readonly Diagnostic[], changed: readonly FileFacts[]): Diagnostic[] {
  const paths = new Set(changed.map(({ path }) => path));
  const ofFiles = known.filter(({ path }) => path !== '' && !paths.has(path));
  const all = [...ofFiles, ...changed.flatMap(({ diagnostics }) => diagnostics)];
  return [...sortedBy(all, ({ path }) => [path]), ...known.filter(({ path }) => path === '')];
}

const PLAIN = new Set(['import', 'side-effect', 'export-from']);

/** The same imports in the same order, on whatever lines. */
function asksTheSame({ before, after }: Changed): boolean {
  const isPlain = [before, after].every(({ imports }) => imports.every(({ form }) => PLAIN.has(form)));
  return isPlain && before.isGenerated === after.isGenerated && textOfImports(before) === textOfImports(after);
}

function textOfImports({ imports }: FileFacts): string {
  return JSON.stringify(
    imports.map(({ form, specifier, isLiteral, isTypeOnly, bindings }) => [
      [form, specifier, isLiteral, isTypeOnly],
      bindings.map(({ imported, local, isMarkedType }) => [imported, local, isMarkedType === true]),
    ]),
  );
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
