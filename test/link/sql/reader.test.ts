/** What the SQL reader promises beside the tables of single statements. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: holes are spelled so
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSqlReader, type SqlReader } from '../../../src/link/sql/index.js';

let reader: SqlReader;
beforeAll(async () => {
  reader = await loadSqlReader();
});

const touched = (text: string) =>
  reader
    .read(text)
    .flatMap((s) => s.accesses.map((a) => `${s.line} ${a.op} ${a.table.name}${a.joined ? ' joined' : ''}`));

describe('reading statements', () => {
  it('tells what is joined: beside another table, in USING, in a sub-select', () => {
    expect(touched('SELECT * FROM loaves l JOIN ovens o ON o.id = l.oven_id, bakers')).toEqual([
      '1 read loaves',
      '1 read ovens joined',
      '1 read bakers joined',
    ]);
    expect(touched('DELETE FROM loaves USING ovens WHERE loaves.id IN (SELECT id FROM burnt)')).toEqual([
      '1 delete loaves',
      '1 read ovens joined',
      '1 read burnt joined',
    ]);
    expect(touched('WITH old AS (SELECT * FROM loaves) SELECT * FROM old JOIN ovens USING (id)')).toEqual([
      '1 read loaves',
      '1 read ovens joined',
    ]);
  });

  it('tells insert, upsert, update, delete apart', () => {
    const text = `INSERT INTO rolls VALUES (1);
      INSERT INTO rolls VALUES (1) ON CONFLICT (id) DO UPDATE SET n = 2;
      INSERT INTO rolls VALUES (1) ON CONFLICT DO NOTHING;
      UPDATE rolls SET n = 1;
      TRUNCATE rolls`;
    expect(touched(text)).toEqual([
      '1 insert rolls',
      '2 upsert rolls',
      '3 insert rolls',
      '4 update rolls',
      '5 delete rolls',
    ]);
  });

  it('gives each statement its line, with text of several bytes per character before it', () => {
    expect(touched("-- crème brûlée\nINSERT INTO cakes VALUES ('été');\n\n/* x\n */ SELECT 'ß' FROM cakes;")).toEqual([
      '2 insert cakes',
      '5 read cakes',
    ]);
  });

  it('does not take the alias of FOR UPDATE OF for a table', () => {
    expect(touched('SELECT * FROM tickets t FOR UPDATE OF t')).toEqual(['1 read tickets']);
  });

  it('hides a table behind a common table expression of its name, but not inside that expression', () => {
    expect(touched('WITH tickets AS (SELECT * FROM tickets) SELECT * FROM tickets')).toEqual(['1 read tickets']);
  });

  it('knows the statements of a transaction', () => {
    expect(
      reader.read('BEGIN; START TRANSACTION; COMMIT; ROLLBACK; SAVEPOINT s; ROLLBACK TO s').map((s) => s.transaction),
    ).toEqual(['begin', 'begin', 'commit', 'rollback', undefined, undefined]);
  });

  it('takes a parameter whose number is a hole for no dollar quote', () => {
    const text = 'WITH old AS (SELECT id FROM loaves WHERE id = $${0}) UPDATE ovens SET ${1} WHERE id = $${0}';
    expect(touched(`${text} RETURNING (SELECT id FROM old)`)).toEqual(['1 read loaves', '1 update ovens']);
    expect(touched('DO $$${0}$$; DELETE FROM ovens')).toContain('1 delete ovens');
  });

  it('takes a table named like the user function of PostgreSQL for a table', () => {
    expect(touched('SELECT id FROM user u JOIN system_user s ON s.id = u.id WHERE u.id = $1')).toEqual([
      '1 read user',
      '1 read system_user joined',
    ]);
    expect(touched('SELECT user, current_user FROM loaves, current_date')).toEqual(['1 read loaves']);
  });

  it('leaves out the catalogues of the database', () => {
    expect(touched('SELECT * FROM pg_class JOIN information_schema.tables ON true JOIN seats ON true')).toEqual([
      '1 read seats joined',
    ]);
    for (const catalogue of [
      'dual',
      'ALL_TAB_COLUMNS',
      'syscat.columns',
      'sysibm.sysdummy1',
      'system_schema.views',
      'system.parts',
      'dolt_branches',
      'dolt_history_seats',
    ])
      expect(touched(`SELECT * FROM ${catalogue}`)).toEqual([]);
    expect(touched('SELECT * FROM system.users JOIN all_seats ON true')).toHaveLength(2);
    expect(touched('SELECT * FROM dolt_fans JOIN dolted ON true')).toHaveLength(2);
  });
});

