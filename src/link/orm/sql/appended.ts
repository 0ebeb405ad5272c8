/**
 * Statements put together piece by piece: `` SQL`SELECT … FROM `.append(SCHEMA).append(SQL`.loaves`) `` is one text. The
 * pieces say nothing by themselves (`.loaves` would be read as a name of its own), so they are read where they begin.
 */
import type { Expr } from '../../../model/index.js';
import {
  alternatives,
  bare,
  bodyOf,
  constantOf,
  forAll,
  type ProgramFile,
  type Scope,
  type Thunk,
  walk,
} from '../../program/index.js';
import type { World } from '../world.js';

type Call = Extract<Expr, { readonly kind: 'call' }>;
type Tagged = Extract<Expr, { readonly kind: 'tagged' }>;
type Pieces = { readonly texts: readonly string[]; readonly holes: readonly Thunk[] };

/** Choices within pieces within choices. */
const MAX_DEPTH = 40;
const MAX_CHOICES = 4;
const NOTHING: Pieces = { texts: [''], holes: [] };

export type AppendIndex = {
  /** The outermost `.append(…)` that begins with this template, when it does. */
  readonly wholeOf: (file: ProgramFile, tag: Tagged) => Call | undefined;
  /** The template is a piece of another statement. */
  readonly isPiece: (file: ProgramFile, tag: Tagged) => boolean;
};

export function createAppendIndex(): AppendIndex {
  const byFile = new Map<string, Found>();
  const of = (file: ProgramFile): Found => {
    const known = byFile.get(file.path) ?? forAll(file.watch, () => foundIn(file));
    byFile.set(file.path, known);
    return known;
  };
  return {
    wholeOf: (file, tag) => of(file).wholes.get(tag),
    isPiece: (file, tag) => of(file).pieces.has(tag),
  };
}

type Found = { readonly wholes: ReadonlyMap<Tagged, Call>; readonly pieces: ReadonlySet<Tagged> };

function foundIn(file: ProgramFile): Found {
  const wholes = new Map<Tagged, Call>();
  const pieces = new Set<Tagged>();
  for (const fact of file.program.functions) {
    for (const expr of [...bodyOf(fact), ...fact.returns]) {
      walk(expr, (part) => {
        if (part.kind !== 'call' || !isAppend(part)) return undefined;
        const { root, pieces: given } = spine(part);
        const tags = given.flatMap((piece) => tagsIn(piece, 0));
        // `unseen().append(SQL`, more AS (…) SELECT …`)` begins with its first own piece.
        const isGoneOn = root.kind === 'call' || given.length > 1;
        const first = root.kind === 'tagged' ? root : isGoneOn ? tags[0] : undefined;
        if (first === undefined) return undefined;
        // Outer calls are met first.
        if (!wholes.has(first)) wholes.set(first, part);
        for (const tag of tags) if (tag !== first) pieces.add(tag);
        return undefined;
      });
    }
  }
  for (const tag of pieces) wholes.delete(tag);
  return { wholes, pieces };
}

function isAppend({ callee, args }: Call): boolean {
  const at = bare(callee);
  return at.kind === 'member' && at.name === 'append' && args.length === 1;
}

/** What the statement begins with, and what is appended to it in order. */
function spine(call: Call): { readonly root: Expr; readonly pieces: readonly Expr[] } {
  const pieces: Expr[] = [];
  let at: Expr = call;
  while (at.kind === 'call' && isAppend(at)) {
    pieces.push(at.args[0] as Expr);
    at = bare((bare(at.callee) as Expr & { kind: 'member' }).object);
  }
  return { root: at, pieces: pieces.reverse() };
}

/** Templates that an appended expression is: itself, what it chooses from, what it goes on from. */
function tagsIn(expr: Expr, depth: number): Tagged[] {
  const at = bare(expr);
  if (at.kind === 'tagged') return [at];
  if (depth > MAX_DEPTH) return [];
  if (at.kind === 'either') return at.options.flatMap((option) => tagsIn(option, depth + 1));
  if (at.kind !== 'call' || !isAppend(at)) return [];
  const { root, pieces } = spine(at);
  return [root, ...pieces].flatMap((piece) => tagsIn(piece, depth + 1));
}

