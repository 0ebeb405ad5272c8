/** Edits of a few files, one after another: what is taken over from the run before must be what a run from nothing finds. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import { graphToCheck } from '../../src/check-graph.js';
import { type Analysis, type Config, EMPTY_CONFIG } from '../../src/model/index.js';
import { folderContext } from '../hand-made.js';

const BAKERY: Record<string, string> = {
  'package.json':
    '{ "name": "bakery", "dependencies": { "typeorm": "0.3.20", "pg": "8", "@nestjs/common": "11", "@nestjs/event-emitter": "3" } }',
  'src/loaf/loaf.ts': `import { Column, Entity, ManyToOne, PrimaryColumn } from 'typeorm';
import { Oven } from '../oven/oven';

@Entity('loaves')
export class Loaf {
  @PrimaryColumn() id!: string;
  @Column() state!: string;
  @ManyToOne(() => Oven) oven!: Oven;
}
`,
  'src/oven/oven.ts': `import { Entity, PrimaryColumn } from 'typeorm';

@Entity('ovens')
export class Oven {
  @PrimaryColumn() id!: string;
}
`,
  'src/loaf/loaves.ts': `import { DataSource, Repository } from 'typeorm';
import { Oven } from '../oven/oven';
import { Ovens } from '../oven/ovens';
import { Loaf } from './loaf';

export class Loaves {
  constructor(
    private readonly loaves: Repository<Loaf>,
    private readonly source: DataSource,
    private readonly ovens: Ovens,
  ) {}

  find(id: string) {
    return this.loaves.findOneBy({ id });
  }

  async bake(id: string, isHot: boolean) {
    await this.source.transaction(async (manager) => {
      const loaf = await manager.findOneByOrFail(Loaf, { id });
      if (isHot) {
        await manager.save(loaf);
      } else {
        await manager.delete(Loaf, { id });
        await this.ovens.heat(id);
      }
      await manager.update(Oven, { id }, { id });
    });
  }
}
`,
  'src/oven/ovens.ts': `import { Pool } from 'pg';

const COUNT = \`
  SELECT count(*)
  FROM ovens
  JOIN loaves ON loaves.oven_id = ovens.id
\`;

export class Ovens {
  constructor(private readonly pool: Pool) {}

  async heat(id: string) {
    await this.pool.query(\`
      UPDATE ovens SET id = $1;

      DELETE FROM embers
      WHERE id = $1
    \`, [id]);
    const found = await this.pool.query(COUNT);
    return found.rows.length;
  }
}
`,
  'src/till/till.controller.ts': `import { Controller, Get, Post } from '@nestjs/common';
import { EventEmitter2, OnEvent } from '@nestjs/event-emitter';
import { Loaves } from '../loaf/loaves';
import type { Ovens } from '../oven/ovens';

@Controller('till')
export class TillController {
  constructor(private readonly loaves: Loaves, private readonly events: EventEmitter2, private readonly ovens: Ovens) {}

  @Get(':id')
  show() {
    return this.loaves.find('1');
  }

  @Post()
  async sell() {
    await this.loaves.bake('1', true);
    this.events.emit('loaf.sold', { id: '1' });
  }

  @OnEvent('oven.cold')
  warm() {
    return this.ovens.heat('1');
  }
}
`,
  'src/oven/watch.ts': `import { EventEmitter2, OnEvent } from '@nestjs/event-emitter';
export class Watch {
  constructor(private readonly events: EventEmitter2) {}
  @OnEvent('loaf.sold')
  look() {
    this.events.emit('oven.cold', {});
  }
}
`,
};
const CONFIG: Config = { ...EMPTY_CONFIG, contexts: ['loaf', 'oven', 'till'].map(folderContext) };
const CODE = Object.keys(BAKERY).filter((path) => path.endsWith('.ts'));

let root: string;
let files: Map<string, string>;
let configured: Config;
const stages: string[] = [];

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'bakery-'));
  files = new Map();
  configured = CONFIG;
  for (const [path, text] of Object.entries(BAKERY)) write(path, text);
  await again();
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  files.set(path, text);
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

async function analysed(cacheDir: string | undefined): Promise<string> {
  stages.length = 0;
  const onStage = (stage: string) => void stages.push(stage);
  return JSON.stringify(
    await analyze(root, { config: configured, useGit: false, onStage, extract: { cacheDir } }),
    null,
    1,
  );
}
const again = () => analysed(join(root, '.msa-map'));
const anew = () => analysed(undefined);

/** Nothing, or modules alone, is linked again, and it is what a run from nothing finds. */
async function expectTakenOver(): Promise<void> {
  const found = await again();
  expect(stages).not.toContain('link');
  expect(found).toBe(await anew());
}

