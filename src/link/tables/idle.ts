/**
 * Functions in which, and below which, nothing happens that a transaction tells of: no access, no event, no call out of the
 * process, no commit. Most functions that a transaction calls are such; a call of one need not be followed.
 */
import type { GraphNode } from './graph-node.js';
import { type Happening, happeningsIn, type System } from './happenings.js';

/** Decided for all functions that can be reached from it at once, so each is looked at once in a run. */
export function isIdle(system: System, node: GraphNode): boolean {
  const { idle } = system;
  const known = idle.get(node.key);
  if (known !== undefined) return known;
  const callers = new Map<string, string[]>([[node.key, []]]);
  const busy: string[] = [];
  const stack = [node];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    for (const happening of happeningsIn(system, at)) {
      const target = happening.target && system.graph.nodes.get(happening.target.key);
      if (isTold(happening)) busy.push(at.key);
      if (target === undefined) continue;
      const before = idle.get(target.key);
      if (before === false) busy.push(at.key);
      if (before !== undefined) continue;
      const list = callers.get(target.key);
      if (list !== undefined) list.push(at.key);
      else {
        callers.set(target.key, [at.key]);
        stack.push(target);
      }
    }
  }
  for (let key = busy.pop(); key !== undefined; key = busy.pop()) {
    if (idle.has(key)) continue;
    idle.set(key, false);
    busy.push(...callers.get(key)!);
  }
  for (const key of callers.keys()) if (!idle.has(key)) idle.set(key, true);
  return idle.get(node.key)!;
}

function isTold({ site, heard, external, published, commits }: Happening): boolean {
  return site !== undefined || heard !== undefined || external !== undefined || published !== undefined || !!commits;
}
