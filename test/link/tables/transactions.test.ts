/** What is inside a transaction, what leaks out of it, and on which way each access happens. */
import { describe, expect, it } from 'vitest';
import { accesses, linked, transaction } from './system.js';

const ENTITIES = `
import { Entity, PrimaryGeneratedColumn } from 'typeorm';
@Entity('loaves') export class Loaf { @PrimaryGeneratedColumn() id: number; }
@Entity('tills') export class Till { @PrimaryGeneratedColumn() id: number; }
`;

/** A base whose clones work on the handle they are given, and whose `atomic` puts it on \`this\`. */
const BASE = `
import { EntityManager } from 'typeorm';
export abstract class Stand {
  protected base: EntityManager;
  protected open?: EntityManager;
  protected get current(): EntityManager { return this.open ?? this.base; }
  constructor(protected readonly shelf: any) { this.base = shelf.manager; }
  on(given?: EntityManager): this {
    if (!given) return this;
    const copy = new (this.constructor as any)(this.shelf);
    copy.base = given;
    copy.open = given;
    return copy;
  }
  protected async atomic<T>(work: (m: EntityManager) => Promise<T>): Promise<T> {
    const run = async (m: EntityManager) => {
      this.base = m;
      this.open = m;
      return await work(m);
    };
    if (this.open) return await run(this.open);
    return await this.base.transaction(async (m) => run(m));
  }
}
`;

const TILLS = `
import { Stand } from './stand';
import { Till } from './entities';
export class Tills extends Stand {
  async count() { return this.current.getRepository(Till).count(); }
  async add(till) {
    return await this.atomic(async (m) => {
      await this.count();
      return m.getRepository(Till).save(till);
    });
  }
}
`;

const loaves = (body: string) => `
import { Stand } from './stand';
import { Loaf } from './entities';
import { Tills } from './tills';
export class Loaves extends Stand {
  private readonly tills: Tills;
  constructor(shelf: { tills: Tills }) { super(shelf); this.tills = shelf.tills; }
  async find(id) { return this.current.getRepository(Loaf).findOneBy({ id }); }
  async sell(id, till) {
    return await this.atomic(async (m) => {
${body}
    });
  }
}
`;

const bakery = (body: string) =>
  linked({
    'src/entities.ts': ENTITIES,
    'src/stand.ts': BASE,
    'src/tills.ts': TILLS,
    'src/loaves.ts': loaves(body),
  });
const sale = async (body: string) => accesses(transaction(await bakery(body), 'src/loaves.ts#Loaves.sell'));

describe('a service that clones itself with a handle', () => {
  it('is inside with what it does on its own handle while the transaction runs', async () => {
    expect(await sale('      await this.find(id);')).toEqual(['read loaves :8']);
  });

  it('is inside when it was cloned with the handle, nested transactions and own methods included', async () => {
    expect(await sale('      await this.tills.on(m).add(till);')).toEqual(['read tills :5', 'write tills :9']);
    expect(await sale('      const tills = this.tills.on(m);\n      await tills.add(till);')).toEqual([
      'read tills :5',
      'write tills :9',
    ]);
  });

  it('leaks when it was not: the other service has the handle of its own', async () => {
    expect(await sale('      await this.tills.add(till);\n      await this.tills.count();')).toEqual([
      'LEAK read tills :5',
      'LEAK write tills :9',
      'LEAK read tills :5',
    ]);
  });

  it('is inside from a function written in the scope, which sees its names', async () => {
    const body =
      '      const tills = this.tills.on(m);\n      const once = async () => tills.count();\n      await once();';
    expect(await sale(body)).toEqual(['read tills :5']);
  });
});

const KYSELY = `
import { Kysely, Transaction } from 'kysely';
export type DB = { loaves: { id: string }; orders: { id: string } };
export async function inTx<T>(db: Kysely<DB>, work: (trx: Transaction<DB>) => Promise<T>, outer?: Transaction<DB>): Promise<T> {
  if (outer) return await work(outer);
  return await db.transaction().execute((trx) => work(trx));
}
`;

