/**
 * What each figure of a map means, as data: for `msa-map explain <metric>` and for the docs. Formulas are those that
 * metrics.ts computes; where published variants differ, the note says so. Thresholds are habits, not laws.
 */
import type { ClusterMetrics } from '../model/index.js';

export type MetricDefinition = {
  readonly id: keyof ClusterMetrics;
  readonly title: string;
  readonly direction: 'higher is better' | 'lower is better';
  readonly range: string;
  readonly formula: string;
  readonly meaning: string;
  readonly source: string;
  readonly note: string;
  /** What the value suggests, best first. */
  readonly thresholds: readonly { readonly limit: string; readonly reading: string }[];
};

export const METRICS = {
  modularity: {
    id: 'modularity',
    title: 'Newman modularity',
    direction: 'higher is better',
    range: '-0.5..1',
    formula:
      'Q = sum over contexts c of [ W_in(c)/m - (deg(c)/2m)^2 ], resolution 1, undirected, weighted by kind of edge',
    meaning: 'How much more of the coupling lies inside contexts than chance would put there.',
    source: 'Newman & Girvan 2004; Newman 2006',
    note: 'Computed on modules and tables, without names and damping, so that maps of the same code compare.',
    thresholds: [
      { limit: '>= 0.5', reading: 'clear boundaries in the code' },
      { limit: '0.3..0.5', reading: 'boundaries with much traffic across' },
      { limit: '< 0.3', reading: 'the code hardly has boundaries of its own' },
    ],
  },
  stability: {
    id: 'stability',
    title: 'Stability over seeds',
    direction: 'higher is better',
    range: '0..1',
    formula: 'median adjusted Rand index between neighbouring runs with different seeds and visiting orders',
    meaning: 'Whether another seed would have drawn the same map.',
    source: 'Hubert & Arabie 1985; Lancichinetti & Fortunato 2012',
    note: 'The map itself is the consensus of the runs, and steadier than any of them.',
    thresholds: [
      { limit: '>= 0.85', reading: 'the contexts are there' },
      { limit: '0.7..0.85', reading: 'some modules could go either way: look at their margins' },
      { limit: '< 0.7', reading: 'take the map as one of several' },
    ],
  },
  plainModularity: {
    id: 'plainModularity',
    title: 'Modularity of plain Louvain',
    direction: 'higher is better',
    range: '-0.5..1',
    formula: 'Q of one Louvain run on file imports alone, unweighted, on that same graph',
    meaning: 'The baseline: what clustering imports without tables, names and damping gives.',
    source: 'Blondel et al. 2008',
    note: 'Another graph than that of modularity: the two are not to be subtracted.',
    thresholds: [],
  },
  sm: {
    id: 'sm',
    title: 'Structural modularity (SM)',
    direction: 'higher is better',
    range: '-1..1',
    formula: '(1/K) sum_i mu_i/n_i^2 - [2/(K(K-1))] sum_{i<j} s_ij/(n_i n_j); mu_i linked pairs inside, s_ij across',
    meaning: 'Density inside contexts minus density between them.',
    source: 'Jin et al. 2019; Kalia et al., Mono2Micro, FSE 2021',
    note: 'The clean form: the published script also counts self calls. Favours many small contexts.',
    thresholds: [
      { limit: '>= 0.1', reading: 'dense contexts' },
      { limit: '< 0.05', reading: 'large or loose contexts' },
    ],
  },
  icp: {
    id: 'icp',
    title: 'Inter-context calls (ICP)',
    direction: 'lower is better',
    range: '0..1',
    formula: 'crossing / all directed calls between modules, each weighted 1 + ln(calls)',
    meaning: 'Share of the calls that would become remote calls.',
    source: 'Kalia et al., Mono2Micro, FSE 2021',
    note: 'Uses of imported symbols stand for calls. 0 with a single context, so a low value means little alone.',
    thresholds: [
      { limit: '<= 0.3', reading: 'few calls would cross the network' },
      { limit: '0.3..0.5', reading: 'usual for a monolith' },
      { limit: '> 0.5', reading: 'more calls across than inside' },
    ],
  },
  ifn: {
    id: 'ifn',
    title: 'Interface number (IFN)',
    direction: 'lower is better',
    range: '0..',
    formula: 'crossing unordered linked pairs of modules / K',
    meaning: 'How many links to other contexts a context has on average.',
    source: 'Kalia et al., Mono2Micro, FSE 2021',
    note: 'HyDec and FoSCI publish another number under this name (modules called from outside / K).',
    thresholds: [],
  },
  ned: {
    id: 'ned',
    title: 'Non-extreme distribution (NED)',
    direction: 'lower is better',
    range: '0..1',
    formula: '1 - (modules in contexts of 5 to 20 modules) / (all modules)',
    meaning: 'Whether contexts have a handy size.',
    source: 'Wu et al. 2005; Kalia et al., FSE 2021',
    note: 'Made for small systems: in one of 1,000 modules every good context is above 20.',
    thresholds: [],
  },
  turboMQ: {
    id: 'turboMQ',
    title: 'TurboMQ, normalised',
    direction: 'higher is better',
    range: '0..1',
    formula: '(1/K) sum_i 2 w_in/(2 w_in + w_cross both ways); w = uses',
    meaning: 'Mean share of a context’s calls that stay inside.',
    source: 'Mitchell & Mancoridis 2006 (Bunch)',
    note: 'Divided by K to compare maps with different numbers of contexts.',
    thresholds: [
      { limit: '>= 0.6', reading: 'contexts mostly talk to themselves' },
      { limit: '< 0.4', reading: 'contexts mostly talk to others' },
    ],
  },
  tableEntropy: {
    id: 'tableEntropy',
    title: 'Table entropy',
    direction: 'lower is better',
    range: '0..ln K',
    formula: 'per table, Shannon entropy (ln) of the contexts of the modules that access it directly; mean over tables',
    meaning: 'How much contexts share their tables: 0 when each table is used by one context.',
    source: 'Nitin et al., CARGO, ASE 2022 (transaction_entropy)',
    note: 'The database entropy of the ASE 2024 comparison is the same idea turned round and scaled to 0..100.',
    thresholds: [
      { limit: '<= 0.2', reading: 'each table nearly has one user' },
      { limit: '> 0.7', reading: 'a usual table is used by two contexts' },
    ],
  },
  bcp: {
    id: 'bcp',
    title: 'Business context purity (BCP)',
    direction: 'lower is better',
    range: '0..',
    formula: 'mean over contexts of ln(distinct entry points that reach into it)',
    meaning: 'How many use cases run through a context.',
    source: 'Kalia et al., Mono2Micro, FSE 2021',
    note: 'Falls as contexts get smaller; entry points stand for use cases. Unknown without entry points.',
    thresholds: [],
  },
} as const satisfies Record<keyof ClusterMetrics, MetricDefinition>;
