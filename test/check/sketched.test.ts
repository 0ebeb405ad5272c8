import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { check, crossingsOf } from '../../src/check/index.js';
import { answered } from '../../src/check-answer.js';
import { graphToCheck } from '../../src/check-graph.js';
import { type Config, EMPTY_CONFIG, RULES } from '../../src/model/index.js';

const CLINIC: Record<string, string> = {
  'package.json': '{ "name": "clinic", "dependencies": { "@nestjs/common": "11.0.0" } }',
  'tsconfig.json': '{ "compilerOptions": { "emitDecoratorMetadata": true } }',
  'ward/bed.ts':
    'export interface Bed { id: string }\nexport class Ward {}\nexport const beds = 3;\nexport enum Floor { one }',
  'ward/index.ts':
    "export * from './bed';\nexport { default as rules } from './rules.json';\nexport * as nurses from '../staff/nurse';",
  'ward/rules.json': '{}',
  'ward/admission.ts':
    "import { Injectable } from '@nestjs/common';\nimport { Nurse } from '../staff/nurse';\nimport { Rota } from '../staff/nurse';\n@Injectable()\nexport class Admission { constructor(private readonly nurse: Nurse) {}\n rota(): Rota { return [] } }",
  'staff/nurse.ts':
    "export class Nurse {}\nexport type Rota = string[];\nexport class StaffEvents { static readonly PAID = 'staff.paid' }",
  'staff/plan.ts':
    "import { Bed, beds, Ward } from '../ward';\nimport * as ward from '../ward';\nimport type { Floor } from '../ward/bed';\nexport const plan = (bed: Bed) => [bed, beds, ward.nurses, ward.rules];\nexport type X = Floor;",
  'staff/lazy.ts': "export const ward = () => import('../ward/bed');",
  'staff/pay.ts':
    "import { EventEmitter } from 'node:events';\nimport { StaffEvents } from './nurse';\nexport const pay = (emitter: EventEmitter) => emitter.emit(StaffEvents.PAID);",
  'ward/paid.ts':
    "import { EventEmitter } from 'node:events';\nexport const listen = (emitter: EventEmitter) => emitter.on('staff.paid', () => {});",
  'ward/charts.ts': 'export interface Chart { id: string }\nexport type Page = string;',
  'ward/shelf.ts': "export * as charts from './charts';",
  'desk/files.ts':
    "import { Injectable } from '@nestjs/common';\nimport { charts } from '../ward/shelf';\n@Injectable()\nexport class Files { constructor(private readonly chart: charts.Chart) {}\n pages(): charts.Page { return '' } }",
  'staff/plan.test.ts': "import { Ward } from '../ward';\nexport const ward = new Ward();",
  'desk/letter.ts': "import { Ward } from '../ward/bed';\nexport const unused = 1;",
  'desk/broken.ts': "import { Ward } from '../ward/bed';\nexport const ward = new Ward(;",
};
const context = (id: string) => ({ id, include: [`${id}/**`], exclude: [], public: [], tables: [] });
const CONFIG = {
  ...EMPTY_CONFIG,
  contexts: ['ward', 'staff', 'desk'].map(context),
  rules: RULES.map((rule) => ({ rule, severity: 'error', allow: [] })),
} as unknown as Config;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'clinic-'));
  for (const [path, text] of Object.entries(CLINIC)) write(path, text);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

async function findings(way: 'tokens' | 'trees', cacheDir?: string) {
  const options = { config: CONFIG, useGit: false, isModulesOnly: true, extract: { cacheDir } };
  const graph = await graphToCheck(root, way === 'tokens' ? { ...options, crosses: crossingsOf(CONFIG) } : options);
  return check(graph, CONFIG, [], { kind: 'all' });
}

