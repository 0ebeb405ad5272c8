/**
 * Figures of a map, each by the definition in `metric-definitions.ts` (published variants are not mixed). All but
 * modularity and table entropy look at runtime modules that lie in a context; the shared kernel and what is unassigned
 * are left out, as in the papers (they cluster classes only).
 */
import { isAccessEdge, isModuleEdge, type ModuleEdge, type SystemGraph } from '../../model/index.js';

/** Directed calls between modules of contexts, as the metrics need them. */
export type CallGraph = {
  /** Modules per context id. */
  readonly sizes: ReadonlyMap<string, number>;
  readonly calls: readonly { readonly from: string; readonly to: string; readonly uses: number }[];
  readonly contextOf: ReadonlyMap<string, string>;
  readonly pairs: LinkedPairs;
};

/** Unordered pairs of modules with a call between them: within each context, and between each two. */
type LinkedPairs = {
  readonly inside: ReadonlyMap<string, number>;
  readonly across: ReadonlyMap<string, { readonly a: string; readonly b: string; readonly pairs: number }>;
};

export function callGraphOf(graph: SystemGraph, contextOf: ReadonlyMap<string, string>): CallGraph {
  const runtime = new Set(
    graph.nodes.flatMap((node) => (node.kind === 'module' && node.role === 'runtime' ? [node.id] : [])),
  );
  const sizes = new Map<string, number>();
  for (const [id, context] of contextOf) if (runtime.has(id)) sizes.set(context, (sizes.get(context) ?? 0) + 1);
  const uses = new Map<string, { from: string; to: string; uses: number }>();
  for (const edge of graph.edges) {
    if (!isModuleEdge(edge) || edge.kind === 'type-import' || edge.from === edge.to) continue;
    if (!runtime.has(edge.from) || !runtime.has(edge.to)) continue;
    if (!contextOf.has(edge.from) || !contextOf.has(edge.to)) continue;
    const key = `${edge.from}\n${edge.to}`;
    const known = uses.get(key);
    if (known === undefined) uses.set(key, { from: edge.from, to: edge.to, uses: usesOf(edge) });
    else known.uses += usesOf(edge);
  }
  const calls = [...uses.values()];
  return { sizes, calls, contextOf, pairs: linkedPairs(calls, contextOf) };
}

/** Uses from weight = sum over k symbols of 1 + log2(uses); exact when all symbols are used equally often. */
function usesOf(edge: ModuleEdge): number {
  const symbols = Math.max(1, edge.symbols.length);
  return Math.max(1, symbols * 2 ** (edge.weight / symbols - 1));
}

/** SM: (1/K) sum_i mu_i/n_i^2 - [2/(K(K-1))] sum_{i<j} s_ij/(n_i n_j), over linked unordered pairs. */
export function structuralModularity(graph: CallGraph): number {
  const { inside, across } = graph.pairs;
  const count = graph.sizes.size;
  if (count === 0) return 0;
  let cohesion = 0;
  for (const [context, pairs] of inside) cohesion += pairs / graph.sizes.get(context)! ** 2;
  let coupling = 0;
  for (const { a, b, pairs } of across.values()) coupling += pairs / (graph.sizes.get(a)! * graph.sizes.get(b)!);
  return cohesion / count - (count > 1 ? (2 * coupling) / (count * (count - 1)) : 0);
}

/** ICP: crossing / all directed calls, each weighted 1 + ln(calls); 0 without calls. */
export function interCallPercentage(graph: CallGraph): number {
  let all = 0;
  let crossing = 0;
  for (const call of graph.calls) {
    const weight = 1 + Math.log(call.uses);
    all += weight;
    if (graph.contextOf.get(call.from) !== graph.contextOf.get(call.to)) crossing += weight;
  }
  return all === 0 ? 0 : crossing / all;
}

/** IFN as in FSE 2021: crossing unordered linked pairs / K. */
export function interfaceNumber(graph: CallGraph): number {
  let pairs = 0;
  for (const link of graph.pairs.across.values()) pairs += link.pairs;
  return graph.sizes.size === 0 ? 0 : pairs / graph.sizes.size;
}

/** NED: 1 - (modules in contexts of 5 to 20 modules) / (all modules). */
export function nonExtremeDistribution(graph: CallGraph): number {
  let all = 0;
  let fair = 0;
  for (const size of graph.sizes.values()) {
    all += size;
    if (size >= 5 && size <= 20) fair += size;
  }
  return all === 0 ? 0 : 1 - fair / all;
}

