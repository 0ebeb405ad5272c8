import { describe, expect, it } from 'vitest';
import { read } from './read.js';

const IMPORT = "import { cake } from './cake';\ncake();\n";
const codes = (facts: ReturnType<typeof read>) => facts.diagnostics.map((d) => d.code);
const specifiers = (facts: ReturnType<typeof read>) => facts.imports.map((i) => i.specifier);

describe('odd input', () => {
  it.each([
    ['a byte order mark', Buffer.from(`\ufeff${IMPORT}`)],
    ['UTF-16, little endian', Buffer.from(`\ufeff${IMPORT}`, 'utf16le')],
    ['UTF-16, big endian', Buffer.from(`\ufeff${IMPORT}`, 'utf16le').swap16()],
    ['CRLF', Buffer.from(IMPORT.replaceAll('\n', '\r\n'))],
    ['a shebang', Buffer.from(`#!/usr/bin/env node\n${IMPORT}`)],
  ])('with %s is read as any other', (_name, bytes) => {
    const facts = read(bytes);
    expect(specifiers(facts)).toEqual(['./cake']);
    expect(facts.imports[0]?.bindings[0]?.valueUses).toBe(1);
    expect(facts.diagnostics).toEqual([]);
  });
  it('that is not UTF-8 is read with a warning', () => {
    const facts = read(Buffer.concat([Buffer.from(IMPORT), Buffer.from([0x2f, 0x2f, 0xff, 0xfe])]));
    expect(specifiers(facts)).toEqual(['./cake']);
    expect(codes(facts)).toEqual(['MSA102']);
  });
  it('that is no text at all is left out with a warning', () => {
    const facts = read(Buffer.from([0x47, 0, 0x11, 0x10, 0]));
    expect(codes(facts)).toEqual(['MSA103']);
    expect(facts.program).toBeUndefined();
  });
  it('with conflict markers keeps what parses, and says where it broke', () => {
    const facts = read(
      `${IMPORT}<<<<<<< ours\nconst a = 1;\n=======\nconst a = 2;\n>>>>>>> theirs\nimport './late';\n`,
    );
    expect(specifiers(facts)).toEqual(['./cake', './late']);
    expect(facts.diagnostics).toMatchObject([{ code: 'MSA101', line: 3, path: 'shop/order.ts' }]);
  });
  it.each([
    'class {',
    'const = ;',
    'import {',
    'export * from',
    'function (',
    '@',
    '<a',
    '`${',
    'type A = <',
    'enum',
    '({[',
    'a?.',
    'import x = ',
  ])('that ends in the middle gives a diagnostic: %s', (text) => {
    const facts = read(`${IMPORT}${text}`);
    expect(specifiers(facts)).toContain('./cake');
    expect(codes(facts)).toEqual(['MSA101']);
  });
  it('of type annotations in JavaScript is read for what it imports', () => {
    expect(specifiers(read(`// @flow\nimport type { A } from './a';\n${IMPORT}`, 'cake.js'))).toEqual([
      './a',
      './cake',
    ]);
  });
});

describe('10,000 levels', () => {
  const N = 10_000;
  const deep: Record<string, string> = {
    parentheses: `const a = ${'('.repeat(N)}cake${')'.repeat(N)};`,
    arrays: `const a = ${'['.repeat(N)}cake${']'.repeat(N)};`,
    blocks: `${'{'.repeat(N)}cake()${'}'.repeat(N)}`,
    calls: `${'a('.repeat(N)}cake${')'.repeat(N)};`,
    functions: `${'() => '.repeat(N)}cake;`,
    conditions: `const a = ${'b ? '.repeat(N)}cake${' : c'.repeat(N)};`,
    types: `type A = ${'Array<'.repeat(N)}string${'>'.repeat(N)};`,
    unions: `type A = ${'('.repeat(N)}string${')'.repeat(N)};`,
    jsx: `const a = ${'<b>'.repeat(N)}${'</b>'.repeat(N)};`,
    patterns: `const ${'['.repeat(N)}a${']'.repeat(N)} = cake;`,
    'dotted names': `type A = ${'a.'.repeat(N)}b;`,
    namespaces: `namespace ${'a.'.repeat(N)}b {}`,
    negations: `const a = ${'!'.repeat(N)}cake;`,
    sums: `const a = ${'b + '.repeat(N)}cake;`,
    alternatives: `const a = ${'b || '.repeat(N)}cake;`,
    'chained calls': `cake${'.a()'.repeat(N)};`,
    members: `cake${'.a'.repeat(N)};`,
    indexes: `cake${'[0]'.repeat(N)};`,
    'else if': `${'if (a) {} else '.repeat(N)}cake();`,
    'else conditions': `const a = ${'b ? c : '.repeat(N)}cake;`,
    assignments: `${'a = '.repeat(N)}cake;`,
    tags: `cake${'``'.repeat(N)};`,
    bang: `cake${'!'.repeat(N)};`,
  };
  it.each(Object.keys(deep))('of %s end, quickly, with the imports known', (name) => {
    const facts = read(`import { cake } from './cake';\n${deep[name]}`, 'deep.tsx');
    expect(specifiers(facts)).toEqual(['./cake']);
    expect(() => JSON.stringify(facts)).not.toThrow();
  });
});

describe('long data', () => {
  it('is cut, and said to go on', () => {
    const facts = read(
      `const a = [${'1,'.repeat(300)}]; const b = {${Array.from({ length: 600 }, (_, i) => `k${i}: 1`).join()}};`,
    );
    const [a, b] = facts.program!.functions[0]!.locals;
    expect(a?.init?.kind === 'array' && a.init.items.length).toBe(201);
    expect(b?.init?.kind === 'object' && b.init.entries.at(-1)).toMatchObject({
      key: '...',
      value: { kind: 'unknown' },
    });
  });
  it('in one name or line does no harm', () => {
    expect(read(`const ${'a'.repeat(300_000)} = "${'b'.repeat(300_000)}"`).lines).toBe(1);
  });
});
