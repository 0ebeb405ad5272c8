/**
 * A picture with places: what Graphviz decided, in points, y downwards. Graphviz gets generated ids and sizes only, no
 * text of the code; we draw. Layers run from what depends to what is depended on; of top-down and left-right the one
 * nearer to a slide's shape is taken. Boxes without an arrow stand in rows below.
 */
import type { Graphviz } from '@hpcc-js/wasm-graphviz';
import { printable } from '../../model/index.js';
import { shorten } from '../columns.js';
import { parseLayout, type RawLayout } from './graphviz-json.js';
import { groupedRows } from './grouped-rows.js';
import type { Arrow, Box, Picture } from './picture.js';
import { textWidth } from './text-width.js';

export type Point = readonly [x: number, y: number];
export type Rect = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export type PlacedBox = Rect & { readonly box: Box; readonly lines: readonly Line[] };
/** A line of a label; `name` is the large one. */
export type Line = { readonly text: string; readonly kind: 'name' | 'detail' | 'mark' };
export type PlacedArrow = {
  readonly arrow: Arrow;
  /** Cubic Bézier: the start, then three points for each piece; from the one that depends to the tip. */
  readonly curve: readonly Point[];
  readonly tip: Point;
  /** Centre of the label. */
  readonly label?: Point;
};
export type PlacedGroup = Rect & { readonly label: string };

export type Placed = {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  readonly arrows: readonly PlacedArrow[];
  readonly groups: readonly PlacedGroup[];
};

export const NAME_SIZE = 14;
export const DETAIL_SIZE = 11;
export const LABEL_SIZE = 11;
const LONGEST = 40;
const POINTS_AN_INCH = 72;
const SLIDE = 1.7;
const GAP = 18;

type Sized = { readonly box: Box; readonly lines: readonly Line[]; readonly width: number; readonly height: number };

export async function place(picture: Picture): Promise<Placed> {
  const sized = picture.boxes.map(measure);
  if (picture.arrows.length === 0 && picture.groups.length > 0) return groupedRows(picture.groups, sized, SLIDE);
  // Half a megabyte of WebAssembly: loaded only when something is drawn.
  const { Graphviz } = await import('@hpcc-js/wasm-graphviz');
  const graphviz = await Graphviz.load();
  const touched = new Set(picture.arrows.flatMap(({ from, to }) => [from, to]));
  const known = new Set(picture.groups.map(({ id }) => id));
  const isLoose = ({ box }: Sized): boolean => !touched.has(box.id) && !known.has(box.group);
  const connected = sized.filter((each) => !isLoose(each));
  const loose = sized.filter(isLoose);
  const directions = picture.direction === undefined ? (['TB', 'LR'] as const) : [picture.direction];
  const drawn = directions.map((direction) => placeIn(graphviz, picture, connected, loose, direction));
  const distance = ({ width, height }: Placed): number => Math.abs(Math.log(width / height / SLIDE));
  return drawn.reduce((best, each) => (distance(each) < distance(best) ? each : best));
}

function measure(box: Box): Sized {
  const texts: Line[] = [
    { text: box.label, kind: 'name' },
    { text: box.detail, kind: 'detail' },
    ...(box.marks ?? []).map((text): Line => ({ text, kind: 'mark' })),
  ];
  const lines = texts
    .map(({ text, kind }) => ({ text: shorten(printable(text), LONGEST), kind }))
    .filter(({ text }) => text !== '');
  const widths = lines.map(({ text, kind }) =>
    textWidth(text, kind === 'name' ? NAME_SIZE : DETAIL_SIZE, kind === 'name'),
  );
  const tall = box.shape === 'table' ? 12 : 0;
  return {
    box,
    lines,
    width: Math.ceil(Math.max(64, ...widths) + 22),
    height: 14 + NAME_SIZE + 3 + (lines.length - 1) * (DETAIL_SIZE + 4) + tall,
  };
}

