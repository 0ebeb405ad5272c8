/** A base class that has a table of its own, and classes below it that name another. */
import { describe, expect, it } from 'vitest';
import { access, direct, linked } from './system.js';

const FILES = {
  'src/store.ts': `
import { Pool } from 'pg';
const pool = new Pool();
export class Store {
  static shelf = 'loaves';
  table = 'loaves';
  readonly key = 'id';
  static async every() { return pool.query(\`SELECT * FROM \${this.shelf}\`); }
  async one(id: string) { return pool.query(\`SELECT * FROM \${this.table} WHERE \${this.key} = $1\`, [id]); }
  async clear() { await pool.query('DELETE FROM crumbs'); return this.table; }
}
`,
  'src/cakes.ts': `
import { Store } from './store';
export class Cakes extends Store { table = 'cakes'; }
Cakes.shelf = 'cakes';
export class Rolls extends Store { get table() { return 'rolls'; } }
`,
  'src/counter.ts': `
import { Cakes, Rolls } from './cakes';
export class Counter {
  constructor(private readonly cakes: Cakes, private readonly rolls: Rolls) {}
  async show() { return Cakes.every(); }
  async cake() { return this.cakes.one('1'); }
  async roll() { return this.rolls.one('2'); }
  async clean() { return this.cakes.clear(); }
}
`,
};

describe('a table that a class below names anew', () => {
  it('is the one its methods read, whether the field is static, assigned beside the class, or a getter', async () => {
    const graph = await linked(FILES);
    expect(access(graph, 'src/counter.ts', 'cakes', 'read').evidence.map(({ line }) => line)).toEqual([5, 6]);
    expect(access(graph, 'src/counter.ts', 'rolls', 'read').evidence.map(({ line }) => line)).toEqual([7]);
    expect(access(graph, 'src/counter.ts', 'crumbs', 'delete').evidence.map(({ line }) => line)).toEqual([8]);
    expect(direct(graph).filter((one) => one.startsWith('src/counter.ts'))).toEqual([]);
  });
});

describe('something else that a class below has otherwise', () => {
  it('does not make the access of the base class its own', async () => {
    const graph = await linked({
      'src/mail.ts': `
import { Pool } from 'pg';
const pool = new Pool();
export class Mail {
  get subject() { return 'News'; }
  async send(to: string) { await pool.query('INSERT INTO mails (recipient, subject) VALUES ($1, $2)', [to, this.subject]); }
}
`,
      'src/reminder.ts': `
import { Mail } from './mail';
export class Reminder extends Mail { get subject() { return 'Your order waits'; } }
`,
    });
    expect(direct(graph)).toEqual(['src/mail.ts write mails']);
  });
});
