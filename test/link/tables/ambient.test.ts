/** A framework whose own source lies beside its users: what it makes at run time is known all the same. */
import { describe, expect, it } from 'vitest';
import { directOf, linked } from './system.js';

describe("a repository that has a framework's source and modules that use it", () => {
  it('reads services and repositories as the framework makes them, not as its source is written', async () => {
    const graph = await linked({
      'package.json': '{"name":"bakery","private":true,"workspaces":["packages/*"]}',
      'packages/utils/package.json': '{"name":"@medusajs/utils","main":"src/index.ts"}',
      'packages/utils/src/index.ts': `
export function MedusaService(models) { return class Generated { constructor(container) {} }; }
export const model = { define: (name, schema) => new EntityOf(name, schema) };
class EntityOf { constructor(name, schema) {} }
`,
      'packages/oven/package.json': '{"name":"oven","dependencies":{"@medusajs/utils":"1"}}',
      'packages/oven/src/loaf.ts': `
import { model } from '@medusajs/utils';
export const Loaf = model.define('loaf', { id: model.id().primaryKey() });
`,
      'packages/oven/src/service.ts': `
import { MedusaService } from '@medusajs/utils';
import { Loaf } from './loaf';
export class OvenService extends MedusaService({ Loaf }) {
  async bake(data) { await this.createLoaves(data); return this.listLoaves(); }
}
`,
    });
    expect(directOf(graph, 'packages/oven/src/service.ts')).toEqual(['read loaf', 'write loaf']);
    expect(directOf(graph, 'packages/utils/src/index.ts')).toEqual([]);
  });
});
