/** Who works on each context: authors by recency-weighted commits, owners by CODEOWNERS, whose last matching rule wins. */
import picomatch from 'picomatch';
import { type ContextTeam, type History, isQuickGlob, sortedBy } from '../model/index.js';
import type { SystemHistory } from './history.js';
import type { SystemView } from './system-view.js';

const SHOWN_AUTHORS = 10;

/** Empty without a history: an unknown team is not an empty team. */
export function teamsOf(view: SystemView, history: History, measured: SystemHistory | null): Map<string, ContextTeam> {
  const result = new Map<string, ContextTeam>();
  if (!history.available) return result;
  const rules = history.owners.map((rule) => ({ owners: rule.owners, matches: matcherOf(rule.pattern) })).reverse();
  for (const context of view.contexts) {
    const modules = view.modules.get(context) ?? [];
    const counts = new Map<string, number>();
    let unowned = 0;
    for (const { path } of modules) {
      const owners = rules.find((rule) => rule.matches(path))?.owners ?? [];
      if (owners.length === 0) unowned += 1;
      for (const owner of owners) counts.set(owner, (counts.get(owner) ?? 0) + 1);
    }
    const authors = [...(measured?.byContext.get(context)?.authors ?? [])];
    const all = authors.reduce((sum, [, weight]) => sum + weight, 0);
    result.set(context, {
      authors: sortedBy(authors, ([name, weight]) => [-weight, name])
        .slice(0, SHOWN_AUTHORS)
        .map(([name, weight]) => ({ name, share: all === 0 ? 0 : weight / all })),
      authorCount: authors.length,
      owners: sortedBy(counts, ([owner, n]) => [-n, owner]).map(([owner, n]) => ({ owner, modules: n })),
      unownedModules: rules.length === 0 ? 0 : unowned,
    });
  }
  return result;
}

/** CODEOWNERS patterns follow gitignore: anchored when they hold a slash before the end, a folder holds all below it. */
function matcherOf(pattern: string): (path: string) => boolean {
  const bare = pattern.replace(/^\//, '').replace(/\/$/, '');
  const isAnchored = pattern.replace(/\/$/, '').includes('/');
  if (bare === '*' || bare === '**' || bare === '') return () => true;
  const glob = isAnchored ? bare : `**/${bare}`;
  // `docs/*` owns the files in docs alone, as on GitHub; a name without a star also owns what lies below it.
  if (!isQuickGlob(glob)) return () => false;
  const globs = bare.endsWith('/*') ? [glob] : pattern.endsWith('/') ? [`${glob}/**`] : [glob, `${glob}/**`];
  return picomatch(globs, { dot: true });
}