const VARIANTS: readonly (readonly [path: string, text: string])[] = [
  ['staff/plan.ts', CLINIC['staff/plan.ts'] ?? ''],
  ['staff/plan.ts', `${CLINIC['staff/plan.ts']}\nexport const more = new Ward();`],
  ['staff/plan.ts', "import { Bed, beds, Ward } from '../ward';\nexport const plan = (bed: Bed) => [bed, beds, Ward];"],
  ['staff/plan.ts', "import { Bed, beds, Ward } from '../ward';\n\n\nexport type Plan = [Bed, Ward];"],
  ['ward/bed.ts', CLINIC['ward/bed.ts'] ?? ''],
  ['ward/bed.ts', `${CLINIC['ward/bed.ts']}\nexport const pillows = 6;`],
  ['ward/bed.ts', 'export class Bed {}\nexport class Ward {}\nexport const beds = 3;\nexport enum Floor { one }'],
  ['ward/bed.ts', 'export interface Bed { id: string }\nexport const beds = 3;\nexport enum Floor { one }'],
  ['ward/bed.ts', "export { Nurse as Ward } from '../staff/nurse';\nexport interface Bed {}\nexport const beds = 3;"],
  [
    'ward/index.ts',
    "\nexport * from './bed';\nexport { default as rules } from './rules.json';\nexport * as nurses from '../staff/nurse';",
  ],
  ['ward/index.ts', "export * from './bed';"],
  ['ward/index.ts', CLINIC['ward/index.ts'] ?? ''],
  [
    'staff/nurse.ts',
    "export class Nurse {}\nexport type Rota = string[];\nexport class StaffEvents { static readonly PAID = 'paid' }",
  ],
  ['staff/nurse.ts', CLINIC['staff/nurse.ts'] ?? ''],
  ['staff/pay.ts', 'export const pay = 1;'],
  ['staff/pay.ts', `import '../ward/bed';\n${CLINIC['staff/pay.ts']}`],
  ['staff/pay.ts', CLINIC['staff/pay.ts']?.replace('./nurse', '../ward') ?? ''],
  ['staff/pay.ts', `import rules from '../ward/rules.json';\n${CLINIC['staff/pay.ts']}export { rules };`],
  ['staff/lazy.ts', `import '../desk/letter';\n${CLINIC['staff/lazy.ts']}`],
  [
    'desk/letter.ts',
    "import { Nurse } from '../staff/nurse';\nimport '../ward/rules.json';\nexport const used = new Nurse();",
  ],
  ['desk/letter.ts', "import { Bed } from '../ward';\nexport const used: Bed[] = [];"],
  ['ward/charts.ts', `import { Bed } from './bed';\n${CLINIC['ward/charts.ts']}\nexport { Bed };`],
  ['ward/charts.ts', `import { Bed } from './bed';\nimport '../staff/plan';\n${CLINIC['ward/charts.ts']}`],
  ['staff/pay.ts', CLINIC['staff/pay.ts'] ?? ''],
  ['staff/pay.ts', `// Wages.\n\n${CLINIC['staff/pay.ts']}`],
  ['ward/paid.ts', `// Told once.\n${CLINIC['ward/paid.ts']}`],
  [
    'ward/paid.ts',
    `${CLINIC['ward/paid.ts']}\nexport const again = (emitter: EventEmitter) => emitter.on('staff.paid', () => {});`,
  ],
  ['ward/paid.ts', CLINIC['ward/paid.ts'] ?? ''],
  ['ward/charts.ts', 'export class Chart {}\nexport type Page = string;'],
  ['ward/charts.ts', CLINIC['ward/charts.ts'] ?? ''],
  ['desk/letter.ts', "import { Ward } from '../ward/bed';\nexport const used = new Ward(;"],
  ['desk/letter.ts', "import { Ward } from '../ward/bed';\nexport const used = new Ward();"],
  ['desk/letter.ts', "/* @generated */\nimport { Ward } from '../ward/bed';\nexport const used = new Ward();"],
  ['desk/new.ts', "import { more } from '../staff/plan';\nexport const most = more;"],
];

