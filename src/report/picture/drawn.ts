/** The picture that SVG and PNG draw: as many boxes and arrows as a page can hold; what is left out is said and told. */
import type { Analysis } from '../../model/index.js';
import type { ReportOptions } from '../options.js';
import { pictureOf } from './index.js';
import { type Picture, withBoxLimit, withReadableArrows } from './picture.js';

const BOXES = 120;
const ARROWS = 40;
const ARROWS_A_BOX = 1.5;

export function drawnPicture(analysis: Analysis, options: ReportOptions): Picture {
  const boxed = withBoxLimit(pictureOf(analysis, options), BOXES);
  const picture = withReadableArrows(boxed, Math.round(ARROWS + ARROWS_A_BOX * boxed.boxes.length));
  for (const omission of picture.omissions) options.onNote?.(omission);
  return picture;
}
