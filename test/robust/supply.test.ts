/**
 * What is published, and from what: the package holds what runs and nothing else, it runs in an empty folder with its
 * runtime dependencies alone, those may be used by anybody and run nothing when they are installed, and the files that
 * CI systems and pre-commit read name commands and options that exist.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { type Io, processIo } from '../../src/cli/io.js';
import { buildProgram } from '../../src/cli/program.js';

const ROOT = join(import.meta.dirname, '../..');
const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const manifest = JSON.parse(textOf('package.json')) as {
  readonly scripts: Record<string, string>;
  readonly dependencies: Record<string, string>;
};

type Locked = { readonly dev?: boolean; readonly license?: string; readonly hasInstallScript?: boolean };
const lock = JSON.parse(textOf('package-lock.json')) as { readonly packages: Readonly<Record<string, Locked>> };
const runtime = Object.entries(lock.packages).filter(([path, { dev }]) => path !== '' && dev !== true);

describe('the packed package', () => {
  let home: string;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'packed-'));
    const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', home];
    const packed = spawnSync('npm', args, { cwd: ROOT, encoding: 'utf8' });
    [{ files, filename }] = JSON.parse(packed.stdout) as [{ files: { path: string }[]; filename: string }];
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));
  let files: readonly { path: string }[];
  let filename: string;

  it('holds what runs, and nothing else', () => {
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['bin/msa-map.js', 'dist/cli/main.js', 'LICENSE', 'README.md']));
    const isExpected = /^(?:bin|dist)\/|^(?:package\.json|README\.md|CHANGELOG\.md|LICENSE(?:-[A-Z]+)?)$/;
    expect(paths.filter((path) => !isExpected.test(path))).toEqual([]);
    expect(paths.filter((path) => /tsbuildinfo|\.test\.|\.tgz$|\.map$/.test(path))).toEqual([]);
  });
  it('runs in an empty folder, with its runtime dependencies and no others', () => {
    const installed = join(home, 'node_modules/msa-map');
    mkdirSync(installed, { recursive: true });
    spawnSync('tar', ['-xzf', join(home, filename), '--strip-components=1', '-C', installed]);
    for (const name of Object.keys(manifest.dependencies)) {
      mkdirSync(dirname(join(home, 'node_modules', name)), { recursive: true });
      symlinkSync(join(ROOT, 'node_modules', name), join(home, 'node_modules', name));
    }
    const shop = join(ROOT, 'fixtures/systems/allinone-commerce');
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [join(installed, 'bin/msa-map.js'), ...args], { cwd: home, encoding: 'utf8' });
    expect(run('--version').stdout.trim()).toBe(JSON.parse(textOf('package.json')).version);
    for (const format of ['text', 'svg'])
      expect(run('analyze', shop, '--no-cache', '--no-git', '--format', format)).toMatchObject({
        status: 0,
        stderr: '',
      });
  }, 120_000);
});

describe('runtime dependencies', () => {
  it('are few and may be used by anybody', () => {
    expect(Object.keys(manifest.dependencies).length).toBeLessThanOrEqual(14);
    expect(runtime.length).toBeLessThanOrEqual(45);
    const free = /^(?:MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0)$/;
    expect(runtime.filter(([, { license = '' }]) => !free.test(license)).map(([path]) => path)).toEqual([]);
  });
  it('run nothing when they are installed', () => {
    expect(runtime.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path)).toEqual([]);
    expect(Object.keys(manifest.scripts).filter((name) => /^(?:pre|post)?install$/.test(name))).toEqual([]);
  });
});

describe('files that other systems read', () => {
  const FILES = [
    'action.yml',
    '.pre-commit-hooks.yaml',
    'templates/gitlab/template.yml',
    '.github/workflows/ci.yml',
    '.github/workflows/publish.yml',
  ];
  it.each(FILES)('%s is YAML', (file) => {
    const documents = parseAllDocuments(textOf(file));
    expect(Array.isArray(documents) && documents.flatMap(({ errors }) => errors)).toEqual([]);
  });
  it.each(FILES)('%s names scripts, commands and options that exist', (file) => {
    const text = textOf(file).replace(/#.*/g, '');
    for (const [, script] of text.matchAll(/npm run (?:--silent )?([\w:-]+)/g))
      expect(manifest.scripts).toHaveProperty(script!);
    const program = buildProgram(processIo() as Io, { code: 0 });
    const known = new Map(
      program.commands.map((command) => [command.name(), command.options.flatMap(({ long, short }) => [long, short])]),
    );
    const npm = new Set([
      '--yes',
      '--no-install',
      '--ignore-scripts',
      '--omit',
      '--provenance',
      '--access',
      '--silent',
      '--pack-destination',
      '--',
    ]);
    for (const [, name, rest] of text.matchAll(/msa-map(?:@\S+)?"? (\w+)([^\n]*)/g)) {
      if (name === undefined || !known.has(name)) continue;
      for (const [option] of rest!.matchAll(/(?<![\w$-])--?[a-z][\w-]*/g)) expect(known.get(name)).toContain(option);
    }
    for (const [option] of text.matchAll(/(?<![\w$-])--[a-z][\w-]*/g))
      expect([...npm, ...[...known.values()].flat()]).toContain(option);
  });
});
