import { describe, expect, it } from 'vitest';
import { readCode } from '../../src/extract/code/index.js';
import { fileFacts } from '../../src/extract/file-facts.js';
import { namesOf } from '../../src/extract/names/index.js';
import { topWords } from '../../src/extract/words.js';

type Said = Pick<ReturnType<typeof readCode>, 'lines' | 'imports' | 'exports' | 'words'>;
const said = ({ lines, imports, exports, words }: Said) => ({ lines, imports, exports, words: topWords(words) });

/** Sources that are read by their names, and must say what parsing says. */
const READ: readonly string[] = [
  "import { bake, type Oven } from './oven';\nimport * as shop from './shop';\nconst bread: Oven = bake(shop.till, shop['open']);\nshop;\n",
  "import Till from './till';\nit('adds up', async () => {\n  const { total, rows: [first = Till.zero, ...rest] } = await Till.sum();\n  expect(first).toBe(rest);\n});",
  "import { a, b, c } from './signs';\nconst sum = a < b && b > c;\nconst made = a<b>(c);\nconst yes = a ? (b) : (c);\nconst f = (x, { y = c }) => x / y / 2;\n/[/]'/.test(`${a} ${`${b}`}`);",
  "import type { Order } from './order';\nimport { Row } from './row';\nexport type Rows<T extends Row = Row> = { readonly [K in keyof T]?: T[K] } | ((row: Row, ...rest: Row[]) => asserts row is Row);\nexport interface Open extends Order { a(this: Row): void; readonly b?: string; new (x: Row): Open; [key: string]: unknown }",
  "import { Oven } from './oven';\n@Oven.mark({ a: 1 })\nexport class Shop<T> extends Oven<T> implements Open {\n  static #count = 0;\n  readonly bread!: T;\n  constructor(private readonly oven: Oven) { super(); }\n  get till() { return this.#x; }\n  async *rows<U>(a?: U): AsyncGenerator<U> { yield* a; }\n  static { Oven.start(); }\n}",
  "const { bake, heat: warm } = require('./oven');\nconst oven = require('./oven').parts.door;\nit('x', async () => { const shop = await import('./shop'); shop.open(); vi.mock('a', () => import('./b')); });\nbake(warm, oven);",
  "export { a as b, type C } from './d';\nexport * from './e';\nexport * as f from './f';\ntype G = 1;\nconst h = 2;\nexport { G, h };\nexport default function bake() {}",
  "import { Order } from './order';\nexport enum Kind { Small = 1, 'very large' = Order.size }\nlabel: for (const kind of [1]) { for (let i = 0, n = 2; i < n; i++) continue label; }\nswitch (Order) { case 1: { break; } default: const late = 1; }\ntry { Order() } catch ({ message }) { throw message } finally { }\ndo { } while (0)\nif (late) ; else return\n",
  'let any: string;\nconst type = 1, of = 2, async = 3\ntype\n= 4\nasync\n(of)\nconst of2 = async (x): Promise<number> => x as unknown as number;',
  "import { string } from './kinds';\nconst name: string = string('x');\nlet old: typeof import('./old').Bread<string>[];\ntype Or = import('./or').Or;",
];

const READ_JSX: readonly string[] = [
  "import React from 'react';\nimport { Card, ui } from './card';\nexport const Page = ({ title }: { title: string }) => (\n  <>\n    <Card {...ui} on={() => <b a='\\'/>} data-x=\"y\">it's {title} {/* no */}</Card>\n    <ui.Row<string> />\n    <div>{list.map((x) => <Card key={x} />)}</div>\n  </>\n);\nconst same = <T,>(x: T) => x;",
];

/** What is rare, or wrong, is left to the parser. */
const LEFT: readonly string[] = [
  'var old = 1;',
  'exports.bake = 1;',
  'namespace Shop { const a = 1 }',
  'declare module "x" { }',
  'function a(x: string): void;\nfunction a(x: unknown) {}',
  "import { bake } from './oven';\nfunction open(bake) { return bake; }",
  'const a = 1 +;',
  'const a = (1;',
  'const a = "x',
  'class { }}',
  'return )',
  `const deep = ${'['.repeat(3000)}${']'.repeat(3000)};`,
  `const slow = ${'({ a = '.repeat(60)}1${' })'.repeat(60)};`,
  `const slow = ${'async (a = '.repeat(60)}1${')'.repeat(60)};`,
];

describe('Names', () => {
  it.each(READ)('are those that parsing finds: %s', (text) => {
    const found = namesOf('shop/order.test.ts', text);
    expect(found && said(found)).toEqual(said(readCode('shop/order.test.ts', text)));
  });

  it.each(READ_JSX)('are those that parsing finds in JSX: %s', (text) => {
    const found = namesOf('shop/page.test.tsx', text);
    expect(found && said(found)).toEqual(said(readCode('shop/page.test.tsx', text)));
  });

  it.each(LEFT)('are left to the parser in %s', (text) => {
    expect(namesOf('shop/order.test.ts', text)).toBeUndefined();
  });

  it('are all that the facts of a test hold', () => {
    const text = "import { bake } from './oven';\nit('bakes', () => bake());\n";
    const facts = fileFacts({ path: 'oven.test.ts', kind: 'code', role: 'test', size: text.length }, Buffer.from(text));
    expect(facts.program).toBeUndefined();
    expect(facts.imports[0]?.bindings[0]).toMatchObject({ local: 'bake', valueUses: 1, lines: [2] });
  });
});
