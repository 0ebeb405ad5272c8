/**
 * How imported names are used where tokens leave it open (`ImportBinding.open`): by what the name is. A name that is an
 * interface or an alias, and no value, is used as a type; one that is a constant or function, as a value: code that does
 * otherwise does not compile. Only classes, enums and what is both are left, for which the file has to be parsed; and
 * types that a decorator may keep at run time.
 */
import type { FileFacts, ImportBinding } from '../model/index.js';
import type { FactsOf } from './between.js';
import { namesOf } from './modules/edges.js';
import type { Resolve } from './modules/resolve.js';
import type { Symbols, SymbolTarget } from './modules/symbols.js';

export type OpenUses = {
  readonly factsOf: FactsOf;
  readonly resolve: Resolve;
  readonly symbols: Symbols;
  /** Whether an edge between two paths would be kept. */
  readonly isJudged: (from: string, to: string) => boolean;
};

/**
 * The file with its open uses decided, as far as they matter; undefined when it has to be parsed. `isPassedOn`: what it
 * imports as a namespace may lead to other files.
 */
export function decided(file: FileFacts, given: OpenUses, isPassedOn: boolean): FileFacts | undefined {
  let isOpen = false;
  const imports = file.imports.map((fact) => {
    if (fact.form === 'export-from' || isOpen || fact.bindings.every(isDecided)) return fact;
    const asked = given.resolve(file.path, fact.specifier);
    if (asked.kind !== 'file') return fact;
    const bindings = fact.bindings.map((binding) => {
      if (isDecided(binding)) return binding;
      const isSpread = isPassedOn && binding.imported === '*';
      const own = fact.isTypeOnly
        ? decideErased(binding, isSpread)
        : decide(file, binding, asked.path, given, isSpread);
      isOpen ||= own === undefined;
      return own ?? binding;
    });
    return { ...fact, bindings };
  });
  return isOpen ? undefined : { ...file, imports };
}

/** A value, marked as a type, or not used at all. */
function isDecided({ open, isTypeOnly, isMarkedType, typeUses }: ImportBinding): boolean {
  return open === undefined && (!isTypeOnly || isMarkedType === true || typeUses === 0);
}

/** Of `import type` only what a namespace leads to matters. */
function decideErased(binding: ImportBinding, isSpread: boolean): ImportBinding | undefined {
  return isSpread && binding.open === 'all' ? undefined : binding;
}

function decide(
  { path, isDecorated }: FileFacts,
  binding: ImportBinding,
  from: string,
  { factsOf, symbols, isJudged }: OpenUses,
  isSpread: boolean,
): ImportBinding | undefined {
  const { open, isMarkedType } = binding;
  if (open === 'all' && isSpread) return undefined;
  const targets = namesOf(binding).map((name) => symbols.resolveExport(from, name));
  if (!targets.some((target) => target.kind !== 'external' && isJudged(path, target.path ?? from))) return binding;
  if (open === 'all') return undefined;
  const asType = { ...binding, isTypeOnly: true, valueUses: 0, typeUses: 1 };
  if (isMarkedType === true) return asType;
  const role = rolesOf(binding, targets, factsOf, symbols);
  const isErased = isDecorated !== true || role === 'type';
  if (open === undefined || role === 'type') return isErased ? asType : undefined;
  return role === 'value' ? { ...binding, valueUses: 1, typeUses: 0 } : undefined;
}

type Role = 'type' | 'value' | 'both';

/** A namespace is what the members are that are read through it. */
function rolesOf(
  { imported, members = [] }: ImportBinding,
  targets: readonly SymbolTarget[],
  factsOf: FactsOf,
  symbols: Symbols,
): Role {
  const [first] = targets;
  const isNamespace = imported !== '*' && first?.kind === 'namespace';
  const named = isNamespace ? members.map((member) => symbols.resolveExport(first.path, member)) : targets;
  const roles = new Set(named.map((target) => roleOf(target, factsOf)));
  const [role] = roles;
  return roles.size === 1 && role !== undefined ? role : 'both';
}

function roleOf(target: SymbolTarget, factsOf: FactsOf): Role {
  if (target.kind !== 'declared') return 'both';
  const facts = factsOf(target.path);
  const { local } = target;
  if (facts?.program === undefined || local === '') return 'both';
  const { interfaces, types, classes, enums } = facts.program;
  const has = (items: readonly { readonly name: string }[]): boolean => items.some(({ name }) => name === local);
  const given = facts.exports.filter((item) => item.kind === 'local' && item.local === local);
  // What is passed on from a package may be anything.
  if (facts.imports.some(({ bindings }) => bindings.some((binding) => binding.local === local))) return 'both';
  const isValue = given.some((item) => item.kind === 'local' && !item.isType);
  const isType = has(interfaces) || has(types);
  if (given.length === 0 || has(classes) || has(enums) || isType === isValue) return 'both';
  if (isType) return 'type';
  // Of what was parsed, a namespace may lie behind the name.
  return facts.isSketch === true ? 'value' : 'both';
}