const shop = (body: string, more = '') =>
  linked({
    'src/db.ts': KYSELY,
    'src/shop.ts': `
import { Kysely, Transaction } from 'kysely';
import { inTx, DB } from './db';
export class Shop {
  constructor(private readonly db: Kysely<DB>) {}
  async order(cart) {
    await inTx(this.db, async (trx) => {
${body}
    });
  }
${more}
}
`,
  });
const order = async (body: string, more?: string) =>
  accesses(transaction(await shop(body, more), 'src/shop.ts#Shop.order'));

describe('a wrapper that joins the transaction it is given', () => {
  const more = `  async place(id: string, trx?: Transaction<DB>) {
    await inTx(this.db, async (trx) => {
      await trx.insertInto('orders').values({ id }).execute();
    }, trx);
  }`;

  it('is inside when the handle is handed on', async () => {
    expect(await order('      await this.place(cart.id, trx);', more)).toEqual(['write orders :13']);
  });

  it('is a transaction of its own when it is not', async () => {
    const graph = await shop('      await this.place(cart.id);', more);
    expect(accesses(transaction(graph, 'src/shop.ts#Shop.order'))).toEqual(['LEAK write orders :13']);
    expect(accesses(transaction(graph, 'src/shop.ts#Shop.place'))).toEqual(['write orders :13']);
  });
});

describe('a builder on the handle', () => {
  it('gives its callbacks the handle for their subqueries', async () => {
    const body = `      await trx.selectFrom('orders').where((eb) => eb.exists(eb.selectFrom('loaves').select('id'))).execute();`;
    expect(await order(body)).toEqual(['read orders :8', 'read loaves :8']);
  });
});

describe('a handle kept in a context object', () => {
  it('is inside where the context is handed on', async () => {
    const more = `  async place(ctx) { await ctx.state.trx.insertInto('orders').values({}).execute(); }`;
    const body = '      cart.state.trx = trx;\n      await this.place(cart);';
    expect(await order(body, more)).toEqual(['write orders :12']);
  });
});

describe('an event published in a transaction', () => {
  const events = (payload: string) =>
    linked({
      'package.json': '{"name":"bakery","dependencies":{"@nestjs/event-emitter":"2","kysely":"0.27"}}',
      'src/db.ts': KYSELY,
      'src/shop.ts': `
import { EventEmitter2 } from '@nestjs/event-emitter';
import { Kysely } from 'kysely';
import { inTx, DB } from './db';
export class Shop {
  constructor(private readonly db: Kysely<DB>, private readonly events: EventEmitter2) {}
  async order(cart) {
    await inTx(this.db, async (trx) => {
      await trx.insertInto('orders').values(cart).execute();
      await this.events.emitAsync('order.placed', ${payload} as any);
    });
  }
}
`,
      'src/listener.ts': `
import { OnEvent } from '@nestjs/event-emitter';
export class Pantry {
  @OnEvent('order.placed')
  async take({ cart, trx }) {
    await trx.deleteFrom('loaves').execute();
  }
}
`,
    });
  it('runs its listeners inside when it hands them the handle', async () => {
    expect(accesses(transaction(await events('{ cart, trx }'), 'src/shop.ts#Shop.order'))).toEqual([
      'write orders :9',
      'delete loaves :6',
    ]);
  });
  it('is none of their business when it does not', async () => {
    expect(accesses(transaction(await events('{ cart }'), 'src/shop.ts#Shop.order'))).toEqual(['write orders :9']);
  });
});

