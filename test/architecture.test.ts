/** The right-hand column of src/README.md is true: what a folder imports from outside of this project, it names there. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const PAGE = readFileSync(join(ROOT, 'src/README.md'), 'utf8');
const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { dependencies: object };

/** How the page calls what is imported. What only counts, joins paths or packs bytes has no name there. */
const WORDS: Readonly<Record<string, RegExp>> = {
  'node:fs': /disk/,
  'node:fs/promises': /disk/,
  'node:child_process': /git|opener/,
  'node:worker_threads': /threads/,
  'ts-morph': /ts-morph/,
  'libpg-query': /the SQL parser/,
  graphology: /graphology/,
  'graphology-communities-louvain': /graphology/,
  '@hpcc-js/wasm-graphviz': /Graphviz/,
  picomatch: /globs/,
  ignore: /ignore rules/,
  'jsonc-parser': /JSON/,
  pluralize: /plurals/,
  inflection: /plurals/,
  commander: /commander/,
  chalk: /chalk/,
};

const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path, folder: path.split('/')[0] as string, text: readFileSync(join(ROOT, 'src', path), 'utf8') }));
const textOf = (folder: string) =>
  sources.filter((one) => one.folder === folder).flatMap(({ text }) => text.split('\n'));
/** From the table of folders: `[`import/`](import), [`traffic/`](traffic)` is a row of two. */
const cells = new Map(
  PAGE.split('\n').flatMap((line) => {
    const [, folders = '', , cell = ''] = line.split('|').map((one) => one.trim());
    return [...folders.matchAll(/\[`([\w-]+)\/`\]/g)].map(([, folder]) => [folder as string, cell] as const);
  }),
);

it('every folder stands on the page', () => {
  const folders = new Set(sources.filter(({ folder }) => !folder.endsWith('.ts')).map(({ folder }) => folder));
  expect([...cells.keys()].sort()).toEqual([...folders, 'schema'].sort());
});

it.each([...cells])('%s touches what the page says: %s', (folder, cell) => {
  const imported = textOf(folder).flatMap(
    (line) => /^(?:import|export|\}) .*\bfrom '([^.'][^']*)'/.exec(line)?.[1] ?? [],
  );
  const loaded = textOf(folder).flatMap((line) => /\bimport\('([^.'][^']*)'\)/.exec(line)?.[1] ?? []);
  const unsaid = [...new Set([...imported, ...loaded])].filter((name) => WORDS[name]?.test(cell) === false);
  expect(unsaid).toEqual([]);
});

it.each(['link', 'cluster', 'score', 'check', 'report', 'plan', 'explain', 'model', 'import', 'traffic'])(
  '%s reads no clock, no environment, no chance and no disk',
  (folder) => {
    const outside =
      /\bDate\.now\(|\bnew Date\(\)|\bprocess\.[a-z]|\bperformance\.|\bMath\.random\(|\blocaleCompare\(|'node:fs/;
    expect(textOf(folder).filter((line) => outside.test(line))).toEqual([]);
  },
);

describe('the folders of cluster/ know only those before them', () => {
  const ORDER = ['words', 'graph', 'kernel', 'communities', 'placing', 'naming', 'figures'];
  it.each(ORDER)('%s', (folder) => {
    const known = sources
      .filter(({ path }) => path.startsWith(`cluster/${folder}/`))
      .flatMap(({ text }) => [...text.matchAll(/from '\.\.\/([\w-]+)/g)].map((match) => match[1] as string));
    expect(known.length + Number(folder === 'words')).toBeGreaterThan(0);
    expect([...new Set(known)].filter((one) => !ORDER.slice(0, ORDER.indexOf(folder)).includes(one))).toEqual([]);
  });
});

describe('a runtime dependency', () => {
  it.each(Object.keys(dependencies))('%s has its reason on the page', (name) => {
    const packages = PAGE.slice(PAGE.indexOf('## Runtime dependencies')).split('\n');
    expect(packages.some((line) => (line.split('|')[1] ?? '').split(',').some((one) => one.trim() === name))).toBe(
      true,
    );
  });
});
