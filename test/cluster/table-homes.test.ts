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

  const reads = ['service', 'store'].map((layer) => access(`review/review.${layer}.ts`, 'films', 'read', 40));

  it('stays where it is coupled more and written, too', () => {
    expect(homeOf([byFilms, byReviews, ...reads])).toBe('reviews');
  });

  it('goes to the only code that writes it, however often others read it, from three places on', () => {
    expect(homeOf([byFilms, ...reads])).toBe('films');
    expect(homeOf([access('film/film.store.ts', 'films', 'write', 2), ...reads])).toBe('reviews');
  });

  it('goes nowhere for being cleaned up', () => {
    expect(homeOf([access('film/film.store.ts', 'films', 'delete', 9), ...reads])).toBe('reviews');
  });

  it('stays when it is the only one there', () => {
    expect(homeOf([byFilms, byReviews], [])).toBe('reviews');
  });
});

/** Films with code, and vouchers without: the groups that the two tables of vouchers and the films are in at the end. */
function groupsOf(accesses: readonly AccessEdge[]): readonly number[] {
  const tables = ['films', 'vouchers', 'voucher_prints'].map((name) => tableNode(name));
  const graph = graphOf([module('film/film.service.ts'), module('visitor/visitor.ts'), ...tables], accesses);
  const evidence = gatherEvidence(graph, DEFAULT_WEIGHTS, true);
  const labels = evidence.ids.map((id) => (id.includes('voucher') ? 1 : id.includes('visitor') ? 2 : 0));
  const settled = settleTables(graph, evidence, adjacencyOf(evidence.structure), labels);
  return tables.map(({ id }) => settled[evidence.indexOf.get(id)!]!);
}

describe('tables without code of their own', () => {
  it('go together to the code that uses one of them', () => {
    expect(groupsOf([access('film/film.service.ts', 'vouchers', 'read')])).toEqual([0, 0, 0]);
  });

  it('stay by themselves when no code uses them', () => {
    expect(groupsOf([access('film/film.service.ts', 'films')])).toEqual([0, 1, 1]);
  });
});