describe('the ways through a transaction', () => {
  const armsOf = async (body: string, more?: string) => {
    const found = transaction(await shop(body, more), 'src/shop.ts#Shop.order');
    return found.accesses.map((one) => {
      const arms = (one.arms ?? []).map(
        ({ at, arm, isRepeated }) => `${at.split(':')[1]}/${arm}${isRepeated ? '*' : ''}`,
      );
      return `${one.op} ${one.table.slice(6)} ${arms.join(' ')}`.trim();
    });
  };

  it('part at an if and its else', async () => {
    const body = `      if (cart.id) {
        await trx.updateTable('orders').set({}).execute();
      } else {
        await trx.insertInto('orders').values(cart).execute();
      }
      await trx.deleteFrom('loaves').execute();`;
    expect(await armsOf(body)).toEqual(['write orders 9-11/0', 'write orders 9-11/1', 'delete loaves']);
  });

  it('part at an early return', async () => {
    const body = `      if (!cart.id) {
        await trx.insertInto('orders').values(cart).execute();
        return;
      }
      await trx.deleteFrom('loaves').execute();`;
    expect(await armsOf(body)).toEqual(['write orders 9-12/0', 'delete loaves 9-12/1']);
  });

  it('are those of the call for all that the function called does, and both when it is called on both', async () => {
    const more = `  async bake(trx: Transaction<DB>) { await trx.insertInto('loaves').values({}).execute(); }`;
    const body = (last: string) => `      if (cart.id) {
        await this.bake(trx);
      } else {
        await trx.deleteFrom('orders').execute();
        ${last}
      }`;
    expect(await armsOf(body(''), more)).toEqual(['write loaves 9-11/0', 'delete orders 9-11/1']);
    expect(await armsOf(body('await this.bake(trx);'), more)).toEqual([
      'write loaves 9-12/0',
      'delete orders 9-12/1',
      'write loaves 9-12/1',
    ]);
  });

  it('may both be taken in a loop', async () => {
    const body = `      for (const line of cart.lines) {
        if (line.isNew) {
          await trx.insertInto('orders').values(line).execute();
        } else {
          await trx.deleteFrom('loaves').execute();
        }
      }`;
    expect(await armsOf(body)).toEqual(['write orders 10-12/0*', 'delete loaves 10-12/1*']);
  });
});

