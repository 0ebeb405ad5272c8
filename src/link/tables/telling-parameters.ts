/**
 * Which parameters decide what a function does: those that a guard in it hangs on, and those that it hands to such a
 * parameter of another function. Only for these does it matter what a caller gives. Computed once, from the guards back
 * along the calls.
 */
import type { Condition, Expr, FunctionFact } from '../../model/index.js';
import { type ProgramFile, walk } from '../program/index.js';
import type { CallGraph } from './graph-node.js';
import type { Call } from './nodes.js';

/** Names of parameters, by `path#index` of their function. */
export type Telling = ReadonlyMap<string, ReadonlySet<string>>;

/** Variables made of variables that are followed back to a parameter. */
const MAX_STEPS = 4;

export function tellingParameters(graph: CallGraph): Telling {
  const telling = new Map<string, Set<string>>();
  const queue: { readonly file: ProgramFile; readonly fn: number; readonly name: string }[] = [];
  const tell = (file: ProgramFile, fn: number, name: string) => {
    const key = file.keyOf(fn);
    const known = telling.get(key) ?? new Set();
    if (known.has(name)) return;
    telling.set(key, known.add(name));
    queue.push({ file, fn, name });
  };
  const callers = new Map<FunctionFact, Set<Call>>();
  const files = new Set<ProgramFile>();
  for (const node of graph.nodes.values()) {
    files.add(node.file);
    for (const { key, call } of node.hooked.length === 0 ? node.targets : [...node.targets, ...node.hooked]) {
      const target = graph.nodes.get(key);
      if (target === undefined) continue;
      const fact = target.file.program.functions[target.fn]!;
      const known = callers.get(fact);
      if (known === undefined) callers.set(fact, new Set([call]));
      else known.add(call);
    }
  }
  for (const file of files)
    file.program.functions.forEach(({ guards = [] }, fn) => {
      for (const { when } of guards)
        for (const subject of subjectsOf(when)) tellParameters(file, fn, subject, tell, MAX_STEPS);
    });
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { file, fn, name } = next;
    const fact = file.program.functions[fn]!;
    const position = fact.params.find((one) => one.name === name)?.position ?? -1;
    for (const { link, chain } of callers.get(fact) ?? []) {
      const arg = link.args[position];
      if (arg) tellParameters(chain.file, chain.fn, arg, tell, MAX_STEPS);
    }
  }
  return telling;
}

function subjectsOf(condition: Condition): Expr[] {
  const found: Expr[] = [];
  const stack: Condition[] = [condition];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    switch (at.kind) {
      case 'open':
        break;
      case 'not':
        stack.push(at.of);
        break;
      case 'all':
      case 'any':
        stack.push(...at.of);
        break;
      default:
        found.push(at.of);
    }
  }
  return found;
}

/** The parameters that an expression in function `fn` is made of. */
function tellParameters(
  file: ProgramFile,
  fn: number,
  expr: Expr,
  tell: (file: ProgramFile, fn: number, name: string) => void,
  steps: number,
): void {
  const names = new Set<string>();
  walk(expr, (part) => {
    if (part.kind === 'name') names.add(part.name);
    return undefined;
  });
  for (const name of names) {
    for (let at = fn; at > 0; at = file.program.functions[at]?.parent ?? -1) {
      const binding = file.names(at).get(name);
      if (binding === undefined) continue;
      if (binding.kind === 'param') tell(file, at, name);
      else if (binding.kind === 'local' && binding.variable.init && steps > 0)
        tellParameters(file, at, binding.variable.init, tell, steps - 1);
      break;
    }
  }
}
