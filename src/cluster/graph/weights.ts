/**
 * How much one edge of each kind says about two nodes belonging together. Tuned by nothing but CONTEXTS.md's
 * findings and `variants-rationale.md`; each can be overridden by `weights` of the config as `cluster.<name>`.
 */
import type { AccessEdge, Config, ModuleEdge, TableEdge } from '../../model/index.js';

export type EvidenceWeights = {
  readonly import: number;
  readonly 'type-import': number;
  readonly 'dynamic-import': number;
  readonly require: number;
  readonly 're-export': number;
  readonly event: number;
  /** Added once per trait. */
  readonly injection: number;
  readonly inheritance: number;
  readonly read: number;
  readonly write: number;
  readonly delete: number;
  readonly ddl: number;
  /** Factors on accesses: the table is only joined; the access goes through a wrapper; its name follows a convention. */
  readonly joined: number;
  readonly indirect: number;
  readonly convention: number;
  readonly 'foreign-key': number;
  readonly reference: number;
  /** The file that declares the model of a table. */
  readonly declares: number;
  /** Two tables written in one transaction. */
  readonly transaction: number;
  /** Total of name likeness as a share of the total of structure. */
  readonly names: number;
  /** Weights of a word by where it stands: file name, table or model name, folder (0 without path evidence), identifiers. */
  readonly fileName: number;
  readonly tableName: number;
  readonly path: number;
  readonly identifier: number;
  /** Factor on the first word of a name: an order line and an order edit are both about orders. */
  readonly firstWord: number;
  /** Names: most alike neighbours per node, cosine from which on a link counts in full, exponent on the cosine. */
  readonly neighbours: number;
  readonly leastCosine: number;
  readonly sharpness: number;
  /** Exponent of hub damping: w / sqrt(degree × degree)^damping. */
  readonly damping: number;
};

export const DEFAULT_WEIGHTS: EvidenceWeights = {
  import: 1,
  'type-import': 0.5,
  'dynamic-import': 1,
  require: 1,
  're-export': 0.5,
  event: 0.5,
  injection: 0.5,
  inheritance: 0.5,
  read: 1,
  write: 2,
  delete: 2,
  ddl: 0,
  joined: 0.5,
  indirect: 0.3,
  convention: 0.7,
  'foreign-key': 2,
  reference: 0.7,
  declares: 5,
  transaction: 1,
  names: 0.8,
  fileName: 3,
  tableName: 3,
  path: 1,
  identifier: 1,
  firstWord: 2,
  neighbours: 32,
  leastCosine: 0.25,
  sharpness: 1.5,
  damping: 0.5,
};

/** The defaults with the config's `cluster.*` weights laid over them. */
export function evidenceWeights(config: Config): EvidenceWeights {
  const result: Record<keyof EvidenceWeights, number> = { ...DEFAULT_WEIGHTS };
  for (const name of Object.keys(DEFAULT_WEIGHTS) as (keyof EvidenceWeights)[]) {
    const value = config.weights[`cluster.${name}`];
    if (value !== undefined) result[name] = value;
  }
  return result;
}

/** Counts grow by their logarithm: the tenth use of a symbol says little that the first did not. */
function ofCount(count: number): number {
  return 1 + Math.log(Math.max(1, count));
}

export function moduleEdgeWeight(edge: ModuleEdge, weights: EvidenceWeights): number {
  return edge.traits.reduce((sum, trait) => sum + weights[trait], weights[edge.kind] * ofCount(edge.weight));
}

export function accessEdgeWeight(edge: AccessEdge, weights: EvidenceWeights): number {
  const joined = edge.joined ? weights.joined : 1;
  const indirect = edge.direct ? 1 : weights.indirect;
  const convention = edge.confidence === 'convention' ? weights.convention : 1;
  return (
    weights[edge.kind] *
    ofCount(edge.direct ? edge.evidence.length : functionsOf(edge)) *
    joined *
    indirect *
    convention
  );
}

/** Functions that reach the table through others, however often each of them calls. */
function functionsOf(edge: AccessEdge): number {
  return new Set(edge.evidence.map((place) => place.function ?? '')).size;
}

export function tableEdgeWeight(edge: TableEdge, weights: EvidenceWeights): number {
  return weights[edge.kind];
}
