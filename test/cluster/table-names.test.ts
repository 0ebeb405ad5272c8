import { describe, expect, it } from 'vitest';
import { stemOf } from '../../src/cluster/graph/vocabulary.js';
import { cluster } from '../../src/cluster/index.js';
import { tableNamesOf } from '../../src/cluster/words/table-names.js';
import { EMPTY_CONFIG, type GraphNode, type TableNode } from '../../src/model/index.js';
import { access, graphOf, imports, module, table } from './graphs.js';

const collection = (name: string, ...models: string[]) => ({ ...(table(name) as TableNode), models });
const spoken = (node: TableNode, ...others: GraphNode[]) => tableNamesOf([node, ...others], stemOf).of(node);

describe('table names that run words together', () => {
  it('are taken apart as the model writes them, in the form of the table', () => {
    expect(spoken(collection('seatreservations', 'SeatReservation'))).toBe('seat_reservations');
    expect(spoken(collection('tastinghistories', 'TastingHistory'))).toBe('tasting_histories');
    expect(spoken(collection('aibreadtips', 'AIBreadTip'))).toBe('aibread_tips');
  });

  it('are taken apart as a file writes them, when no model is known', () => {
    expect(spoken(collection('filmscreenings'), module('src/models/FilmScreeningModel.ts'))).toBe('film_screenings');
    expect(spoken(collection('filmscreenings'), module('src/film-screening.store.ts'))).toBe('film_screenings');
  });

  it('stay as they are when nobody writes them apart, or when only the word of a layer would be left off', () => {
    expect(spoken(collection('filmscreenings', 'Film'))).toBe('filmscreenings');
    expect(spoken(collection('featureflags', 'FeatureFlag'))).toBe('featureflags');
    expect(spoken(collection('oven_batches', 'OvenBatch'))).toBe('oven_batches');
  });

  it('name a context by the words of the model', () => {
    const paths = ['routes', 'controller', 'service'].map((layer) => `src/reservation/seat-reservation.${layer}.ts`);
    const nodes = [...paths.map((path) => module(path)), collection('seatreservations', 'SeatReservation')];
    const edges = [imports(paths[0]!, paths[1]!), imports(paths[1]!, paths[2]!), access(paths[2]!, 'seatreservations')];
    const map = cluster(graphOf(nodes, edges), EMPTY_CONFIG);
    expect(map.contexts.map(({ id, name }) => [id, name])).toEqual([['seat-reservations', 'Seat Reservations']]);
  });
});
