/**
 * A picture before it is drawn: boxes, arrows and groups with what they mean, not how they look. Views build it from the
 * analysis; DOT and Mermaid draw it. Arrows point from the one that depends to the one depended on.
 */
import type { Language } from '../messages.js';
import { pictureWords } from './words.js';
export type BoxShape = 'context' | 'module' | 'table' | 'kernel' | 'step';

/** What a box stands out for. */
export type Tone = 'plain' | 'pilot' | 'shared' | 'focus' | 'muted';

export type Box = {
  readonly id: string;
  readonly label: string;
  /** Second line, smaller: counts, figures. */
  readonly detail: string;
  /** Further lines, drawn so that they are seen: `also writes: orders`. */
  readonly marks?: readonly string[];
  readonly shape: BoxShape;
  readonly tone: Tone;
  /** Id of the group it stands in; '' for none. */
  readonly group: string;
};

export type ArrowKind = 'code' | 'type' | 'read' | 'write' | 'key' | 'event' | 'order';

export type Arrow = {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly kind: ArrowKind;
  readonly weight: number;
  /** Width of the line where it does not follow the weight. */
  readonly width?: number;
  /** Closes a cycle, or writes another's table: drawn so that it is seen first. */
  readonly isAlarm: boolean;
  /** Against the layers: it must not pull the one it points to below. */
  readonly isUpward?: boolean;
  /** What `check` says of it, when it was asked. */
  readonly status?: ArrowStatus;
  /** All that the label leaves out. */
  readonly tooltip?: string;
};

/** Violations between two contexts: a new one, only accepted ones, or a relation that is allowed. */
export type ArrowStatus = 'new' | 'accepted' | 'allowed';

export type Group = { readonly id: string; readonly label: string };

export type Picture = {
  readonly language?: Language;
  readonly title: string;
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
  readonly groups: readonly Group[];
  /** Which way it grows; from top to bottom when absent. */
  readonly direction?: 'LR' | 'TB';
  /** How to read it; printed in the picture. */
  readonly notes: readonly string[];
  /** What was left out; printed in the picture, and told to who asked for it. */
  readonly omissions: readonly string[];
};

/** At most `max` arrows: alarms and the heaviest. What was dropped is said. Boxes stay. */
export function withArrowLimit(picture: Picture, max: number): Picture {
  if (picture.arrows.length <= max) return picture;
  const kept = new Set(
    [...picture.arrows]
      .map((arrow, i) => ({ arrow, i }))
      .sort((a, b) => rankOf(a.arrow) - rankOf(b.arrow) || b.arrow.weight - a.arrow.weight || a.i - b.i)
      .slice(0, max)
      .map(({ i }) => i),
  );
  return keeping(picture, kept);
}

/**
 * As many arrows as can still be told apart: for each box the heaviest that leaves it and the heaviest that reaches it,
 * then the heaviest of all, until there are `max`.
 */
export function withReadableArrows(picture: Picture, max: number): Picture {
  if (picture.arrows.length <= max) return picture;
  const heaviest = picture.arrows
    .map((arrow, i) => ({ arrow, i }))
    .sort((a, b) => b.arrow.weight - a.arrow.weight || a.i - b.i);
  const kept = new Set<number>();
  const left = new Set<string>();
  const reached = new Set<string>();
  for (const { arrow, i } of heaviest) {
    if (left.has(arrow.from) && reached.has(arrow.to) && arrow.status !== 'new') continue;
    left.add(arrow.from);
    reached.add(arrow.to);
    kept.add(i);
  }
  for (const { i } of heaviest) if (kept.size < max) kept.add(i);
  return keeping(picture, kept);
}

function rankOf({ status, isAlarm }: Arrow): number {
  return status === 'new' ? 0 : isAlarm ? 1 : 2;
}

function keeping(picture: Picture, kept: ReadonlySet<number>): Picture {
  const arrows = picture.arrows.filter((_, i) => kept.has(i));
  const sum = (list: readonly Arrow[]): number => list.reduce((total, { weight }) => total + weight, 0);
  const share = Math.round((100 * sum(arrows)) / Math.max(1, sum(picture.arrows)));
  const omission = pictureWords(picture.language)('fewerArrows', {
    n: picture.arrows.length - arrows.length,
    all: picture.arrows.length,
    share,
  });
  return { ...picture, arrows, omissions: [...picture.omissions, omission] };
}

/** The first boxes, as many as `max` (views put the important ones first), and the arrows between them. */
export function withBoxLimit(picture: Picture, max: number): Picture {
  if (picture.boxes.length <= max) return picture;
  const boxes = picture.boxes.slice(0, max);
  const ids = new Set(boxes.map(({ id }) => id));
  const groups = new Set(boxes.map(({ group }) => group));
  return {
    ...picture,
    boxes,
    arrows: picture.arrows.filter(({ from, to }) => ids.has(from) && ids.has(to)),
    groups: picture.groups.filter(({ id }) => groups.has(id)),
    omissions: [
      ...picture.omissions,
      pictureWords(picture.language)('fewerBoxes', { n: picture.boxes.length - max, all: picture.boxes.length }),
    ],
  };
}
