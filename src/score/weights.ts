/**
 * Every number that steers the scorecard, by its dotted name. `config.weights` overrides them; the sensitivity test
 * moves those of `difficulty`, `impact` and `order` by up to 20 %. They are a proposal of this tool, not literature;
 * the terms they weigh are absolute shares, so that an edit in one context does not re-scale the others.
 */
export const DEFAULT_WEIGHTS = {
  'difficulty.cross': 0.25,
  'difficulty.data': 0.3,
  'difficulty.tx': 0.25,
  'difficulty.size': 0.15,
  'difficulty.cycle': 0.05,
  'impact.churn': 0.25,
  'impact.hotspots': 0.2,
  'impact.fixes': 0.1,
  'impact.authors': 0.05,
  'impact.entryPoints': 0.15,
  'impact.traffic': 0.25,
  /** Weight of "important and easy first" against call-backs. 0: call-backs alone decide the order. */
  'order.priority': 0.5,
  /** How many contexts one wave may hold. */
  'order.waveSize': 4,
  /** A write couples as much as this many reads. */
  'access.write': 3,
  /** An average context of a system with history scores about 0.45 by the proxies. */
  'quadrant.impact': 0.45,
  'quadrant.difficulty': 0.5,
  'pilot.maxCross': 0.35,
  'pilot.maxSpanning': 1,
  'pilot.minDifficulty': 0.25,
  'pilot.maxDifficulty': 0.6,
  'pilot.minModules': 5,
  'pilot.maxModules': 60,
  /** Days after which a commit counts half. */
  'history.halfLifeDays': 180,
  /** A commit of more files than this is damped by the square of (limit / files). */
  'history.maxFiles': 30,
} as const;

export type WeightName = keyof typeof DEFAULT_WEIGHTS;
export type Weights = Readonly<Record<WeightName, number>>;

/** The defaults with the overrides of the config; names that are not weights are left to the config's own check. */
export function resolveWeights(overrides: Readonly<Record<string, number>>): Weights {
  const result: Record<string, number> = { ...DEFAULT_WEIGHTS };
  for (const name of Object.keys(DEFAULT_WEIGHTS)) {
    const value = Object.hasOwn(overrides, name) ? overrides[name] : undefined;
    if (value !== undefined && Number.isFinite(value) && value >= 0) result[name] = value;
  }
  return result as Weights;
}
