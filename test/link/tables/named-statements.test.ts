/** SQL that is kept in a variable before an own client, which nobody can see through, runs it. */
import { describe, expect, it } from 'vitest';
import { directOf, linked } from './system.js';

const CLIENT = `
import axios from 'axios';
export class Warehouse {
  constructor(readonly database: string) {}
  queryRows(query: string) { return axios.request({ data: query }); }
  choose(query: string) { return axios.request({ data: query }); }
}
`;

function asking(statement: string, call = 'queryRows'): Record<string, string> {
  return {
    'src/warehouse.ts': CLIENT,
    'src/report.ts': `
import { Warehouse } from './warehouse';
export class Report {
  constructor(private readonly warehouse: Warehouse) {}
  async daily(day: string) {
    const query = ${statement};
    return this.warehouse.${call}(query);
  }
}
`,
  };
}

describe('a call that runs what a variable named query holds', () => {
  it('reads the tables of the statement', async () => {
    expect(
      directOf(await linked(asking('`SELECT count(*) FROM sales WHERE day = {day:Date}`')), 'src/report.ts'),
    ).toEqual(['read sales']);
  });

  it('reads them also where the database is a value', async () => {
    const graph = await linked(asking('`SELECT count(*) FROM ${this.warehouse.database}.sales WHERE day = 1`'));
    expect(directOf(graph, 'src/report.ts')).toEqual(['read sales']);
  });

  it('reads nothing when it is no statement, or no call that runs one', async () => {
    expect(directOf(await linked(asking("'sales of the day'")), 'src/report.ts')).toEqual([]);
    expect(directOf(await linked(asking('`SELECT 1 FROM sales`', 'choose')), 'src/report.ts')).toEqual([]);
  });
});

const BAKERY = `
generator client {
  provider = "prisma-client-js"
}
model Loaf {
  id Int @id
}
model Oven {
  id Int @id
}
`;

describe('a statement declared as Prisma.Sql', () => {
  it('is the one that it is made of, and the one that the caller of a function gives', async () => {
    const files = {
      'prisma/schema.prisma': BAKERY,
      'src/report.ts': `
import { Prisma, PrismaClient } from '@prisma/client';
export class Report {
  constructor(private readonly prisma: PrismaClient) {}
  async hot(filters: Prisma.Sql[]) {
    const query: Prisma.Sql = Prisma.sql\`SELECT * FROM "Oven" AS "o" WHERE \${Prisma.join(filters, ' AND ')}\`;
    return this.prisma.$queryRaw(query);
  }
  async sold() { return this.run<number>(Prisma.sql\`SELECT count(*) FROM "Loaf"\`); }
  private async run<T>(query: Prisma.Sql) { return this.prisma.$queryRaw<T>(query); }
}
`,
    };
    expect(directOf(await linked(files), 'src/report.ts')).toEqual(['read Loaf', 'read Oven']);
  });
});
