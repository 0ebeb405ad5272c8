/**
 * A module follows its folder: where nearly all others of a folder that bears a business name lie in one context, the
 * one that clustering put elsewhere goes there too, unless it is tied there far less. A team that keeps
 * `payments/order-cancelled.listener.ts` has said where it belongs, though half of its words are about orders. Folders
 * named after a layer hold modules of many contexts and move nothing. Part of the path evidence, off without it.
 */
import { labelOf } from '../../model/index.js';
import type { Evidence } from '../graph/evidence.js';
import type { Adjacency, Partition } from '../graph/partition.js';
import { wordsOf } from '../words/words.js';
import { pullOf } from './grouping.js';

const LEAST_OTHERS = 4;
const NEARLY_ALL = 0.75;
/** Of the pull of its own context, what the folder's context must have; of what holds the others, what holds it. */
const LEAST_PULL = 0.2;

export function followFolders({ nodes, ids, vocabulary }: Evidence, pull: Adjacency, partition: Partition): number[] {
  const labels = [...partition];
  const folders = new Map<string, number[]>();
  nodes.forEach((node, i) => {
    const folder = node.kind === 'module' ? namedFolder(labelOf(ids[i]!), vocabulary.layer) : '';
    if (folder !== '') folders.set(folder, [...(folders.get(folder) ?? []), i]);
  });
  for (const members of folders.values()) {
    const counts = new Map<number, number>();
    for (const node of members) counts.set(partition[node]!, (counts.get(partition[node]!) ?? 0) + 1);
    for (const [home, count] of counts) {
      if (home < 0 || count < LEAST_OTHERS || count < NEARLY_ALL * members.length) continue;
      const atHome = members.filter((node) => partition[node] === home);
      const usual = (pullOf(atHome, partition, pull).get(home) ?? 0) / atHome.length;
      for (const node of members) {
        if (partition[node]! < 0 || partition[node] === home) continue;
        const pulls = pullOf([node], partition, pull);
        const own = pulls.get(partition[node]!) ?? 0;
        if ((pulls.get(home) ?? 0) >= LEAST_PULL * own || own < LEAST_PULL * usual) labels[node] = home;
      }
    }
  }
  return labels;
}

/** Path of the nearest folder that is not called by a layer, or nothing. */
function namedFolder(path: string, layer: ReadonlySet<string>): string {
  const folders = path.split('/').slice(0, -1);
  while (folders.length > 0 && !wordsOf(folders[folders.length - 1]!).some((word) => !layer.has(word))) folders.pop();
  return folders.join('/');
}
