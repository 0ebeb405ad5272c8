/** Colours a terminal report may use; PLAIN, which changes nothing, when the output is not a terminal. */
export type Palette = {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
  readonly cyan: (text: string) => string;
};

const same = (text: string) => text;

/** No colours: what a reporter uses unless given a palette. */
export const PLAIN: Palette = { bold: same, dim: same, red: same, yellow: same, green: same, cyan: same };
