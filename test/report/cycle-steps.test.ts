import { beforeAll, describe, expect, it } from 'vitest';
import type { Analysis } from '../../src/model/index.js';
import { REPORTERS } from '../../src/report/index.js';
import { analysisOf } from './analyses.js';

/** The example, its cycle told as if the list of what to cut were long. */
let knotted: Analysis;

beforeAll(async () => {
  const analysis = await analysisOf('systems/allinone-commerce');
  const [cycle] = analysis.contextMap.cycleCuts;
  const relations = ['a', 'b', 'c', 'd', 'e', 'f'].map((from) => ({ ...cycle!.cut[0]!, fromContext: from }));
  const cycleCuts = [{ ...cycle!, cut: [...cycle!.cut, ...relations] }];
  knotted = { ...analysis, contextMap: { ...analysis.contextMap, cycleCuts } };
}, 60_000);

describe('a cycle too large to be listed', () => {
  it('leads with the step that frees a context by the fewest lines, and where the first of them is', async () => {
    const text = String(await REPORTERS.text.render(knotted, {}));
    const block = text.slice(text.indexOf('what to cut first'), text.indexOf('Transactions'));
    expect(block).toContain(
      'splits off deliveries, inventory  1 place, largest cycle then 2  deliveries → orders (1: src/listeners/shipment-delivered.listener.ts:4)',
    );
    expect(block).toContain('frees orders, payments  7 places, no cycle then');
    expect(block).toMatch(/going on like this: 2 of 4 contexts are free after 3 places, all after 10$/m);
    expect(block).toContain('the 15 edges whose removal opens all at once, are in --format json');
    expect(text).not.toContain('to open all of them');
  });

  it('is the same in the Markdown, and in Korean without an English sentence', async () => {
    const markdown = String(await REPORTERS.markdown.render(knotted, { language: 'ko' }));
    expect(markdown).toContain('| 순환에서 벗어나는 것 | 자리 | 남는 가장 큰 순환 |');
    expect(markdown).toContain('`src/listeners/shipment-delivered.listener.ts:4`');
    for (const english of [
      'downstream',
      'upstream tables',
      'compensatable',
      'orchestration',
      ' way A',
      'update shop',
      'imports,',
    ])
      expect(markdown).not.toContain(english);
  });

  it('hands the page its steps and no list', async () => {
    const page = await REPORTERS.html.render(knotted, {});
    expect(page).toContain('"stepCount"');
    expect(page).toContain('"cuts":[]');
  });
});
