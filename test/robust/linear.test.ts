/**
 * Eight times the text takes about eight times as long, whatever the text is made of: nothing that somebody commits makes
 * a run hang. The bound is wide; what grows with the square takes sixty times as long.
 */
import { expect, it } from 'vitest';
import { fileFacts } from '../../src/extract/file-facts.js';
import { openQuoteLine } from '../../src/link/sql/index.js';
import { splitStatements } from '../../src/link/sql/split.js';

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
