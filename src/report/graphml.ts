/** GraphML for yEd, Gephi and networkx: every module and table with its context, every edge with kind and weight. */
import { type Analysis, contextOfNode, labelOf, printable, UNASSIGNED } from '../model/index.js';

export function renderGraphml({ graph, contextMap }: Analysis): string {
  const contexts = contextOfNode(contextMap);
  const nodes = graph.nodes.map(
    ({ id, kind }) =>
      `    <node id="${xml(id)}"><data key="label">${xml(labelOf(id))}</data><data key="type">${kind}</data><data key="context">${xml(contexts.get(id) ?? UNASSIGNED)}</data></node>`,
  );
  const edges = graph.edges.map(
    ({ from, to, kind, weight }, i) =>
      `    <edge id="e${i}" source="${xml(from)}" target="${xml(to)}"><data key="kind">${kind}</data><data key="weight">${weight}</data></edge>`,
  );
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...['label', 'type', 'context'].map(
      (key) => `  <key id="${key}" for="node" attr.name="${key}" attr.type="string"/>`,
    ),
    '  <key id="kind" for="edge" attr.name="kind" attr.type="string"/>',
    '  <key id="weight" for="edge" attr.name="weight" attr.type="double"/>',
    '  <graph id="G" edgedefault="directed">',
    ...nodes,
    ...edges,
    '  </graph>',
    '</graphml>',
  ].join('\n')}\n`;
}

/**
 * Entities; controls and bidirectional overrides as character references, which read back equal. What XML 1.0 cannot hold
 * at all becomes a visible escape, or U+FFFD for half a surrogate pair.
 */
function xml(text: string): string {
  const marked = text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, printable)
    .replace(/\p{Cs}|[\ufffe\uffff]/gu, '\ufffd')
    .replace(/[&<>"']/g, reference);
  return printable(marked) === marked
    ? marked
    : marked.replace(/[\s\S]/g, (c) => (printable(c) === c ? c : reference(c)));
}

function reference(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}
