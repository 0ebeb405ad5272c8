/** Options that ask for another answer about the same monolith, through the bin. */
import { expect, it } from 'vitest';
import type { Analysis } from '../../src/model/index.js';
import { msaMap } from './run.js';

const BAKERY = 'fixtures/systems/bakery-prisma';
const answer = (args: readonly string[], env: Record<string, string> = {}) => {
  const { code, stdout, stderr } = msaMap([...args, '--no-git', '--no-cache'], { env });
  expect([code, stderr]).toEqual([0, expect.not.stringContaining('MSA')]);
  return stdout;
};

it('--sweep tries coarser and finer maps: never fewer contexts, each with its figures', () => {
  const lines = answer(['analyze', BAKERY, '--sweep']).split('\n');
  const rows = lines.flatMap(
    (line) => /^ +(\d\.\d\d) +(\d+) +\d\.\d+ +\d\.\d\d$/.exec(line)?.slice(1).map(Number) ?? [],
  );
  const resolutions = rows.filter((_, i) => i % 2 === 0);
  const counts = rows.filter((_, i) => i % 2 === 1);
  expect(resolutions.length).toBeGreaterThan(4);
  expect(resolutions).toEqual([...resolutions].sort((a, b) => a - b));
  expect(counts).toEqual([...counts].sort((a, b) => a - b));
});

it('--move says what a change of mind does, before and after', () => {
  const report = answer(['analyze', BAKERY, '--move', 'src/pantry/**=counter']);
  expect(report).toMatch(/before +after/);
  const { code, stderr } = msaMap(['analyze', BAKERY, '--no-git', '--no-cache', '--move', 'src/cellar/**=counter']);
  expect([code, stderr]).toEqual([2, expect.stringContaining('src/cellar/**')]);
});

it('the order is told with how firmly it holds, and plan --all puts every context of it into a wave', () => {
  const { scorecard } = JSON.parse(answer(['analyze', BAKERY, '--format', 'json'])) as Analysis;
  const { rank1Held } = scorecard.order.sensitivity;
  expect(rank1Held > 0 && rank1Held <= 1).toBe(true);
  const rows = answer(['plan', '--all', BAKERY]).matchAll(/^\| (\d+) \| (\w+) \| [a-z ]+ \| \d\.\d+ \|/gm);
  const ranked = [...rows].map(([, rank, name = '']) => `${rank} ${name.toLowerCase()}`);
  expect(ranked).toEqual(scorecard.entries.map(({ rank, context }) => `${rank} ${context}`));
});

it('export --path draws the ways between two contexts and nothing beside them', () => {
  const drawn = answer(['export', BAKERY, '--format', 'dot', '--path', 'counter', 'pantry']);
  expect(drawn).toContain('ticket.service.ts');
  expect(drawn).toContain('flour.service.ts');
  expect(drawn).not.toContain('server.ts');
});

it('colours come when they are asked for, and --no-color takes them away', () => {
  const isColoured = (...args: string[]) =>
    answer(['analyze', BAKERY, ...args], { NO_COLOR: '', FORCE_COLOR: '1' }).includes('\u001b[');
  expect([isColoured(), isColoured('--no-color')]).toEqual([true, false]);
});
