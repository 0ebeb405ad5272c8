/** What a library hands to a callback, by the type that code gives it for want of a name: `Parameters<Parameters<…>[0]>[0]`. */
import { describe, expect, it } from 'vitest';
import { direct, linked } from './system.js';

describe('The type of what a transaction hands to its callback', () => {
  it('is that of the library, also under a name of one’s own; so is what a function of one’s own takes', async () => {
    const graph = await linked({
      'prisma/schema.prisma': `
datasource db {
  provider = "postgresql"
  url      = "x"
}
model Loaf {
  id Int @id
  @@map("loaves")
}
model Oven {
  id Int @id
  @@map("ovens")
}`,
      'src/unit.ts': `
  import { PrismaClient } from '@prisma/client';
  export const shop = new PrismaClient();
  export type Unit = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0];
  export type ShopUnit = Parameters<Parameters<typeof shop.$transaction>[0]>[0];
  export const heat = (degrees: number, unit: Unit) => unit.oven.updateMany({ data: { degrees } });`,
      'src/bake.ts': `
  import type { heat, ShopUnit, Unit } from './unit.js';
  export const bake = (unit: Unit) => unit.loaf.create({ data: {} });
  export const sold = (unit: ShopUnit) => unit.loaf.deleteMany({});
  export const cool = (unit: Parameters<typeof heat>[1]) => unit.oven.findMany();
  export const none = (unit: Parameters<typeof heat>[0]) => (unit as any).oven.count();`,
      'src/hall.ts': `
  import { drizzle } from 'drizzle-orm/node-postgres';
  import { pgTable, serial } from 'drizzle-orm/pg-core';
  const halls = pgTable('halls', { id: serial('id') });
  const cinema = drizzle('x');
  type Evening = Parameters<Parameters<typeof cinema.transaction>[0]>[0];
  export const open = (evening: Evening) => evening.insert(halls).values({});`,
    });
    expect(direct(graph)).toEqual([
      'src/bake.ts delete loaves',
      'src/bake.ts read ovens',
      'src/bake.ts write loaves',
      'src/hall.ts write halls',
      'src/unit.ts write ovens',
    ]);
  });
});
