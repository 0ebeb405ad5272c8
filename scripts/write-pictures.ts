/**
 * Draws the pictures of README.md into docs/pictures: `npm run pictures` the example's, and `npm run pictures -- <folder>
 * <name>` that of a checked-out monolith (README.md names repository, commit and folder).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { analyze } from '../src/analyze.js';
import { EMPTY_CONFIG } from '../src/model/index.js';
import { REPORTERS, type ReportOptions } from '../src/report/index.js';

const TARGET = 'docs/pictures';
const EXAMPLE = 'fixtures/systems/allinone-commerce';

async function draw(folder: string, pictures: readonly (readonly [name: string, options: ReportOptions])[]) {
  const analysis = await analyze(resolve(folder), { config: EMPTY_CONFIG, useGit: false });
  mkdirSync(TARGET, { recursive: true });
  for (const [name, options] of pictures) {
    const text = await REPORTERS.svg.render(analysis, options);
    writeFileSync(`${TARGET}/${name}.svg`, text);
    process.stdout.write(`${TARGET}/${name}.svg ${text.length} bytes\n`);
  }
}

const [folder, name] = process.argv.slice(2);
if (folder !== undefined && name !== undefined) await draw(folder, [[name, {}]]);
else {
  await draw(EXAMPLE, [
    ['example-contexts', {}],
    ['example-table', { focus: 'stock_levels', direction: 'in' }],
    ['example-order', { view: 'order' }],
  ]);
}
