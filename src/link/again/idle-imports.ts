/**
 * Imports that no table, call or transaction rests on, left out of both readings of a changed file. Why that holds:
 *
 *   - What an imported name means is asked for by the name as it is spelled in this file: by its expressions, types, exports
 *     and events. A name that stands in none of them is looked up by nobody here (a member `.join` and the text 'join' ask
 *     for no import of `join`), and from elsewhere only through the file as a whole (`import * as`, `export =`): where
 *     somebody holds it so, nothing is left out.
 *   - Uses, lines and `type` marks of an import are read by nobody but those who link modules.
 *   - Dialects look through the imports of files without a name: for specifiers of their libraries (`OF_LIBRARIES`), where
 *     `PrismaClient` comes from, which of several Prisma clients a file is near to, and, as names of common table
 *     expressions go from file to file, which files import which. Where that can be, nothing is left out.
 */
import type { FileFacts, ImportBinding, ImportFact } from '../../model/index.js';
import { namesOf } from '../modules/edges.js';
import type { LinkedModules, Symbols } from '../modules/index.js';
import type { Changed } from './moved-graph.js';

export type IdleImports = {
  /** The file without them; of the others only what they name is left. */
  readonly seen: Changed;
  /** The imports that only one of the readings has. */
  readonly changed: readonly Named[];
};

type Named = Pick<ImportFact, 'form' | 'specifier'> & Pick<ImportBinding, 'imported' | 'local'>;

const OF_LIBRARIES =
  /knex|kysely|objection|bookshelf|prisma|mikro|lucid|adonis|typeorm|sequelize|drizzle|mongo|loopback|sql|orm\b|\bpg\b/i;
/** Their queries name common table expressions, and names of those go from file to file. */
export const WITH_EXPRESSIONS: readonly string[] = ['knex', 'kysely', 'objection'];

/** Undefined when imports changed that somebody may look through. */
export function withoutIdleImports({ before, after }: Changed): IdleImports | undefined {
  const asked = new Set<string>();
  for (const facts of [before, after])
    for (const text of spelledIn(facts)) for (const [word] of text.matchAll(NAME)) asked.add(word);
  const isAsked = (name: string) => asked.has(name);
  const [was, is] = [named(before), named(after)];
  const changed = [...is].filter(([key]) => !was.has(key)).concat([...was].filter(([key]) => !is.has(key)));
  const left = changed.map(([, one]) => one).filter(({ local }) => !isAsked(local));
  const isLookedThrough = left.some(
    ({ specifier, imported }) => OF_LIBRARIES.test(specifier) || imported === 'PrismaClient',
  );
  const isWhole = [before, after].some(({ exports }) => exports.some(({ kind }) => kind === 'equals'));
  if (isLookedThrough || (isWhole && left.length > 0)) return undefined;
  return { seen: { before: seen(before, isAsked), after: seen(after, isAsked) }, changed: left };
}

const NAME = /[\p{L}\p{N}_$]+/gu;

/** Everything written in the file but members, texts and its imports themselves. */
function* spelledIn({ program, exports, events, entryPoints }: FileFacts): Generator<string> {
  const stack: unknown[] = [program, exports, events, entryPoints];
  while (stack.length > 0) {
    const value = stack.pop();
    if (typeof value === 'string') yield value;
    else if (typeof value === 'object' && value !== null) stack.push(...spelledParts(value));
  }
}

function spelledParts(value: object): unknown[] {
  const { kind, object, texts: _, ...others } = value as { kind?: unknown; object?: unknown; texts?: unknown };
  if (kind === 'string' || kind === 'literal') return [];
  return kind === 'member' ? [object] : [object, ...Object.values(others)];
}

/** Plain imports, each name with where it is from; '' for a side effect, which has none. */
function named({ imports }: FileFacts): Map<string, Named> {
  const found = new Map<string, Named>();
  for (const fact of imports.filter(isPlain)) {
    const { form, specifier } = fact;
    const bindings = fact.bindings.length === 0 ? [{ imported: '', local: '' }] : fact.bindings;
    for (const { imported, local } of bindings)
      found.set([form, specifier, imported, local].join('\0'), { form, specifier, imported, local });
  }
  return found;
}

function isPlain({ form, isLiteral }: ImportFact): boolean {
  return isLiteral && (form === 'import' || form === 'side-effect');
}

function seen(facts: FileFacts, isAsked: (name: string) => boolean): FileFacts {
  const imports = facts.imports.flatMap((fact): ImportFact[] => {
    const bindings = isPlain(fact) ? fact.bindings.filter(({ local }) => isAsked(local)) : fact.bindings;
    if (isPlain(fact) && bindings.length === 0) return [];
    return [{ ...fact, isTypeOnly: false, bindings: bindings.map(bare) }];
  });
  return { ...facts, imports };
}

function bare({ imported, local }: ImportBinding): ImportBinding {
  return { imported, local, isTypeOnly: false, valueUses: 0, typeUses: 0, lines: [] };
}

/** Whether somebody may come upon the changed imports of `path` without naming them. */
export function isComeUpon(
  { after }: Changed,
  changed: readonly Named[],
  facts: readonly FileFacts[],
  { symbols }: Pick<LinkedModules, 'symbols'>,
): boolean {
  const names = changed.filter(({ local }) => local !== '');
  if (names.length === 0) return false;
  const locals = new Set(names.map(({ local }) => local));
  if (facts.some((file) => file.imports.some((fact) => isHeld(file.path, fact, after.path, locals, symbols))))
    return true;
  if (after.program === undefined) return false;
  if (facts.filter(({ prisma }) => prisma !== undefined).length > 1) return true;
  const leadsOn = names.some(({ specifier }) => symbols.resolveFile(after.path, specifier) !== undefined);
  return (
    leadsOn &&
    facts.some(({ imports }) =>
      imports.some(({ specifier }) => WITH_EXPRESSIONS.some((library) => specifier.includes(library))),
    )
  );
}

/** Whether an import of another file gives it `path` as a whole, or one of the names. `export *` passes on what is exported. */
function isHeld(
  from: string,
  { form, specifier, isLiteral, bindings }: ImportFact,
  path: string,
  locals: ReadonlySet<string>,
  symbols: Symbols,
): boolean {
  const to = isLiteral ? symbols.resolveFile(from, specifier) : undefined;
  if (to === undefined) return false;
  if (bindings.length === 0)
    return to === path && form !== 'export-from' && form !== 'side-effect' && form !== 'import';
  return bindings.flatMap(namesOf).some((name) => {
    if (to === path && locals.has(name)) return true;
    const target = symbols.resolveExport(to, name);
    return target.kind === 'namespace' && target.path === path;
  });
}
