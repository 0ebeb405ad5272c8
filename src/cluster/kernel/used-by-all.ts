/**
 * Modules that say nothing of the business and that everybody uses: a request context, a base model, the constants of all
 * events. No table is touched but through others, no word of the name is in the name of a table, no feature is wired, and
 * the users lie in many contexts, none with a large part of them. Left in a context, such a module would be what all
 * others depend on. A word of a table's name (`exceptions/text/messages.ts` where there are chat messages) spares it,
 * unless nearly everybody uses it, hardly anybody in its own context, it offers no work of its own (a service, a store), and
 * leads to nothing that touches a table.
 */
import { isModuleEdge, labelOf, type SystemGraph } from '../../model/index.js';
import type { Evidence } from '../graph/evidence.js';
import type { Partition } from '../graph/partition.js';
import { stemOf } from '../graph/vocabulary.js';
import { LAYER_WORDS, OFFERING_WORDS } from '../words/layer-words.js';
import { wordsOf } from '../words/words.js';
import { namesakesOf } from './composition.js';

/** Contexts that use it: at least these, and this share of all or that many; and the most of its users that may lie in one. */
const LEAST_USING = 4;
const WIDELY = 0.25;
const MANY = 8;
const MOST_OF_USERS = 0.4;
/** What is called as a table is: the share of the contexts that use it, and the share of its users beside it, to be in the kernel all the same. */
const NEARLY_ALL = 0.5;
const HARDLY_OWN = 0.1;

/**
 * Node numbers; `labels` are the contexts as clustered, below 0 for none; `touching` those that touch a table themselves,
 * `reaching` those that touch one in whatever way.
 */
export function usedByAll(
  graph: SystemGraph,
  evidence: Evidence,
  labels: Partition,
  touching: ReadonlySet<number>,
  reaching: ReadonlySet<number>,
): Set<number> {
  const { nodes, ids, vocabulary } = evidence;
  const tables = nodes.filter((node) => node.kind === 'table');
  // A table called `responses` makes no business of `lib/api/response.ts`: the word is used both ways.
  const business = new Set(
    tables.flatMap((node) => wordsOf(vocabulary.tableNames.of(node))).filter((word) => !LAYER_WORDS.has(word)),
  );
  if (tables.length === 0) return new Set();
  const contexts = new Set(labels.filter((label) => label >= 0)).size;
  const least = Math.max(LEAST_USING, Math.min(MANY, WIDELY * contexts));
  const users = usersOf(graph, evidence);
  const leading = new Set([...reaching].flatMap((node) => [node, ...users[node]!]));
  const found = new Set(
    nodes.flatMap((node, i) => {
      if (node.kind !== 'module' || touching.has(i)) return [];
      const counts = countsOf(users[i]!, labels);
      const all = counts.reduce((sum, count) => sum + count, 0);
      if (counts.length < least || Math.max(...counts) > MOST_OF_USERS * all) return [];
      if (!tellingWords(ids[i]!, vocabulary.layer).some((word) => business.has(word))) return [i];
      if (leading.has(i) || wordsOf(stemOf(labelOf(ids[i]!))).some((word) => OFFERING_WORDS.has(word))) return [];
      const beside = [...users[i]!].filter((user) => labels[user] === labels[i]).length;
      return counts.length >= Math.max(least, NEARLY_ALL * contexts) && beside <= HARDLY_OWN * all ? [i] : [];
    }),
  );
  return withoutFeatures(found, namesakesOf(graph, evidence));
}

/** Less those that wire what bears their own name, unless that, too, is used by all (`permission-checker`, `permissions`). */
function withoutFeatures(found: Set<number>, namesakes: (node: number) => readonly number[]): Set<number> {
  for (let isShrinking = true; isShrinking; ) {
    isShrinking = false;
    for (const node of [...found]) {
      if (namesakes(node).every((other) => found.has(other))) continue;
      found.delete(node);
      isShrinking = true;
    }
  }
  return found;
}

/** Words of the file's name that are of no layer; of its folder when it has none (`orders/types.ts`). */
function tellingWords(id: string, layer: ReadonlySet<string>): string[] {
  const segments = labelOf(id).split('/');
  const telling = (name: string) => wordsOf(name).filter((word) => !layer.has(word));
  const own = telling(stemOf(segments.pop() ?? ''));
  return own.length > 0 ? own : telling(segments.pop() ?? '');
}

function usersOf(graph: SystemGraph, { nodes, indexOf }: Evidence): Set<number>[] {
  const users = nodes.map(() => new Set<number>());
  for (const edge of graph.edges) {
    const from = indexOf.get(edge.from);
    const to = indexOf.get(edge.to);
    if (isModuleEdge(edge) && from !== undefined && to !== undefined && from !== to) users[to]!.add(from);
  }
  return users;
}

/** How many of the nodes lie in each context. */
function countsOf(nodes: Iterable<number>, labels: Partition): number[] {
  const counts = new Map<number, number>();
  for (const node of nodes) {
    const label = labels[node]!;
    if (label >= 0) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return [...counts.values()];
}
