/**
 * Which classes a file asks for through a constructor, and which it extends or implements: such an edge binds more than
 * a call does. From the condensed program: constructor parameter types, `@Inject(X)`, `inject(X)`, heritage.
 */
import type { ClassFact, Expr, FileFacts, TypeRef } from '../../model/index.js';
import type { Trait } from './edges.js';
import type { Symbols } from './symbols.js';

/** Traits of a pair of paths, sorted. */
export function traitsOf(
  facts: readonly FileFacts[],
  symbols: Symbols,
): (from: string, to: string) => readonly Trait[] {
  const traits = new Map<string, Set<Trait>>();
  for (const { path, program } of facts) {
    for (const item of program?.classes ?? []) {
      const injected = program?.functions[constructorOf(item)]?.params ?? [];
      for (const param of injected) {
        note(param.type === undefined ? [] : namesOfType(param.type), 'injection', path);
        for (const { expression } of param.decorators ?? []) note(injectArguments(expression), 'injection', path);
      }
      for (const member of item.members) {
        for (const { expression } of member.decorators ?? []) note(injectArguments(expression), 'injection', path);
        if (member.kind === 'field') note(injectArguments(member.init), 'injection', path);
      }
      note(heritageNames(item), 'inheritance', path);
    }
  }
  function note(names: readonly string[], trait: Trait, path: string): void {
    for (const name of names) {
      const to = targetOf(symbols, path, name);
      if (to === undefined || to === path) continue;
      const key = `${path}\0${to}`;
      const known = traits.get(key);
      if (known === undefined) traits.set(key, new Set([trait]));
      else known.add(trait);
    }
  }
  return (from, to) => {
    const found = traits.get(`${from}\0${to}`);
    return found === undefined ? [] : [...found].sort();
  };
}

function constructorOf(item: ClassFact): number {
  return item.members.find(({ kind, function: body }) => kind === 'constructor' && body !== undefined)?.function ?? -1;
}

/** `Order`, or `orders.Order` through a namespace. */
function targetOf(symbols: Symbols, path: string, name: string): string | undefined {
  const [head, member] = name.split('.') as [string, string | undefined];
  const target = symbols.resolveImport(path, head);
  if (target?.kind === 'declared') return target.path;
  if (target?.kind !== 'namespace') return undefined;
  if (member === undefined) return target.path;
  const inside = symbols.resolveExport(target.path, member);
  return inside.kind === 'declared' || inside.kind === 'namespace' ? inside.path : undefined;
}

/** The class itself; for a union or an intersection each part; not the type arguments: `Repository<Order>` injects no Order. */
function namesOfType(type: TypeRef): string[] {
  if (type.kind === 'ref') return [type.name];
  return type.kind === 'union' || type.kind === 'intersection'
    ? type.of.flatMap((part) => (part.kind === 'ref' ? [part.name] : []))
    : [];
}

/** `@Inject(X)`, `@Inject(forwardRef(() => X))` gives X by its call argument; `inject(X)` as Angular and others write. */
function injectArguments(expression: Expr | undefined): string[] {
  if (expression?.kind !== 'call') return [];
  const callee = nameOf(expression.callee);
  if (callee === undefined || !/^(?:Inject|inject|LazyInject|lazyInject)$/.test(callee)) return [];
  return expression.args.map(nameOf).filter((name) => name !== undefined);
}

/** Names in the heritage: also the base class handed to a mixin, `extends Audited(Entity)`. */
function heritageNames(item: ClassFact): string[] {
  const names = (item.implements ?? []).flatMap(namesOfType);
  for (let at = item.extends; at !== undefined; ) {
    const name = nameOf(at);
    if (name !== undefined) names.push(name);
    if (at.kind !== 'call') break;
    const callee = nameOf(at.callee);
    if (callee !== undefined) names.push(callee);
    at = at.args[0];
  }
  return names;
}

function nameOf(expression: Expr): string | undefined {
  if (expression.kind === 'name') return expression.name;
  if (expression.kind !== 'member') return undefined;
  return expression.object.kind === 'name' ? `${expression.object.name}.${expression.name}` : undefined;
}
