/**
 * A picture before it is drawn: boxes, arrows and groups with what they mean, not how they look. Views build it from the
 * analysis; DOT and Mermaid draw it. Arrows point from the one that depends to the one depended on.
 */
export type BoxShape = 'context' | 'module' | 'table' | 'kernel' | 'step';

/** What a box stands out for. */
export type Tone = 'plain' | 'pilot' | 'shared' | 'focus' | 'muted';

export type Box = {
  readonly id: string;
  readonly label: string;
  /** Second line, smaller: counts, figures. */
  readonly detail: string;
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
  /** Part of a cycle, or a shared write: drawn so that it is seen first. */
  readonly isAlarm: boolean;
};

export type Group = { readonly id: string; readonly label: string };

export type Picture = {
  readonly title: string;
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
  readonly groups: readonly Group[];
  /** What was left out and how to read it; printed in the picture. */
  readonly notes: readonly string[];
};

/** The heaviest arrows first, as many as `max`; what was dropped is said in the notes. Boxes stay. */
export function withArrowLimit(picture: Picture, max: number): Picture {
  if (picture.arrows.length <= max) return picture;
  const kept = [...picture.arrows]
    .map((arrow, i) => ({ arrow, i }))
    .sort((a, b) => Number(b.arrow.isAlarm) - Number(a.arrow.isAlarm) || b.arrow.weight - a.arrow.weight || a.i - b.i)
    .slice(0, max)
    .sort((a, b) => a.i - b.i)
    .map(({ arrow }) => arrow);
  const left = picture.arrows.length - max;
  return {
    ...picture,
    arrows: kept,
    notes: [...picture.notes, `left out: the ${left} lightest of ${picture.arrows.length} arrows`],
  };
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
    notes: [...picture.notes, `left out: ${picture.boxes.length - max} of ${picture.boxes.length} boxes`],
  };
}
