/**
 * How a kept analysis is written: its long lists cut in pieces, each a text of its own. After an edit most items are the
 * objects that were read, and what was read of them is written again as it is, without being turned into text.
 */
import type { KeptAnalysis } from './analyze-again.js';
import type { Form } from './kept/index.js';
import type { Analysis } from './model/index.js';

type Lists = {
  readonly nodes: Analysis['graph']['nodes'];
  readonly edges: Analysis['graph']['edges'];
  readonly calls: Analysis['graph']['calls'];
  readonly transactions: Analysis['transactions'];
  readonly assignments: Analysis['contextMap']['assignments'];
  readonly sagas: Analysis['sagas'];
};

/** The analysis without its lists, and how many pieces each of them is in, in turn. */
type Head = { readonly kept: KeptAnalysis; readonly pieces: readonly (readonly [keyof Lists, number])[] };

type Piece = { readonly items: readonly unknown[]; readonly text: Uint8Array };

/** Items of a piece at most: fewer where one of them is long. */
const SIZES: Readonly<Record<keyof Lists, number>> = {
  nodes: 64,
  edges: 64,
  calls: 64,
  transactions: 2,
  assignments: 256,
  sagas: 2,
};
const EMPTY: Lists = { nodes: [], edges: [], calls: [], transactions: [], assignments: [], sagas: [] };

/** Knows the pieces that it read; for one run. */
export function analysisForm(): Form<KeptAnalysis, Head> {
  const known = new Map<unknown, Piece>();
  return {
    toParts(kept) {
      const lists = Object.entries(listsOf(kept)) as [keyof Lists, readonly unknown[]][];
      const cut = lists.map(([name, items]) => [name, piecesOf(items, SIZES[name], known)] as const);
      return {
        head: { kept: withLists(kept, EMPTY), pieces: cut.map(([name, pieces]) => [name, pieces.length]) },
        texts: cut.flatMap(([, pieces]) => pieces),
      };
    },
    fromParts({ head: { kept, pieces }, texts }) {
      const names = pieces.flatMap(([name, count]) => Array<keyof Lists>(count).fill(name));
      const lists = new Map<keyof Lists, unknown[]>();
      for (const [i, text] of texts.entries()) {
        const items = JSON.parse(Buffer.from(text.buffer, text.byteOffset, text.length).toString()) as unknown[];
        known.set(items[0], { items, text });
        const name = names[i] as keyof Lists;
        const list = lists.get(name) ?? [];
        lists.set(name, list);
        list.push(...items);
      }
      return withLists(kept, { ...EMPTY, ...(Object.fromEntries(lists) as Partial<Lists>) });
    },
  };
}

function piecesOf(items: readonly unknown[], size: number, known: ReadonlyMap<unknown, Piece>): Uint8Array[] {
  const texts: Uint8Array[] = [];
  for (let at = 0; at < items.length; ) {
    const piece = known.get(items[at]);
    if (piece?.items.every((item, i) => item === items[at + i])) {
      texts.push(piece.text);
      at += piece.items.length;
      continue;
    }
    const from = at++;
    while (at < items.length && at - from < size && !known.has(items[at])) at++;
    texts.push(Buffer.from(JSON.stringify(items.slice(from, at))));
  }
  return texts;
}

function listsOf({ analysis: { graph, transactions, contextMap, sagas } }: KeptAnalysis): Lists {
  const { nodes, edges, calls } = graph;
  return { nodes, edges, calls, transactions, assignments: contextMap.assignments, sagas };
}

/** With every key where it was. */
function withLists(kept: KeptAnalysis, { nodes, edges, calls, transactions, assignments, sagas }: Lists): KeptAnalysis {
  const { analysis } = kept;
  return {
    ...kept,
    analysis: {
      ...analysis,
      graph: { ...analysis.graph, nodes, edges, calls },
      transactions,
      contextMap: { ...analysis.contextMap, assignments },
      sagas,
    },
  };
}
