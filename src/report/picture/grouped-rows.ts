/** Groups without arrows, set like words of a text: boxes stacked in each, groups side by side in rows, in their order. */
import type { Placed, PlacedBox, PlacedGroup } from './placed.js';

type Sized = Omit<PlacedBox, 'x' | 'y'>;

const GAP = 18;
const INSET = 14;
const HEAD = 32;
const BETWEEN = 10;

/** `shape` is the width over the height that is wanted. */
export function groupedRows(
  groups: readonly { readonly id: string; readonly label: string }[],
  boxes: readonly Sized[],
  shape: number,
): Placed {
  const members = groups.map(({ id }) => boxes.filter(({ box }) => box.group === id));
  const blocks = members.map((list) => ({
    width: Math.max(60, ...list.map(({ width }) => width)) + 2 * INSET,
    height: HEAD + list.reduce((sum, { height }) => sum + height + BETWEEN, 0) - BETWEEN + INSET,
  }));
  const area = blocks.reduce((sum, { width, height }) => sum + (width + GAP) * (height + GAP), 0);
  const limit = Math.max(Math.sqrt(area * shape), ...blocks.map(({ width }) => width));
  const placedGroups: PlacedGroup[] = [];
  const placedBoxes: PlacedBox[] = [];
  let [x, y, right, bottom] = [0, 0, 0, 0];
  blocks.forEach((block, i) => {
    if (x > 0 && x + block.width > limit) [x, y] = [0, bottom + GAP];
    placedGroups.push({ x, y, ...block, label: groups[i]?.label ?? '' });
    let top = y + HEAD;
    for (const each of members[i] ?? []) {
      placedBoxes.push({ ...each, x: x + (block.width - each.width) / 2, y: top });
      top += each.height + BETWEEN;
    }
    right = Math.max(right, x + block.width);
    bottom = Math.max(bottom, y + block.height);
    x += block.width + GAP;
  });
  return { width: right, height: bottom, boxes: placedBoxes, arrows: [], groups: placedGroups };
}
