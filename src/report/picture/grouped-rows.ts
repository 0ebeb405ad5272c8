/** Groups without arrows, set like words of a text: boxes stacked in each, groups side by side in rows, in their order. */
import type { Placed, PlacedBox, PlacedGroup } from './placed.js';

type Group = { readonly id: string; readonly label: string };
type Sized = Omit<PlacedBox, 'x' | 'y'>;

const GAP = 18;
const INSET = 14;
const HEAD = 32;
const BETWEEN = 10;
/** Boxes above one another before a group gets a second column. */
const TALLEST = 6;
/** Widths to try, by that of a page of the same area. */
const WIDTHS = [1, 1.1, 1.2, 1.3, 1.45, 1.6, 1.8];

/** As wide over high as `shape` allows; boxes of no group stand in a group without a name at the end. */
export function groupedRows(groups: readonly Group[], boxes: readonly Sized[], shape: number): Placed {
  const known = new Set(groups.map(({ id }) => id));
  const blocks = [
    ...groups.map(({ id, label }) =>
      block(
        label,
        boxes.filter(({ box }) => box.group === id),
      ),
    ),
    block(
      '',
      boxes.filter(({ box }) => !known.has(box.group)),
    ),
  ].filter(({ members }) => members.length > 0);
  const area = blocks.reduce((sum, { width, height }) => sum + (width + GAP) * (height + GAP), 0);
  const tries = WIDTHS.map((times) => inRows(blocks, Math.sqrt(area * shape) * times));
  const distance = ({ width, height }: Placed): number => Math.abs(Math.log(width / height / shape));
  return tries.reduce((best, each) => (distance(each) < distance(best) ? each : best));
}

type Block = {
  readonly label: string;
  readonly members: readonly Sized[];
  readonly width: number;
  readonly height: number;
};

function block(label: string, members: readonly Sized[]): Block {
  const columns = Math.max(1, Math.ceil(members.length / TALLEST));
  const widest = Math.max(60, ...members.map(({ width }) => width));
  const rows = Math.ceil(members.length / columns);
  const tallest = Math.max(0, ...members.map(({ height }) => height));
  return {
    label,
    members,
    width: columns * (widest + BETWEEN) - BETWEEN + 2 * INSET,
    height: HEAD + rows * (tallest + BETWEEN) - BETWEEN + INSET,
  };
}

function inRows(blocks: readonly Block[], limit: number): Placed {
  const groups: PlacedGroup[] = [];
  const boxes: PlacedBox[] = [];
  let [x, y, right, bottom] = [0, 0, 0, 0];
  for (const { label, members, width, height } of blocks) {
    if (x > 0 && x + width > limit) [x, y] = [0, bottom + GAP];
    groups.push({ x, y, width, height, label });
    boxes.push(...within(members, x, y, width));
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
    x += width + GAP;
  }
  return { width: right, height: bottom, boxes, arrows: [], groups };
}

function within(members: readonly Sized[], x: number, y: number, width: number): PlacedBox[] {
  const columns = Math.max(1, Math.ceil(members.length / TALLEST));
  const rows = Math.ceil(members.length / columns);
  const step = (width - 2 * INSET + BETWEEN) / columns;
  const tallest = Math.max(0, ...members.map(({ height }) => height));
  return members.map((each, i) => ({
    ...each,
    x: x + INSET + Math.floor(i / rows) * step + (step - BETWEEN - each.width) / 2,
    y: y + HEAD + (i % rows) * (tallest + BETWEEN),
  }));
}
