/** Every weight that a config may set, from the stages that use them: to catch a misspelt one, and for the schema. */
import { DEFAULT_WEIGHTS as EVIDENCE } from '../cluster/index.js';
import { CONFIG_SCHEMA } from '../config/index.js';
import { type Config, didYouMean, UserError } from '../model/index.js';
import { DEFAULT_WEIGHTS as SCORE } from '../score/index.js';

export const WEIGHTS: ReadonlyMap<string, number> = new Map([
  ...Object.entries(EVIDENCE).map(([name, value]) => [`cluster.${name}`, value] as const),
  ...Object.entries(SCORE),
]);

/** Throws UserError for a weight that nothing reads: set, it would change nothing and nobody would notice. */
export function assertKnownWeights(config: Config): void {
  for (const name of Object.keys(config.weights)) {
    if (WEIGHTS.has(name)) continue;
    const nearest = didYouMean(name, [...WEIGHTS.keys()]);
    const hint = `${nearest} \`msa-map schema config\` lists all weights with their defaults.`.trim();
    throw new UserError('MSA206', `"weights": there is no weight "${name}"`, hint);
  }
}

/** The schema of the config with each weight by name and its default. */
export function configSchema(): object {
  const properties = Object.fromEntries(
    [...WEIGHTS].map(([name, value]) => [name, { type: 'number', minimum: 0, default: value }]),
  );
  const weights = { type: 'object', additionalProperties: false, properties };
  return { ...CONFIG_SCHEMA, properties: { ...(CONFIG_SCHEMA['properties'] as object), weights } };
}
