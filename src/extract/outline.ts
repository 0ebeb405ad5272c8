/**
 * What module linking reads of a file, apart from what only tables need: the bodies of functions. A run that asks for
 * imports alone keeps outlines, which are several times smaller, and reads no more than them from the cache.
 */
import type { FileFacts, FunctionFact } from '../model/index.js';

/** For each function its locals, body and returns. */
export type Bodies = readonly (readonly [FunctionFact['locals'], FunctionFact['body'], FunctionFact['returns']])[];

/** The facts without bodies. The variables of the file itself stay: events are named by them. */
export function outlineOf(facts: FileFacts): FileFacts {
  if (facts.program === undefined) return facts;
  const functions = facts.program.functions.map((fn, i) => ({
    ...fn,
    locals: i === 0 ? fn.locals : [],
    body: [],
    returns: [],
  }));
  return { ...facts, program: { ...facts.program, functions } };
}

/** Without words, entry points and what types hold besides: all that a check of imports reads of a file. */
export function thinOutlineOf(facts: FileFacts): FileFacts {
  const outline = { ...outlineOf(facts), words: [], entryPoints: [] };
  const { program } = outline;
  if (program === undefined) return outline;
  return {
    ...outline,
    program: {
      ...program,
      interfaces: program.interfaces.map(({ name, line }) => ({ name, members: [], line })),
      types: program.types.map(({ name, line }) => ({ name, type: { kind: 'unknown' }, line })),
    },
  };
}

export function bodiesOf({ program }: FileFacts): Bodies {
  return program?.functions.map(({ locals, body, returns }) => [locals, body, returns] as const) ?? [];
}

/** The whole again, from an outline that nobody else holds. */
export function withBodies(outline: FileFacts, bodies: Bodies): FileFacts {
  for (const [i, fn] of outline.program?.functions.entries() ?? []) {
    const [locals, body, returns] = bodies[i] as Bodies[number];
    Object.assign(fn, { locals, body, returns });
  }
  return outline;
}
