/** Which functions depend on what a subclass or a caller gives: they are read again in the context of each. */
import type { Expr } from '../../model/index.js';
import { bare } from '../program/index.js';
import type { GraphNode } from './call-graph.js';
import type { Call, Node } from './nodes.js';

/** Functions that are open themselves, or hand their `this` or parameters to one that is. */
export function openFunctions(nodes: ReadonlyMap<string, GraphNode>): Set<string> {
  const open = new Set<string>();
  const callers = new Map<string, string[]>();
  for (const node of nodes.values()) {
    if (node.isOpen) open.add(node.key);
    for (const call of node.calls) {
      if (!dependsOnContext(node, call)) continue;
      const callee = `${call.callee.file.path}#${call.callee.index}`;
      const list = callers.get(callee);
      if (list) list.push(node.key);
      else callers.set(callee, [node.key]);
    }
  }
  const queue = [...open];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const caller of callers.get(next) ?? []) {
      if (open.has(caller)) continue;
      open.add(caller);
      queue.push(caller);
    }
  }
  return open;
}

/** The call is on `this`, on or with a parameter of the function, or on what is made of one (`new Shelf(model)`). */
function dependsOnContext(node: Node, { chain, link }: Call): boolean {
  const { root, file } = chain;
  if (root.kind === 'this' || root.kind === 'super') return true;
  const names = file.names(node.fn);
  const isParam = (arg: Expr) => arg.kind === 'name' && names.get(arg.name)?.kind === 'param';
  if (isParam(root) || link.args.some(isParam)) return true;
  const binding = root.kind === 'name' ? names.get(root.name) : undefined;
  const made = binding?.kind === 'local' && binding.variable.init ? bare(binding.variable.init) : undefined;
  return (made?.kind === 'new' || made?.kind === 'call') && made.args.some(isParam);
}
