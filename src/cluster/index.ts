/** SystemGraph → ContextMap: candidate bounded contexts of modules and tables together. */
export { type ClusterOptions, cluster } from './cluster.js';
