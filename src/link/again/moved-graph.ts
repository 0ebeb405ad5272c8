/**
 * The graph after an edit that only moved lines (see `moved-lines`), or wrote what nobody asks for (`unasked`) or reads
 * (`read-texts`): the same in other places. What names no file that changed stays the same object. Words of a file are nothing but words of its node.
 */
import {
  type Arm,
  type CallEdge,
  type FileFacts,
  isModuleEdge,
  labelOf,
  type SystemGraph,
  type Transaction,
  type TransactionAccess,
} from '../../model/index.js';
import { type MovedLines, movedLines } from './moved-lines.js';
import { textsAfter, withoutUnread } from './read-texts.js';
import { withoutUnasked } from './unasked.js';

export type Changed = { readonly before: FileFacts; readonly after: FileFacts };

/**
 * Undefined when an edit did more, or a place of the graph cannot be told from the facts. `isAsked`: whether the facts of any
 * other file hold the text; then what nobody asks for is left out.
 */
export function movedGraph(
  graph: SystemGraph,
  changed: readonly Changed[],
  isAsked?: (name: string) => boolean,
): SystemGraph | undefined {
  const asked = (seen: readonly Changed[]) => (isAsked === undefined ? seen : withoutAllUnasked(seen, isAsked));
  const moved = inNewPlaces(graph, asked(changed)) ?? withOtherTexts(graph, changed, asked);
  return moved && withTextsAfter(moved, changed);
}

function withOtherTexts(
  graph: SystemGraph,
  changed: readonly Changed[],
  asked: (seen: readonly Changed[]) => readonly Changed[],
): SystemGraph | undefined {
  const read = changed.map((change) => withoutUnread(change, graph.readTexts));
  return read.every((one, i) => one === changed[i]) ? undefined : inNewPlaces(graph, asked(read));
}

/** What is known of texts in the changed files, as far as it still is. */
export function withTextsAfter(graph: SystemGraph, changed: readonly Changed[]): SystemGraph {
  const readTexts = textsAfter(graph.readTexts, changed);
  return readTexts === undefined ? graph : { ...graph, readTexts };
}

/** Of several files that change together each may ask for what another has anew: then nothing is left out. */
export function withoutAllUnasked(changed: readonly Changed[], isAsked: (name: string) => boolean): readonly Changed[] {
  const [only, ...others] = changed;
  return only === undefined || others.length > 0 ? changed : [withoutUnasked(only, isAsked)];
}

/** The same graph where facts differ in lines alone. */
export function inNewPlaces(graph: SystemGraph, compared: readonly Changed[]): SystemGraph | undefined {
  const counted = new Map(graph.counted ?? []);
  const moves = new Map<string, MovedLines>();
  for (const { before, after } of compared) {
    const moved = movedLines(before, after, counted.get(after.path) ?? 0);
    if (moved === undefined) return undefined;
    moves.set(after.path, moved);
  }
  if (graph.drift.some(({ message }) => compared.some(({ after }) => message.includes(`${after.path}:`))))
    return undefined;
  const nodes = new Map(compared.map(({ after }) => [after.path, after]));
  const [told, any] = [moverOf(moves, 'told'), moverOf(moves, 'any')];
  const moved = withMoves(graph, told, any, nodes);
  return told.isLost() || any.isLost() ? undefined : moved;
}

type Mover = {
  readonly has: (path: string) => boolean;
  /** Whether a text begins with one of the files, as `path:line-endLine` does. */
  readonly isIn: (at: string) => boolean;
  readonly line: (path: string, line: number) => number;
  /** It was asked about a line of which it is not known where it went. */
  readonly isLost: () => boolean;
};

function moverOf(moves: ReadonlyMap<string, MovedLines>, kind: keyof MovedLines): Mover {
  let isLost = false;
  const starts = [...moves.keys()].map((path) => `${path}:`);
  return {
    has: (path) => moves.has(path),
    isIn: (at) => starts.some((start) => at.startsWith(start)),
    line: (path, line) => {
      const moved = moves.get(path);
      if (moved === undefined) return line;
      const now = moved[kind](line);
      isLost ||= now === undefined;
      return now ?? line;
    },
    isLost: () => isLost,
  };
}

