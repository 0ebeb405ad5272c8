import { expect, it } from 'vitest';
import { fileFacts } from '../../src/extract/file-facts.js';

const factsOf = (text: string) =>
  fileFacts({ path: 'oven.ts', role: 'runtime', kind: 'code', size: text.length }, Buffer.from(text));
const codesOf = (text: string) => factsOf(text).diagnostics.map(({ code }) => code);

it.each([
  ['a hundred thousand modifiers', 'async '.repeat(100_000)],
  ['modifiers of many kinds', 'export declare\n'.repeat(50_000)],
  ['thousands of async( within one another', 'async('.repeat(5_000)],
  ['thousands of < that nothing closes', 'oven<'.repeat(2_000)],
  ['them in other brackets', 'oven<{ tray: () => '.repeat(2_000)],
  ['them partly closed', `${'oven<'.repeat(2_000)}${'>'.repeat(500)};`],
  ['them with arguments', 'async(oven,\n'.repeat(5_000)],
])('a file that would take the parser hours is left out and said: %s', (_name, text) => {
  const begun = performance.now();
  expect(codesOf(text)).toEqual(['MSA109']);
  expect(performance.now() - begun).toBeLessThan(5_000);
});

it('type arguments that are closed, comparisons and shifts are read', () => {
  expect(codesOf(`type A = ${'Array<'.repeat(500)}string${'>'.repeat(500)};`)).toEqual([]);
  expect(codesOf('const a = b < c ? d << 3 : e <= f;\n'.repeat(500))).toEqual([]);
});

it('a file with many async functions side by side, and some within, is read', () => {
  const text = `import { heat } from './heat';\n${'it("bakes", async () => { await heat(async (x) => x); });\n'.repeat(500)}`;
  expect(codesOf(text)).toEqual([]);
  expect(factsOf(text).imports).toHaveLength(1);
  expect(codesOf(`${'on(async () => {'.repeat(40)}${'});'.repeat(40)}`)).toEqual([]);
});
