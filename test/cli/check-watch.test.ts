import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bakery, bakery, endOf, start } from '../robust/bakery.js';
import { msaMap } from './run.js';

let shop: Bakery;
beforeEach(() => {
  shop = bakery();
});
afterEach(() => shop.close());

const MAP = JSON.stringify({
  contexts: {
    dough: { include: ['src/dough/**'] },
    counter: { include: ['src/counter/**'] },
    till: { include: ['src/till/**'] },
  },
  rules: Object.fromEntries(
    ['foreign-write', 'foreign-read', 'join-across', 'transaction-across', 'foreign-key-across'].map((r) => [r, 'off']),
  ),
});

describe('check --watch', () => {
  it('judges again when a file begins to reach across, and ends with Ctrl-C', async () => {
    shop.put('msa-map.config.json', MAP);
    shop.put('src/till/till.ts', 'export const till = 1;\n');
    const report = join(shop.home, 'report.txt');
    const child = start(['check', shop.root, '--watch', '-o', report]);
    const end = endOf(child);
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
    });
    const until = async (isSo: () => boolean) => {
      while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
    };
    await until(() => said.includes('watching'));
    expect(readFileSync(report, 'utf8')).not.toContain('src/till/till.ts');
    shop.put('src/till/till.ts', "import { dough0 } from '../dough/dough0';\nexport const till = dough0;\n");
    await until(() => said.split('done in').length === 3);
    expect(readFileSync(report, 'utf8')).toContain('src/till/till.ts:1');
    child.kill('SIGINT');
    expect((await end).how).toBe(130);
  });

  it('writes no baseline', () => {
    const { code, stderr } = msaMap(['check', shop.root, '--watch', '--update-baseline']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('MSA246')]);
  });
});
