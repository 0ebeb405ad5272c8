/** Measured traffic, as read from the files that the config names; routes and tables as spelled there. */
export type Traffic = {
  /** `GET /orders/:id` or `/orders/:id`, with the number of requests in the measured period. */
  readonly routes: readonly { readonly route: string; readonly requests: number }[];
  readonly tables: readonly { readonly table: string; readonly reads: number; readonly writes: number }[];
};
