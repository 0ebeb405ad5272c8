/** Edges as lines of text and as places in the code; shared by the answers. */
import { type GraphEdge, isAccessEdge, isModuleEdge, labelOf } from '../model/index.js';
import type { Section } from './index.js';

/** Places shown for one answer; the rest is counted. */
const SHOWN = 40;

export function placesOf(edges: readonly GraphEdge[]): NonNullable<Section['places']> {
  return edges
    .flatMap((edge) =>
      edge.evidence.map(({ path, line, function: name, note }) => ({
        path,
        line,
        text: [describe(edge), name, note].filter(Boolean).join(', '),
      })),
    )
    .slice(0, SHOWN);
}

/** `import Order, OrderStatus`, `write (typed)`, `read through src/a.ts#A.load`. */
export function describe(edge: GraphEdge): string {
  if (isModuleEdge(edge)) return `${edge.kind}${edge.symbols.length > 0 ? ` ${edge.symbols.join(', ')}` : ''}`;
  if (!isAccessEdge(edge)) return `${edge.kind}${edge.columns.length > 0 ? ` (${edge.columns.join(', ')})` : ''}`;
  const how = [edge.joined ? 'joined' : '', edge.confidence === 'exact' ? '' : edge.confidence]
    .filter(Boolean)
    .join(', ');
  return `${edge.kind}${how === '' ? '' : ` (${how})`}${edge.direct ? '' : ` through ${edge.via.join(' → ')}`}`;
}

export function countPlaces(edges: readonly GraphEdge[]): number {
  return edges.reduce((sum, edge) => sum + edge.evidence.length, 0);
}

/** `src/a.ts → src/b.ts: import X`, one line an edge. */
export function arrow(edge: GraphEdge): string {
  return `${labelOf(edge.from)} → ${labelOf(edge.to)}: ${describe(edge)}`;
}

/** Sections left out when they would be empty. */
export function sections(...all: readonly (Section | undefined)[]): Section[] {
  return all.filter(
    (section): section is Section =>
      section !== undefined && (section.lines.length > 0 || (section.places?.length ?? 0) > 0),
  );
}
