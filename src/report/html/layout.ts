/**
 * Where the contexts stand on the map: layers from top (depends on others) to bottom (depended on). The order that turns
 * the least weight upwards is found greedily (Eades, Lin, Smyth 1993); layers are longest paths along it; inside a layer,
 * neighbours are drawn together by their mean position.
 */
export type Link = { readonly from: number; readonly to: number; readonly weight: number };

export type Layout = {
  /** Column and row of each context, in grid units. */
  readonly places: readonly { readonly column: number; readonly row: number }[];
  /** Context indexes, what depends first; a link against it is feedback. */
  readonly order: readonly number[];
};

const WIDEST_ROW = 6;
const SWEEPS = 6;

export function layered(count: number, links: readonly Link[]): Layout {
  const order = leastFeedback(count, links);
  const position = new Map(order.map((node, i) => [node, i]));
  const forward = links.filter(({ from, to }) => position.get(from)! < position.get(to)!);
  const layers = new Array<number>(count).fill(0);
  for (const node of order)
    for (const link of forward) if (link.from === node) layers[link.to] = Math.max(layers[link.to]!, layers[node]! + 1);
  return { places: placed(rowsOf(order, layers), count, links), order };
}

/** Sources to the front, sinks to the back, else the one that gives most more than it takes. */
function leastFeedback(count: number, links: readonly Link[]): number[] {
  const left = new Set(Array.from({ length: count }, (_, i) => i));
  const out = new Array<number>(count).fill(0);
  const into = new Array<number>(count).fill(0);
  for (const { from, to, weight } of links) {
    out[from]! += weight;
    into[to]! += weight;
  }
  const front: number[] = [];
  const back: number[] = [];
  const isNone = (value: number): boolean => value < 1e-9;
  while (left.size > 0) {
    const nodes = [...left];
    const sink = nodes.find((node) => isNone(out[node]!) && !isNone(into[node]!));
    const source = nodes.find((node) => isNone(into[node]!));
    const node =
      sink ??
      source ??
      nodes.reduce((best, each) => (out[each]! - into[each]! > out[best]! - into[best]! ? each : best));
    (sink === undefined ? front : back).push(node);
    left.delete(node);
    for (const { from, to, weight } of links) {
      if (from === node && left.has(to)) into[to]! -= weight;
      if (to === node && left.has(from)) out[from]! -= weight;
    }
  }
  return [...front, ...back.reverse()];
}

/** Layers as rows; one that is too wide is broken into several. */
function rowsOf(order: readonly number[], layers: readonly number[]): number[][] {
  const byLayer = new Map<number, number[]>();
  for (const node of order) {
    const layer = byLayer.get(layers[node]!) ?? [];
    byLayer.set(layers[node]!, layer);
    layer.push(node);
  }
  return [...byLayer]
    .sort(([a], [b]) => a - b)
    .flatMap(([, layer]) => {
      const rows = Math.ceil(layer.length / WIDEST_ROW);
      const width = Math.ceil(layer.length / rows);
      return Array.from({ length: rows }, (_, i) => layer.slice(i * width, (i + 1) * width));
    });
}

function placed(rows: number[][], count: number, links: readonly Link[]): { column: number; row: number }[] {
  const places = Array.from({ length: count }, () => ({ column: 0, row: 0 }));
  const set = (): void => {
    for (const [row, nodes] of rows.entries())
      for (const [i, node] of nodes.entries()) places[node] = { column: i - (nodes.length - 1) / 2, row };
  };
  set();
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const pull = meanNeighbour(places, links);
    for (const nodes of rows) nodes.sort((a, b) => pull[a]! - pull[b]! || a - b);
    set();
  }
  // A row of even length stands half a column aside already; single ones step aside so that lines do not run through them.
  return places.map(({ column, row }) => ({
    column: rows[row]!.length === 1 ? (row % 2 === 0 ? -0.25 : 0.25) : column,
    row,
  }));
}

function meanNeighbour(places: readonly { column: number; row: number }[], links: readonly Link[]): number[] {
  const sum = places.map(({ column }) => column * 0.1);
  const weight = places.map(() => 0.1);
  for (const link of links) {
    const by = Math.sqrt(link.weight);
    sum[link.from]! += places[link.to]!.column * by;
    weight[link.from]! += by;
    sum[link.to]! += places[link.from]!.column * by;
    weight[link.to]! += by;
  }
  return sum.map((value, i) => value / weight[i]!);
}
