/**
 * Calls that tell what a type of the code is to a library: `model<IOrder, IOrderModel>('Order', schema)`. By the names of their
 * type arguments, and for one called name by their first argument; nothing is evaluated to find them.
 */
import { chainsToSearch, type Link } from './chains.js';
import type { Evaluator } from './evaluator.js';
import type { ProgramFile } from './files.js';
import type { CallExpr } from './walk.js';
import { expose } from './watched-parts.js';

export type FoundCall = { readonly file: ProgramFile; readonly fn: number; readonly expr: CallExpr };

export type FoundCalls = ReadonlyMap<string, readonly FoundCall[]>;

/** Calls with two arguments or more, by the last word of each of their type arguments. Tests tell nothing. */
export function callsTyped(ev: Evaluator, type: string): readonly FoundCall[] {
  ev.memo.callsByType ??= found(ev, ({ typeArgs }) =>
    typeArgs.flatMap((one) => (one.kind === 'ref' ? [one.name.slice(one.name.lastIndexOf('.') + 1)] : [])),
  );
  return ev.memo.callsByType.get(type) ?? [];
}

/** Calls of one name, with two arguments or more of which the first is this string. */
export function callsNaming(ev: Evaluator, called: string, first: string): readonly FoundCall[] {
  let calls = ev.memo.callsByName.get(called);
  if (calls === undefined) {
    calls = found(ev, ({ name, args }) => (name === called && args[0]?.kind === 'string' ? [args[0].value] : []));
    ev.memo.callsByName.set(called, calls);
  }
  return calls.get(first) ?? [];
}

function found(ev: Evaluator, keysOf: (link: Link) => readonly string[]): FoundCalls {
  const calls = new Map<string, FoundCall[]>();
  for (const file of ev.files.values()) {
    if (file.role === 'test') continue;
    for (const { links, fn } of chainsToSearch(file)) {
      for (const link of links) {
        if (link.expr.kind !== 'call' || link.args.length < 2) continue;
        for (const key of keysOf(link)) {
          expose(file.program.functions[fn]);
          const list = calls.get(key);
          const call = { file, fn, expr: link.expr };
          if (list) list.push(call);
          else calls.set(key, [call]);
        }
      }
    }
  }
  return calls;
}
