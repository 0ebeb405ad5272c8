/** SystemGraph → ContextMap: candidate bounded contexts of modules and tables together. */

export { type ClusterOptions, cluster } from './cluster.js';
export { ari, type Labels, mojoFm, nmi } from './communities/agreement.js';
export { CONTEXT_METRICS } from './figures/context-metric-definitions.js';
export { plainLouvain } from './figures/figures.js';
export { METRICS } from './figures/metric-definitions.js';
export { DEFAULT_WEIGHTS } from './graph/weights.js';
export { type ProposedConfig, type ProposedContext, proposeConfig } from './propose-config.js';
