/** Before there is a graph: whether a dependency between two paths would leave one context for another. */
import { type Config, compileGlobs, SHARED_KERNEL } from '../model/index.js';

/** As the rules see it once the graph is there; a path in two contexts, which the rules refuse, is in the first. */
export function crossingsOf(config: Config): (from: string, to: string) => boolean {
  const areas = [
    ...config.contexts.map(({ id, include, exclude }) => ({
      id,
      has: compileGlobs(include),
      not: compileGlobs(exclude),
    })),
    { id: SHARED_KERNEL, has: compileGlobs(config.sharedKernel.include), not: () => false },
  ];
  const known = new Map<string, string | undefined>();
  const contextOf = (path: string): string | undefined => {
    if (!known.has(path)) known.set(path, areas.find(({ has, not }) => has(path) && !not(path))?.id);
    return known.get(path);
  };
  return (from, to) => {
    const [own, other] = [contextOf(from), contextOf(to)];
    return own !== other && own !== undefined && other !== undefined && other !== SHARED_KERNEL;
  };
}
