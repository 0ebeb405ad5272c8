/** The types that stages hand to one another, and the few pure functions about them. Depends on nothing. */
export * from './analysis.js';
export * from './config.js';
export * from './context-map.js';
export * from './diagnostics.js';
export * from './facts.js';
export * from './finding.js';
export * from './graph.js';
export * from './json.js';
export * from './order.js';
export * from './program.js';
export * from './project.js';
export * from './rules.js';
export * from './schema.js';
export * from './scorecard.js';
export * from './suggest.js';
export * from './text.js';
export * from './traffic.js';
