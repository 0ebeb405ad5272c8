/** Entry points of the whole system, with ids that stay when lines move. */
import { type EntryPoint, type FileFacts, moduleId, sortedBy } from '../../model/index.js';

export function linkEntryPoints(facts: readonly FileFacts[], isRuntime: (path: string) => boolean): EntryPoint[] {
  const counts = new Map<string, number>();
  const found: EntryPoint[] = [];
  for (const { path, entryPoints } of sortedBy(facts, (file) => [file.path])) {
    if (!isRuntime(path)) continue;
    for (const { kind, verb, name, handler, line } of entryPoints) {
      const plain = `${path}#${handler === '' ? '' : `${handler}:`}${[kind, verb, name].filter((part) => part !== '').join(' ')}`;
      const count = (counts.get(plain) ?? 0) + 1;
      counts.set(plain, count);
      const id = count === 1 ? plain : `${plain}~${count}`;
      found.push({ id, kind, verb, name, module: moduleId(path), handler, line });
    }
  }
  return sortedBy(found, ({ id }) => [id]);
}
