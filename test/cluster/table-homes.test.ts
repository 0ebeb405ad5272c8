import { describe, expect, it } from 'vitest';
import { settleTables } from '../../src/cluster/communities/table-homes.js';
import { gatherEvidence } from '../../src/cluster/graph/evidence.js';
import { adjacencyOf } from '../../src/cluster/graph/partition.js';
import { DEFAULT_WEIGHTS } from '../../src/cluster/graph/weights.js';
import type { AccessEdge } from '../../src/model/index.js';
import { tableNode } from '../hand-made.js';
import { access, graphOf, module } from './graphs.js';

/** Films and their reviews; `films` was left with the reviews. Where it lies after the last look. */
function homeOf(accesses: readonly AccessEdge[], others: readonly string[] = ['reviews']): string {
  const modules = ['film/film.service.ts', 'film/film.store.ts', 'review/review.service.ts', 'review/review.store.ts'];
  const tables = ['films', ...others].map((name) => tableNode(name));
  const graph = graphOf([...modules.map((path) => module(path)), ...tables], accesses);
  const evidence = gatherEvidence(graph, DEFAULT_WEIGHTS, true);
  const labels = evidence.ids.map((id) => (id.startsWith('module:film') ? 0 : 1));
  const settled = settleTables(graph, evidence, adjacencyOf(evidence.structure), labels);
  return settled[evidence.indexOf.get('table:films')!] === 0 ? 'films' : 'reviews';
}

const byFilms = access('film/film.store.ts', 'films', 'write', 3);
const byReviews = access('review/review.store.ts', 'films', 'write', 1);

describe('a table', () => {
  it('goes to the code that has most of the places that write it', () => {
    expect(homeOf([byFilms, byReviews])).toBe('films');
  });

  it('stays where half of the places are', () => {
    expect(homeOf([byFilms, access('review/review.store.ts', 'films', 'write', 3)])).toBe('reviews');
  });

  it('stays where it is coupled more, whoever writes it', () => {
    const reads = ['service', 'store'].map((layer) => access(`review/review.${layer}.ts`, 'films', 'read', 40));
    expect(homeOf([byFilms, ...reads])).toBe('reviews');
  });

  it('stays when it is the only one there', () => {
    expect(homeOf([byFilms, byReviews], [])).toBe('reviews');
  });
});
