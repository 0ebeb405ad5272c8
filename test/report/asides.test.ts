import { expect, it } from 'vitest';
import { REPORTERS } from '../../src/report/index.js';
import { analysisOf } from './analyses.js';

it('contexts that are no services are named once, with what they are, in either language', async () => {
  const analysis = await analysisOf('systems/bakery-prisma');
  const [first, ...others] = analysis.scorecard.entries;
  const entries = [{ ...first!, aside: 'plug-in' as const, isLibrary: true }, ...others];
  const with1 = { ...analysis, scorecard: { ...analysis.scorecard, entries } };
  const line = `No services, ranked last: ${first!.context} (plug-in) (why: explain, followed by the name)`;
  const text = String(await REPORTERS.text.render(with1, {}));
  expect(text.split('\n').filter((one) => one.includes('No services'))).toEqual([line]);
  expect(String(await REPORTERS.markdown.render(with1, { language: 'ko' }))).toContain(`${first!.context} (플러그인)`);
}, 60_000);
