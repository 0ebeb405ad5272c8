/** A schema or SQL file that cannot be read to its end is told, once per file; what is left of it is used. */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSqlReader, type SqlReader } from '../../src/link/sql/index.js';
import { unreadTexts } from '../../src/link/unread.js';
import type { FileFacts } from '../../src/model/index.js';

let reader: SqlReader;
beforeAll(async () => {
  reader = await loadSqlReader();
});

function told(file: { readonly prisma?: string; readonly sqlText?: string }): string[] {
  const facts = [{ path: 'bakery', ...file } as FileFacts];
  return unreadTexts(facts, new Set(['bakery']), reader).map(({ code, line, message }) => `${code}:${line} ${message}`);
}

const LOAF = 'model Loaf {\n id Int @id\n}\n';

describe('a Prisma schema', () => {
  it('that is whole gives no diagnostic, comments and text after a brace included', () => {
    expect(told({ prisma: `// bread\n${LOAF}/* cakes\n*/\nenum Kind { // all\n RYE\n}\ntype T {}\n` })).toEqual([]);
  });

  it('cut in half is told with the block that does not end', () => {
    expect(told({ prisma: `${LOAF}model Baker {\n id Int @id\n name String @default("x` })).toEqual([
      'MSA107:4 Prisma schema: "model Baker" has no closing brace.',
    ]);
  });

  it('of another language is told', () => {
    expect(told({ prisma: 'loaf: 1\nbaker: 2\n' })).toEqual([
      'MSA107:1 Prisma schema: text outside of a block (and 1 more).',
    ]);
  });
});

describe('an SQL file', () => {
  it('that is whole gives no diagnostic', () => {
    expect(told({ sqlText: '-- bread\nCREATE TABLE loaf (id int);\nSET x = 1;\nSELECT 1;\n' })).toEqual([]);
    expect(told({ sqlText: '' })).toEqual([]);
  });

  it('with prose in it is told with the first place', () => {
    expect(told({ sqlText: 'CREATE TABLE loaf (id int);\n\nbake it well;\n' })).toEqual([
      'MSA108:3 1 of 2 SQL statements could not be read.',
    ]);
  });

  it('with a quote that is never closed is told with its line, and read up to there', () => {
    const text = "CREATE TABLE loaf (id int);\nINSERT INTO loaf VALUES ('rye;\nCREATE TABLE cake (id int);\n";
    expect(told({ sqlText: text })).toEqual([
      'MSA108:2 A quote in this SQL file is never closed; what follows it is not read.',
    ]);
  });

  it('of a megabyte of brackets or quotes is told, and ends', () => {
    for (const text of ['(', "'", '"', '`', '[', '$$', '/']) {
      expect(told({ sqlText: text.repeat(1_000_000 / text.length) }), text).toHaveLength(1);
    }
  });
});
