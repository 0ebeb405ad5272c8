/** Indirect accesses: each place with the calls that lead from it to the table, and no place left out. */
import { describe, expect, it } from 'vitest';
import { access, linked, places } from './system.js';

const LOAF = `
import { Entity, PrimaryGeneratedColumn } from 'typeorm';
@Entity('loaves') export class Loaf { @PrimaryGeneratedColumn() id: number; }
`;

const PANTRY = `
import { Repository } from 'typeorm';
import { Loaf } from './loaf';
export class Pantry {
  constructor(private readonly loaves: Repository<Loaf>) {}
  async shelve(loaf: Loaf) { await this.loaves.save(loaf); }
  async count() { return this.loaves.count(); }
}
`;

const OVEN = `
import { Pantry } from './pantry';
export class Oven {
  constructor(private readonly pantry: Pantry) {}
  async bake(loaf) { await this.pantry.shelve(loaf); }
}
`;

const COUNTER = `
import { Oven } from './oven';
import { Pantry } from './pantry';
export class Counter {
  constructor(private readonly oven: Oven, private readonly pantry: Pantry) {}
  async morning(a, b) {
    await this.oven.bake(a);
    await this.oven.bake(b);
  }
  async evening(left) {
    await this.pantry.shelve(left);
    await this.oven.bake(left);
  }
}
`;

const BAKERY = { 'src/loaf.ts': LOAF, 'src/pantry.ts': PANTRY, 'src/oven.ts': OVEN, 'src/counter.ts': COUNTER };

describe('an indirect access', () => {
  it('shows at every line the chain of calls that leads from that line to the table', async () => {
    const edge = access(await linked(BAKERY), 'src/counter.ts', 'loaves', 'write');
    expect(edge.via).toEqual(['src/pantry.ts#Pantry.shelve']);
    expect(places(edge)).toEqual([
      '7 Counter.morning: src/oven.ts#Oven.bake > src/pantry.ts#Pantry.shelve',
      '8 Counter.morning: src/oven.ts#Oven.bake > src/pantry.ts#Pantry.shelve',
      '11 Counter.evening: src/pantry.ts#Pantry.shelve',
      '12 Counter.evening: src/oven.ts#Oven.bake > src/pantry.ts#Pantry.shelve',
    ]);
  });

  it('is seen where the call stands in the computed key of an object, too', async () => {
    const board = `
import { Pantry } from './pantry';
export class Board {
  constructor(private readonly pantry: Pantry) {}
  async today() {
    return { [await this.pantry.count()]: 'loaves' };
  }
}
`;
    const edge = access(await linked({ ...BAKERY, 'src/board.ts': board }), 'src/board.ts', 'loaves', 'read');
    expect(places(edge)).toEqual(['6 Board.today: src/pantry.ts#Pantry.count']);
  });

  it('keeps no chain of its own at a place where the edge has the same', async () => {
    const edge = access(await linked(BAKERY), 'src/counter.ts', 'loaves', 'write');
    expect(edge.evidence.filter((one) => one.via === undefined).map((one) => one.line)).toEqual([11]);
  });

  it('weighs by the functions that reach the table, not by how often each calls', async () => {
    const often = COUNTER.replace('await this.oven.bake(b);', 'await this.oven.bake(b); '.repeat(20));
    const [one, many] = await Promise.all([linked(BAKERY), linked({ ...BAKERY, 'src/counter.ts': often })]);
    expect(access(many, 'src/counter.ts', 'loaves', 'write').weight).toBe(
      access(one, 'src/counter.ts', 'loaves', 'write').weight,
    );
  });

  it('lists two hundred places at most and says how many there are', async () => {
    const calls = Array.from({ length: 230 }, () => '    await this.oven.bake(b);').join('\n');
    const graph = await linked({ ...BAKERY, 'src/counter.ts': COUNTER.replace('    await this.oven.bake(b);', calls) });
    const edge = access(graph, 'src/counter.ts', 'loaves', 'write');
    expect([edge.evidence.length, edge.places]).toEqual([200, 233]);
  });

  it('is the own access of the module at the lines that name the table to generic code', async () => {
    const graph = await linked({
      ...BAKERY,
      'src/generic.ts': `
import { DataSource } from 'typeorm';
export const db = new DataSource({});
export async function store(model, row) { return db.getRepository(model).save(row); }
`,
      'src/till.ts': `
import { Loaf } from './loaf';
import { Oven } from './oven';
import { store } from './generic';
export class Till {
  constructor(private readonly oven: Oven) {}
  async refill(loaf) { await this.oven.bake(loaf); }
  async give(loaf) { await store(Loaf, loaf); }
}
`,
    });
    const edge = access(graph, 'src/till.ts', 'loaves', 'write');
    expect(edge.direct).toBe(true);
    expect(edge.evidence.map((one) => [one.path, one.line, one.note])).toEqual([
      ['src/till.ts', 8, 'argument'],
      ['src/generic.ts', 4, undefined],
    ]);
  });
});

describe('a factory that is given the model', () => {
  it('is evidence at the line of the call, though the arguments have no line', async () => {
    const graph = await linked({
      'src/loaf.ts': LOAF,
      'src/shelf.ts': `
import { DataSource } from 'typeorm';
const db = new DataSource({});
export function shelfOf(model) {
  return {
    add: async (row) => db.getRepository(model).save(row),
  };
}
`,
      'src/counter.ts': `
import { Loaf } from './loaf';
import { shelfOf } from './shelf';

const shelf = shelfOf(Loaf);
export async function restock(row) { await shelf.add(row); }
`,
    });
    const edge = access(graph, 'src/counter.ts', 'loaves', 'write');
    expect(edge.evidence).toContainEqual({ path: 'src/counter.ts', line: 5, note: 'factory' });
    expect(edge.evidence.every((one) => one.line > 0)).toBe(true);
  });
});
