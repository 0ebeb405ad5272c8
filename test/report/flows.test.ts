/** What a report tells of ways that exclude one another, of cycles between contexts and of a what-if. */
import { beforeAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import { type Analysis, EMPTY_CONFIG } from '../../src/model/index.js';
import { REPORTERS } from '../../src/report/index.js';
import { analysisOf, withBranchedSaga } from './analyses.js';
import { mermaidParser } from './mermaid-parser.js';

let shop: Analysis;

beforeAll(async () => {
  shop = await analysisOf('systems/allinone-commerce');
}, 60_000);

describe('a saga whose transaction takes one way or another', () => {
  it('is drawn with both ways, and what is done perhaps, for Mermaid', async () => {
    const branched = withBranchedSaga(shop);
    const focus = branched.sagas[0]?.transaction as string;
    const text = String(await REPORTERS.mermaid.render(branched, { view: 'sagas', focus }));
    const frames = text.split('\n').filter((line) => /^ *(?:alt|else|opt|loop|end)\b/.test(line));
    expect(frames.map((line) => line.replace('#58;', ':'))).toEqual([
      '  alt src/orders/cancel.ts:12-20',
      '  else',
      '  end',
      '  loop for each',
      '    opt src/orders/cancel.ts:30-33',
      '    end',
      '  end',
      '  opt a step up to the pivot fails',
      '    alt src/orders/cancel.ts:12-20',
      '    else',
      '    end',
      '  end',
    ]);
    expect(text).toContain(
      'Note over P3: today the code comes back to orders at src/orders/cancel.ts#58;41, after inventory',
    );
    const mermaid = await mermaidParser();
    await expect(mermaid.parse(text)).resolves.toBeTruthy();
  });

  it('names the branch beside the step in Markdown, and where each step is in the code', async () => {
    const text = String(await REPORTERS.markdown.render(withBranchedSaga(shop), {}));
    expect(text).toContain('(way A at src/orders/cancel.ts:12-20)');
    expect(text).toContain('(way B at src/orders/cancel.ts:12-20)');
    expect(text).toContain('- today the code comes back to orders at src/orders/cancel.ts:41, after inventory');
    expect(text).toMatch(/- Needs: .*idempotent consumers in/);
    expect(text).toMatch(/\(either \S+ or \S+\) → \(for each: perhaps \S+\)/);
    expect(text).toMatch(/\| `src\/\S+\.ts:\d+`/);
  });
});

describe('cycles between contexts', () => {
  it('stand in Markdown with their short rings and every edge to cut, each with its line', async () => {
    const text = String(await REPORTERS.markdown.render(shop, {}));
    expect(text).toContain('### 4 contexts all reach one another: deliveries, inventory, orders, payments');
    expect(text).toContain('- orders ⇄ payments (9 / 6)');
    const cut = shop.contextMap.cycleCuts[0]?.cut ?? [];
    expect(text).toContain(`cut ${cut.length} edges of 3 relations`);
    for (const { evidence } of cut) expect(text).toContain(`\`${evidence?.[0]?.path}:${evidence?.[0]?.line}\``);
  });
});

describe('a what-if', () => {
  it('stands first in Markdown, with the figures before and after', async () => {
    const moved = await analyze('fixtures/systems/allinone-commerce', {
      config: EMPTY_CONFIG,
      useGit: false,
      cluster: { moves: [{ glob: 'src/listeners/**', context: 'orders' }] },
    });
    const text = String(await REPORTERS.markdown.render(moved, {}));
    expect(text).toMatch(/## What if\n\n- \d+ nodes of src\/listeners\/\\\*\\\* in orders\n/);
    expect(text).toMatch(/\| edges to cut \| \d+ \| \d+ \|/);
    expect(text.indexOf('## What if')).toBeLessThan(text.indexOf('## Contexts'));
  }, 60_000);
});
