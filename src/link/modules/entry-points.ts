/** Entry points of the whole system, with ids that stay when lines move. */
import { type EntryPoint, type EntryPointFact, type FileFacts, moduleId, sortedBy } from '../../model/index.js';
import { textBehind } from './events.js';
import { mountedPaths } from './mounts.js';
import type { Symbols } from './symbols.js';

/** `QUEUES.EXPORT`, `Queues.Export.name`, `EXPORT_QUEUE`: spelled like a constant, and no name of a queue by itself. */
const CONSTANT = /^(?:[A-Z][\w$]*(?:\.[\w$]+)+|[A-Z][A-Z\d_]+)$/;

export function linkEntryPoints(
  facts: readonly FileFacts[],
  symbols: Symbols,
  isRuntime: (path: string) => boolean,
): EntryPoint[] {
  const pathOf = mountedPaths(facts, symbols);
  const files = new Map(facts.map((file) => [file.path, file]));
  const nameOf = (path: string, fact: EntryPointFact) =>
    (fact.kind === 'queue' && CONSTANT.test(fact.name) ? textBehind(path, fact.name, symbols, files) : undefined) ??
    pathOf(path, fact);
  const counts = new Map<string, number>();
  const found: EntryPoint[] = [];
  for (const { path, entryPoints } of sortedBy(facts, (file) => [file.path])) {
    if (!isRuntime(path)) continue;
    for (const fact of entryPoints) {
      const { kind, verb, handler, line, endLine } = fact;
      const name = nameOf(path, fact);
      const plain = `${path}#${handler === '' ? '' : `${handler}:`}${[kind, verb, name].filter((part) => part !== '').join(' ')}`;
      const count = (counts.get(plain) ?? 0) + 1;
      counts.set(plain, count);
      const id = count === 1 ? plain : `${plain}~${count}`;
      found.push({
        id,
        kind,
        verb,
        name,
        module: moduleId(path),
        handler,
        line,
        ...(endLine === undefined ? {} : { endLine }),
      });
    }
  }
  return sortedBy(found, ({ id }) => [id]);
}
