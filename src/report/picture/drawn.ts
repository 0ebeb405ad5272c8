/** The picture that SVG and PNG draw: as many boxes and arrows as a page can hold; what is left out is said and told. */
import type { Analysis } from '../../model/index.js';
import type { ReportOptions } from '../options.js';
import { pictureOf } from './index.js';
import { type Picture, withBoxLimit, withReadableArrows } from './picture.js';
import { pictureWords } from './words.js';

const BOXES = 120;
const ARROWS = 40;
const ARROWS_A_BOX = 1.5;
/** With more steps the arrows of an order hide what they join. */
const STEPS_WITH_ARROWS = 14;
const TABLES_WITH_ARROWS = 40;
const NAMED = 2;

export function drawnPicture(analysis: Analysis, options: ReportOptions): Picture {
  const whole = pictureOf(analysis, options);
  const boxed = withBoxLimit(
    options.view === 'order' ? roadmap(whole) : options.view === 'tables' ? catalog(whole) : whole,
    BOXES,
  );
  const picture = withReadableArrows(boxed, Math.round(ARROWS + ARROWS_A_BOX * boxed.boxes.length));
  for (const omission of picture.omissions) options.onNote?.(omission);
  return picture;
}

/** Many steps as waves in rows; each names what should leave before it instead of drawing an arrow. */
function roadmap(picture: Picture): Picture {
  if (picture.boxes.length <= STEPS_WITH_ARROWS) return picture;
  const say = pictureWords(picture.language);
  return named(picture, say('after'), 'to', [say('roadmap')]);
}

/** Many tables by context; each names what its foreign keys lead to. */
function catalog(picture: Picture): Picture {
  if (picture.boxes.length <= TABLES_WITH_ARROWS) return picture;
  const say = pictureWords(picture.language);
  return named(picture, say('keysTo'), 'from', [say('catalog')]);
}

/** Arrows as words in the box at their one end. */
function named(picture: Picture, word: string, end: 'from' | 'to', notes: readonly string[]): Picture {
  const labels = new Map(picture.boxes.map(({ id, label }) => [id, label.replace(/^\d+\. /, '')]));
  const others = new Map<string, string[]>();
  for (const arrow of picture.arrows) {
    const other = labels.get(end === 'from' ? arrow.to : arrow.from) ?? '';
    if (arrow.from !== arrow.to) others.set(arrow[end], [...(others.get(arrow[end]) ?? []), other]);
  }
  const mark = (list: readonly string[]): string[] =>
    list.length === 0
      ? []
      : [`${word} ${list.slice(0, NAMED).join(', ')}${list.length > NAMED ? ` +${list.length - NAMED}` : ''}`];
  return {
    ...picture,
    notes,
    arrows: [],
    boxes: picture.boxes.map((box) => ({ ...box, marks: mark(others.get(box.id) ?? []) })),
  };
}
