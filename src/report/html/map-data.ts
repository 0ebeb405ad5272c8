/**
 * The context map of the page: places by Graphviz, so that arrows run around boxes; the page draws them in its own
 * colours. Relations too light to be drawn are listed without a way; the page shows them when a context is pointed at.
 */
import { type Analysis, type Findings, printable } from '../../model/index.js';
import type { Language } from '../messages.js';
import { contextsView } from '../picture/contexts-view.js';
import { arrowLook } from '../picture/looks.js';
import { place } from '../picture/placed.js';
import { arrowHead, curvePath } from '../picture/segments.js';

export async function mapData(
  analysis: Analysis,
  nodeOf: ReadonlyMap<string, number>,
  findings: Findings | undefined,
  language: Language = 'en',
): Promise<Readonly<Record<string, unknown>>> {
  const picture = contextsView(analysis, findings, language);
  const placed = await place(picture);
  const heaviest = Math.max(...picture.arrows.map(({ weight }) => weight), 1e-9);
  const contexts = new Map(analysis.contextMap.contexts.map(({ id }, i) => [id, i]));
  const relations = new Map(
    analysis.contextMap.relations.map((each, i) => [`${each.downstream}\n${each.upstream}`, i]),
  );
  return {
    width: Math.ceil(placed.width),
    height: Math.ceil(placed.height),
    notes: [...picture.notes, ...picture.omissions].map(printable),
    boxes: placed.boxes.map(({ box, lines, x, y, width, height }) => ({
      context: contexts.get(box.id) ?? -1,
      node: nodeOf.get(box.id) ?? -1,
      at: [x, y, width, height].map(Math.round),
      lines: lines.map(({ text, kind }) => [text, kind]),
      tone: box.tone,
      shape: box.shape,
    })),
    arrows: placed.arrows.map(({ arrow, curve, tip, label }) => {
      const { color, stroke, width } = arrowLook(arrow, heaviest);
      return {
        from: contexts.get(arrow.from) ?? -1,
        to: contexts.get(arrow.to) ?? -1,
        node: nodeOf.get(arrow.to) ?? -1,
        relation: relations.get(`${arrow.from}\n${arrow.to}`) ?? -1,
        line: curvePath(curve),
        head: arrowHead(curve, tip, width),
        width: Math.round(width * 10) / 10,
        look: `${TONES.get(color) ?? 'plain'} ${stroke}`,
        label:
          label === undefined ? undefined : [Math.round(label[0]), Math.round(label[1] + 4), printable(arrow.label)],
        title: printable(arrow.tooltip ?? ''),
      };
    }),
  };
}

/** Class names of the page's colours by those of a picture on paper. */
const TONES: ReadonlyMap<string, string> = new Map([
  ['#b42318', 'alarm'],
  ['#b45309', 'accepted'],
]);
