/**
 * Which imports that look like types are there at run time all the same. TypeScript elides a name used in type positions
 * only, except where it keeps it: the types of decorated constructors, members and parameters (decorator metadata: that
 * is how Nest injects), and every unmarked name under `verbatimModuleSyntax`.
 */
import {
  type FileFacts,
  folderOf,
  type ImportBinding,
  type ImportFact,
  type Project,
  type TsConfig,
  type TypeRef,
} from '../../model/index.js';
import { foldersUp } from './paths.js';
import type { Symbols } from './symbols.js';

/** True when the binding is gone at run time. */
export type IsErased = (path: string, fact: ImportFact, binding: ImportBinding) => boolean;

export function erasureOf(
  project: Project,
  factsOf: (path: string) => FileFacts | undefined,
  symbols: Symbols,
): IsErased {
  const configOf = nearestConfigs(project);
  const known = new Map<string, ReadonlyMap<string, readonly string[]>>();
  const keptIn = (path: string): ReadonlyMap<string, readonly string[]> => {
    const found = known.get(path);
    if (found !== undefined) return found;
    const facts = factsOf(path);
    const names = facts === undefined ? new Map<string, string[]>() : namesKept(facts, configOf(path));
    known.set(path, names);
    return names;
  };
  /** `a.b` through a namespace is what `b` is. */
  const isPureType = (path: string, name: string): boolean => {
    const [local, ...members] = name.split('.') as [string, ...string[]];
    let target = symbols.resolveImport(path, local);
    while (target?.kind === 'namespace' && members.length > 0)
      target = symbols.resolveExport(target.path, members.shift() as string);
    if (target?.kind !== 'declared') return false;
    const declared = target.local;
    const program = factsOf(target.path)?.program;
    const named = (items: readonly { readonly name: string }[] | undefined): boolean =>
      items?.some((item) => item.name === declared) ?? false;
    return (named(program?.interfaces) || named(program?.types)) && !named(program?.classes) && !named(program?.enums);
  };
  return (path, fact, binding) => {
    if (fact.isTypeOnly || binding.isMarkedType) return true;
    if (!binding.isTypeOnly) return false;
    const { local } = binding;
    const isVerbatim = configOf(path)?.verbatimModuleSyntax === true;
    const names = [...(isVerbatim ? [local] : []), ...(keptIn(path).get(local) ?? [])];
    return names.every((name) => isPureType(path, name));
  };
}

function nearestConfigs(project: Project): (path: string) => TsConfig | undefined {
  const byFolder = new Map<string, TsConfig>();
  for (const config of project.tsConfigs) if (!byFolder.has(config.dir)) byFolder.set(config.dir, config);
  const known = new Map<string, TsConfig | undefined>();
  return (path) => {
    const folder = folderOf(path);
    if (!known.has(folder)) {
      const at = foldersUp(folder, 4).find((candidate) => byFolder.has(candidate));
      known.set(folder, at === undefined ? undefined : byFolder.get(at));
    }
    return known.get(folder);
  };
}

/**
 * Names of types as they are written, by their first part. Constructor injection is kept however the code is compiled;
 * other metadata only where a config asks for it.
 */
function namesKept(
  { program }: FileFacts,
  config: TsConfig | undefined,
  emits = config?.emitsDecoratorMetadata === true,
): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const item of program?.classes ?? []) {
    const isDecorated = (item.decorators?.length ?? 0) > 0;
    for (const member of item.members) {
      const params = member.function === undefined ? [] : (program?.functions[member.function]?.params ?? []);
      const hasDecorators =
        (member.decorators?.length ?? 0) > 0 || params.some(({ decorators }) => (decorators?.length ?? 0) > 0);
      const isInjected = member.kind === 'constructor' && (isDecorated || hasDecorators);
      if (!isInjected && !(hasDecorators && emits)) continue;
      for (const { type } of params) addNames(names, type);
      if (member.type !== undefined) addNames(names, member.type);
      const returned = member.function === undefined ? undefined : program?.functions[member.function]?.returnType;
      if (member.kind !== 'constructor') addNames(names, returned);
    }
  }
  return names;
}

/** What is asked of namespaces by types that decorators may keep. */
export function membersKept(facts: FileFacts): string[] {
  return [...namesKept(facts, undefined, true).values()].flat().flatMap((name) => name.split('.').slice(1));
}

/** The name that metadata would hold: a class by its first name, the one class of a union with null. */
function addNames(names: Map<string, string[]>, type: TypeRef | undefined): void {
  if (type === undefined) return;
  const parts = type.kind === 'union' ? type.of : [type];
  for (const part of parts) {
    if (part.kind !== 'ref') continue;
    const first = part.name.split('.')[0] as string;
    const known = names.get(first);
    if (known === undefined) names.set(first, [part.name]);
    else if (!known.includes(part.name)) known.push(part.name);
  }
}