/** The texts that the choices in it make: the first of each, the second of each … */
export function appendedTexts(world: World, whole: Expr, scope: Scope): Pieces[] {
  const choice: Choice = { pick: 0, most: 1 };
  const texts = [appendedText(world, whole, scope, choice)];
  for (choice.pick = 1; choice.pick < Math.min(choice.most, MAX_CHOICES); choice.pick++)
    texts.push(appendedText(world, whole, scope, choice));
  return texts;
}

/** Which of several texts is taken, and how many some choice has. */
type Choice = { pick: number; most: number };

/** The text of all pieces; what is not spelled out stays a hole. */
function appendedText(world: World, whole: Expr, scope: Scope, choice: Choice, depth = 0): Pieces {
  const at = bare(whole);
  if (at.kind === 'tagged') return { texts: at.texts, holes: at.holes.map((expr) => ({ expr, scope })) };
  if (depth > MAX_DEPTH) return NOTHING;
  if (at.kind === 'call' && isAppend(at)) {
    const { root, pieces } = spine(at);
    const start = root.kind === 'tagged' ? appendedText(world, root, scope, choice, depth + 1) : NOTHING;
    const all = joined([start, ...pieces.map((piece) => appendedText(world, piece, scope, choice, depth + 1))]);
    const [first = '', ...rest] = all.texts;
    return /^\s*,\s*[\w"]+\s+AS\b/i.test(first)
      ? { ...all, texts: [`WITH unseen_ AS (SELECT 1)${first}`, ...rest] }
      : all;
  }
  if (at.kind === 'either') {
    const options = at.options.filter((option) => !isEmpty(option));
    choice.most = Math.max(choice.most, options.length);
    const taken = options[Math.min(choice.pick, options.length - 1)];
    return taken === undefined ? NOTHING : appendedText(world, taken, scope, choice, depth + 1);
  }
  const value = world.value(at, scope);
  const constant = constantOf(value);
  if (constant !== undefined) return { texts: [constant], holes: [] };
  return value.kind === 'text' ? value : { texts: ['', ''], holes: [{ expr: at, scope }] };
}

function isEmpty(option: Expr): boolean {
  const at = bare(option);
  if (at.kind === 'tagged') return at.texts.every((text) => text.trim() === '');
  return at.kind === 'literal' || (at.kind === 'string' && at.value.trim() === '');
}

/** Names that an own function before the first piece has given to its expressions. */
export function namesBefore(world: World, whole: Expr, scope: Scope): ReadonlySet<string> {
  const at = bare(whole);
  const { root } = at.kind === 'call' && isAppend(at) ? spine(at) : { root: at };
  const value = root.kind === 'call' ? world.value(root, scope) : undefined;
  if (value?.kind !== 'made') return new Set();
  const defined = /(?<![\w"])([\w"]+)\s+AS\s+(?:NOT\s+)?(?:MATERIALIZED\s+)?\(/gi;
  const names = appendedTexts(world, value.made.expr, value.made.scope).flatMap(({ texts, holes }) => [
    ...[...texts.join(' ').matchAll(defined)].map(([, name = '']) => name.replaceAll('"', '')),
    // `WITH ${name} AS (`: whatever the name may be.
    ...holes.flatMap((hole) => alternatives(world.value(hole.expr, hole.scope)).map(constantOf)),
  ]);
  return new Set(names.filter((name) => name !== undefined));
}

export function isAppended(expr: Expr): boolean {
  return expr.kind === 'call' && isAppend(expr);
}

function joined(all: readonly Pieces[]): Pieces {
  const texts = [''];
  const holes: Thunk[] = [];
  for (const pieces of all) {
    const [first = '', ...rest] = pieces.texts;
    texts[texts.length - 1] += first;
    texts.push(...rest);
    holes.push(...pieces.holes);
  }
  return { texts, holes };
}
