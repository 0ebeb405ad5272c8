import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import { graphToCheck } from '../../src/check-graph.js';
import { EMPTY_CONFIG } from '../../src/model/index.js';

const CINEMA: Record<string, string> = {
  'package.json': '{ "name": "cinema", "dependencies": { "typeorm": "0.3.20" } }',
  'src/film/film.ts':
    "import { Entity, PrimaryColumn } from 'typeorm';\n@Entity('films')\nexport class Film { @PrimaryColumn() id!: string }\n",
  'src/film/films.ts':
    "import { Repository } from 'typeorm';\nimport { Film } from './film';\nexport class Films {\n  constructor(private readonly films: Repository<Film>) {}\n  find(id: string) { return this.films.findOneBy({ id }) }\n}\n",
  'src/ticket/till.ts':
    "import { Films } from '../film/films';\nexport class Till {\n  constructor(private readonly films: Films) {}\n  sell(id: string) { return this.films.find(id) }\n}\n",
};
const EDITS = [
  ['src/ticket/till.ts', '// The evening show.\n'],
  ['src/ticket/till.ts', "import type { Film } from '../film/film';\nexport const seen: Film[] = [];\n"],
  [
    'src/film/films.ts',
    "export const all = (films: { query(sql: string): unknown }) => films.query('SELECT * FROM films');\n",
  ],
  ['src/film/film.ts', 'export type FilmId = string;\n'],
  [
    'src/snack/corn.ts',
    "import { Till } from '../ticket/till';\nexport const corn = (till: Till) => till.sell('corn');\n",
  ],
  ['package.json', '\n'],
] as const;

let root: string;
let cacheDir: string;
let problems: string[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cinema-'));
  cacheDir = join(root, '.msa-map', 'cache');
  problems = [];
  for (const [path, text] of Object.entries(CINEMA)) write(path, text);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function append(path: string, text: string): void {
  write(path, (readdirSync(dirname(join(root, path)), {}).length > 0 ? textOf(path) : '') + text);
}

function textOf(path: string): string {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return '';
  }
}

const stages: string[] = [];
function options(dir: string | undefined) {
  stages.length = 0;
  const onCacheProblem = ({ message }: { message: string }) => void problems.push(message);
  const onStage = (stage: string) => void stages.push(stage);
  return { config: EMPTY_CONFIG, useGit: false, onStage, extract: { cacheDir: dir, onCacheProblem } };
}
const run = async (dir: string | undefined = cacheDir) => JSON.stringify(await analyze(root, options(dir)));
const imports = async (dir: string | undefined) =>
  JSON.stringify(await graphToCheck(root, { ...options(dir), isModulesOnly: true }));
const resultFile = () => join(cacheDir, readdirSync(cacheDir).find((name) => name.startsWith('analysis-'))!);

describe('a result that is kept', () => {
  it('is the one of a run without cache, to the byte, and is not worked out again', async () => {
    const plain = await run(undefined);
    await run();
    expect(await run()).toBe(plain);
    expect(stages).toEqual(['scan', 'extract']);
    expect(problems).toEqual([]);
  });

  it('is made anew for other options', async () => {
    await run();
    const other = await analyze(root, { ...options(cacheDir), cluster: { seed: 7 } });
    expect(stages).toContain('cluster');
    expect(JSON.stringify(other)).toBe(
      JSON.stringify(await analyze(root, { ...options(undefined), cluster: { seed: 7 } })),
    );
  });

  it('follows any edits, for the analysis and for the imports that check judges', async () => {
    mkdirSync(join(root, 'src/snack'));
    const steps = fc.array(fc.constantFrom(...EDITS), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(steps, async (edits) => {
        for (const [path, text] of edits) append(path, text);
        expect(await run()).toBe(await run(undefined));
        expect(await run()).toBe(await run(undefined));
        expect(await imports(cacheDir)).toBe(await imports(undefined));
        expect(await imports(cacheDir)).toBe(await imports(undefined));
      }),
      { numRuns: 8 },
    );
    expect(problems).toEqual([]);
  }, 60_000);

  it.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length - 9)],
    ['garbled', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -2), Buffer.from('!!')])],
    ['empty', () => Buffer.alloc(0)],
    ['foreign', () => Buffer.from('{"films":[]}\n\n')],
  ])('is a miss with one warning when its file is %s', async (_how, damage) => {
    const plain = await run();
    writeFileSync(resultFile(), damage(readFileSync(resultFile())));
    expect(await run()).toBe(plain);
    expect(problems).toHaveLength(1);
    expect(await run()).toBe(plain);
    expect(problems).toHaveLength(1);
  });

  it('is not harmed by runs at the same time', async () => {
    const all = await Promise.all([run(), run(), run()]);
    expect(new Set(all).size).toBe(1);
    expect(await run()).toBe(all[0]);
    expect(readdirSync(cacheDir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('the imports that check judges without tables', () => {
  it('are the module edges of the whole graph', async () => {
    const { graph } = await analyze(root, options(undefined));
    const isModule = (id: string) => id.startsWith('module:');
    const whole = graph.edges.filter(({ from, to }) => isModule(from) && isModule(to));
    const { edges } = await graphToCheck(root, { ...options(undefined), isModulesOnly: true });
    expect(edges).toEqual(whole);
    expect(edges.length).toBeGreaterThan(1);
  });
});
