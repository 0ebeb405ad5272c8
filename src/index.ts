/** The public Node API. */
export { type AnalyzeOptions, analyze, buildGraph } from './analyze.js';
export * from './model/index.js';
