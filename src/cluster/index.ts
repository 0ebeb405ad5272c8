/** SystemGraph → ContextMap: candidate bounded contexts of modules and tables together. */
export { ari, type Labels, mojoFm, nmi } from './agreement.js';
export { type ClusterOptions, cluster } from './cluster.js';
export { CONTEXT_METRICS } from './context-metric-definitions.js';
export { plainLouvain } from './figures.js';
export { METRICS } from './metric-definitions.js';
export { type ProposedConfig, type ProposedContext, proposeConfig } from './propose-config.js';
export { DEFAULT_WEIGHTS } from './weights.js';
