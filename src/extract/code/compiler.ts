/**
 * The parser of the compiler that ts-morph brings. Its text begins with the parser and all that this stands on, a quarter of
 * the whole, and only that is run: it loads in a third of the time. It is run from its text instead of imported, so V8 can
 * take over what it made of that text before (compiled.ts), which is what a run with one changed file waits for.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';
import type { ts } from 'ts-morph';
import { keptCode } from './compiled.js';
import { giveNodesTheirMethods, type Parser } from './nodes.js';

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

/** What comes after the parser. */
const NEXT = '// src/compiler/commandLineParser.ts';
/**
 * The one text (TypeScript 6.0.2) that was compared: over 25,693 files, half of them a parser's test cases, its trees are
 * those of the whole compiler. Any other is run whole until it has been compared, too.
 */
const COMPARED = 302_487_010;

const file = fromMorph.resolve('@ts-morph/common/dist/typescript.js');

export const compiler: typeof ts = parser();

/** All of it, for what the parser is not enough for. */
export function wholeCompiler(): typeof ts {
  return fromMorph(file) as typeof ts;
}

function parser(): typeof ts {
  const text = textOfParser();
  return text === undefined ? wholeCompiler() : run(text);
}

/** Undefined when it is not the text that was compared. */
function textOfParser(): string | undefined {
  const bytes = readFileSync(file);
  const parserOnly = bytes.subarray(0, Math.max(0, bytes.indexOf(NEXT)));
  if (crc32(parserOnly) !== COMPARED) return undefined;
  return `(function (exports, require, module, __filename, __dirname) { ${parserOnly.toString('utf8')}\n})(module);\n})`;
}

/** As `require` would, but for the code that is kept. */
function run(text: string): typeof ts {
  const kept = keptCode(file);
  const cachedData = kept?.read();
  const script = new Script(text, { filename: file, ...(cachedData === undefined ? {} : { cachedData }) });
  const module = { exports: {} };
  (script.runInThisContext() as Wrapped)(module.exports, createRequire(file), module, file, dirname(file));
  const found = module.exports as typeof ts;
  giveNodesTheirMethods(found as unknown as Parser);
  if (kept !== undefined && (cachedData === undefined || script.cachedDataRejected === true)) {
    // What has run by now is kept with it.
    found.createSourceFile('a.tsx', SAMPLE, found.ScriptTarget.Latest, true);
    kept.write(() => script.createCachedData());
  }
  return found;
}
