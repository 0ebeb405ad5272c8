/**
 * The graph to check, as a run leaves it for the next: its edges as a line of JSON each, by the module that they start
 * from, so that those of a file that changed are put in place of the old ones and nothing else is taken in.
 */
import { createHash } from 'node:crypto';
import type { Form } from './kept/index.js';
import { type GraphEdge, moduleId, type SystemGraph, sortedBy } from './model/index.js';

export type GraphText = {
  /** Stands for all that the graph holds. */
  readonly key: string;
  /** The graph without its edges. */
  readonly rest: Uint8Array;
  readonly edges: Uint8Array;
  /** In the order of the edges: the module or table that they start from, and the bytes that those take. */
  readonly starts: readonly (readonly [from: string, bytes: number])[];
};

/** A graph, and its text when somebody asks for that. */
export type Judged = { readonly graph: () => SystemGraph; readonly text: () => GraphText };

export function judgedOf(graph: SystemGraph): Judged {
  return { graph: () => graph, text: once(() => textOf(graph)) };
}

function judgedFrom(text: GraphText): Judged {
  return { graph: once(() => graphFrom(text)), text: () => text };
}

/** The same with other edges that start from these files; the very same when they are as they were. */
export function withEdges(judged: Judged, edges: ReadonlyMap<string, readonly GraphEdge[]>): Judged {
  const { rest, edges: bytes, starts } = judged.text();
  const parts: Uint8Array[] = [];
  const places: [string, number][] = [];
  let isSame = true;
  const add = (from: string, part: Uint8Array): void => {
    if (part.length === 0) return;
    parts.push(part);
    places.push([from, part.length]);
  };
  const fresh = [...edges].map(([path, own]) => [moduleId(path) as string, linesOf(own)] as const);
  const left = new Map(sortedBy(fresh, ([from]) => [from]));
  let at = 0;
  for (const [from, length] of starts) {
    for (const [path, part] of left) {
      if (path >= from) break;
      isSame &&= part.length === 0;
      add(path, part);
      left.delete(path);
    }
    const own = bytes.subarray(at, at + length);
    const now = left.get(from);
    isSame &&= now === undefined || Buffer.compare(own, now) === 0;
    add(from, now ?? own);
    left.delete(from);
    at += length;
  }
  for (const [path, part] of left) {
    isSame &&= part.length === 0;
    add(path, part);
  }
  return isSame ? judged : judgedFrom(keyed(rest, Buffer.concat(parts), places));
}

/** What is kept of a graph besides it. */
export type WithGraph = { readonly judged: Judged };

/** `T` without the graph is plain data. */
export function withGraph<T extends WithGraph>(): Form<T, Omit<T, 'judged'> & Pick<GraphText, 'key' | 'starts'>> {
  return {
    toParts: ({ judged, ...said }) => {
      const { rest, edges, key, starts } = judged.text();
      return { head: { ...said, key, starts }, texts: [rest, edges] };
    },
    fromParts: ({ head: { key, starts, ...said }, texts: [rest, edges] }) =>
      ({ ...said, judged: judgedFrom({ key, starts, rest, edges } as GraphText) }) as unknown as T,
  };
}

function textOf(graph: SystemGraph): GraphText {
  const { edges } = graph;
  const parts: Uint8Array[] = [];
  const starts: [string, number][] = [];
  for (let i = 0; i < edges.length; ) {
    const { from } = edges[i] as GraphEdge;
    let end = i;
    while (end < edges.length && (edges[end] as GraphEdge).from === from) end++;
    const part = linesOf(edges.slice(i, end));
    parts.push(part);
    starts.push([from, part.length]);
    i = end;
  }
  return keyed(Buffer.from(JSON.stringify({ ...graph, edges: [] })), Buffer.concat(parts), starts);
}

function linesOf(edges: readonly GraphEdge[]): Buffer {
  return Buffer.from(edges.map((edge) => `${JSON.stringify(edge)},\n`).join(''));
}

function keyed(rest: Uint8Array, edges: Uint8Array, starts: GraphText['starts']): GraphText {
  const key = createHash('sha256').update(rest).update('\n').update(edges).digest('hex');
  return { key, rest, edges, starts };
}

function graphFrom({ rest, edges }: GraphText): SystemGraph {
  const lines = Buffer.from(edges.buffer, edges.byteOffset, edges.length).toString();
  const known = JSON.parse(Buffer.from(rest.buffer, rest.byteOffset, rest.length).toString()) as SystemGraph;
  return { ...known, edges: JSON.parse(`[${lines.slice(0, -2)}]`) as GraphEdge[] };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