/** TurboMQ, normalised: (1/K) sum_i 2 w_in / (2 w_in + w_cross both ways), w = uses. */
export function turboMQ(graph: CallGraph): number {
  const inside = new Map<string, number>();
  const crossing = new Map<string, number>();
  const add = (map: Map<string, number>, key: string, value: number) => map.set(key, (map.get(key) ?? 0) + value);
  for (const { from, to, uses } of graph.calls) {
    const a = graph.contextOf.get(from)!;
    const b = graph.contextOf.get(to)!;
    if (a === b) add(inside, a, uses);
    else {
      add(crossing, a, uses);
      add(crossing, b, uses);
    }
  }
  let sum = 0;
  for (const [context, weight] of inside) sum += (2 * weight) / (2 * weight + (crossing.get(context) ?? 0));
  return graph.sizes.size === 0 ? 0 : sum / graph.sizes.size;
}

/** CARGO transaction_entropy: per table, Shannon entropy (ln) of the contexts of the modules that touch it; the mean. */
export function tableEntropy(graph: SystemGraph, contextOf: ReadonlyMap<string, string>): number {
  const touching = new Map<string, Map<string, Set<string>>>();
  for (const edge of graph.edges) {
    if (!isAccessEdge(edge) || edge.kind === 'ddl' || !edge.direct) continue;
    const context = contextOf.get(edge.from);
    if (context === undefined) continue;
    const contexts = touching.get(edge.to) ?? new Map<string, Set<string>>();
    touching.set(edge.to, contexts);
    contexts.set(context, (contexts.get(context) ?? new Set()).add(edge.from));
  }
  const entropies = [...touching.values()].map((contexts) => {
    const counts = [...contexts.values()].map((modules) => modules.size);
    const all = counts.reduce((sum, count) => sum + count, 0);
    return -counts.reduce((sum, count) => sum + (count / all) * Math.log(count / all), 0);
  });
  return entropies.length === 0 ? 0 : entropies.reduce((sum, entropy) => sum + entropy, 0) / entropies.length + 0;
}

/**
 * BCP as in the FSE script: mean over contexts of ln(distinct entry points that reach into it through calls, directly
 * or over other modules); null without entry points.
 */
export function businessContextPurity(graph: CallGraph, entryPoints: SystemGraph['entryPoints']): number | null {
  const entries = entryPoints.filter((entry) => graph.contextOf.has(entry.module));
  if (entries.length === 0) return null;
  const callees = new Map<string, string[]>();
  for (const { from, to } of graph.calls) {
    const list = callees.get(from);
    if (list === undefined) callees.set(from, [to]);
    else list.push(to);
  }
  const perModule = new Map<string, number>();
  for (const entry of entries) perModule.set(entry.module, (perModule.get(entry.module) ?? 0) + 1);
  const useCases = new Map<string, number>();
  for (const [module, count] of perModule) {
    for (const context of reached(module, callees, graph.contextOf)) {
      useCases.set(context, (useCases.get(context) ?? 0) + count);
    }
  }
  let sum = 0;
  for (const count of useCases.values()) sum += Math.log(count);
  return graph.sizes.size === 0 ? 0 : sum / graph.sizes.size;
}

function reached(
  module: string,
  callees: ReadonlyMap<string, readonly string[]>,
  contextOf: ReadonlyMap<string, string>,
): Set<string> {
  const seen = new Set([module]);
  const stack = [module];
  while (stack.length > 0) {
    for (const next of callees.get(stack.pop()!) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      stack.push(next);
    }
  }
  return new Set([...seen].map((id) => contextOf.get(id)!));
}

function linkedPairs(calls: CallGraph['calls'], contextOf: CallGraph['contextOf']): LinkedPairs {
  const seen = new Map<string, Set<string>>();
  const inside = new Map<string, number>();
  const across = new Map<string, { a: string; b: string; pairs: number }>();
  for (const { from, to } of calls) {
    const [first, second] = from < to ? [from, to] : [to, from];
    const known = seen.get(first);
    if (known?.has(second)) continue;
    if (known === undefined) seen.set(first, new Set([second]));
    else known.add(second);
    const [one, other] = [contextOf.get(from)!, contextOf.get(to)!];
    if (one === other) {
      inside.set(one, (inside.get(one) ?? 0) + 1);
      continue;
    }
    const [a, b] = one < other ? [one, other] : [other, one];
    const link = across.get(`${a}\n${b}`);
    if (link === undefined) across.set(`${a}\n${b}`, { a, b, pairs: 1 });
    else link.pairs += 1;
  }
  return { inside, across };
}
