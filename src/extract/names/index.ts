/**
 * One code file → what it imports and exports, how often it uses what it imports, and the words that it declares, read
 * by the language's grammar without making a tree of it: a third of the time of parsing, for files of which nothing else
 * is told, as tests. What it tells is what parsing tells (`npm run verify:names` compares file by file); a file with
 * anything rare in it, or with an error, it leaves to the parser, and answers with nothing.
 */
import type { ExportFact, ImportBinding, ImportFact } from '../../model/index.js';
import { compareText } from '../../model/index.js';
import { countLines } from '../plain-facts.js';
import { hashOf } from '../sketch/lexer.js';
import { createLines, hasOddLines, type Lines, lineOf } from '../sketch/lines.js';
import { addWords } from '../words.js';
import { type BoundName, createReading, type ImportDraft, isLeft, leave, type Reading } from './reading.js';
import { next, T } from './scanner.js';
import { statements } from './statements.js';

export type Names = {
  readonly lines: number;
  readonly imports: readonly ImportFact[];
  readonly exports: readonly ExportFact[];
  readonly words: ReadonlyMap<string, number>;
};

const MAX_USE_LINES = 50;

/** Types of the language: what is imported under such a name is not meant by them. */
const TYPE_WORDS = new Set(
  'any bigint boolean intrinsic never number object string symbol undefined unknown'.split(' '),
);

/** Undefined when the file has to be parsed. */
export function namesOf(path: string, text: string): Names | undefined {
  const isJs = /\.[cm]?jsx?$/.test(path);
  if (hasOddLines(text) || (isJs && text.includes('import('))) return undefined;
  try {
    return read(text, isJs, isJs || path.endsWith('.tsx'));
  } catch (error) {
    if (isLeft(error)) return undefined;
    throw error;
  }
}

function read(text: string, isJs: boolean, hasJsx: boolean): Names {
  const r = createReading(text, hasJsx);
  next(r);
  statements(r);
  if (r.kind !== T.end) leave();
  const lines = createLines(text);
  countUses(r, lines);
  const words = new Map<string, number>();
  for (const name of r.declared) addWords(words, name);
  const exports = exportsOf(r, lines);
  return { lines: countLines(text), imports: importsOf(r, isJs), exports, words };
}

/** The imports that bind names. */
function bindingOnes(r: Reading): ImportDraft[] {
  return r.imports.filter(({ form }) => form !== 'export-from' && form !== 'import-type');
}

/** The use of a name counts for the import of that name in whose scope it stands. */
function countUses(r: Reading, lines: Lines): void {
  const bound = new Map<number, BoundName[]>();
  for (const { names } of bindingOnes(r)) for (const name of names) enter(r, bound, name);
  const { uses, text } = r;
  for (let at = 0; at < uses.length; at += 6) {
    const known = bound.get(uses[at + 2] as number);
    if (known === undefined) continue;
    const start = uses[at] as number;
    const end = uses[at + 1] as number;
    const name = known.find(
      ({ local, scope }) =>
        start >= scope.start && start < scope.end && local.length === end - start && text.startsWith(local, start),
    );
    if (name === undefined) continue;
    const isType = uses[at + 3] === 1;
    if (isType && uses[at + 5] === 0 && TYPE_WORDS.has(name.local)) continue;
    if (isType) name.typeUses++;
    else name.valueUses++;
    name.members?.add(uses[at + 5] === 0 ? '*' : text.slice(uses[at + 4], uses[at + 5]));
    if (name.lines.length >= MAX_USE_LINES) continue;
    const line = lineOf(lines, start);
    if (!name.lines.includes(line)) name.lines.push(line);
  }
}

/** A name that something else in the file is called by, too, only scopes tell. */
function enter(r: Reading, bound: Map<number, BoundName[]>, name: BoundName): void {
  const { local, scope } = name;
  if (local === 'require' || r.typeParams.includes(local)) leave();
  const hash = hashOf(local);
  const known = bound.get(hash);
  if (known === undefined) bound.set(hash, [name]);
  else if (known.some((other) => other.local === local && overlaps(other.scope, scope))) leave();
  else known.push(name);
}

function overlaps(a: { start: number; end: number }, b: { start: number; end: number }): boolean {
  return a.start < b.end && b.start < a.end;
}

function importsOf(r: Reading, isJs: boolean): ImportFact[] {
  const binding = bindingOnes(r);
  const known = new Set(binding.flatMap(({ names }) => names.map(({ local }) => local)));
  if (binding.some(({ form }) => form === 'require')) known.add('require');
  for (const [i, name] of r.declared.entries()) if (r.declaredIn[i] !== undefined && known.has(name)) leave();
  const lines = createLines(r.text);
  const drafts = [...r.imports].map((draft) => ({ ...draft, line: lineOf(lines, draft.line) }));
  drafts.sort((a, b) => a.line - b.line || Number(b.isHoisted) - Number(a.isHoisted));
  return drafts.map((draft) => ({
    form: draft.form,
    specifier: draft.specifier,
    isLiteral: true,
    line: draft.line,
    isTypeOnly: draft.isTypeOnly,
    bindings: draft.names.map((name) => bindingOf(draft, name, isJs, r.usesJsx)),
  }));
}

/** As TypeScript does: a name without any use as a value is elided, in JavaScript nothing is. */
function bindingOf(draft: ImportDraft, name: BoundName, isJs: boolean, usesJsx: boolean): ImportBinding {
  const { imported, local, isMarkedType, valueUses, typeUses } = name;
  const isErasable = draft.form === 'import';
  const isJsxFactory = usesJsx && local === 'React' && isErasable;
  const isTypeOnly = isMarkedType || (isErasable && !isJs && valueUses === 0 && !isJsxFactory);
  const isPassedOn = draft.form === 'export-from';
  return {
    imported,
    local,
    isTypeOnly,
    ...(isMarkedType && !draft.isTypeOnly ? { isMarkedType: true as const } : {}),
    ...(name.members === undefined || isPassedOn ? {} : { members: [...name.members].sort(compareText) }),
    valueUses,
    typeUses,
    lines: draft.form === 'import-type' ? [draft.line] : name.lines.sort((a, b) => a - b),
  };
}

function exportsOf(r: Reading, lines: Lines): ExportFact[] {
  const found = r.exports.map((item) => ({ ...item, line: lineOf(lines, item.line) }));
  for (const at of r.listed) {
    const item = found[at];
    if (item?.kind === 'local' && r.isType.get(item.local) === true) found[at] = { ...item, isType: true };
  }
  return found;
}
