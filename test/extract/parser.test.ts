/** The parser without the rest of the compiler gives the trees that the whole compiler gives. */
import { readFileSync } from 'node:fs';
import type { ts } from 'ts-morph';
import { expect, it } from 'vitest';
import { compiler, wholeCompiler } from '../../src/extract/code/compiler.js';

const BAKERY = `import { Oven, type Bread } from './oven';
@Shop('corner') export class Bakery<T extends Bread> extends Oven.Kind implements Open {
  #till = 0; declare static readonly name?: string;
  constructor(@Inject() private readonly oven: Oven, public loaves: Map<string, T[]> = new Map()) { super(); }
  async *bake({ salt = 1, ...rest }: Flour, ...names: string[]): AsyncGenerator<Bread | null> { yield* this.oven?.heat\`to \${salt}\`; this.#till++; }
}
export const shelf = <p title={"x"}>fresh {...names}</p>, label = /[a-z]+/u, price = 1_000n;
enum Day { monday = 'mon' } namespace Street { export type Door = keyof typeof shelf & (() => asserts x is Bread); }
export default function (this: void) { outer: for (const loaf of [1, , 2]) { continue outer; } }
`;
const TEXTS = [
  ['of everything', BAKERY],
  ['with errors', 'const open = (;\nclass { "till'],
  ['of this test', readFileSync(import.meta.filename, 'utf8')],
] as const;

function described(from: typeof ts, text: string): unknown[] {
  const file = from.createSourceFile('bakery.tsx', text, from.ScriptTarget.Latest, true);
  const found: unknown[] = [
    file.getLineStarts(),
    (file as unknown as { parseDiagnostics: ts.Diagnostic[] }).parseDiagnostics.length,
  ];
  const nodes: ts.Node[] = [file];
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    const own = (node as ts.Identifier).text;
    found.push([
      from.SyntaxKind[node.kind],
      node.pos,
      node.end,
      node.flags,
      node.getStart(file),
      node.getText(file),
      own,
    ]);
    from.forEachChild(node, (child) => void nodes.push(child));
  }
  return found;
}

it('is not the whole compiler', () => {
  expect(compiler === wholeCompiler()).toBe(false);
});

it.each(TEXTS)('its nodes have their places, texts and names in a text %s', (_what, text) => {
  expect(described(compiler, text)).toEqual(described(wholeCompiler(), text));
});
