import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Project } from '../../src/model/index.js';
import { EMPTY_CONFIG } from '../../src/model/index.js';
import { scan } from '../../src/scan/index.js';
import { scanned, tree } from './tree.js';

const code = { 'src/order.ts': 'export {}' };
const targetsOf = (project: Project, name: string, subpath: string) =>
  project.packages.find((item) => item.name === name)?.entries.find((entry) => entry.subpath === subpath)?.targets;
const members = (project: Project) =>
  project.packages.filter(({ isWorkspaceMember }) => isWorkspaceMember).map(({ dir }) => dir);

describe('members of the workspace', () => {
  const packages = {
    ...code,
    'apps/api/package.json': { name: '@shop/api' },
    'apps/old/package.json': { name: '@shop/old' },
    'libs/money/package.json': { name: '@shop/money' },
  };
  it('are named by npm and yarn', async () => {
    const root = { name: 'shop', workspaces: { packages: ['apps/*', './libs/**', '!apps/old'] } };
    expect(members(await scanned({ ...packages, 'package.json': root }))).toEqual(['apps/api', 'libs/money']);
  });
  it('are named by pnpm', async () => {
    const yaml = '# shop\npackages:\n  - \'apps/*\' # all\n  - "!apps/old"\n  - libs/money\n\ncatalog:\n  - nothing\n';
    expect(members(await scanned({ ...packages, 'pnpm-workspace.yaml': yaml }))).toEqual(['apps/api', 'libs/money']);
    expect(members(await scanned({ ...packages, 'pnpm-workspace.yaml': 'packages: ["libs/*"]' }))).toEqual([
      'libs/money',
    ]);
  });
  it('are named by lerna', async () => {
    expect(members(await scanned({ ...packages, 'lerna.json': { packages: ['libs/*'] } }))).toEqual(['libs/money']);
  });
  it('are none without a workspace or with empty globs', async () => {
    expect(members(await scanned({ ...packages, 'package.json': { workspaces: ['', '!'] } }))).toEqual([]);
  });
});

describe('entries of a package lead to its sources', () => {
  it('through outDir and rootDir', async () => {
    const project = await scanned({
      ...code,
      'packages/money/package.json': {
        name: '@shop/money',
        main: './built/index.js',
        exports: { './vat': './built/tax/vat.js' },
      },
      'packages/money/tsconfig.json': { compilerOptions: { outDir: 'built', rootDir: 'code' } },
    });
    expect(targetsOf(project, '@shop/money', '.')?.[0]).toBe('packages/money/code/index');
    expect(targetsOf(project, '@shop/money', './vat')?.[0]).toBe('packages/money/code/tax/vat');
  });
  it('by usual names when no config says so, source conditions first', async () => {
    const project = await scanned({
      ...code,
      'packages/cart/package.json': {
        name: '@shop/cart',
        exports: {
          '.': { default: './dist/index.js', '@shop/source': './src/main.ts' },
          './*': { import: './dist/esm/*.mjs', types: './dist/types/*.d.ts' },
        },
      },
    });
    expect(targetsOf(project, '@shop/cart', '.')?.slice(0, 2)).toEqual([
      'packages/cart/src/main',
      'packages/cart/src/index',
    ]);
    expect(targetsOf(project, '@shop/cart', './*')).toContain('packages/cart/src/*');
  });
  it('for internal imports too', async () => {
    const project = await scanned({
      ...code,
      'package.json': {
        name: 'shop',
        imports: { '#src/*': './build/*', '#env': { node: 'dotenv', default: './dist/env.js' } },
      },
    });
    const [{ internalImports }] = project.packages as [Project['packages'][number]];
    expect(internalImports.map(({ pattern, targets }) => [pattern, targets[0]])).toEqual([
      ['#src/*', 'src/*'],
      ['#env', 'dotenv'],
    ]);
  });
});

