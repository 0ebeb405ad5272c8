/** Which folder a command will most likely scan. */
import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { folderOf } from '../../src/cli/ahead.js';

const home = realpathSync(mkdtempSync(join(tmpdir(), 'cinema-')));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const here = realpathSync('.');

it('is the one named first, free of links, or the one the command runs in', () => {
  symlinkSync(home, join(home, 'again'));
  expect(folderOf(['analyze', join(home, 'again'), '--format', 'json'])).toBe(home);
  expect(folderOf(['check'])).toBe(here);
  expect(folderOf(['check', '--since', 'main'])).toBe(here);
  expect(folderOf(['check', 'package.json'])).toBe(here);
  rmSync(join(home, 'again'));
});

it.each([
  [['explain', 'modularity']],
  [['--help']],
  [['analyze', '--help']],
  [['analyze', '--from', 'map.json']],
  [['analyze', '--graph=graph.json']],
  [['check', '.', '--max-file-size', '100']],
  [['analyze', join(home, 'gone')]],
])('is none for %j', (argv) => {
  expect(folderOf(argv)).toBeUndefined();
});
