/** Transactions that an own function begins for whoever calls it. */
import type { Expr } from '../../model/index.js';
import { bare } from '../program/index.js';
import { type CallGraph, keyOf } from './graph-node.js';
import type { Opened } from './openers.js';

/** `const trx = await startTransaction(model)`: a function that only begins one and gives it back, begins it in its callers. */
export function begunElsewhere(
  graph: CallGraph,
  own: readonly Opened[],
): { opened: Opened[]; starters: ReadonlySet<string> } {
  const begins = new Map(own.filter(isGivenBack).map((one) => [one.node.key, one.opening]));
  const opened: Opened[] = [];
  const starters = new Set<string>();
  for (const node of begins.size === 0 ? [] : graph.nodes.values()) {
    if (node.home !== node.file.path || node.key !== keyOf(node.file, node.fn)) continue;
    for (const { callee, link, chain } of node.calls) {
      const key = keyOf(callee.file, callee.index);
      const opening = begins.get(key);
      if (opening === undefined) continue;
      starters.add(key);
      opened.push({
        node,
        opening: { ...opening, line: link.line },
        chain,
        allParameters: false,
        fields: new Set(),
        isBegunElsewhere: true,
      });
    }
  }
  return { opened, starters };
}

function isGivenBack({ node, opening, chain }: Opened): boolean {
  if (opening.membership !== 'region' || chain === undefined || node.sites.length > 0) return false;
  // `return db.transaction(work)` runs what it is given, and gives back what that gives.
  if (chain.links.some((link) => link.args.some((arg) => /^(?:name|function)$/.test(bare(arg).kind)))) return false;
  const plain = (expr: Expr) => (expr.kind === 'await' ? bare(expr.value) : bare(expr));
  return node.file.program.functions[node.fn]?.returns.some((one) => plain(one) === plain(chain.expr)) === true;
}