it('reads the aliases of the module-alias package', async () => {
  const { packages } = await scanned({
    ...code,
    'package.json': { name: 'shop', _moduleAliases: { '@models': 'dist/models' } },
  });
  expect(packages[0]?.internalImports.map(({ pattern, targets }) => [pattern, targets[0]])).toEqual([
    ['@models', 'src/models'],
    ['@models/*', 'src/models/*'],
  ]);
});

it('follows names that stand for other packages', async () => {
  const project = await scanned({
    ...code,
    'package.json': {
      name: 'shop',
      dependencies: { orm: 'npm:@fork/typeorm@^1', money: 'file:./libs/money', '@shop/cart': 'workspace:^' },
      devDependencies: { orm: '1', vitest: '4' },
    },
    'libs/money/package.json': { name: '@shop/money' },
  });
  expect(project.packages[0]?.dependencies).toEqual([
    { name: '@shop/cart', target: '@shop/cart', isDev: false },
    { name: 'money', target: '@shop/money', isDev: false },
    { name: 'orm', target: '@fork/typeorm', isDev: false },
    { name: 'vitest', target: 'vitest', isDev: true },
  ]);
});

it('detects frameworks and data access, and says which stores are not read', async () => {
  const { stack } = await scanned({
    ...code,
    'package.json': { dependencies: { '@nestjs/core': '10', '@nestjs/typeorm': '10', ioredis: '5' } },
    'web/package.json': { name: 'web', dependencies: { next: '15' } },
  });
  expect(stack).toEqual({ frameworks: ['nestjs', 'next'], dataAccess: ['redis', 'typeorm'], unread: ['redis'] });
});

it('counts what the workspace above depends on, not what it develops with', async () => {
  const root = tree({
    'package.json': { workspaces: ['apps/*'], dependencies: { express: '5' }, devDependencies: { sequelize: '6' } },
    'apps/till/package.json': { name: 'till', devDependencies: { knex: '3' } },
    'apps/till/src/till.ts': 'export const till = 1;\n',
  });
  const { stack } = await scan(join(root, 'apps/till'), { config: EMPTY_CONFIG });
  expect(stack).toEqual({ frameworks: ['express'], dataAccess: ['knex'] });
});

it('goes on after a package.json that is not JSON, and with names from Object', async () => {
  const { packages, diagnostics } = await scanned({
    ...code,
    'a/package.json': '<<<<<<< HEAD\n{"name": "a"}',
    'b/package.json':
      '{"name":"__proto__","dependencies":{"constructor":"1","__proto__":"2"},"exports":{"./toString":"./dist/x.js"}}',
    'c/package.json': '[1]',
  });
  expect(diagnostics.map(({ path, code: id }) => [path, id])).toContainEqual(['c/package.json', 'MSA154']);
  expect(packages.find(({ dir }) => dir === 'b')?.dependencies.map(({ name }) => name)).toContain('constructor');
});

