/** A saved analysis draws the same as the fresh one, in every format and view, without the code. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Analysis } from '../../src/model/index.js';
import { REPORTERS, VIEWS } from '../../src/report/index.js';
import { msaMap } from '../cli/run.js';
import { analysisOf } from './analyses.js';

it('draws the same from JSON as from the run itself, in every format and view', async () => {
  const fresh = await analysisOf('systems/bakery-prisma');
  const saved = JSON.parse(String(await REPORTERS.json.render(fresh, {}))) as Analysis;
  let drawn = 0;
  for (const [format, { render }] of Object.entries(REPORTERS)) {
    for (const view of format === 'png' ? [undefined] : VIEWS) {
      const draw = async (analysis: Analysis): Promise<string> => {
        try {
          return Buffer.from(await render(analysis, view === undefined ? {} : { view })).toString('base64');
        } catch (error) {
          return String(error);
        }
      };
      expect(await draw(saved), `${format} ${view}`).toBe(await draw(fresh));
      drawn++;
    }
  }
  expect(drawn).toBeGreaterThan(70);
}, 60_000);

it('export --from writes every format from the file alone, in a folder without any code', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'saved-bakery-'));
  try {
    const analysis = await analysisOf('systems/bakery-prisma');
    writeFileSync(join(folder, 'bakery.json'), String(await REPORTERS.json.render(analysis, {})));
    for (const [format, { extension }] of Object.entries(REPORTERS)) {
      const target = `out.${extension}`;
      const { code, stdout, stderr } = msaMap(['export', '--from', 'bakery.json', '--format', format, '-o', target], {
        cwd: folder,
      });
      expect({ format, code, stdout, stderr }).toEqual({ format, code: 0, stdout: '', stderr: '' });
      expect(readFileSync(join(folder, target)).length).toBeGreaterThan(100);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
