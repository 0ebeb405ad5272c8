/**
 * The compiler that ts-morph brings, without ts-morph and its own common parts around it, and run from its text instead of
 * imported: so V8 can take over what it made of that text before (compiled.ts). It loads in a third of the time, which is
 * what a run with one changed file waits for.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Script } from 'node:vm';
import type { ts } from 'ts-morph';
import { keptCode } from './compiled.js';

type Wrapped = (
  exports: object,
  require: NodeJS.Require,
  module: { exports: object },
  file: string,
  folder: string,
) => void;

const fromHere = createRequire(import.meta.url);
const fromMorph = createRequire(fromHere.resolve('ts-morph'));

/** A little of everything, for the parser to have run once. */
const SAMPLE = `import { a, type B } from './a'; import * as c from 'c'; export * from './d'; export default class E<T> extends c.F
  implements B { @G({ a: [1, 'x'] }) private readonly a?: B | null; constructor(private readonly b: Map<string, T[]>) { super(); }
  async f({ a = 1, ...rest }: { a: number }, ...all: string[]) { if (!a) { return; } else for (const x of all) await this.b?.get(x); try
  { a.b = \`x\${a}y\` as any; } catch (e) { throw new Error('x'); } switch (a) { case 1: break; default: } while (a < 1) a++; } get g() {
  return (x: number): x is 1 => /x/.test(x) ? a! : { a, [a]: 1, ...a }; } } export interface H { a(): void } export enum I { A = 1 }
  type J = keyof typeof a & (new () => void) | \`x\${string}\`; const k = <p a={1}>x {a}</p>; function* l() { yield 1; } export { a as b };`;

export const compiler: typeof ts = loaded(fromMorph.resolve('@ts-morph/common/dist/typescript.js'));

/** As `require` would, but for the code that is kept. */
function loaded(file: string): typeof ts {
  const kept = keptCode(file);
  if (kept === undefined) return fromMorph(file) as typeof ts;
  const text = `(function (exports, require, module, __filename, __dirname) { ${readFileSync(file, 'utf8')}\n})`;
  const cachedData = kept.read();
  const script = new Script(text, { filename: file, ...(cachedData === undefined ? {} : { cachedData }) });
  const module = { exports: {} };
  (script.runInThisContext() as Wrapped)(module.exports, createRequire(file), module, file, dirname(file));
  const found = module.exports as typeof ts;
  if (cachedData === undefined || script.cachedDataRejected === true) {
    // What has run by now is kept with it.
    found.createSourceFile('a.tsx', SAMPLE, found.ScriptTarget.Latest, true);
    kept.write(() => script.createCachedData());
  }
  return found;
}
