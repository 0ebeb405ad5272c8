/** The allowed relations of the map: which context may depend on which, by which kinds, and which of them are used. */
import type { AllowedRelation, Config, GraphEdge, RelationKind } from '../model/index.js';

export type Relations = {
  /** Also remembers that the relation is used. */
  readonly allows: (from: string, to: string, kind: RelationKind) => boolean;
  /** Some relation from one to the other is declared, of any kind. */
  readonly isDeclared: (from: string, to: string) => boolean;
  readonly unused: () => readonly AllowedRelation[];
};

export function readRelations(config: Config): Relations {
  const byPair = new Map<string, AllowedRelation[]>();
  for (const relation of config.allowedRelations) {
    const pair = `${relation.downstream} ${relation.upstream}`;
    byPair.set(pair, [...(byPair.get(pair) ?? []), relation]);
  }
  const used = new Set<AllowedRelation>();
  return {
    allows: (from, to, kind) => {
      const matching = (byPair.get(`${from} ${to}`) ?? []).filter(
        (r) => r.kinds === undefined || r.kinds.includes(kind),
      );
      for (const relation of matching) used.add(relation);
      return matching.length > 0;
    },
    isDeclared: (from, to) => byPair.has(`${from} ${to}`),
    unused: () => config.allowedRelations.filter((relation) => !used.has(relation)),
  };
}

/** The word of the map for a kind of edge; undefined for kinds that no rule judges by themselves. */
export function relationKindOf(edge: GraphEdge): RelationKind | undefined {
  switch (edge.kind) {
    case 'import':
    case 'require':
    case 're-export':
      return 'import';
    case 'write':
    case 'delete':
    case 'ddl':
      return 'write';
    case 'read':
      return edge.joined ? 'join' : 'read';
    case 'type-import':
    case 'dynamic-import':
    case 'event':
    case 'foreign-key':
      return edge.kind;
    case 'reference':
      return undefined;
  }
}
