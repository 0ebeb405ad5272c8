/** The Analysis: everything one run knows, as plain JSON. Reports read it; saved, it can be rendered again. */
import type { ContextMap } from './context-map.js';
import type { Coverage, Drift } from './coverage.js';
import type { Diagnostic } from './diagnostics.js';
import type { CallEdge, EntryPoint, EventFlow, GraphEdge, GraphNode, Transaction } from './graph.js';
import type { Stack } from './project.js';
import type { Saga, Scorecard } from './scorecard.js';

/** Of the JSON output: the major number changes with what breaks a reader. */
export const SCHEMA_VERSION = '1.0';

export type Analysis = {
  readonly schemaVersion: string;
  readonly tool: { readonly name: 'msa-map'; readonly version: string };
  readonly project: {
    readonly name: string;
    readonly files: number;
    readonly packages: readonly string[];
    readonly stack: Stack;
  };
  readonly graph: {
    readonly nodes: readonly GraphNode[];
    readonly edges: readonly GraphEdge[];
    readonly calls: readonly CallEdge[];
    readonly entryPoints: readonly EntryPoint[];
    readonly events: readonly EventFlow[];
    readonly drift: readonly Drift[];
  };
  readonly transactions: readonly Transaction[];
  readonly contextMap: ContextMap;
  readonly scorecard: Scorecard;
  readonly sagas: readonly Saga[];
  readonly diagnostics: readonly Diagnostic[];
  readonly coverage: Coverage & {
    readonly git: { readonly available: boolean; readonly commits: number; readonly note: string };
  };
};
