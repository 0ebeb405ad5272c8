/** The picture that SVG and PNG draw: as many boxes and arrows as a page can hold; what is left out is said and told. */
import type { Analysis } from '../../model/index.js';
import type { ReportOptions } from '../options.js';
import { pictureOf } from './index.js';
import { type Box, type Picture, withBoxLimit, withReadableArrows } from './picture.js';

const BOXES = 120;
const ARROWS = 40;
const ARROWS_A_BOX = 1.5;
/** With more steps the arrows of an order hide what they join. */
const STEPS_WITH_ARROWS = 14;
const NAMED = 2;

export function drawnPicture(analysis: Analysis, options: ReportOptions): Picture {
  const whole = pictureOf(analysis, options);
  const boxed = withBoxLimit(options.view === 'order' ? roadmap(whole) : whole, BOXES);
  const picture = withReadableArrows(boxed, Math.round(ARROWS + ARROWS_A_BOX * boxed.boxes.length));
  for (const omission of picture.omissions) options.onNote?.(omission);
  return picture;
}

/** A long order as waves in rows; each step names what should leave before it instead of drawing an arrow. */
function roadmap(picture: Picture): Picture {
  if (picture.boxes.length <= STEPS_WITH_ARROWS) return picture;
  const names = new Map(picture.boxes.map(({ id, label }) => [id, label.replace(/^\d+\. /, '')]));
  const before = (box: Box): string[] =>
    picture.arrows.filter(({ to }) => to === box.id).map(({ from }) => names.get(from) ?? from);
  const mark = (list: readonly string[]): string[] =>
    list.length === 0
      ? []
      : [`after ${list.slice(0, NAMED).join(', ')}${list.length > NAMED ? ` +${list.length - NAMED}` : ''}`];
  return {
    ...picture,
    boxes: picture.boxes.map((box) => ({ ...box, marks: mark(before(box)) })),
    arrows: [],
    notes: [
      'Waves in their order. "after" names what should leave first, because a step would call back into the monolith for it.',
    ],
  };
}
