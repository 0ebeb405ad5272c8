/**
 * Which outermost functions of a file an edit changed inside, and whether all that others look for in a file without reading
 * those functions is as it was: what is assigned to variables and fields around them, what is put on library values, names
 * that SQL texts give. Facts with the changed insides left out, numbered without the functions written in them.
 */
import type { Expr, FileFacts, FunctionFact, Program } from '../../model/index.js';
import { bitOf, type Exposed, familiesOf, functionsPutOn, type ProgramFile, programFile } from '../program/index.js';
import { namesGiven } from '../tables/named-queries.js';

/** One outermost function, by the numbers of it and those written in it; empty where it is not known which is which. */
export type Family = readonly number[];

export type Compared = {
  readonly program: Program;
  /** By their place among the outermost functions. */
  readonly families: readonly Family[];
  readonly texts: readonly string[];
};

export function compared(program: Program): Compared {
  const families: number[][] = [];
  const placeOf = new Map<number, number>();
  for (const [fn, root] of familiesOf(program).entries()) {
    const place = placeOf.get(root) ?? families.length;
    placeOf.set(root, place);
    if (place === families.length) families.push([fn]);
    else families[place]?.push(fn);
  }
  return { program, families, texts: families.map((family) => formOf(family.map((fn) => program.functions[fn]))) };
}

/** Numbers of lines and of functions are as they may be after any edit further up. */
const NUMBERS: ReadonlySet<string> = new Set(['line', 'endLine', 'branches', 'loops', 'range', 'parent', 'index']);

function formOf(value: unknown): string {
  return JSON.stringify(value, (key, part) => (NUMBERS.has(key) ? blank(part) : part));
}

/** As deep as ranges of lines are listed. */
function blank(part: unknown): unknown {
  return Array.isArray(part) ? part.map(blank) : typeof part === 'number' ? 0 : part;
}

/** Places of the changed families; undefined when others may see what changed in them. */
export function changedFamilies(was: Compared, is: Compared, exposed: Exposed): readonly number[] | undefined {
  if (was.families.length !== is.families.length) return undefined;
  const changed = was.families.flatMap((_, place) => (was.texts[place] === is.texts[place] ? [] : [place]));
  return changed.every((place) => isHidden(was, is, place, exposed)) ? changed : undefined;
}

function isHidden(was: Compared, is: Compared, place: number, exposed: Exposed): boolean {
  if (hasClasses(was, place) || hasClasses(is, place)) return false;
  const [before, after] = [functionsOf(was, place), functionsOf(is, place)];
  const isAligned =
    before.length === after.length && before.every((fact, i) => i === 0 || outside(fact) === outside(after[i]));
  if (!isAligned && !isPlainInside([...before.slice(1), ...after.slice(1)])) return false;
  return (was.families[place] as Family).every((fn, i) => {
    const marks = { parts: exposed.parts[fn] ?? ALL, names: exposed.names[fn] ?? ALL };
    if (i > 0 && !isAligned) return marks.parts === 0 && marks.names === 0;
    return isSameFor(marks, [before, after], i);
  });
}

const ALL = -1;

function functionsOf({ program, families }: Compared, place: number): FunctionFact[] {
  return (families[place] as Family).map((fn) => program.functions[fn] as FunctionFact);
}

const PARTS = ['body', 'locals', 'returns', 'branches', 'loops'] as const;

function outside(fact: FunctionFact | undefined): string {
  return formOf({ ...fact, ...Object.fromEntries(PARTS.map((part) => [part, 0])) });
}

/** What others read of the function is as it was, and so are the names that they looked for. */
function isSameFor(
  { parts, names }: { readonly parts: number; readonly names: number },
  [before, after]: readonly [readonly FunctionFact[], readonly FunctionFact[]],
  at: number,
): boolean {
  const [was, is] = [before[at] as FunctionFact, after[at] as FunctionFact];
  if (PARTS.some((part, bit) => (parts & (1 << bit)) !== 0 && formOf(was[part]) !== formOf(is[part]))) return false;
  if (names === 0) return true;
  const [one, other] = [namesIn(was, before, at), namesIn(is, after, at)];
  return [...new Set([...one.keys(), ...other.keys()])].every(
    (name) => (names & bitOf(name)) === 0 || one.get(name) === other.get(name),
  );
}