/** Tests are placed again in the map of the run before. */
async function expectPlacedAgain(): Promise<void> {
  const found = await again();
  expect(stages).not.toContain('cluster');
  expect(found).toBe(await anew());
}

async function expectLinkedAnew(): Promise<void> {
  const found = await again();
  expect(stages).toContain('link');
  expect(found).toBe(await anew());
}

/** An edit of one line: what is put before it, or in its place. */
type Edit = { readonly path: string; readonly at: number; readonly text: string | undefined };

function apply({ path, at, text }: Edit): void {
  const lines = (files.get(path) ?? '').split('\n');
  const place = at % lines.length;
  // Taken away, doubled, or something put before.
  if (text === undefined) lines.splice(place, 1);
  else lines.splice(place, 0, ...text.split('\n'));
  write(path, lines.join('\n'));
}

const edits = (texts: readonly (string | undefined)[]) =>
  fc.array(fc.record({ path: fc.constantFrom(...CODE), at: fc.nat(60), text: fc.constantFrom(...texts) }), {
    minLength: 1,
    maxLength: 3,
  });

describe('an analysis after edits', () => {
  it('is that of a run from nothing, wherever comments and blank lines are put', async () => {
    let moved = 0;
    await fc.assert(
      fc.asyncProperty(edits(['// Mind the crust.', '', '/* two\n   lines */', '  ']), async (steps) => {
        for (const edit of steps) apply(edit);
        const found = await again();
        if (!stages.includes('link')) moved++;
        expect(found).toBe(await anew());
      }),
      { numRuns: 40 },
    );
    expect(moved).toBeGreaterThan(20);
  }, 120_000);

  it('is that of a run from nothing, whatever else is written or taken away', async () => {
    const texts = [
      undefined,
      "    await this.pool.query('SELECT 1 FROM crumbs');",
      '    console.log(this);',
      "import { Loaves as Others } from '../loaf/loaves';",
      'export const crumbs = 1;',
      'export const RYE = 2;',
      'export const RYE = 3;',
      'const COUNT = 3;',
      "export const loafTable = 'loaves';",
      'export interface Crumb { size: number }',
      "export type Crust = 'thin' | 'thick';",
      "export enum Heat { Low = 1, High = 'high' }",
      'type Oven = { id: string };',
      'export { Loaf as Bread } from "../loaf/loaf";',
      'export default 1;',
      "import 'reflect-metadata';",
      "import type { Oven as Stove } from '../oven/oven';",
      "import { Watch, type Ovens as Stoves } from '../oven/watch';",
      "import * as everything from '../loaf/loaves';",
      "import { readFileSync } from 'node:fs';",
      "import { Pool } from 'pg';",
      "import knex from 'knex';",
      "export * from '../oven/watch';",
      "import stove = require('../oven/oven');",
      "import { nothing } from './nowhere';",
      '  // and then',
      '    const loaf = await this.loaves.find(id);',
    ];
    await fc.assert(
      fc.asyncProperty(edits(texts), async (steps) => {
        for (const edit of steps) apply(edit);
        expect(await again()).toBe(await anew());
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  it('links nothing again when only a comment was written', async () => {
    write('src/loaf/loaves.ts', `// Our daily bread.\n${BAKERY['src/loaf/loaves.ts']}`);
    await again();
    expect(stages).toEqual(['scan', 'extract', 'history', 'score', 'keep']);
  });

  it('tells sagas and cycles, with the places that moved', async () => {
    write('src/loaf/loaves.ts', `// Our daily bread.\n${BAKERY['src/loaf/loaves.ts']}`);
    const { sagas, contextMap } = JSON.parse(await again()) as Analysis;
    expect(sagas.map(({ transaction }) => transaction)).toEqual(['src/loaf/loaves.ts#Loaves.bake']);
    expect(contextMap.cycleCuts).not.toEqual([]);
    expect(await again()).toBe(await anew());
  });

  it('links nothing again when something is printed', async () => {
    const [before = '', after = ''] = (BAKERY['src/loaf/loaves.ts'] ?? '').split('    return this');
    write('src/loaf/loaves.ts', `${before}    console.log(id);\n    return this${after}`);
    expect(await again()).toBe(await anew());
    await again();
    write('src/loaf/loaves.ts', `${before}    console.log('again', id);\n\n    return this${after}`);
    await again();
    expect(stages).not.toContain('link');
  });

  it('links nothing again when a value that nobody reads is another one', async () => {
    const text = (BAKERY['src/till/till.controller.ts'] ?? '').replace(
      "    return this.loaves.find('1');",
      "    this.note('rye', 1);\n    return this.loaves.find('1');",
    );
    write('src/till/till.controller.ts', text);
    await again();
    write('src/till/till.controller.ts', text.replace("'rye', 1", "'rye', 2"));
    await expectTakenOver();
    // Where one value more stands in a file, it is not known any more which of them are read.
    write('src/till/till.controller.ts', `${text.replace("'rye', 1", "'rye', 3")}export const spelt = 1;\n`);
    await expectLinkedAnew();
  });

  it.each([
    ['src/loaf/loaf.ts', "'loaves'", "'breads'"],
    ['src/oven/ovens.ts', 'DELETE FROM embers', 'DELETE FROM ashes'],
    ['src/till/till.controller.ts', "'loaf.sold'", "'loaf.gone'"],
  ])('links again when a text that tells of tables or events says something else: %s %s', async (path, was, is) => {
    write(path, (BAKERY[path] ?? '').replace(was, is));
    await expectLinkedAnew();
  });

  it.each([
    'export const rye = 1;',
    "export const GRAIN: string = 'rye/1';",
    'const spelt = false;',
    'export type Grain = { readonly rye: number };',
    'export interface Grain { rye(): number }',
    "export enum Grain { Rye = 'rye' }",
  ])('links nothing again when a name is declared that nobody asks for: %s', async (text) => {
    write('src/loaf/loaves.ts', `${text}\n${BAKERY['src/loaf/loaves.ts']}`);
    await expectTakenOver();
    write('src/loaf/loaves.ts', `\n${BAKERY['src/loaf/loaves.ts']}`);
    await expectTakenOver();
  });

  it.each([
    ['src/loaf/loaves.ts', "export const heat = 'ovens';"],
    ['src/loaf/loaves.ts', 'export const rye = bake();'],
    ['src/loaf/loaves.ts', 'export const rye = () => 1;'],
    ['src/loaf/loaves.ts', "export const rye = 'WITH loaves AS (SELECT 1)';"],
    ['src/oven/ovens.ts', 'export const pool = 1;'],
  ])('links again when a name may be asked for, or is looked at unasked: %s %s', async (path, text) => {
    write(path, `${BAKERY[path]}${text}\n`);
    await expectLinkedAnew();
  });

  it.each([
    "import 'reflect-metadata';",
    "import { readFileSync } from 'node:fs';",
    "import { Watch } from '../oven/watch';",
    "import type { Watch } from '../oven/watch';",
    "import * as watching from '../oven/watch';",
    "import { nothing } from './nowhere';",
    "import { Watch } from '../oven/watch';\nexport const rye = 1;",
    "import { delete as transaction } from '../oven/watch';",
  ])('links modules alone when an import is written that nothing rests on: %s', async (text) => {
    write('src/loaf/loaves.ts', `${text}\n${BAKERY['src/loaf/loaves.ts']}`);
    await expectTakenOver();
    write('src/loaf/loaves.ts', `\n${BAKERY['src/loaf/loaves.ts']}`);
    await expectTakenOver();
  });

  describe('with a test', () => {
    const TEST = 'src/loaf/loaves.spec.ts';
    const importing = (...names: string[]) => write(TEST, names.map((name) => `import '../${name}';\n`).join(''));
    const contextOfTest = async () => {
      const { contextMap } = JSON.parse(await again()) as Analysis;
      return contextMap.assignments.find(({ node }) => node === `module:${TEST}`)?.context;
    };

    it.each([
      ['as it is declared', CONFIG, 'loaf', 'loaf'],
      ['where what it imports lies', { ...CONFIG, contexts: CONFIG.contexts.slice(1) }, 'oven', 'till'],
    ])('that imports something else places it anew, %s, and nothing else', async (_, config, before, after) => {
      configured = config;
      importing('oven/ovens');
      expect(await contextOfTest()).toBe(before);
      importing('till/till.controller');
      expect(await contextOfTest()).toBe(after);
      importing('oven/ovens');
      await expectPlacedAgain();
      importing('till/till.controller', 'oven/ovens');
      await expectPlacedAgain();
    });
  });

  it('keeps sagas when an import leaves everything where it was', async () => {
    write('src/till/till.controller.ts', `import '../oven/watch';\n${BAKERY['src/till/till.controller.ts']}`);
    const found = await again();
    expect(stages).toContain('cluster');
    expect(found).toBe(await anew());
  });

  it.each([
    ["import { Ovens as Repository } from '../oven/ovens';"],
    ["import { Kysely } from 'kysely';"],
    ["import { PrismaClient } from '../oven/watch';"],
    ["export { Watch } from '../oven/watch';"],
  ])('links all again when an import may tell of tables: %s', async (text) => {
    write('src/loaf/loaves.ts', `${BAKERY['src/loaf/loaves.ts']}${text}\n`);
    await expectLinkedAnew();
  });

  it('links modules alone for a file that a barrel passes on', async () => {
    write('src/till/all.ts', "export * from '../loaf/loaves';\n");
    write(
      'src/till/one.ts',
      "import { Loaves } from './all';\nexport const of = (loaves: Loaves) => loaves.find('1');\n",
    );
    await again();
    write('src/loaf/loaves.ts', `import { Watch } from '../oven/watch';\n${BAKERY['src/loaf/loaves.ts']}`);
    await expectTakenOver();
  });

  it.each([
    "import * as all from '../loaf/loaves';\nexport const of = (name: string) => all[name];\n",
    "export * as all from '../loaf/loaves';\n",
    "export const all = () => import('../loaf/loaves');\n",
    "const all = require('../loaf/loaves');\nexport const of = all.Watch;\n",
  ])('links all again when somebody holds the file as a whole: %s', async (text) => {
    write('src/till/all.ts', text);
    await again();
    write('src/loaf/loaves.ts', `import { Watch } from '../oven/watch';\n${BAKERY['src/loaf/loaves.ts']}`);
    await expectLinkedAnew();
  });

  it('clusters nothing again when only what is outside is imported', async () => {
    write('src/loaf/loaves.ts', `import { readFileSync } from 'node:fs';\n${BAKERY['src/loaf/loaves.ts']}`);
    await again();
    expect(stages).toEqual(['scan', 'extract', 'history', 'score', 'keep']);
  });

  it('clusters nothing again when the declared name has no new words', async () => {
    write('src/loaf/loaves.ts', `${BAKERY['src/loaf/loaves.ts']}export const bread1 = 1;\n`);
    await again();
    write('src/loaf/loaves.ts', `${BAKERY['src/loaf/loaves.ts']}export const bread2 = 2;\n`);
    const found = await again();
    expect(stages).toEqual(['scan', 'extract', 'history', 'score', 'keep']);
    expect(found).toBe(await anew());
  });

  it('clusters nothing again when the graph is the same but for its lines', async () => {
    write('src/loaf/loaf.ts', `${BAKERY['src/loaf/loaf.ts']}export class Crumb { crumb = 1 }\n`);
    await again();
    write('src/loaf/loaf.ts', `${BAKERY['src/loaf/loaf.ts']}export class Crumb { static crumb = 1 }\n`);
    await again();
    expect(stages).toContain('link');
    expect(stages).not.toContain('cluster');
  });

  it('links nothing when a function does to tables what it did before', async () => {
    const ovens = BAKERY['src/till/till.controller.ts'] ?? '';
    const edited = (body: string) =>
      write('src/till/till.controller.ts', ovens.replace('    return this.loaves', body));
    edited('    String(this).trim();\n    return this.loaves');
    await expectTakenOver();
    edited(
      "    const parts = ['crust', 'crumb'].map((part) => part.length);\n    if (parts.length > 2) parts.sort();\n    return this.loaves",
    );
    await expectTakenOver();
    edited("    await this.loaves.bake('2', false);\n    return this.loaves");
    await expectLinkedAnew();
  });

  it('knows what an edited function has come to read elsewhere', async () => {
    const price = (what: string) =>
      write(
        'src/till/price.ts',
        `import { Pool } from 'pg';\nconst pool = new Pool();\nexport function price() { return ${what}; }\n`,
      );
    price('[1]');
    await again();
    const till = BAKERY['src/till/till.controller.ts'] ?? '';
    const sold = till.replace('    this.events.emit', "    price().query('DELETE FROM crumbs');\n    this.events.emit");
    write('src/till/till.controller.ts', `import { price } from './price';\n${till}`);
    await again();
    write('src/till/till.controller.ts', `import { price } from './price';\n${sold}`);
    await again();
    price('pool');
    await expectLinkedAnew();
    expect(await again()).toContain('crumbs');
  });

  it('is judged by check like that of a run from nothing, and not linked for it', async () => {
    const judged = async (cacheDir: string | undefined) => {
      stages.length = 0;
      const onStage = (stage: string) => void stages.push(stage);
      return JSON.stringify(await graphToCheck(root, { config: CONFIG, onStage, extract: { cacheDir } }));
    };
    await judged(join(root, '.msa-map'));
    for (const edit of [
      { path: 'src/loaf/loaves.ts', at: 14, text: '// Warm.' },
      { path: 'src/oven/ovens.ts', at: 8, text: '' },
    ])
      apply(edit);
    const found = await judged(join(root, '.msa-map'));
    expect(stages).not.toContain('link');
    expect(found).toBe(await judged(undefined));
  });

  it('tells the place of a statement in a text anew when something is written close above the text', async () => {
    const [before = '', after = ''] = (BAKERY['src/oven/ovens.ts'] ?? '').split('    const found');
    write('src/oven/ovens.ts', `${before}    // How many are there?\n    const found${after}`);
    expect(await again()).toBe(await anew());
  });
});
