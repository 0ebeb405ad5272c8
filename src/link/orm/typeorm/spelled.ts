/** What is known of a name while it is put together. */
/** A name that is not given; what is made of it is not there either, and a choice takes the other arm. */
export const ABSENT: unique symbol = Symbol('absent');
/** Undefined: not told. */
export type Spelled = string | number | readonly string[] | typeof ABSENT | undefined;