/** What each name that is declared in the function means; functions written in it by their name alone. */
function namesIn({ locals }: FunctionFact, family: readonly FunctionFact[], at: number): Map<string, string> {
  const found = new Map<string, string>();
  for (const local of locals) found.set(local.name, `${found.get(local.name) ?? ''}${formOf(local)}`);
  if (at === 0)
    for (const { name, kind } of family.slice(1))
      if (kind === 'function' && name !== '') found.set(name, `${found.get(name) ?? ''}function`);
  return found;
}

function hasClasses({ program, families }: Compared, place: number): boolean {
  const family = new Set(families[place]);
  // Those of the module's top level are no part of its own function.
  return program.classes.some(({ parent }) => parent !== 0 && family.has(parent));
}

/** Looked through without being read: guards, and what parameters are. */
function isPlainInside(functions: readonly FunctionFact[]): boolean {
  return functions.every(
    ({ guards, tells, params }) =>
      guards === undefined &&
      tells === undefined &&
      params.every(({ type, decorators, isField }) => type === undefined && !decorators && !isField),
  );
}

/** What others find in the file without asking for a function. */
export function isSameAround(was: Compared, is: Compared, changed: readonly number[], facts: readonly FileFacts[]) {
  const [before, after] = facts.map((one) => programFile(one, 'runtime')) as [ProgramFile, ProgramFile];
  return aroundText(before, was, changed) === aroundText(after, is, changed);
}

function aroundText(file: ProgramFile, { families }: Compared, changed: readonly number[]): string {
  const inside = new Set(changed.flatMap((place) => families[place] as Family));
  const numbers = numbersOf(families, changed);
  const uses = file.uses();
  const kept = (map: ReadonlyMap<string, unknown>): unknown[] =>
    [...map].flatMap(([key, values]) => {
      const [fn, ...name] = key.split(':');
      return inside.has(Number(fn)) && Number(fn) !== 0 ? [] : [[numbers.get(Number(fn)), name, values]];
    });
  const placed = (list: readonly { readonly expr: Expr }[]) => list.map(({ expr }) => expr);
  const fields = [...uses.fields].map(([owner, own]) => [owner, [...own].map(([name, list]) => [name, placed(list)])]);
  const putOn = [...functionsPutOn(file)].flatMap(([name, all]) =>
    all.map(({ slot, owner, index }) => [name, slot, owner, numbers.get(index) ?? inside.has(index)]),
  );
  return formOf([
    kept(new Map([...uses.pushed].map(([key, list]) => [key, placed(list)]))),
    kept(new Map([...uses.assigned].map(([key, list]) => [key, placed(list)]))),
    kept(uses.fillings),
    fields,
    [...uses.properties].map(([name, list]) => [name, placed(list)]),
    [...uses.supers.values()],
    putOn,
    [...namesGiven(file)].sort(),
  ]);
}

/** Numbers that functions have when those written in changed ones are left out. */
export function numbersOf(families: readonly Family[], changed: readonly number[]): ReadonlyMap<number, number> {
  const inner = new Set(changed.flatMap((place) => (families[place] as Family).slice(1)));
  const numbers = new Map<number, number>();
  for (const fn of families.flat().sort((a, b) => a - b)) if (!inner.has(fn)) numbers.set(fn, numbers.size);
  return numbers;
}

/** With `exprs` in place of what stands in each of the changed families. */
export function withoutInsides(
  facts: FileFacts,
  { program, families }: Compared,
  changed: readonly number[],
  exprs: readonly (readonly Expr[])[],
): FileFacts {
  const numbers = numbersOf(families, changed);
  const given = new Map(changed.map((place, i) => [(families[place] as Family)[0] as number, exprs[i] ?? []]));
  const functions = program.functions.flatMap((fact, fn) => {
    const body = given.get(fn);
    if (body === undefined) return numbers.has(fn) ? [renumbered(fact, numbers)] : [];
    const { branches: _, loops: __, ...outside } = fact;
    return [renumbered({ ...outside, locals: [], returns: [], body }, numbers)];
  });
  const classes = program.classes.map((one) => renumbered(one, numbers));
  const others = { interfaces: program.interfaces, types: program.types, enums: program.enums };
  return { ...facts, program: { ...others, functions, classes } };
}

/** Callbacks written in what is told have no number left. */
function renumbered<T>(value: T, numbers: ReadonlyMap<number, number>): T {
  const text = JSON.stringify(value, function (this: { kind?: unknown }, key, part) {
    const isNumber = typeof part === 'number' && part >= 0;
    const isFunction = key === 'parent' || key === 'function' || (key === 'index' && this.kind === 'function');
    return isNumber && isFunction ? (numbers.get(part) ?? -2) : part;
  });
  return JSON.parse(text) as T;
}
