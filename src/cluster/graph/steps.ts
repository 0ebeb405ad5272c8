/**
 * Figures of the whole system, taken in steps. One file more changes the number of modules, the total of all weights or
 * the mean fan-in by a thousandth; unrounded, that changes every weight by a little, and each of many Louvain runs comes
 * out as another draw. In steps, a small change of the code is a small change of a few weights and nothing else.
 */
const STEP = Math.log(1.05);

/** The next value on a scale of 5 % steps; 0 stays 0. */
export function inSteps(value: number): number {
  return value > 0 ? Math.exp(Math.round(Math.log(value) / STEP) * STEP) : value;
}
