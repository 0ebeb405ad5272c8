/** What our link stage says a folder declares, in the words the ORMs' answers are put in: tables, and who points where. */
import { extract } from '../../../../src/extract/index.js';
import { link } from '../../../../src/link/index.js';
import { EMPTY_CONFIG, isTableEdge, labelOf } from '../../../../src/model/index.js';
import { scan } from '../../../../src/scan/index.js';

export type Declared = {
  readonly tables: readonly string[];
  /** `from -> to column`; TypeORM's and MikroORM's tables between two others without their columns. */
  readonly keys: readonly string[];
};

export async function declaredByUs(
  root: string,
  isWanted: (path: string) => boolean = () => true,
  hasColumns: 'all' | 'but between' = 'but between',
): Promise<Declared> {
  const project = await scan(root, { config: EMPTY_CONFIG });
  const graph = await link(project, await extract(root, project), EMPTY_CONFIG);
  const tables = graph.nodes.filter(
    (node) => node.kind === 'table' && node.source === 'model' && node.declaredAt.some(({ path }) => isWanted(path)),
  );
  const ids = new Set(tables.map(({ id }) => id));
  const between = new Set(
    tables.filter((node) => node.kind === 'table' && node.tableKind === 'junction').map(({ id }) => labelOf(id)),
  );
  const keys = graph.edges
    .filter(isTableEdge)
    .filter((edge) => edge.kind === 'foreign-key' && ids.has(edge.from) && ids.has(edge.to))
    .flatMap((edge) => {
      const from = labelOf(edge.from);
      const columns = hasColumns === 'but between' && between.has(from) ? [''] : edge.columns;
      return columns.map((column) => keyLine(from, labelOf(edge.to), column));
    });
  return declared(
    tables.map(({ id }) => labelOf(id)),
    keys,
  );
}

export function keyLine(from: string, to: string, column: string): string {
  return `${from} -> ${to} ${column}`.trim();
}

export function declared(tables: readonly string[], keys: readonly string[]): Declared {
  return { tables: [...new Set(tables)].sort(), keys: [...new Set(keys)].sort() };
}
