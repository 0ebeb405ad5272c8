/** How boxes and arrows look, the same in every drawing: colours, dashes, widths. Status and alarm differ by dash too. */
import type { Arrow, Tone } from './picture.js';

export const FILL: Readonly<Record<Tone, string>> = {
  plain: '#eef3fb',
  pilot: '#d8f3dc',
  shared: '#ffe8cc',
  focus: '#dbe7ff',
  muted: '#f4f4f5',
};
export const LINE: Readonly<Record<Tone, string>> = {
  plain: '#5b6b84',
  pilot: '#2d7a46',
  shared: '#c2620a',
  focus: '#2757c4',
  muted: '#9aa1ad',
};
export const INK = '#1b2433';
export const MUTED = '#566176';
const GREY = '#66758d';
const RED = '#b42318';
const AMBER = '#b45309';
export const MARK = '#a34a00';

export type Stroke = 'solid' | 'dashed' | 'dotted';

export type ArrowLook = { readonly color: string; readonly stroke: Stroke; readonly width: number };

export function arrowLook(arrow: Arrow, heaviest: number): ArrowLook {
  const bold = arrow.status === 'new' ? 0.8 : 0;
  return {
    color: colorOf(arrow),
    stroke: strokeOf(arrow),
    width: arrow.width ?? 0.9 + bold + 3.1 * Math.sqrt(arrow.weight / Math.max(heaviest, 1e-9)),
  };
}

function colorOf({ status, isAlarm }: Arrow): string {
  if (status === 'accepted') return AMBER;
  return status === 'new' || (status === undefined && isAlarm) ? RED : GREY;
}

/** What `check` says shows first; then closing a cycle; then what kind of dependency it is. */
function strokeOf({ status, isUpward, kind }: Arrow): Stroke {
  if (status === 'new') return 'solid';
  if (status === 'accepted') return 'dashed';
  if (status === undefined && isUpward === true) return 'dashed';
  if (kind === 'type' || kind === 'event') return 'dashed';
  return kind === 'key' ? 'dotted' : 'solid';
}
