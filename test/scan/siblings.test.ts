import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildGraph } from '../../src/analyze.js';
import { EMPTY_CONFIG } from '../../src/model/index.js';
import { tree } from './tree.js';

const SHOP = {
  'package.json': { workspaces: ['apps/*', 'libs/*'] },
  'tsconfig.json': { compilerOptions: { paths: { '@shop/money': ['libs/money/src/index.ts'] } } },
  'apps/till/package.json': { name: 'till', dependencies: { '@shop/dal': '*', zod: '3' } },
  'apps/till/tsconfig.json': { extends: '../../tsconfig.json' },
  'apps/till/src/till.ts':
    "import { Sale } from '@shop/dal';\nimport { vat } from '@shop/money';\nimport z from 'zod';\nimport { drawer } from './drawer';\nexport const till = [Sale, vat, z, drawer];\n",
  'apps/till/src/drawer.ts': "import { Coin } from '../../../libs/dal/src/coin';\nexport const drawer = new Coin();\n",
  'libs/dal/package.json': { name: '@shop/dal' },
  'libs/dal/src/coin.ts': 'export class Coin {}\n',
  'libs/money/project.json': { name: 'money' },
  'libs/money/src/index.ts': 'export const vat = 0.19;\n',
};

it('says which code of the repository lies outside of the analysed folder and is used', async () => {
  const { graph } = await buildGraph(join(tree(SHOP), 'apps/till'), { config: EMPTY_CONFIG, useGit: false });
  const remark = graph.diagnostics.find(({ path }) => path === '');
  expect(remark?.message).toContain('3 imports lead to packages of this repository outside');
  expect(remark?.message).toContain('@shop/dal (../../libs/dal) 2');
  expect(remark?.message).toContain('@shop/money');
  expect(remark?.message).not.toContain('zod');
});

it('has nothing to say when all of the repository is analysed', async () => {
  const { graph } = await buildGraph(tree(SHOP), { config: EMPTY_CONFIG, useGit: false });
  expect(graph.diagnostics).toEqual([]);
});