describe('a package inside a repository', () => {
  it('borrows the Prisma schema that lies above it, when it has none of its own', async () => {
    const root = tree({
      'package.json': { name: 'cinema', workspaces: ['apps/*'] },
      'prisma/schema.prisma': 'model Film { id Int @id }',
      'apps/box-office/package.json': { name: 'box-office' },
      'apps/box-office/src/sell.ts': 'export const sell = 1;',
    });
    const { files } = await scan(join(root, 'apps/box-office'), { config: EMPTY_CONFIG });
    expect(files.map(({ path }) => path)).toContain('../../prisma/schema.prisma');
  });

  it('borrows the schema of the sibling package that it depends on, and of no other', async () => {
    const root = tree({
      'package.json': { name: 'cinema', workspaces: ['packages/*'] },
      'packages/film-db/package.json': { name: '@cinema/film-db' },
      'packages/film-db/prisma/schema.prisma': 'model Film { id Int @id }',
      'packages/bar-db/package.json': { name: '@cinema/bar-db' },
      'packages/bar-db/prisma/schema.prisma': 'model Drink { id Int @id }',
      'packages/box-office/package.json': { name: 'box-office', dependencies: { '@cinema/film-db': '*' } },
      'packages/box-office/src/sell.ts': 'export const sell = 1;',
    });
    const { files } = await scan(join(root, 'packages/box-office'), { config: EMPTY_CONFIG });
    expect(files.map(({ path }) => path).filter((path) => path.endsWith('.prisma'))).toEqual([
      '../film-db/prisma/schema.prisma',
    ]);
  });

  it('borrows the schema that generates its client into this package', async () => {
    const root = tree({
      'package.json': { name: 'cinema', workspaces: ['apps/*'] },
      'libs/film-db/project.json': { name: 'film-db' },
      'libs/film-db/prisma/schema.prisma':
        'generator c {\n output = "../../../apps/box-office/src/client"\n}\nmodel Film { id Int @id }',
      'libs/bar-db/project.json': { name: 'bar-db' },
      'libs/bar-db/prisma/schema.prisma': 'model Drink { id Int @id }',
      'apps/box-office/package.json': { name: 'box-office' },
      'apps/box-office/src/sell.ts': 'export const sell = 1;',
      'apps/box-office/src/import/rival.prisma': 'datasource db {\n provider = "mysql"\n}\nmodel Rival { id Int @id }',
    });
    const { files, skipped } = await scan(join(root, 'apps/box-office'), { config: EMPTY_CONFIG });
    expect(files.map(({ path }) => path).filter((path) => path.endsWith('.prisma'))).toEqual([
      '../../libs/film-db/prisma/schema.prisma',
    ]);
    expect(skipped).toContainEqual({ path: 'src/import/rival.prisma', reason: 'Prisma schema kept as data' });
  });
});

describe('Prisma files of a repository', () => {
  const model = (name: string) => `datasource db {\n provider = "mysql"\n}\nmodel ${name} { id Int @id }`;
  const schemas = async (files: Record<string, string | object>) =>
    (await scan(tree(files), { config: EMPTY_CONFIG })).files
      .map(({ path }) => path)
      .filter((path) => path.endsWith('.prisma'));

  it('are schemas where Prisma looks for them, data in template folders and deep in the sources', async () => {
    expect(
      await schemas({
        'package.json': { name: 'cinema' },
        'prisma/schema.prisma': model('Film'),
        'src/new-project/templates/prisma/schema.prisma': model('Sample'),
        'src/import/rival.prisma': model('Rival'),
      }),
    ).toEqual(['prisma/schema.prisma']);
  });

  it('are data below docs, and in the packages of examples beside a schema of the system', async () => {
    expect(
      await schemas({
        'package.json': { name: 'cinema' },
        'apps/box-office/package.json': { name: 'box-office' },
        'apps/box-office/docs/reference/schema.prisma': model('Film'),
        'examples/rental/package.json': { name: 'rental' },
        'examples/rental/prisma/schema.prisma': model('Tape'),
        'packages/db/package.json': { name: 'db' },
        'packages/db/prisma/schema.prisma': model('Film'),
      }),
    ).toEqual(['packages/db/prisma/schema.prisma']);
    expect(
      await schemas({
        'examples/rental/package.json': { name: 'rental' },
        'examples/rental/prisma/schema.prisma': model('Tape'),
      }),
    ).toEqual(['examples/rental/prisma/schema.prisma']);
  });

  it('are schemas where package.json or a script says', async () => {
    expect(
      await schemas({
        'package.json': { name: 'cinema', prisma: { schema: 'src/data/film.prisma' } },
        'bar/package.json': { name: 'bar', scripts: { generate: 'prisma generate --schema=./model' } },
        'bar/model/drink.prisma': model('Drink'),
        'src/data/film.prisma': model('Film'),
        'src/import/rival.prisma': model('Rival'),
      }),
    ).toEqual(['bar/model/drink.prisma', 'src/data/film.prisma']);
  });

  it('are schemas wherever they lie when there is no other', async () => {
    expect(await schemas({ 'package.json': { name: 'cinema' }, 'src/import/film.prisma': model('Film') })).toEqual([
      'src/import/film.prisma',
    ]);
  });
});
