/**
 * Eight times the text takes about eight times as long, whatever the text is made of: nothing that somebody commits makes
 * a run hang. The bound is wide; what grows with the square takes sixty times as long.
 */
import { expect, it } from 'vitest';
import { fileFacts } from '../../src/extract/file-facts.js';
import { sketchOf } from '../../src/extract/sketch/index.js';
import { createInterner } from '../../src/extract/sketch/intern.js';
import { referenceIn } from '../../src/link/migrations/names.js';
import { parseTableName } from '../../src/link/orm/sql/table-names.js';
import { readPrismaSchema } from '../../src/link/prisma/schema.js';
import { openQuoteLine } from '../../src/link/sql/index.js';
import { forwardPart } from '../../src/link/sql/migration-files.js';
import { looksLikeSql } from '../../src/link/sql/reader.js';
import { splitStatements } from '../../src/link/sql/split.js';
import { packagesOfYaml } from '../../src/scan/workspaces.js';
import { splitWords } from '../../src/score/sagas/verbs.js';

const SMALL = 24_000;
const FACTOR = 8;
const WIDE = 5;
/** Soon enough, whatever the growth: a square of this size takes minutes. */
const SOON_MS = 500;

const CODE: Readonly<Record<string, string>> = {
  parentheses: '(',
  brackets: '[',
  braces: '{',
  'closing parentheses': ')',
  'type arguments': 'A<',
  'JSX elements': '<a>',
  'template holes': '`${',
  sums: '1+',
  conditions: 'a?b:',
  'optional links': 'a?.',
  calls: '.bake()',
  'else branches': 'if(a){}else ',
  arrows: 'a=>',
  decorators: '@Bake() ',
  classes: 'class A{',
  functions: 'function f(){',
  casts: '<any>',
  stars: '/*',
  slashes: '/',
  quotes: "'",
  backslashes: '\\',
  imports: "import a from './a';\n",
  'exported names': "export * from './a';\n",
  awaits: 'await ',
  spreads: '...',
  blanks: ' ',
};
const SQL: Readonly<Record<string, string>> = {
  parentheses: '(',
  quotes: "'",
  dollars: '$a$',
  comments: '/*',
  statements: 'SELECT 1;',
  joins: 'SELECT * FROM a JOIN b ON ',
  begins: 'CREATE FUNCTION f() BEGIN ',
  words: 'DELIMITER ;\n',
};

const sketch = (path: string) => (text: string) => {
  sketchOf({ path, role: 'runtime', kind: 'code', size: text.length }, text, createInterner());
};
const facts = (path: string) => (text: string) => {
  const bytes = Buffer.from(text);
  fileFacts({ path, role: 'runtime', kind: 'code', size: bytes.length }, bytes);
};
const EMITS = "export const bake = (o) => o.emit('baked');\n";

/** What repeats between a beginning and an end that together almost fit: each regular expression of a reader is asked. */
const ALMOST: Readonly<Record<string, readonly [(text: string) => unknown, string, string, string]>> = {
  'lines after an emitter': [sketch('a.ts'), `${EMITS}export const event`, '\n', '= 1;'],
  'lines after the type of an emitter': [
    sketch('a.ts'),
    `import { x } from '@angular/core';\n${EMITS}let b: EventEmitter`,
    '\n',
    ';',
  ],
  'lines in module.exports': [sketch('a.js'), 'module.exports = {', '\n', '[oven]: 1 };'],
  'lines before type parameters': [sketch('a.ts'), "import { B } from './b';\nclass A", '\n', '<T = {}> extends B {}'],
  'Event in the name of a step': [sketch('a.ts'), 'export const emit', 'Event', ' = 1;'],
  'Event in the name of a call': [facts('a.ts'), 'emit', 'Event', "$('baked');"],
  'emitters in the name of a type': [
    facts('a.ts'),
    'class A { constructor(private bus: ',
    'sEventBush',
    "X$) {} go() { this.bus.emit('baked'); } }",
  ],
  'comments that nothing closes': [facts('a.js'), '', "'/**';\n", ''],
  'blanks before a statement': [looksLikeSql, '', ' ', '(x;'],
  'AS without a query': [looksLikeSql, 'WITH ', 'as ', ';'],
  'blanks after a name': [referenceIn, 'loaves', ' ', '!'],
  'blanks in front of a reference': [referenceIn, '', ' ', ')'],
  'blanks before an alias': [parseTableName, 'loaves', ' ', '!'],
  'blanks after a mark': [forwardPart, '-- down', '\t', 'x y'],
  'data that is none': [splitStatements, 'COPY ', 'FROM STDIN ', 'x'],
  'quotes in a schema': [
    (text) => readPrismaSchema([{ path: 'schema.prisma', text }]),
    'model Loaf {\n  name String @default("',
    '\\"',
    '\n}',
  ],
  'blanks in a field of a schema': [
    (text) => readPrismaSchema([{ path: 'schema.prisma', text }]),
    'model Loaf {\n  name',
    ' ',
    '])\n}',
  ],
  'blanks in a workspace': [packagesOfYaml, 'packages:\n  - bakery', ' ', 'x'],
  'capital letters': [splitWords, '', 'A', '1'],
};

it.each(Object.entries(ALMOST))('%s', (_name, [read, begin, unit, end]) => {
  const text = (length: number) => `${begin}${unit.repeat(Math.ceil(length / unit.length))}${end}`;
  expect(growth((length) => read(text(length)))).toBeLessThan(FACTOR * WIDE);
});
it.each(Object.entries(CODE))('code of %s', (_name, unit) => {
  const read = (length: number) => {
    const bytes = Buffer.from(unit.repeat(Math.ceil(length / unit.length)));
    fileFacts({ path: 'src/bread.tsx', role: 'runtime', kind: 'code', size: bytes.length }, bytes);
  };
  expect(growth(read)).toBeLessThan(FACTOR * WIDE);
});
it.each(Object.entries(SQL))('SQL of %s', (_name, unit) => {
  const read = (length: number) => {
    const text = unit.repeat(Math.ceil(length / unit.length));
    splitStatements(text, 'mysql');
    openQuoteLine(text);
  };
  expect(growth(read)).toBeLessThan(FACTOR * WIDE);
});

/** How many times as much work the large text is; the best of three of each, in time of the processor. */
function growth(read: (length: number) => void): number {
  const best = (length: number): number =>
    Math.min(
      ...[1, 2, 3].map(() => {
        const begun = process.cpuUsage();
        read(length);
        const { user, system } = process.cpuUsage(begun);
        return (user + system) / 1000;
      }),
    );
  const large = best(SMALL * FACTOR);
  return large < SOON_MS ? 1 : large / best(SMALL);
}
