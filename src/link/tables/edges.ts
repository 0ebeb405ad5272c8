/** Sites → edges: one per module, table, kind and directness, with every place as evidence. */
import { type AccessEdge, type Confidence, type Evidence, moduleId, sortedBy } from '../../model/index.js';
import type { Site } from './nodes.js';

export type PlacedSite = {
  readonly path: string;
  readonly function: string;
  readonly site: Site;
  readonly at?: readonly Evidence[];
};

const CONFIDENCE: readonly Confidence[] = ['exact', 'typed', 'convention'];

type Draft = { joined: boolean; confidence: Confidence; readonly evidence: Map<string, Evidence> };

/** Edges of the files that hold the calls themselves. */
export function accessEdges(sites: readonly PlacedSite[]): AccessEdge[] {
  const drafts = new Map<string, Draft & { from: string; to: string; kind: AccessEdge['kind'] }>();
  for (const { path, function: label, site, at } of sites) {
    const key = `${path}|${site.table}|${site.op}`;
    let draft = drafts.get(key);
    if (draft === undefined) {
      draft = {
        from: moduleId(path),
        to: site.table,
        kind: site.op,
        joined: true,
        confidence: 'convention',
        evidence: new Map(),
      };
      drafts.set(key, draft);
    }
    if (!site.joined) draft.joined = false;
    if (CONFIDENCE.indexOf(site.confidence) < CONFIDENCE.indexOf(draft.confidence)) draft.confidence = site.confidence;
    for (const one of at ?? [evidenceOf(path, label, site)])
      draft.evidence.set(`${one.path}:${one.line}:${one.function}`, one);
  }
  return [...drafts.values()].map(({ evidence, ...edge }) => ({
    ...edge,
    direct: true,
    via: [],
    weight: 1 + Math.log2(evidence.size),
    evidence: sortedBy(evidence.values(), (one) => [one.path, one.line, one.function ?? '']),
  }));
}

function evidenceOf(path: string, label: string, site: Site): Evidence {
  return {
    path,
    line: site.line,
    ...(label === '' ? {} : { function: label }),
    ...(site.note === undefined ? {} : { note: site.note }),
  };
}
