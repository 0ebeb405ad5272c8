/** Analysis → string; one file per format, offered by name in this table. */
import type { Analysis } from '../model/index.js';

/** Colours a reporter may use; the identity palette when output is not a terminal. */
export type Palette = {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
  readonly cyan: (text: string) => string;
};

export type ReportOptions = { readonly palette?: Palette; readonly width?: number; readonly language?: 'en' | 'ko' };

export type Reporter = {
  readonly title: string;
  readonly extension: string;
  readonly render: (analysis: Analysis, options: ReportOptions) => string;
};

const json: Reporter = {
  title: 'The Analysis as JSON',
  extension: 'json',
  render: (analysis) => `${JSON.stringify(analysis, null, 2)}\n`,
};

export const REPORTERS = { json } satisfies Record<string, Reporter>;

export type ReportFormat = keyof typeof REPORTERS;