describe('a check of imports that parses only files reaching across', () => {
  it('finds what parsing every file finds', async () => {
    const [own, full] = [await findings('tokens'), await findings('trees')];
    expect(own).toEqual(full);
    expect(new Set(own.violations.map(({ key }) => `${key.rule} ${key.kind}`))).toEqual(
      new Set([
        'cross-context-import import',
        'cross-context-import re-export',
        'cross-context-type-import type-import',
        'cross-context-dynamic-import dynamic-import',
        'context-cycle cycle',
        'undeclared-relation relation',
      ]),
    );
    expect(own.diagnostics.map(({ code, path }) => `${code} ${path}`)).toEqual(['MSA101 desk/broken.ts']);
  });

  it('takes a namespace for the types that it holds, wherever a decorator keeps names', async () => {
    const { violations } = await findings('tokens');
    const own = violations.filter(({ key }) => key.from === 'desk/files.ts');
    expect(own.map(({ key }) => `${key.kind} ${key.to}`)).toEqual(['type-import ward/charts.ts']);
    write('ward/charts.ts', 'export class Chart {}\nexport type Page = string;');
    const { violations: kept } = await findings('tokens');
    const now = kept.filter(({ key }) => key.from === 'desk/files.ts').map(({ key }) => key.kind);
    expect(now).toEqual(['import']);
  });

  it('has the same graph from its cache, whatever is edited one after another', async () => {
    const cacheDir = join(root, '.msa-map', 'cache');
    const graph = async (dir: string | undefined) =>
      graphToCheck(root, {
        config: CONFIG,
        useGit: false,
        isModulesOnly: true,
        crosses: crossingsOf(CONFIG),
        extract: { cacheDir: dir },
      });
    const edits = fc.array(fc.constantFrom(...VARIANTS), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(edits, async (steps) => {
        for (const [path, text] of steps) {
          write(path, text);
          expect(await graph(cacheDir)).toEqual(await graph(undefined));
        }
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it('links only the changed file again while nobody asks it for anything else than before', async () => {
    const cacheDir = join(root, '.msa-map', 'cache');
    let isAllRead = false;
    const run = async () => {
      isAllRead = false;
      const onProgress = () => {
        isAllRead = true;
      };
      const extract = { cacheDir, onProgress };
      const options = { config: CONFIG, useGit: false, isModulesOnly: true, crosses: crossingsOf(CONFIG), extract };
      await graphToCheck(root, options);
      return isAllRead;
    };
    expect(await run()).toBe(true);
    write('staff/plan.ts', `${CLINIC['staff/plan.ts']}\nexport const more = new Ward();`);
    expect(await run()).toBe(false);
    write('ward/bed.ts', `${CLINIC['ward/bed.ts']}\nexport const pillows = 6;`);
    expect(await run()).toBe(false);
    write('ward/paid.ts', `// Told once.\n${CLINIC['ward/paid.ts']}`);
    expect(await run()).toBe(false);
    write('staff/plan.ts', `import { Rota } from './nurse';\n${CLINIC['staff/plan.ts']}\nexport type Week = Rota;`);
    expect(await run()).toBe(false);
    write('staff/pay.ts', `import { ward } from './lazy';\n${CLINIC['staff/pay.ts']}\nward();`);
    expect(await run()).toBe(false);
    write('ward/bed.ts', 'export class Bed {}\nexport const beds = 3;');
    expect(await run()).toBe(true);
  });

  it('judges nothing again while only what lies within the contexts is different', async () => {
    let judged = 0;
    const extract = { cacheDir: join(root, '.msa-map', 'cache') };
    const options = { config: CONFIG, useGit: false, isModulesOnly: true, crosses: crossingsOf(CONFIG), extract };
    const answer = async (...quoted: string[]) => {
      const made = await answered(root, options, ['all'], async (graph) => {
        judged++;
        const { violations } = check(graph, CONFIG, [], { kind: 'all' });
        const lines = quoted.map((path) => readFileSync(join(root, path), 'utf8'));
        return { head: violations.length, texts: [Buffer.from(JSON.stringify([violations, lines]))], quoted };
      });
      return Buffer.from(made.texts[0] as Uint8Array).toString();
    };
    const first = await answer();
    write('staff/plan.ts', `import { Rota } from './nurse';\n${CLINIC['staff/plan.ts']}\nexport type Week = Rota;`);
    expect(await answer()).not.toBe(first);
    write('staff/plan.ts', `${CLINIC['staff/plan.ts']}\nimport { Rota } from './nurse';\nexport type Week = Rota;`);
    expect(await answer('staff/plan.ts')).not.toBe(first);
    expect(judged).toBe(3);
    write('ward/bed.ts', `${CLINIC['ward/bed.ts']}\nexport const pillows = 6;\n// Soft ones.`);
    const last = await answer('staff/plan.ts');
    expect(await answer('staff/plan.ts')).toBe(last);
    expect(judged).toBe(3);
    write('staff/plan.ts', `${readFileSync(join(root, 'staff/plan.ts'), 'utf8')} // Seven days.`);
    expect(await answer('staff/plan.ts')).toContain('Seven days.');
    expect(judged).toBe(4);
  });

  it('finds the same from its cache, whatever is edited', async () => {
    const cacheDir = join(root, '.msa-map', 'cache');
    const edits: readonly (readonly [string, string])[] = [
      ['desk/letter.ts', "import { Ward } from '../ward/bed';\nexport const used = new Ward();"],
      ['ward/index.ts', "export * from './bed';"],
      [
        'staff/nurse.ts',
        "export type Nurse = string;\nexport type Rota = string[];\nexport class StaffEvents { static readonly PAID = 'paid' }",
      ],
      ['desk/broken.ts', 'export const mended = 1;'],
      ['desk/new.ts', "import { Nurse } from '../staff/nurse';\nexport const nurse = Nurse;"],
    ];
    for (const [path, text] of edits) {
      write(path, text);
      expect(await findings('tokens', cacheDir)).toEqual(await findings('trees'));
      expect(await findings('tokens', cacheDir)).toEqual(await findings('tokens'));
    }
  });
});
