/**
 * A config further up in the repository speaks of paths from its own folder; the stages know paths from the analysed
 * root. Worked example: analysed root `packages/shop`, glob `{packages,libs}/shop/src/orders/**` → `src/orders/**`;
 * glob `apps/web/**` → nothing, it lies outside.
 */
import picomatch from 'picomatch';
import type { Config } from '../model/index.js';

/** The config as seen from `below`, the folders from the config down to the analysed root. */
export function rebaseConfig(config: Config, below: readonly string[]): Config {
  if (below.length === 0) return config;
  const rebased = (globs: readonly string[]) => [...new Set(globs.flatMap((glob) => rebaseGlob(glob, below)))];
  const prefix = `${below.join('/')}/`;
  const end = (text: string) => (text.startsWith(prefix) ? text.slice(prefix.length) : text);
  return {
    ...config,
    contexts: config.contexts.map((context) => ({
      ...context,
      include: rebased(context.include),
      exclude: rebased(context.exclude),
      public: rebased(context.public),
    })),
    sharedKernel: { ...config.sharedKernel, include: rebased(config.sharedKernel.include) },
    ignore: rebased(config.ignore),
    roles: config.roles.map((role) => ({ ...role, include: rebased(role.include) })),
    impact: config.impact.map((impact) => ({ ...impact, include: rebased(impact.include) })),
    rules: config.rules.map((rule) => ({
      ...rule,
      allow: rule.allow.map((a) => ({ ...a, from: end(a.from), to: end(a.to) })),
    })),
  };
}

/** The globs that match below the folders what `glob` matches from above; none when it lies elsewhere. */
export function rebaseGlob(glob: string, below: readonly string[]): string[] {
  const results = expandSlashBraces(glob).flatMap((alternative) => consume(alternative.split('/'), below));
  return [...new Set(results)];
}

function consume(glob: readonly string[], below: readonly string[]): string[] {
  const [folder, ...deeper] = below;
  if (folder === undefined) return [glob.length === 0 ? '**' : glob.join('/')];
  const [segment, ...rest] = glob;
  // A glob that ends above the root names a folder that holds the root, hence all of it.
  if (segment === undefined) return ['**'];
  if (segment === '**') return rest.length === 0 ? ['**'] : [...consume(rest, below), ...consume(glob, deeper)];
  return segment === folder || picomatch.isMatch(folder, segment, { dot: true }) ? consume(rest, deeper) : [];
}

/** `{a/b,c}/d` → `a/b/d`, `c/d`; braces without a slash stay, they live within one segment. */
function expandSlashBraces(glob: string): string[] {
  const group = /\{([^{}]*\/[^{}]*)\}/.exec(glob);
  if (group === null) return [glob];
  const before = glob.slice(0, group.index);
  const after = glob.slice(group.index + group[0].length);
  return group[1]!.split(',').flatMap((choice) => expandSlashBraces(`${before}${choice}${after}`));
}
