/**
 * What git says about each context: recency-weighted changes, hotspots (changes x lines), the share of fixes, authors.
 * A commit counts 0.5^(age / half-life); one of more than `history.maxFiles` files counts (limit / files)^2 per file, so
 * that a reformatting of everything adds next to nothing. Sources: Tornhill's hotspots; Code Maat's limit of 30 files.
 */
import { type History, moduleId } from '../model/index.js';
import { share } from './difficulty.js';
import type { SystemView } from './system-view.js';
import type { Weights } from './weights.js';

export type ContextHistory = {
  readonly changes: number;
  readonly hotspots: number;
  readonly fixes: number;
  /** Author → recency-weighted commits that touched the context. */
  readonly authors: ReadonlyMap<string, number>;
};

export type SystemHistory = {
  readonly byContext: ReadonlyMap<string, ContextHistory>;
  readonly changes: number;
  readonly hotspots: number;
  readonly authors: number;
  readonly commits: number;
  readonly damped: number;
};

type Tally = { changes: number; hotspots: number; fixes: number; authors: Map<string, number> };

/** null when there is no history, or none of its commits touches a module of a context. */
export function measureHistory(view: SystemView, history: History, weights: Weights): SystemHistory | null {
  if (!history.available) return null;
  const tallies = new Map<string, Tally>(
    view.contexts.map((id) => [id, { changes: 0, hotspots: 0, fixes: 0, authors: new Map() }]),
  );
  const lines = new Map([...view.modules.values()].flat().map((node) => [node.id, node.lines]));
  const limit = weights['history.maxFiles'];
  const authors = new Set<string>();
  let damped = 0;
  for (const commit of history.commits) {
    const isBig = commit.paths.length > limit;
    if (isBig) damped += 1;
    const recency = 0.5 ** (commit.ageDays / Math.max(1, weights['history.halfLifeDays']));
    const weight = recency * (isBig ? (limit / commit.paths.length) ** 2 : 1);
    const touched = new Set<string>();
    for (const path of commit.paths) {
      const size = lines.get(moduleId(path));
      const context = size === undefined ? undefined : view.contextOf(moduleId(path));
      const tally = context === undefined ? undefined : tallies.get(context);
      if (tally === undefined || context === undefined) continue;
      touched.add(context);
      tally.changes += weight;
      tally.hotspots += weight * (size ?? 0);
      if (commit.isFix) tally.fixes += weight;
    }
    for (const context of touched) {
      const tally = tallies.get(context)!;
      tally.authors.set(commit.author, (tally.authors.get(commit.author) ?? 0) + weight);
      authors.add(commit.author);
    }
  }
  const all = [...tallies.values()];
  const changes = all.reduce((sum, t) => sum + t.changes, 0);
  if (changes === 0) return null;
  const hotspots = all.reduce((sum, t) => sum + t.hotspots, 0);
  return { byContext: tallies, changes, hotspots, authors: authors.size, commits: history.commits.length, damped };
}

/** Share of the changes in a context that were fixes; 0 when it has none. */
export function fixShare(history: ContextHistory): number {
  return share(history.fixes, history.changes);
}
