import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EMPTY_CONFIG } from '../../src/model/index.js';
import { scan } from '../../src/scan/index.js';
import { pathsOf, scanned, skippedOf, tree } from './tree.js';

const order = 'export class Order {}';

describe('what belongs to the monolith', () => {
  it('is every source file, with its kind and size, by path', async () => {
    const project = await scanned({
      'src/order.ts': order,
      'src/order.d.ts': 'export {}',
      'web/cart.tsx': order,
      'web/legacy.cjs': '',
      'prisma/schema.prisma': 'model Order {}',
      'db/orders.sql': 'select 1',
      'src/rates.json': {},
      'package.json': { name: 'shop' },
      'README.md': '# shop',
    });
    expect(project.name).toBe('shop');
    expect(project.files.map(({ path, kind }) => `${path} ${kind}`)).toEqual([
      'db/orders.sql sql',
      'prisma/schema.prisma prisma',
      'src/order.d.ts declaration',
      'src/order.ts code',
      'src/rates.json json',
      'web/cart.tsx code',
      'web/legacy.cjs code',
    ]);
    expect(project.files.find(({ path }) => path === 'src/order.ts')?.size).toBe(order.length);
  });

  it('is not what git ignores: nested files, the deepest rule wins, info/exclude counts', async () => {
    const project = await scanned({
      '.git/HEAD': 'ref: refs/heads/main',
      '.git/info/exclude': 'private.ts\n',
      '.gitignore': '/build\n*.gen.ts\n# comment\n!keep.gen.ts\n',
      'build/out.ts': order,
      'src/a.gen.ts': order,
      'src/keep.gen.ts': order,
      'src/private.ts': order,
      'src/Private.ts': order,
      'src/orders/.gitignore': '!a.gen.ts\nlocal/\n',
      'src/orders/a.gen.ts': order,
      'src/orders/local/x.ts': order,
      'src/build/kept.ts': order,
    });
    expect(pathsOf(project)).toEqual(['src/Private.ts', 'src/build/kept.ts', 'src/keep.gen.ts', 'src/orders/a.gen.ts']);
    expect(skippedOf(project)).toEqual({
      'build/': 'ignored by git',
      'src/a.gen.ts': 'ignored by git',
      'src/orders/local/': 'ignored by git',
      'src/private.ts': 'ignored by git',
    });
  });

  it('is what git tracks, even when a rule would ignore it', async () => {
    const root = tree({
      '.gitignore': 'config.ts\nvendor/\n',
      'src/config.ts': order,
      'vendor/tax.ts': order,
      'vendor/new.ts': order,
    });
    const git = (...args: string[]) => execFileSync('git', args, { cwd: root, stdio: 'ignore' });
    git('init', '-q');
    git('add', '-f', 'src/config.ts', 'vendor/tax.ts');
    const project = await scan(root, { config: EMPTY_CONFIG });
    expect(pathsOf(project)).toEqual(['src/config.ts', 'vendor/tax.ts']);
  });

  it('is not waited for by a rule or glob that takes for ever to match', async () => {
    const stars = `${'*a'.repeat(20)}b`;
    const deep = `${'a/'.repeat(400)}a`;
    const project = await scanned({
      '.git/HEAD': 'ref: refs/heads/main',
      '.gitignore': `${stars}\n${'**/a/'.repeat(8)}b\n*.gen.ts\n`,
      'package.json': { workspaces: [stars, `${'**/a/'.repeat(8)}b`] },
      [`${deep}/package.json`]: { name: 'deep' },
      [`${'a'.repeat(200)}/order.ts`]: order,
      'order.gen.ts': order,
    });
    expect(pathsOf(project)).toEqual([`${'a'.repeat(200)}/order.ts`]);
  });

  it('honours .gitignore files above an analysed subfolder', async () => {
    const root = tree({
      '.git/HEAD': 'x',
      '.gitignore': 'apps/api/tmp\n*.local.ts\n',
      'apps/api/main.ts': order,
      'apps/api/tmp/x.ts': order,
      'apps/api/a.local.ts': order,
    });
    expect(pathsOf(await scan(join(root, 'apps/api'), { config: EMPTY_CONFIG }))).toEqual(['main.ts']);
  });

  it('is not judged by a repository above that ignores the folder as a whole', async () => {
    const root = tree({ '.git/HEAD': 'x', '.gitignore': '*\n', 'shop/order.ts': order });
    expect(pathsOf(await scan(join(root, 'shop'), { config: EMPTY_CONFIG }))).toEqual(['order.ts']);
  });

  it('is not node_modules, tool output, minified code, a bundle or a huge file', async () => {
    const project = await scanned({
      'src/order.ts': order,
      'node_modules/express/index.js': '',
      '.next/server.js': '',
      'public/jquery.min.js': '',
      'public/bundle.js': `var a=${'1+'.repeat(60_000)}1`,
      'public/long.js': `${'const price = 1;\n'.repeat(5000)}`,
      'src/dump.sql': 'x'.repeat(3 * 1024 * 1024),
    });
    expect(pathsOf(project)).toEqual(['public/long.js', 'src/order.ts']);
    expect(skippedOf(project)).toEqual({
      '.next/': 'build output',
      'public/bundle.js': 'minified',
      'public/jquery.min.js': 'minified',
      'src/dump.sql': 'larger than 2097152 bytes',
    });
  });

  it('is not committed build output, but a folder called lib with sources is', async () => {
    const project = await scanned({
      'tsconfig.json': { compilerOptions: { outDir: 'compiled' } },
      'src/order.ts': order,
      'compiled/order.js': '',
      'dist/order.js': '',
      'lib/money.ts': order,
      'scripts/build/pack.js': '',
    });
    expect(pathsOf(project)).toEqual(['lib/money.ts', 'scripts/build/pack.js', 'src/order.ts']);
    expect(skippedOf(project)).toEqual({ 'compiled/': 'build output', 'dist/': 'build output' });
  });

  it('leaves out what the configuration ignores', async () => {
    const project = await scanned(
      { 'src/order.ts': order, 'legacy/a/b.ts': order, 'src/old.ts': order },
      { ...EMPTY_CONFIG, ignore: ['legacy/**', 'src/old.ts'] },
    );
    expect(pathsOf(project)).toEqual(['src/order.ts']);
  });
});

