/**
 * Calls that declare something by a parameter (`(name, schema) => model(name, schema)`): the places that call the function
 * around, each with the scope in which the parameter is what that place gives.
 */
import type { Evidence, Expr } from '../../model/index.js';
import {
  type Arguments,
  alternatives,
  type Chain,
  calleeOf,
  chainsToSearch,
  childScope,
  expose,
  followedScope,
  functionScope,
  isLeftOut,
  moduleScope,
  type ProgramFile,
  placed,
  type Scope,
  type Value,
} from '../program/index.js';
import type { World } from './world.js';

export type Place = { readonly scope: Scope; readonly at: Evidence };

/** The scope of the call itself when it names no parameter; else those of its function's callers. */
export function placesOf(world: World, chain: Chain, args: readonly Expr[], line: number): readonly Place[] {
  const { file, fn, scope } = chain;
  const own = parameterOwner(file, fn, args);
  if (own === undefined) return [{ scope, at: { path: file.path, line } }];
  const name = file.program.functions[own]?.name ?? '';
  if (name === '') return [];
  const told = (file.program.functions[own]?.params ?? []).filter((param) =>
    args.some((arg) => arg.kind === 'name' && arg.name === param.name),
  );
  // `(name = 'loaves') => model(name, schema)`, called without a name: it is declared here.
  const isHere = (given: Arguments) =>
    told.every((param) => param.init !== undefined && isLeftOut({ args: given }, param));
  const here = { path: file.path, line };
  return callersOf(world, file, own, name, fn).map(({ scope, at, given }) => ({
    scope,
    at: isHere(given) ? here : at,
  }));
}

/** The function, from the inside out, whose parameter one of the arguments is. */
function parameterOwner(file: ProgramFile, fn: number, args: readonly Expr[]): number | undefined {
  for (const arg of args) {
    if (arg.kind !== 'name') continue;
    for (let at = fn; at > 0; at = file.program.functions[at]?.parent ?? -1) {
      const binding = file.names(at).get(arg.name);
      if (binding?.kind === 'param') return at;
      if (binding) break;
    }
  }
  return undefined;
}

type Called = Place & { readonly given: Arguments };

function callersOf(world: World, file: ProgramFile, owner: number, name: string, inner: number): Called[] {
  const { ev } = world;
  const found: Called[] = [];
  for (const user of ev.files.values()) {
    for (const plain of chainsToSearch(user)) {
      if (!plain.links.some((link) => link.name === name)) continue;
      expose(user.program.functions[plain.fn]);
      const chain = placed(ev, plain);
      for (const link of chain.links) {
        if (link.name !== name || link.expr.kind === 'tagged') continue;
        const callees = alternatives(calleeOf(ev, link.expr, chain.scope));
        if (!callees.some((one) => one.kind === 'function' && one.file === file && one.index === owner)) continue;
        const site = { expr: link.expr, scope: chain.scope };
        const args = { exprs: link.args, scope: chain.scope };
        let scope = followedScope(ev, outerFunction(world, file, owner), args, site);
        for (const index of between(file, owner, inner)) scope = childScope(ev, scope, index);
        found.push({ scope, at: { path: user.path, line: link.line }, given: args });
      }
    }
  }
  return found;
}

function outerFunction({ ev }: World, file: ProgramFile, index: number): Value & { readonly kind: 'function' } {
  const parent = file.program.functions[index]?.parent ?? 0;
  const scope = parent > 0 ? functionScope(ev, file, parent) : moduleScope(ev, file);
  return { kind: 'function', file, index, scope };
}

/** Functions from the one inside `owner` down to `inner`. */
function between(file: ProgramFile, owner: number, inner: number): number[] {
  const path: number[] = [];
  for (let at = inner; at > owner; at = file.program.functions[at]?.parent ?? -1) path.push(at);
  return path.reverse();
}
