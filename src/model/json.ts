/** The JSON types. Stage outputs are assignable to `JsonValue`, which is how we prove that they can be cached. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined };
