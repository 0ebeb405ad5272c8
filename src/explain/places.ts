/** Edges as lines of text and as places in the code; shared by the answers. */
import {
  type AccessEdge,
  type Analysis,
  besideRuntime,
  changingPlaces,
  type Evidence,
  type GraphEdge,
  isAccessEdge,
  isModuleEdge,
  sortedBy,
  viaAt,
} from '../model/index.js';
import type { Section } from './index.js';
import type { Words } from './words.js';

/** Places shown for one answer; the rest is counted. */
const SHOWN = 40;

/**
 * The places of edges under a title, by file and line; beyond the first the rest is counted. `other` names the end that the
 * title does not.
 */
export function placed(
  { say }: Words,
  title: string,
  edges: readonly GraphEdge[],
  other: (edge: GraphEdge) => string = () => '',
): Section {
  const places = edges.flatMap((edge) => {
    const barrels = barrelsOf(edge);
    const through = barrels === '' ? '' : say('through {places}', { places: barrels });
    return ownPlaces(edge).map((place) => ({
      path: place.path,
      line: place.line,
      text: [[other(edge), describe(edge, place)].filter(Boolean).join(': '), place.function, place.note, through]
        .filter(Boolean)
        .join(', '),
    }));
  });
  const all = countPlaces(edges);
  const shown = places.slice(0, SHOWN);
  return {
    title,
    lines: all > shown.length ? [say('the first {n} of {all} places', { n: shown.length, all })] : [],
    places: sortedBy(shown, ({ path, line, text }) => [path, line, text]),
  };
}

/** The lines of the file that depends; those of barrels on the way are no places of their own, and belong to any number of edges. */
function ownPlaces({ evidence }: GraphEdge): readonly Evidence[] {
  const own = evidence.filter(({ note }) => note !== 'barrel');
  return own.length === 0 ? evidence : own;
}

function barrelsOf(edge: GraphEdge): string {
  const barrels = edge.evidence.filter(({ note }) => note === 'barrel').map(({ path, line }) => `${path}:${line}`);
  return barrels.length === 0 || ownPlaces(edge) === edge.evidence ? '' : barrels.join(', ');
}

/** Edges out of what runs before those out of tests, seeds and migrations. */
export function runtimeFirst({ graph }: Analysis, edges: readonly GraphEdge[]): GraphEdge[] {
  const beside = besideRuntime(graph);
  return [...edges.filter(({ from }) => !beside.has(from)), ...edges.filter(({ from }) => beside.has(from))];
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
  return edges.reduce((sum, edge) => sum + changingPlaces(edge), 0);
}

/** Sections left out when they would be empty. */
export function sections(...all: readonly (Section | undefined)[]): Section[] {
  return all.filter(
    (section): section is Section =>
      section !== undefined && (section.lines.length > 0 || (section.places?.length ?? 0) > 0),
  );
}
