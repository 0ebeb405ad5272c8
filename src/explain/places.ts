/** Edges as lines of text and as places in the code; shared by the answers. */
import {
  type AccessEdge,
  type Evidence,
  type GraphEdge,
  isAccessEdge,
  isModuleEdge,
  labelOf,
  placeCount,
  viaAt,
} from '../model/index.js';
import type { Section } from './index.js';

/** Places shown for one answer; the rest is counted. */
const SHOWN = 40;

export function placesOf(edges: readonly GraphEdge[]): NonNullable<Section['places']> {
  return edges
    .flatMap((edge) =>
      edge.evidence.map((place) => ({
        path: place.path,
        line: place.line,
        text: [describe(edge, place), place.function, place.note].filter(Boolean).join(', '),
      })),
    )
    .slice(0, SHOWN);
}

/** `import Order, OrderStatus`, `write (typed)`, `read through src/a.ts#A.load`: the chain of the place when one is given. */
export function describe(edge: GraphEdge, place?: Evidence): string {
  if (isModuleEdge(edge)) return `${edge.kind}${edge.symbols.length > 0 ? ` ${edge.symbols.join(', ')}` : ''}`;
  if (!isAccessEdge(edge)) return `${edge.kind}${edge.columns.length > 0 ? ` (${edge.columns.join(', ')})` : ''}`;
  const how = [edge.joined ? 'joined' : '', edge.confidence === 'exact' ? '' : edge.confidence]
    .filter(Boolean)
    .join(', ');
  return `${edge.kind}${how === '' ? '' : ` (${how})`}${edge.direct ? '' : ` through ${chainOf(edge, place)}`}`;
}

function chainOf(edge: AccessEdge, place: Evidence | undefined): string {
  if (place !== undefined) return viaAt(edge, place).join(' → ');
  const ways = new Set(edge.evidence.map((one) => viaAt(edge, one).join(' → '))).size;
  return `${edge.via.join(' → ')}${ways > 1 ? ` (the shortest of ${ways} ways)` : ''}`;
}

export function countPlaces(edges: readonly GraphEdge[]): number {
  return edges.reduce((sum, edge) => sum + placeCount(edge), 0);
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
