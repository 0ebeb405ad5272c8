/** What a caller may ask of a reporter. A reporter ignores what does not concern it. */

import type { Findings, Palette } from '../model/index.js';

/** What a picture shows; the matrix is for CSV alone. A reporter that has no views ignores it. */
export const VIEWS = ['contexts', 'modules', 'tables', 'order', 'sagas', 'quadrants', 'matrix'] as const;
export type View = (typeof VIEWS)[number];

/** What was analysed, as the user wrote it: so that a command which the report proposes can be run as it stands. */
export type Target = { readonly folder: string } | { readonly option: string };

export type ReportOptions = {
  readonly palette?: Palette;
  /** Columns of the terminal: longer lines are broken at spaces. Absent: lines stay whole. */
  readonly width?: number;
  readonly language?: 'en' | 'ko';
  /** Owner of each context that the committed map names one for. */
  readonly owners?: ReadonlyMap<string, string>;
  /** Absent: the folder that the commands run in. */
  readonly target?: Target;
  readonly view?: View;
  /** Context, module path or table to centre on, with how many steps around it and which way. */
  readonly focus?: string;
  readonly depth?: number;
  readonly direction?: 'in' | 'out' | 'both';
  /** Show only what lies on paths from the first to the second. */
  readonly path?: readonly [from: string, to: string];
  /** What `check` says of the same code, when it was asked. */
  readonly findings?: Findings;
  /** Told what a picture leaves out. */
  readonly onNote?: (note: string) => void;
  /** A line of the analysed code, when the code is at hand. */
  readonly readLine?: (path: string, line: number) => string | undefined;
};
