/**
 * Every dialect against its fixture folder: the table graph of `fixtures/orm/<id>` must be the one in its
 * `expected.json`, line by line. List and folders must agree, so that adding an ORM needs no test code.
 * (A folder without `src` holds pieces of a schema for other tests.) `npx vitest run test/link/orm -u` writes the expectation; read it before you commit it.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { extract } from '../../../src/extract/index.js';
import { link } from '../../../src/link/index.js';
import { DIALECTS } from '../../../src/link/orm/index.js';
import {
  EMPTY_CONFIG,
  isAccessEdge,
  isTableEdge,
  labelOf,
  type SystemGraph,
  type TableNode,
} from '../../../src/model/index.js';
import { scan } from '../../../src/scan/index.js';

const ROOT = join(import.meta.dirname, '../../../fixtures/orm');

describe('The list of dialects and the fixture folders', () => {
  it('name the same ORMs', () => {
    const folders = existsSync(ROOT)
      ? readdirSync(ROOT, { withFileTypes: true })
          .filter((entry) => entry.isDirectory() && existsSync(join(ROOT, entry.name, 'src')))
          .map((entry) => entry.name)
      : [];
    expect(folders.sort()).toEqual(DIALECTS.map((dialect) => dialect.id).sort());
  });
});

describe.each(DIALECTS.map((dialect) => dialect.id))('The table graph of fixtures/orm/%s', (id) => {
  it('is the expected one', async () => {
    const root = join(ROOT, id);
    const project = await scan(root, { config: EMPTY_CONFIG });
    const graph = await link(project, await extract(root, project), EMPTY_CONFIG);
    await expect(`${JSON.stringify(summary(graph), null, 1)}\n`).toMatchFileSnapshot(join(root, 'expected.json'));
  });
});

/** One line per fact, so that a changed golden reads as what changed. */
function summary(graph: SystemGraph): Record<string, unknown> {
  const access = graph.edges.filter(isAccessEdge);
  return {
    tables: graph.nodes.filter((node) => node.kind === 'table').map(tableLine),
    foreignKeys: graph.edges
      .filter(isTableEdge)
      .map((edge) => `${labelOf(edge.from)} -> ${labelOf(edge.to)} ${edge.kind} ${edge.columns.join(',')}`.trim()),
    access: access.map((edge) => {
      const traits = [edge.direct ? '' : `via ${edge.via.join(' > ')}`, edge.joined ? 'joined' : '', edge.confidence];
      const places = edge.evidence.map((one) => `${one.path === labelOf(edge.from) ? '' : one.path}:${one.line}`);
      return `${labelOf(edge.from)} ${edge.kind} ${labelOf(edge.to)} [${traits.filter(Boolean).join(', ')}] ${places.join(' ')}`;
    }),
    transactions: graph.transactions.map((transaction) => ({
      id: transaction.id,
      how: `${transaction.mechanism} ${transaction.membership} ${transaction.line}-${transaction.endLine}`,
      accesses: transaction.accesses.map(
        (one) =>
          `${one.inside ? 'inside' : 'LEAK'} ${one.op} ${labelOf(one.table)} ${one.path}:${one.line}${one.via.length > 0 ? ` via ${one.via.join(' > ')}` : ''}`,
      ),
      external: transaction.externalCalls.map((one) => `${one.path}:${one.line} ${one.note ?? ''}`.trim()),
    })),
    unresolved: graph.coverage.unresolvedAccess.map((one) => `${one.path}:${one.line} ${one.what}: ${one.reason}`),
  };
}

function tableLine(table: TableNode): string {
  const places = table.declaredAt.map(({ path, line }) => `${path}:${line}`).join(' ');
  return `${labelOf(table.id)} ${table.tableKind} ${table.naming} ${table.source} (${table.models.join(', ')}) ${places}`;
}
