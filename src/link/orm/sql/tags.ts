/** For a tagged template: the call it is an argument of, by itself or with methods on it. Found once per file, when first asked. */
import type { Expr } from '../../../model/index.js';
import { bare, bodyOf, forAll, type ProgramFile, walk } from '../../program/index.js';

type Call = Extract<Expr, { readonly kind: 'call' }>;
type Tagged = Extract<Expr, { readonly kind: 'tagged' }>;

export type TagIndex = { readonly callAround: (file: ProgramFile, tag: Tagged) => Call | undefined };

export function createTagIndex(): TagIndex {
  const byFile = new Map<string, ReadonlyMap<Tagged, Call>>();
  return {
    callAround(file, tag) {
      let calls = byFile.get(file.path);
      if (calls === undefined) {
        calls = forAll(file.watch, () => callsIn(file));
        byFile.set(file.path, calls);
      }
      return calls.get(tag);
    },
  };
}

function callsIn(file: ProgramFile): Map<Tagged, Call> {
  const found = new Map<Tagged, Call>();
  for (const fact of file.program.functions) {
    for (const expr of [...bodyOf(fact), ...fact.returns]) {
      walk(expr, (part) => {
        if (part.kind !== 'call') return undefined;
        for (const arg of part.args) {
          const tag = tagOf(arg);
          if (tag) found.set(tag, part);
        }
        return undefined;
      });
    }
  }
  return found;
}

/** `template`, `...template.toQuery()`. */
function tagOf(arg: Expr): Tagged | undefined {
  let at = bare(arg.kind === 'spread' ? arg.value : arg);
  while (at.kind === 'call' || at.kind === 'member') at = bare(at.kind === 'call' ? at.callee : at.object);
  return at.kind === 'tagged' ? at : undefined;
}
