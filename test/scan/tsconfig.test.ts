import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EMPTY_CONFIG } from '../../src/model/index.js';
import { scan } from '../../src/scan/index.js';
import { scanned, tree } from './tree.js';

const code = { 'src/order.ts': 'export {}' };

describe('tsconfig.json', () => {
  it('is read with comments, trailing commas and a byte order mark; paths count from baseUrl', async () => {
    const { tsConfigs } = await scanned({
      ...code,
      'tsconfig.json':
        '\uFEFF{ // shop\n "compilerOptions": { "baseUrl": "./src", "paths": { "@shop/*": ["./*", "../gen/*",] }, /* x */ }, }',
    });
    expect(tsConfigs).toMatchObject([
      { path: 'tsconfig.json', dir: '', baseUrl: 'src', paths: [{ pattern: '@shop/*', targets: ['src/*', 'gen/*'] }] },
    ]);
  });

  it('merges its chain: arrays from left to right, each path from the file that wrote it', async () => {
    const { tsConfigs } = await scanned({
      ...code,
      'tsconfig.base.json': {
        compilerOptions: { paths: { '@base/*': ['libs/*'] }, rootDirs: ['src', 'gen'], outDir: 'out' },
      },
      'config/strict.json': { compilerOptions: { verbatimModuleSyntax: true, outDir: 'elsewhere' } },
      'apps/api/tsconfig.json': {
        extends: ['../../tsconfig.base', '../../config/strict.json'],
        compilerOptions: { rootDir: 'src' },
        include: ['src'],
        references: [{ path: '../web' }],
      },
    });
    expect(tsConfigs.find(({ dir }) => dir === 'apps/api')).toEqual({
      path: 'apps/api/tsconfig.json',
      dir: 'apps/api',
      paths: [{ pattern: '@base/*', targets: ['libs/*'] }],
      rootDirs: ['src', 'gen'],
      references: ['apps/web'],
      verbatimModuleSyntax: true,
      outDir: 'config/elsewhere',
      rootDir: 'apps/api/src',
      include: ['apps/api/src'],
    });
  });

  it('extends a package of the repository by name', async () => {
    const { tsConfigs, diagnostics } = await scanned({
      ...code,
      'packages/presets/package.json': { name: '@shop/presets' },
      'packages/presets/node.json': { compilerOptions: { emitDecoratorMetadata: true } },
      'tsconfig.json': { extends: '@shop/presets/node' },
    });
    expect(tsConfigs.find(({ path }) => path === 'tsconfig.json')?.emitsDecoratorMetadata).toBe(true);
    expect(diagnostics).toEqual([]);
  });

  it('goes on after a cycle, a package that is not there, a file outside and text that is no JSON', async () => {
    const root = tree({
      ...code,
      'a/tsconfig.json': { extends: '../b/tsconfig.json', compilerOptions: { baseUrl: '.' } },
      'b/tsconfig.json': { extends: '../a/tsconfig.json' },
      'c/tsconfig.json': { extends: '@tsconfig/node20/tsconfig.json', compilerOptions: { baseUrl: '.' } },
      'd/tsconfig.json': { extends: '../../stolen.json' },
      'e/tsconfig.json': 'not json at all',
    });
    writeFileSync(join(root, '../stolen.json'), '{"compilerOptions":{"baseUrl":"/"}}');
    const { tsConfigs, diagnostics } = await scan(root, { config: EMPTY_CONFIG });
    expect(tsConfigs.map(({ dir, baseUrl }) => [dir, baseUrl])).toEqual([
      ['a', 'a'],
      ['b', 'a'],
      ['c', 'c'],
      ['d', undefined],
    ]);
    expect(diagnostics.map(({ path, code: id }) => `${path} ${id}`)).toEqual([
      'b/tsconfig.json MSA153',
      'c/tsconfig.json MSA152',
      'd/tsconfig.json MSA152',
      'e/tsconfig.json MSA151',
    ]);
  });

  it('is found above the analysed folder, with paths that lead back in', async () => {
    const root = tree({
      '.git/HEAD': 'x',
      'package.json': { name: 'shop', workspaces: ['apps/*'] },
      'tsconfig.base.json': { compilerOptions: { paths: { '@api/*': ['apps/api/src/*'], '@lib/*': ['libs/*'] } } },
      'apps/api/package.json': { name: '@shop/api' },
      'apps/api/src/main.ts': 'export {}',
    });
    const project = await scan(join(root, 'apps/api'), { config: EMPTY_CONFIG });
    expect(project.prefix).toBe('apps/api');
    expect(project.tsConfigs).toMatchObject([
      {
        dir: '../..',
        paths: [
          { pattern: '@api/*', targets: ['src/*'] },
          { pattern: '@lib/*', targets: ['../../libs/*'] },
        ],
      },
    ]);
    expect(project.packages.map(({ name, dir, isWorkspaceMember }) => [name, dir, isWorkspaceMember])).toEqual([
      ['@shop/api', '', false],
      ['shop', '../..', false],
    ]);
  });

  it('is not followed for 2,000 links of a chain by recursion', async () => {
    const chain = Object.fromEntries(
      Array.from({ length: 2000 }, (_, i) => [`tsconfig.${i}.json`, { extends: `./tsconfig.${i + 1}.json` }]),
    );
    const { tsConfigs } = await scanned({
      ...code,
      ...chain,
      'tsconfig.2000.json': { compilerOptions: { baseUrl: '.' } },
    });
    expect(tsConfigs.every(({ baseUrl }) => baseUrl === '')).toBe(true);
  });
});