function withMoves(graph: SystemGraph, told: Mover, any: Mover, files: ReadonlyMap<string, FileFacts>): SystemGraph {
  const { coverage } = graph;
  return {
    ...graph,
    nodes: graph.nodes.map((node) => {
      if (node.kind === 'table') return { ...node, declaredAt: placed(node.declaredAt, any) };
      const file = files.get(node.path);
      return file === undefined ? node : { ...node, lines: file.lines, words: file.words };
    }),
    edges: graph.edges.map((edge) => {
      const evidence = placed(edge.evidence, isModuleEdge(edge) ? told : any);
      return evidence === edge.evidence ? edge : { ...edge, evidence };
    }),
    calls: graph.calls.map((call) => movedCall(call, told)),
    transactions: graph.transactions.map((one) => movedTransaction(one, any)),
    entryPoints: graph.entryPoints.map((one) => {
      const path = labelOf(one.module);
      if (!told.has(path)) return one;
      const end = one.endLine === undefined ? {} : { endLine: told.line(path, one.endLine) };
      return { ...one, line: told.line(path, one.line), ...end };
    }),
    events: graph.events.map((flow) => ({
      ...flow,
      publishers: placed(flow.publishers, told),
      consumers: placed(flow.consumers, told),
    })),
    coverage: {
      ...coverage,
      unresolvedImports: placed(coverage.unresolvedImports, told),
      unresolvedAccess: placed(coverage.unresolvedAccess, any),
    },
    diagnostics: placed(graph.diagnostics, told),
  };
}

type Place = { readonly path: string; readonly line: number };

function placed<T extends Place>(list: readonly T[], mover: Mover): readonly T[] {
  if (!list.some(({ path }) => mover.has(path))) return list;
  return list.map((one) => (mover.has(one.path) ? { ...one, line: mover.line(one.path, one.line) } : one));
}

function movedCall(call: CallEdge, mover: Mover): CallEdge {
  const path = labelOf(call.from);
  return mover.has(path) ? { ...call, lines: call.lines.map((line) => mover.line(path, line)) } : call;
}

function movedTransaction(one: Transaction, mover: Mover): Transaction {
  const { path, line, endLine, published } = one;
  if (!isPlacedIn(one, mover)) return one;
  return {
    ...one,
    line: mover.line(path, line),
    endLine: mover.line(path, endLine),
    accesses: placed(one.accesses, mover).map((access) => withMovedArms(access, mover)),
    externalCalls: placed(one.externalCalls, mover),
    ...(published === undefined ? {} : { published: placed(published, mover) }),
  };
}

/** Branches stand in files of which it has accesses, or which it passes on the way. */
function isPlacedIn({ path, accesses, externalCalls, published = [] }: Transaction, mover: Mover): boolean {
  const isThere = (place: Place): boolean => mover.has(place.path);
  return (
    mover.has(path) ||
    accesses.some((access) => isThere(access) || access.arms?.some(({ at }) => mover.isIn(at))) ||
    externalCalls.some(isThere) ||
    published.some(isThere)
  );
}

function withMovedArms(access: TransactionAccess, mover: Mover): TransactionAccess {
  const { arms } = access;
  if (arms === undefined || !arms.some(({ at }) => mover.isIn(at))) return access;
  return { ...access, arms: arms.map((arm) => movedArm(arm, mover)) };
}

/** `path:line-endLine`, see `Arm`. */
function movedArm(arm: Arm, mover: Mover): Arm {
  if (!mover.isIn(arm.at)) return arm;
  const [, path = '', first, last, visit] = /^(.*):(\d+)-(\d+)(#\d+)?$/s.exec(arm.at) ?? [];
  if (!mover.has(path)) return arm;
  const at = `${path}:${mover.line(path, Number(first))}-${mover.line(path, Number(last))}${visit ?? ''}`;
  return { ...arm, at };
}
