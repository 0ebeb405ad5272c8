/**
 * Composition roots in a proposed map: `main.ts`, the app module, the index of routes exist to import every context, so what
 * they import is no debt. Each becomes an exception of the rules it would break, with its reason, to be seen and edited;
 * without them most of a first check would be about wiring.
 */
import {
  type Allowance,
  type Analysis,
  type Config,
  contextOfNode,
  isModuleEdge,
  labelOf,
  type ModuleEdge,
  RULE_INFO,
  type RuleId,
} from '../model/index.js';

const REASON = 'composition root: it wires contexts together';

const RULE_OF = {
  import: 'cross-context-import',
  require: 'cross-context-import',
  're-export': 'cross-context-import',
  'type-import': 'cross-context-type-import',
  'dynamic-import': 'cross-context-dynamic-import',
  event: undefined,
} as const satisfies Record<ModuleEdge['kind'], RuleId | undefined>;

type Rules = Config['rules'];

/** `globOf`: the glob of each root, by its module id. Rules and exceptions that are there stay. */
export function withWiring(rules: Rules, analysis: Analysis, globOf: ReadonlyMap<string, string>): Rules {
  const broken = rootsByRule(analysis, globOf);
  const changed = [...broken].map(([rule, roots]): Rules[number] => {
    const { severity, allow } = rules.find((one) => one.rule === rule) ?? { ...RULE_INFO[rule], allow: [] };
    const isThere = (from: string) => allow.some((one) => one.from === from && one.to === '*');
    const added = roots.filter((from) => !isThere(from)).map((from): Allowance => ({ from, to: '*', reason: REASON }));
    return { rule, severity, allow: [...allow, ...added] };
  });
  return [...changed, ...rules.filter(({ rule }) => !broken.has(rule))];
}

/** Rule → the globs of the roots that would break it; in the order of the rules. An exception without a use is a warning. */
function rootsByRule({ graph, contextMap }: Analysis, globOf: ReadonlyMap<string, string>): Map<RuleId, string[]> {
  const contextOf = contextOfNode(contextMap);
  const contexts = new Set(contextMap.contexts.map(({ id }) => id));
  const found = new Set<string>();
  for (const edge of graph.edges) {
    if (!isModuleEdge(edge) || !globOf.has(edge.from) || !contexts.has(contextOf.get(edge.to) ?? '')) continue;
    const rule = RULE_OF[edge.kind];
    if (rule !== undefined) found.add(`${rule} ${labelOf(edge.from)}`);
  }
  const result = new Map<RuleId, string[]>();
  for (const rule of new Set(Object.values(RULE_OF))) {
    if (rule === undefined) continue;
    const roots = [...globOf].filter(([id]) => found.has(`${rule} ${labelOf(id)}`)).map(([, glob]) => glob);
    if (roots.length > 0) result.set(rule, roots);
  }
  return result;
}
