/** A little monolith from texts: scanned, extracted and linked as a real one is. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { extract } from '../../../src/extract/index.js';
import { link } from '../../../src/link/index.js';
import {
  type AccessEdge,
  EMPTY_CONFIG,
  isAccessEdge,
  moduleId,
  type SystemGraph,
  type Transaction,
  tableId,
  viaAt,
} from '../../../src/model/index.js';
import { scan } from '../../../src/scan/index.js';

export async function linked(files: Readonly<Record<string, string>>): Promise<SystemGraph> {
  const root = mkdtempSync(join(tmpdir(), 'bakery-'));
  try {
    for (const [path, text] of Object.entries({ 'package.json': '{"name":"bakery"}', ...files })) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const project = await scan(root, { config: EMPTY_CONFIG });
    return await link(project, await extract(root, project), EMPTY_CONFIG);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

export function access(graph: SystemGraph, path: string, table: string, kind: AccessEdge['kind']): AccessEdge {
  const found = graph.edges
    .filter(isAccessEdge)
    .find((edge) => edge.from === moduleId(path) && edge.to === tableId(table) && edge.kind === kind);
  if (found === undefined) throw new Error(`${path} does not ${kind} ${table}`);
  return found;
}

/** What a file does to tables itself: `write orders`. */
export function directOf(graph: SystemGraph, path: string): string[] {
  return graph.edges
    .filter(isAccessEdge)
    .filter((edge) => edge.direct && edge.from === moduleId(path))
    .map((edge) => `${edge.kind} ${edge.to.slice(6)}`)
    .sort();
}

/** What every file does to tables itself: `src/desk.ts read visits`. */
export function direct(graph: SystemGraph): string[] {
  return graph.edges
    .filter(isAccessEdge)
    .filter((edge) => edge.direct)
    .map((edge) => `${edge.from.slice('module:'.length)} ${edge.kind} ${edge.to.slice('table:'.length)}`)
    .sort();
}

/** `12 open: src/a.ts#A.b > src/c.ts#C.d`, one line a place. */
export function places(edge: AccessEdge): string[] {
  return edge.evidence.map((one) => `${one.line} ${one.function ?? ''}: ${viaAt(edge, one).join(' > ')}`);
}

export function transaction(graph: SystemGraph, id: string): Transaction {
  const found = graph.transactions.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no transaction ${id} among ${graph.transactions.map((one) => one.id)}`);
  return found;
}

/** `write orders :12`, with LEAK before what is outside. */
export function accesses({ accesses: all }: Transaction): string[] {
  return all.map((one) => `${one.inside ? '' : 'LEAK '}${one.op} ${one.table.slice(6)} :${one.line}`);
}