function placeIn(
  graphviz: Graphviz,
  picture: Picture,
  connected: readonly Sized[],
  loose: readonly Sized[],
  direction: 'TB' | 'LR',
): Placed {
  const raw: RawLayout =
    connected.length === 0
      ? { width: 0, height: 0, nodes: new Map(), edges: new Map(), clusters: new Map() }
      : parseLayout(graphviz.layout(layoutDot(picture, connected, direction), 'json', 'dot'));
  const boxes = connected.map((each, i) => {
    const [x, y] = raw.nodes.get(`n${i}`) ?? [0, 0];
    return { ...each, x: x - each.width / 2, y: y - each.height / 2 };
  });
  const rows = inRows(loose, Math.max(raw.width, 900), raw.height === 0 ? 0 : raw.height + 2 * GAP);
  return {
    width: Math.max(raw.width, rows.width),
    height: Math.max(raw.height, rows.height),
    boxes: [...boxes, ...rows.boxes],
    arrows: picture.arrows.flatMap((arrow, i) => {
      const edge = raw.edges.get(`e${i}`);
      return edge === undefined ? [] : [{ arrow, ...edge }];
    }),
    groups: picture.groups.flatMap((group, i) => {
      const rect = raw.clusters.get(`cluster_${i}`);
      return rect === undefined ? [] : [{ ...rect, label: group.label }];
    }),
  };
}

/** Ids and sizes; an arrow against the layers is given backwards, so that it bends around nothing. */
function layoutDot(picture: Picture, boxes: readonly Sized[], direction: 'TB' | 'LR'): string {
  const ids = new Map(boxes.map(({ box }, i) => [box.id, `n${i}`]));
  const inches = (points: number): string => (points / POINTS_AN_INCH).toFixed(3);
  const node = ({ box, width, height }: Sized): string =>
    `${ids.get(box.id)} [width=${inches(width)}, height=${inches(height)}];`;
  const edge = (arrow: Arrow, i: number): string => {
    const label = printable(arrow.label);
    const room = `label=<<table border="0" fixedsize="true" width="${Math.ceil(textWidth(label, LABEL_SIZE)) + 8}" height="15"><tr><td></td></tr></table>>`;
    const ends = [ids.get(arrow.from), ids.get(arrow.to)];
    if (arrow.isUpward) ends.reverse();
    return `${ends.join(' -> ')} [id=e${i}${arrow.isUpward ? ', dir=back' : ''}${label === '' ? '' : `, ${room}`}];`;
  };
  const groupOf = new Map(picture.groups.map(({ id }, i) => [id, i]));
  const members = new Map<number, Sized[]>();
  for (const each of boxes) {
    const group = groupOf.get(each.box.group) ?? -1;
    const before = members.get(group);
    if (before) before.push(each);
    else members.set(group, [each]);
  }
  return [
    'digraph {',
    `graph [rankdir=${direction}, nodesep=${direction === 'TB' ? 0.3 : 0.22}, ranksep=${direction === 'TB' ? 0.42 : 0.6}, remincross=true];`,
    'node [shape=box, fixedsize=true, label=""];',
    ...(members.get(-1) ?? []).map(node),
    ...picture.groups.flatMap((group, i) => [
      `subgraph cluster_${i} { graph [margin=14, label=<<table border="0" fixedsize="true" width="${Math.ceil(textWidth(printable(group.label), 13, true)) + 12}" height="18"><tr><td></td></tr></table>>];`,
      ...(members.get(i) ?? []).map(node),
      ...stacked(
        (members.get(i) ?? []).map(({ box }) => box),
        picture.arrows,
        ids,
      ),
      '}',
    ]),
    ...picture.arrows.map(edge),
    '}',
  ].join('\n');
}

/** Boxes of a group that no arrow holds would all stand in one row: invisible edges make a block of them. */
function stacked(boxes: readonly Box[], arrows: readonly Arrow[], ids: ReadonlyMap<string, string>): string[] {
  const touched = new Set(arrows.flatMap(({ from, to }) => [from, to]));
  const free = boxes.filter(({ id }) => !touched.has(id)).map(({ id }) => ids.get(id));
  const columns = Math.max(1, Math.round(Math.sqrt(free.length / 2)));
  return free.slice(columns).map((id, i) => `${free[i]} -> ${id} [style=invis];`);
}

function inRows(
  boxes: readonly Sized[],
  width: number,
  top: number,
): { boxes: PlacedBox[]; width: number; height: number } {
  const placed: PlacedBox[] = [];
  let [x, y, right, bottom] = [0, top, 0, top];
  for (const each of boxes) {
    if (x > 0 && x + each.width > width) [x, y] = [0, bottom + GAP];
    placed.push({ ...each, x, y });
    bottom = Math.max(bottom, y + each.height);
    right = Math.max(right, x + each.width);
    x += each.width + GAP;
  }
  return { boxes: placed, width: right, height: boxes.length === 0 ? 0 : bottom };
}
