/** SystemGraph → ContextMap: candidate bounded contexts of modules and tables together. */
export { ari, type Labels, mojoFm, nmi } from './agreement.js';
export { type ClusterOptions, cluster } from './cluster.js';
export { plainLouvain } from './figures.js';
export { METRICS, type MetricDefinition } from './metric-definitions.js';
export { type ProposedConfig, type ProposedContext, proposeConfig } from './propose-config.js';
