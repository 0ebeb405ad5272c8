/** What a figure means, as data: for `msa-map explain <figure>` and for the docs. Thresholds are habits, not laws. */
export type MetricDefinition = {
  readonly id: string;
  readonly title: string;
  readonly direction: 'higher is better' | 'lower is better' | 'neither is better in itself';
  readonly range: string;
  readonly formula: string;
  readonly meaning: string;
  readonly source: string;
  readonly note: string;
  /** What the value suggests, best first. */
  readonly thresholds: readonly { readonly limit: string; readonly reading: string }[];
};