describe('what a call gives decides what runs', () => {
  const SHELF = `
import { DataSource, EntityManager } from 'typeorm';
import { isEmpty } from 'lodash';
import { Loaf, Till } from './entities';
import { isGiven } from './is-given';
enum Mode { Sell = 'sell', Bake = 'bake' }
const open = async (m: EntityManager, till, isNew = false) => {
  if (isNew) {
    await m.getRepository(Till).save(till);
  }
  return m.getRepository(Till).findOneBy({ id: till });
};
const forward = (m: EntityManager, till, { isNew = false, mode = Mode.Sell }: { isNew?: boolean; mode?: Mode } = {}) => {
  if (mode === Mode.Bake) {
    return m.getRepository(Loaf).insert({});
  }
  return open(m, till, isNew);
};
const reset = async (m: EntityManager, till, force) => {
  if (till) force = true;
  if (!force) return;
  await m.getRepository(Till).delete(till);
};
const update = async (m: EntityManager, till, change) => {
  if (isGiven(change.name)) {
    await m.getRepository(Till).save(till);
  }
  if ('loaf' in change) {
    await m.getRepository(Loaf).save(change.loaf);
  }
  for (const order of change.orders ?? []) {
    await m.getRepository(Loaf).delete(order);
  }
  if (!isEmpty(change.orders) && change.orders.length > 0) {
    await m.getRepository(Till).delete(1);
  }
};
const alone = async (db: DataSource, m?: EntityManager) => {
  if (!m) {
    return db.getRepository(Till).delete(1);
  }
  return m.getRepository(Till).count();
};
`;
  const run = async (call: string) =>
    accesses(
      transaction(
        await linked({
          'src/entities.ts': ENTITIES,
          'src/is-given.ts': "export const isGiven = (value) => typeof value !== 'undefined' && value !== null;",
          'src/shelf.ts': `${SHELF}
export const sell = (db: DataSource, till, flag) =>
  db.transaction(async (m) => {
    ${call}
  });`,
        }),
        'src/shelf.ts#sell',
      ),
    ).map((one) => one.replace(/ :\d+$/, ''));

  it('leaves out an arm that is guarded by a default, a literal or what is not given', async () => {
    expect(await run('await open(m, till);')).toEqual(['read tills']);
    expect(await run('await open(m, till, false);')).toEqual(['read tills']);
    expect(await run('await open(m, till, true);')).toEqual(['write tills', 'read tills']);
    expect(await run('await open(m, till, flag);')).toEqual(['write tills', 'read tills']);
  });

  it('follows what is handed on, through options and constants', async () => {
    expect(await run('await forward(m, till);')).toEqual(['read tills']);
    expect(await run('await forward(m, till, { isNew: true });')).toEqual(['write tills', 'read tills']);
    expect(await run('await forward(m, till, { mode: Mode.Bake });')).toEqual(['write loaves']);
    expect(await run('await forward(m, till, flag);')).toEqual(['write loaves', 'write tills', 'read tills']);
    expect(await run('await forward(m, till, { ...flag, isNew: false });')).toEqual(['write loaves', 'read tills']);
  });

  it('asks predicates: of the repository, of a library, of the language', async () => {
    const update = (given: string) => run(`await update(m, till, ${given});`);
    expect(await update('{ isOpen: true }')).toEqual([]);
    expect(await update('{ name: "left" }')).toEqual(['write tills']);
    expect(await update('{ loaf: null }')).toEqual(['write loaves']);
    expect(await update('{ orders: [] }')).toEqual([]);
    expect(await update('{ orders: [till] }')).toEqual(['delete loaves', 'delete tills']);
    expect(await update('{ ...flag, name: undefined }')).toEqual(['write loaves', 'delete loaves', 'delete tills']);
  });

  it('knows nothing of a parameter that the function changes', async () => {
    expect(await run('await reset(m, till, false);')).toEqual(['delete tills']);
  });

  it('takes the handle that is given for one that is there', async () => {
    expect(await run('await alone(db, m);')).toEqual(['read tills']);
    expect(await run('await alone(db);')).toEqual(['LEAK delete tills']);
  });

  it('reads one function once for each of what it is given', async () => {
    expect(await run('await open(m, till); await open(m, till, true);')).toEqual([
      'read tills',
      'write tills',
      'read tills',
    ]);
  });
});

describe('a function that is called twice', () => {
  it('has its place twice, unless it follows right upon itself', async () => {
    const twice = (calls: string) =>
      linked({
        'src/entities.ts': ENTITIES,
        'src/day.ts': `
import { DataSource, EntityManager } from 'typeorm';
import { Loaf, Till } from './entities';
const note = (m: EntityManager) => m.getRepository(Till).insert({});
const bake = (m: EntityManager) => m.getRepository(Loaf).insert({});
export const day = (db: DataSource) => db.transaction(async (m) => {
${calls}
});`,
      });
    const of = async (calls: string) => accesses(transaction(await twice(calls), 'src/day.ts#day'));
    expect(await of('await note(m);\nawait bake(m);\nawait note(m);')).toEqual([
      'write tills :4',
      'write loaves :5',
      'write tills :4',
    ]);
    expect(await of('await note(m);\nawait note(m);\nawait note(m);')).toEqual(['write tills :4']);
  });
});