describe('what a hostile tree cannot do', () => {
  it('never leaves the root through a link, nor loops', async () => {
    const outside = tree({ 'secret.ts': order });
    const root = tree({ 'src/order.ts': order });
    symlinkSync(outside, join(root, 'src/outside'));
    symlinkSync(join(outside, 'secret.ts'), join(root, 'src/secret.ts'));
    symlinkSync('..', join(root, 'src/up'));
    symlinkSync('self.ts', join(root, 'src/self.ts'));
    symlinkSync('gone.ts', join(root, 'src/dangling.ts'));
    symlinkSync('order.ts', join(root, 'src/bestellung.ts'));
    const project = await scan(root, { config: EMPTY_CONFIG });
    expect(pathsOf(project)).toEqual(['src/order.ts']);
    expect(project.links).toEqual([
      { path: 'src/bestellung.ts', target: 'src/order.ts' },
      { path: 'src/up', target: '' },
    ]);
    expect(skippedOf(project)).toEqual({
      'src/dangling.ts': 'link to nothing',
      'src/outside': 'link out of the root',
      'src/secret.ts': 'link out of the root',
      'src/self.ts': 'link that leads to itself',
    });
  });

  it('survives pipes, folders with file names and files nobody may read', async () => {
    const root = tree({ 'src/order.ts': order, 'src/locked.ts': order });
    execFileSync('mkfifo', [join(root, 'src/pipe.ts')]);
    mkdirSync(join(root, 'src/a.ts'));
    writeFileSync(join(root, 'src/a.ts/b.ts'), order);
    chmodSync(join(root, 'src/locked.ts'), 0o000);
    const project = await scan(root, { config: EMPTY_CONFIG });
    expect(pathsOf(project)).toEqual(['src/a.ts/b.ts', 'src/order.ts']);
    expect(skippedOf(project)).toEqual({
      'src/locked.ts': 'cannot be read (no permission)',
      'src/pipe.ts': 'not a regular file',
    });
  });

  it('keeps odd names as they are', async () => {
    const names = [
      '__proto__.ts',
      'constructor/toString.ts',
      'a b.ts',
      "it's.ts",
      'q"uote.ts',
      'new\nline.ts',
      '[id]/(auth)/100%#.ts',
      '주문.ts',
      '-rf.ts',
    ];
    const project = await scanned(Object.fromEntries(names.map((name) => [name, order])));
    expect(new Set(pathsOf(project))).toEqual(new Set(names));
  });

  it('walks a very deep tree', async () => {
    const deep = `${'d/'.repeat(500)}order.ts`;
    expect(pathsOf(await scanned({ [deep]: order }))).toEqual([deep]);
  });
});

describe('a folder that cannot be analysed', () => {
  it('is told with a code and the next step', async () => {
    const root = tree({ 'README.md': 'nothing here', 'src/a.json': {} });
    await expect(scan(join(root, 'missing'), { config: EMPTY_CONFIG })).rejects.toMatchObject({ code: 'MSA020' });
    await expect(scan(join(root, 'README.md'), { config: EMPTY_CONFIG })).rejects.toMatchObject({ code: 'MSA021' });
    await expect(scan(root, { config: EMPTY_CONFIG })).rejects.toMatchObject({
      code: 'MSA022',
      hint: expect.stringContaining('.ts'),
    });
  });
});