describe('text around statements', () => {
  it('drops psql commands, COPY data, GO and DELIMITER lines', () => {
    expect(touched('\\connect shop\nCOPY seats (id) FROM stdin;\n1\tselect\n\\.\nSELECT 1 FROM rows;')).toEqual([
      '2 insert seats',
      '5 read rows',
    ]);
    expect(touched('SELECT * FROM seats\nGO\nDELETE FROM rows\nGO')).toEqual(['1 read seats', '3 delete rows']);
    expect(
      touched(
        'DELIMITER //\nCREATE TRIGGER t AFTER INSERT ON `seats` FOR EACH ROW BEGIN UPDATE x SET n = 1; END//\nDELIMITER ;\nSELECT 1 FROM `rows`;',
      ),
    ).toEqual(['2 ddl seats', '4 read rows']);
  });

  it('reads the statements of a DO block', () => {
    const text =
      'DO $$ BEGIN\n ALTER TABLE seats ADD CONSTRAINT fk FOREIGN KEY (row_id) REFERENCES "Rows"(id);\nEXCEPTION WHEN duplicate_object THEN null;\nEND $$;';
    expect(reader.read(text)).toMatchObject([
      {
        line: 2,
        accesses: [{ table: { name: 'seats' } }],
        changes: [{ kind: 'add-foreign-key', foreignKey: { references: { name: 'Rows' } } }],
      },
    ]);
  });

  it('keeps reading after a statement that nobody understands', () => {
    const [odd, good] = reader.read('FROBNICATE ALL THE THINGS;\nSELECT * FROM seats');
    expect(odd).toEqual({ line: 1, accesses: [], changes: [], isUnreadable: true });
    expect(good).toMatchObject({ line: 2, accesses: [{ table: { name: 'seats' } }] });
  });

  it('reads fragments, their tables as joined', () => {
    expect(touched('LEFT JOIN halls h ON h.id = seats.hall_id')).toEqual(['1 read halls joined']);
    expect(touched('(SELECT count(*) FROM halls) AS n')).toEqual(['1 read halls joined']);
    expect(touched('WHERE EXISTS (SELECT 1 FROM halls)')).toEqual(['1 read halls joined']);
  });
});

describe('holes', () => {
  it('says which holes stand for a table', () => {
    expect(reader.read('SELECT ${0} FROM ${1} JOIN halls_${2} ON ${3}')[0]?.tableHoles).toEqual([1, 2]);
    expect(reader.read('UPDATE "${0}" SET ${1} WHERE ${2}')[0]?.tableHoles).toEqual([0]);
    expect(reader.read('INSERT INTO `${0}` (a) VALUES (${1})')[0]?.tableHoles).toEqual([0]);
  });

  it.each([
    ['SELECT * FROM seats${0} LIMIT 10', ['1 read seats']],
    ['SELECT * FROM seats WHERE hall = $<hall> AND "row" = ${row}', ['1 read seats']],
    ["SELECT * FROM seats WHERE hall = @hall AND tags ? 'a' AND n = ?", ['1 read seats']],
    ['INSERT INTO seats(${0}) VALUES(${1}) ON CONFLICT (${2}) DO UPDATE SET ${3}', ['1 upsert seats']],
    ['SELECT * FROM ${schema}.seats', ['1 read seats']],
    ['SELECT a, ${0} FROM seats ${1} ${2} ${3} GROUP BY a ${4}', ['1 read seats']],
  ])('reads around them: %s', (text, expected) => {
    expect(touched(text)).toEqual(expected);
  });
});

describe('text that only looks like SQL', () => {
  const isKnown = ({ name }: { readonly name: string }) => name === 'cart' || name === 'orders';

  it.each([
    'Delete from the list',
    'Truncate text',
    'Drop table here',
    'Select an option from the list',
    'Update your cart',
    'delete from cart please',
  ])('is left alone: %s', (text) => {
    expect(reader.readIfKnown(text, isKnown)).toEqual([]);
  });

  it('counts when it parses and every table is known', () => {
    expect(reader.readIfKnown('SELECT * FROM cart JOIN orders USING (id)', isKnown)).toHaveLength(1);
    expect(reader.readIfKnown('SELECT * FROM cart JOIN elsewhere USING (id)', isKnown)).toEqual([]);
  });
});

describe('hostile text', () => {
  const million = 1_000_000;
  const texts: readonly (readonly [string, string])[] = [
    ['open parentheses', '('.repeat(million)],
    ['parentheses after a verb', `SELECT ${'('.repeat(million)}`],
    ['open sub-selects', 'SELECT * FROM ('.repeat(60_000)],
    ['single quotes', "'".repeat(million + 1)],
    ['double quotes', '"a'.repeat(million / 2)],
    ['backticks', '`'.repeat(million + 1)],
    ['brackets', '[a'.repeat(million / 2)],
    ['comment starts', '/*'.repeat(million / 2)],
    ['dollar tags', Array.from({ length: 150_000 }, (_, i) => `$a${i}$`).join('')],
    ['template starts', '${'.repeat(million / 2)],
    ['moustaches', '{{'.repeat(million / 2)],
    ['percent signs', '{%'.repeat(million / 2)],
    ['holes', `SELECT ${Array.from({ length: 50_000 }, (_, i) => `\${${i}}`).join(' ')}`],
    ['semicolons', ';'.repeat(million)],
    ['commas after FROM', `SELECT * FROM ${'a,'.repeat(million / 2)}`],
    [
      'common table expressions',
      `WITH ${Array.from({ length: 30_000 }, (_, i) => `c${i} AS (SELECT 1)`).join(',')} SELECT`,
    ],
    ['operators', `SELECT ${'1+'.repeat(million / 2)}1`],
  ];

  it.each(texts)('1 MB of %s is read to its end, whatever it is', (_, text) => {
    expect(() => reader.read(text, 'mysql')).not.toThrow();
    expect(() => reader.read(text)).not.toThrow();
  });

  it('still reads after text the parser gave up on', () => {
    reader.read(`SELECT ${'('.repeat(100_000)}`);
    expect(touched('SELECT 1 FROM seats')).toEqual(['1 read seats']);
  });
});
