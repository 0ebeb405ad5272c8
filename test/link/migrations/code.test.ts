/** The migrations of seven tools, written for the same bakery, build the same tables and foreign keys. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { extract } from '../../../src/extract/index.js';
import { link } from '../../../src/link/index.js';
import { EMPTY_CONFIG, isTableEdge, labelOf } from '../../../src/model/index.js';
import { scan } from '../../../src/scan/index.js';

const ROOT = join(import.meta.dirname, '../../../fixtures/migrations');
const tools = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isDirectory());

describe('migration code builds the tables that stand at the end', () => {
  it.each(tools.map(({ name }) => name))('%s', async (tool) => {
    const root = join(ROOT, tool);
    const project = await scan(root, { config: EMPTY_CONFIG });
    const graph = await link(project, await extract(root, project), EMPTY_CONFIG);
    const tables = graph.nodes.filter((node) => node.kind === 'table');
    expect(tables.map((table) => `${table.name} ${table.source}`)).toEqual([
      'loaves migration',
      'ovens migration',
      'sold_loaves migration',
    ]);
    const keys = graph.edges.filter(isTableEdge);
    expect(keys.map((key) => `${labelOf(key.from)}.${key.columns} ${labelOf(key.to)}`)).toEqual([
      'loaves.oven_id,spare_oven_id ovens',
      'sold_loaves.loaf_id loaves',
    ]);
    expect(tables.every((table) => table.declaredAt.every((place) => place.line > 1))).toBe(true);
  });

  it('covers every tool', () => {
    expect(tools).toHaveLength(7);
  });
});
