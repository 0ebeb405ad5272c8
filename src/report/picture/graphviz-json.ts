/** What Graphviz prints with `-Tjson`, read: places by generated id, y turned to run downwards. */
import type { Point, Rect } from './placed.js';

export type RawEdge = { readonly curve: readonly Point[]; readonly tip: Point; readonly label?: Point };

export type RawLayout = {
  readonly width: number;
  readonly height: number;
  /** Centres. */
  readonly nodes: ReadonlyMap<string, Point>;
  readonly edges: ReadonlyMap<string, RawEdge>;
  readonly clusters: ReadonlyMap<string, Rect>;
};

type Json = {
  readonly bb: string;
  readonly objects?: readonly { readonly name: string; readonly pos?: string; readonly bb?: string }[];
  readonly edges?: readonly { readonly id?: string; readonly pos?: string; readonly lp?: string }[];
};

export function parseLayout(text: string): RawLayout {
  const json = JSON.parse(text) as Json;
  const [, , width, height] = numbers(json.bb) as [number, number, number, number];
  const point = (pair: string): Point => {
    const [x, y] = numbers(pair) as [number, number];
    return [x, height - y];
  };
  const nodes = new Map<string, Point>();
  const clusters = new Map<string, Rect>();
  for (const { name, pos, bb } of json.objects ?? []) {
    if (pos !== undefined) nodes.set(name, point(pos));
    if (bb === undefined) continue;
    const [left, bottom, right, top] = numbers(bb) as [number, number, number, number];
    clusters.set(name, { x: left, y: height - top, width: right - left, height: top - bottom });
  }
  const edges = new Map<string, RawEdge>();
  for (const { id, pos, lp } of json.edges ?? []) {
    if (id === undefined || pos === undefined) continue;
    edges.set(id, { ...curveOf(pos, point), ...(lp === undefined ? {} : { label: point(lp) }) });
  }
  return { width, height, nodes, edges, clusters };
}

/** `e,x,y p0 p1 …`: the tip, then the curve; `s,x,y` for an arrow given backwards, which is turned. */
function curveOf(pos: string, point: (pair: string) => Point): { curve: Point[]; tip: Point } {
  const parts = pos.split(' ');
  const mark = parts.find((part) => part.startsWith('e,') || part.startsWith('s,'));
  const curve = parts.filter((part) => !/^[es],/.test(part)).map(point);
  if (mark?.startsWith('s,')) curve.reverse();
  return { curve, tip: mark === undefined ? (curve.at(-1) as Point) : point(mark.slice(2)) };
}

function numbers(text: string): number[] {
  return text.split(',').map(Number);
}
