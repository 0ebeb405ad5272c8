/**
 * Contexts that people declared: pins. A module belongs to the first context whose `include` matches and whose
 * `exclude` does not; a table is named by its name, with or without schema.
 */
import { type Config, compileGlobs, labelOf, SHARED_KERNEL, type SystemGraph } from '../../model/index.js';

/** Node id → declared context id (or `shared-kernel`), for every node the config places. */
export function pinsOf(graph: SystemGraph, config: Config): Map<string, string> {
  const pins = new Map<string, string>();
  const areas = [
    ...config.contexts.map(({ id, include, exclude, tables }) => ({ id, include, exclude, tables })),
    { id: SHARED_KERNEL, ...config.sharedKernel, exclude: [] },
  ].map((area) => {
    const [isIn, isOut] = [compileGlobs(area.include), compileGlobs(area.exclude)];
    return {
      id: area.id,
      tables: new Set(area.tables),
      matches: (path: string) => isIn(path) && !isOut(path),
    };
  });
  for (const node of graph.nodes) {
    const label = labelOf(node.id);
    const area = areas.find(({ matches, tables }) =>
      node.kind === 'module' ? matches(label) : tables.has(label) || tables.has(node.name),
    );
    if (area !== undefined) pins.set(node.id, area.id);
  }
  return pins;
}