describe('what leaves the process, and what is never committed', () => {
  const day = async (body: string) =>
    transaction(
      await linked({
        'src/entities.ts': ENTITIES,
        'src/day.ts': `
import Stripe from 'stripe';
import { OvenApi } from '@oven/node-sdk';
import { DataSource } from 'typeorm';
import { Loaf } from './entities';
const stripe = new Stripe('key');
const oven = new OvenApi();
export const day = async (db: DataSource) => {
  const runner = db.createQueryRunner();
  await runner.startTransaction();
${body}
};`,
      }),
      'src/day.ts#day',
    );
  it('is told with what it calls: known clients, and those that are called an sdk', async () => {
    const { externalCalls } = await day(
      'await runner.manager.getRepository(Loaf).insert({});\nawait stripe.charges.create({});\nawait oven.heat();\nnew Stripe("other");\nawait runner.commitTransaction();',
    );
    expect(externalCalls.map((one) => `${one.line} ${one.note}`)).toEqual([
      '12 payment stripe',
      '13 service @oven/node-sdk',
    ]);
  });
  it('is a dry run when nothing but a rollback ends it', async () => {
    const write = 'await runner.manager.getRepository(Loaf).insert({});';
    expect((await day(`${write}\nawait runner.rollbackTransaction();`)).rollsBack).toBe(true);
    expect(
      (await day(`try { ${write}\nawait runner.commitTransaction(); } catch { await runner.rollbackTransaction(); }`))
        .rollsBack,
    ).toBeUndefined();
    expect((await day(write)).rollsBack).toBeUndefined();
  });
});

describe('a function that is handed over bound', () => {
  it('is no leak: what it will be called with is not known', async () => {
    const graph = await linked({
      'src/entities.ts': ENTITIES,
      'src/day.ts': `
import { DataSource, EntityManager } from 'typeorm';
import { Loaf } from './entities';
const queue = (work) => ({ push: (task) => work(task) });
export class Day {
  constructor(private readonly db: DataSource) {}
  async run(loaves) {
    await this.db.transaction(async (m) => {
      const waiting = queue(this.bake.bind(this));
      for (const loaf of loaves) waiting.push({ loaf, m });
    });
  }
  private async bake(task: { loaf: Loaf; m: EntityManager }) {
    await task.m.getRepository(Loaf).save(task.loaf);
  }
}`,
    });
    expect(accesses(transaction(graph, 'src/day.ts#Day.run'))).toEqual(['write loaves :14']);
  });
});

describe('a function that is handed over by its name', () => {
  it('is called by what calls back, and by nothing else', async () => {
    const during = async (call: string) =>
      accesses(
        transaction(
          await linked({
            'src/entities.ts': ENTITIES,
            'src/day.ts': `
import async from 'async';
import { DataSource, EntityManager } from 'typeorm';
import { Loaf, Till } from './entities';
const count = async (task: { m: EntityManager }) => { await task.m.getRepository(Till).insert({}); };
export class Day {
  constructor(private readonly db: DataSource) {}
  async run(loaves) {
    await this.db.transaction(async (m) => {
      ${call}
    });
  }
  private bake = async (task: { loaf: Loaf; m: EntityManager }) => {
    await task.m.getRepository(Loaf).save(task.loaf);
  };
}`,
          }),
          'src/day.ts#Day.run',
        ),
      );
    expect(await during('async.queue(this.bake, 10).push({ loaves, m });')).toEqual(['write loaves :14']);
    expect(await during('await Promise.all(loaves.map(this.bake));')).toEqual(['write loaves :14']);
    expect(await during('await async.each(loaves, count);')).toEqual(['write tills :5']);
    expect(await during('this.board.on("loaf", this.bake);')).toEqual([]);
  });
});

describe('a method that is named by a constant', () => {
  it('is called like any other', async () => {
    const graph = await linked({
      'src/loaf.ts': `
import { Model, transaction } from 'objection';
export class Loaf extends Model { static get tableName() { return 'loaves'; } }
export const change = (knex, amount) => transaction(knex, async (trx) => {
  const method = amount > 0 ? 'increment' : 'decrement';
  await Loaf.query(trx).where('id', 1)[method]('weight', amount);
});`,
    });
    expect(accesses(transaction(graph, 'src/loaf.ts#change'))).toEqual(['write loaves :6']);
  });
});
