/**
 * Access checks: modules that look up who is asking and whether they may (`session.ts`, `roles.ts`, a permission checker), and that
 * the code of nearly every context calls before it begins. They keep no business: each service will ask a gateway or check a
 * token by itself, so left in `roles` or `auth` they would be what all others depend on, and every two contexts one cycle. Told by
 * a word of the trade in the name, and by structure: used from half of the contexts, hardly by their own, and mostly at the door, by
 * modules that the outside asks or screens; they read and clean up a few tables, insert and update none; they lead to nothing else that
 * touches one, and the outside does not ask them. A service that signs people in writes and stays where it is.
 */
import { isAccessEdge, isModuleEdge, labelOf, type SystemGraph } from '../../model/index.js';
import type { Evidence } from '../graph/evidence.js';
import type { Partition } from '../graph/partition.js';
import { stemOf } from '../graph/vocabulary.js';
import { ACCESS_WORDS } from '../words/layer-words.js';
import { wordsOf } from '../words/words.js';

/** Contexts that use one: at least these, and this share of all; and the most of its users that may lie in its own. */
const LEAST_USING = 4;
const NEARLY_ALL = 0.5;
const MOST_OWN = 0.25;
/** Of its users, those that the outside asks, and screens. */
const AT_THE_DOOR = 0.5;
/** Tables it looks up: the session, the user, roles, permissions, and what joins two of these. */
const MOST_TABLES = 5;

/** Node numbers; `labels` are the contexts, below 0 for none; `front` is the front end. */
export function accessChecks(
  graph: SystemGraph,
  evidence: Evidence,
  labels: Partition,
  front: ReadonlySet<number>,
): Set<number> {
  const contexts = new Set(labels.filter((label) => label >= 0)).size;
  const least = Math.max(LEAST_USING, NEARLY_ALL * contexts);
  const { users, leads, tables, changing } = usesOf(graph, evidence);
  const asked = new Set(graph.entryPoints.map(({ module }) => evidence.indexOf.get(module)));
  const named = evidence.nodes.flatMap((node, i) =>
    node.kind === 'module' && labels[i]! >= 0 && !asked.has(i) && isNamedSo(labelOf(node.id)) ? [i] : [],
  );
  const checks = new Set(named.filter((i) => !changing.has(i) && (tables[i]?.size ?? 0) <= MOST_TABLES));
  for (let isShrinking = true; isShrinking; ) {
    isShrinking = false;
    for (const node of [...checks]) {
      const from = [...users[node]!].filter((user) => labels[user]! >= 0 && !checks.has(user));
      const using = new Set(from.map((user) => labels[user]!));
      const own = from.filter((user) => labels[user] === labels[node]).length;
      const atDoor = from.filter((user) => asked.has(user) || front.has(user)).length;
      const isWide = using.size >= least && own <= MOST_OWN * from.length && atDoor >= AT_THE_DOOR * from.length;
      if (isWide && [...leads[node]!].every((other) => checks.has(other) || !touches(other, tables))) continue;
      checks.delete(node);
      isShrinking = true;
    }
  }
  return checks;
}

function isNamedSo(path: string): boolean {
  return wordsOf(stemOf(path.split('/').at(-1)!)).some((word) => ACCESS_WORDS.has(word));
}

function touches(node: number, tables: readonly ReadonlySet<number>[]): boolean {
  return tables[node]!.size > 0;
}

/** Runtime users and uses of each node, the tables it touches itself, and those that insert into or update one. */
function usesOf(graph: SystemGraph, { nodes, indexOf }: Evidence) {
  const sets = () => nodes.map(() => new Set<number>());
  const [users, leads, tables] = [sets(), sets(), sets()];
  const changing = new Set<number>();
  for (const edge of graph.edges) {
    const [from, to] = [indexOf.get(edge.from), indexOf.get(edge.to)];
    if (from === undefined || to === undefined || from === to) continue;
    if (isAccessEdge(edge)) {
      if (!edge.direct || edge.kind === 'ddl') continue;
      tables[from]!.add(to);
      if (edge.kind === 'write') changing.add(from);
    } else if (isModuleEdge(edge) && edge.kind !== 'type-import' && edge.kind !== 'event') {
      users[to]!.add(from);
      leads[from]!.add(to);
    }
  }
  return { users, leads, tables, changing };
}
