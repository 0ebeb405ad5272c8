/** What methods are called that take SQL text. */

/** As they are, and as promises are added to them (`queryAsync` of Bluebird's promisifyAll, `runAsync` of SQLite on devices). */
function withPromised(names: string): ReadonlySet<string> {
  return new Set(names.split(' ').flatMap((name) => [name, `${name}Async`]));
}

/** Methods whose first argument is SQL in every driver that has them. */
export const SINKS = withPromised(
  'query execute unsafe exec prepare queryRaw executeRaw queryArray queryObject queryStream executeMultiple ' +
    'prepareStatement createPreparedStatement $queryRaw',
);
/** Methods that take SQL in some drivers, parameters or keys in others. */
export const WEAK_SINKS = withPromised(
  'run all get each values iterate raw batch stream any anyFirst one oneFirst oneOrNone many manyFirst manyOrNone maybeOne ' +
    'maybeOneFirst none exists result multi multiResult first list func getAll getFirst',
);
/** The same of pg-promise, beside a function for each row: everybody else gives that function first, or alone. */
export const ROW_SINKS: ReadonlySet<string> = new Set(['map', 'each']);
/** What own functions are called that are given a statement. */
export const OWN_SINK = /quer(?:y|ies)|exec|sql|stmt|statement|prepare|select|^(?:each|fetch|rows?)$/i;
/** The same of one that runs it and answers in its own way: `runAndGetId`, `runReturning`. */
export const OWN_RUN = /^run[A-Z]/;
