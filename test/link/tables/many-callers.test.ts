/** A wrapper that everybody calls: each caller's table counts for the caller, however many there are. */
import { expect, it } from 'vitest';
import { direct, linked } from './system.js';

const CALLERS = 1200;

it('names the table for the last of more than a thousand callers, each with a condition of its own', async () => {
  const files: Record<string, string> = {
    'src/find.ts': `
      import type { EntityManager } from 'typeorm';
      export async function findLocked<T>(em: EntityManager, what: new () => T, where: object) {
        const found = await em.getRepository(what).findOne({ where });
        return found ?? undefined;
      }`,
    'src/loaf.ts': "import { Entity } from 'typeorm';\n@Entity('loaves')\nexport class Loaf {}",
    'src/oven.ts': "import { Entity } from 'typeorm';\n@Entity('ovens')\nexport class Oven {}",
  };
  const calls = Array.from({ length: CALLERS }, (_, at) => `  await findLocked(em, Loaf, { shelf: ${at} });`);
  files['src/inventory.ts'] = `
    import type { EntityManager } from 'typeorm';
    import { findLocked } from './find.js';
    import { Loaf } from './loaf.js';
    export async function count(em: EntityManager) {\n${calls.join('\n')}\n}`;
  files['src/zeal.ts'] = `
    import type { EntityManager } from 'typeorm';
    import { findLocked } from './find.js';
    import { Oven } from './oven.js';
    export const heat = (em: EntityManager, id: string) => findLocked(em, Oven, { id });`;
  const graph = await linked(files);
  expect(direct(graph)).toEqual(['src/inventory.ts read loaves', 'src/zeal.ts read ovens']);
});
