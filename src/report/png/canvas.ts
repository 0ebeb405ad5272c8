/**
 * Filled polygons on pixels. A pixel's share is measured on four scan lines, exactly along each; what is inside by the
 * nonzero rule is filled, so overlapping parts of a stroke count once.
 */
export type Polygon = readonly (readonly [x: number, y: number])[];

export type Canvas = { readonly width: number; readonly height: number; readonly pixels: Uint8Array };

const LINES = 4;
const CHANNELS = 3;

/** White. */
export function newCanvas(width: number, height: number): Canvas {
  return { width, height, pixels: new Uint8Array(width * height * CHANNELS).fill(255) };
}

type Edge = {
  readonly top: number;
  readonly bottom: number;
  readonly x: number;
  readonly slope: number;
  readonly winding: number;
};

export function fillPolygons(canvas: Canvas, polygons: readonly Polygon[], color: string): void {
  const edges = edgesOf(polygons).sort((a, b) => a.top - b.top);
  if (edges.length === 0) return;
  const first = Math.max(0, Math.floor((edges[0] as Edge).top));
  const last = Math.min(canvas.height - 1, Math.ceil(edges.reduce((max, { bottom }) => Math.max(max, bottom), 0)));
  const rgb = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  const shares = new Float32Array(canvas.width + 2);
  let active: Edge[] = [];
  let next = 0;
  for (let y = first; y <= last; y++) {
    while (next < edges.length && (edges[next] as Edge).top < y + 1) active.push(edges[next++] as Edge);
    active = active.filter(({ bottom }) => bottom > y);
    if (active.length === 0) continue;
    shares.fill(0);
    for (let line = 0; line < LINES; line++) addLine(shares, active, y + (line + 0.5) / LINES, canvas.width);
    paint(canvas, y, shares, rgb);
  }
}

function edgesOf(polygons: readonly Polygon[]): Edge[] {
  const edges: Edge[] = [];
  for (const polygon of polygons) {
    polygon.forEach(([x1, y1], i) => {
      const [x2, y2] = polygon[(i + 1) % polygon.length] as readonly [number, number];
      if (y1 === y2) return;
      const slope = (x2 - x1) / (y2 - y1);
      edges.push(
        y1 < y2
          ? { top: y1, bottom: y2, x: x1, slope, winding: 1 }
          : { top: y2, bottom: y1, x: x2, slope, winding: -1 },
      );
    });
  }
  return edges;
}

function addLine(shares: Float32Array, active: readonly Edge[], y: number, width: number): void {
  const crossings = active
    .filter(({ top, bottom }) => top <= y && y < bottom)
    .map(({ top, x, slope, winding }) => ({ x: x + (y - top) * slope, winding }))
    .sort((a, b) => a.x - b.x);
  let winding = 0;
  let start = 0;
  for (const crossing of crossings) {
    if (winding === 0) start = crossing.x;
    winding += crossing.winding;
    if (winding === 0) addSpan(shares, Math.max(0, start), Math.min(width, crossing.x));
  }
}

function addSpan(shares: Float32Array, from: number, to: number): void {
  if (to <= from) return;
  const [first, last] = [Math.floor(from), Math.floor(to)];
  if (first === last) {
    shares[first]! += (to - from) / LINES;
    return;
  }
  shares[first]! += (first + 1 - from) / LINES;
  for (let x = first + 1; x < last; x++) shares[x]! += 1 / LINES;
  shares[last]! += (to - last) / LINES;
}

function paint({ width, pixels }: Canvas, y: number, shares: Float32Array, rgb: readonly number[]): void {
  for (let x = 0; x < width; x++) {
    const share = Math.min(1, shares[x] as number);
    if (share <= 0) continue;
    const at = (y * width + x) * CHANNELS;
    for (let channel = 0; channel < CHANNELS; channel++) {
      const before = pixels[at + channel] as number;
      pixels[at + channel] = Math.round(before + ((rgb[channel] as number) - before) * share);
    }
  }
}
