/**
 * A made-up monolith of any number of files, the same bytes on every machine: bounded contexts in `packages/*`, each
 * with layers (entity, repository, service, controller), barrels, and aliases (`@shop/<context>` of tsconfig paths).
 * Files are of the usual size of small services, about 40 lines. Most imports stay in their context; one service in
 * four reaches for another context, at random, so that the graph has a planted shape and some noise.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FEATURES_PER_CONTEXT = 40;
/** Entity, repository, service, controller, index. */
const FILES_PER_FEATURE = 5;

export type Monolith = { readonly files: number; readonly contexts: readonly string[] };

type Write = (path: string, text: string) => void;

/** Writes at least `count` source files below `root` and says what is there. */
export function generate(root: string, count: number): Monolith {
  const features = Math.ceil(count / FILES_PER_FEATURE);
  const contexts = Array.from({ length: Math.ceil(features / FEATURES_PER_CONTEXT) }, (_, i) => `context-${i}`);
  const random = mulberry32(count);
  const folders = new Set<string>();
  let files = 0;
  const write: Write = (path, text) => {
    const folder = dirname(join(root, path));
    if (!folders.has(folder)) mkdirSync(folder, { recursive: true });
    folders.add(folder);
    writeFileSync(join(root, path), text);
    if (path.endsWith('.ts')) files++;
  };
  const paths = Object.fromEntries(contexts.map((name) => [`@shop/${name}`, [`packages/${name}/src/index.ts`]]));
  const dependencies = { typeorm: '^0.3.20', '@nestjs/common': '^11.0.0', '@nestjs/typeorm': '^11.0.0' };
  write('package.json', json({ name: 'generated-shop', private: true, workspaces: ['packages/*'], dependencies }));
  write('tsconfig.json', json({ compilerOptions: { baseUrl: '.', paths, experimentalDecorators: true } }));
  for (let i = 0; i < features; i++) writeFeature(write, i, contexts, random);
  for (const [i, name] of contexts.entries()) {
    const own = range(i * FEATURES_PER_CONTEXT, Math.min(features, (i + 1) * FEATURES_PER_CONTEXT));
    write(`packages/${name}/src/index.ts`, own.map((n) => `export * from './feature-${n}/index';\n`).join(''));
    write(`packages/${name}/package.json`, json({ name: `@shop/${name}`, main: 'src/index.ts' }));
  }
  return { files, contexts };
}

function writeFeature(write: Write, i: number, contexts: readonly string[], random: () => number): void {
  const context = Math.floor(i / FEATURES_PER_CONTEXT);
  const first = context * FEATURES_PER_CONTEXT;
  const neighbours = [...new Set([1, 2].map(() => first + Math.floor(random() * (i - first))))].filter((n) => n < i);
  const away = random() < 0.25 && context > 0 ? Math.floor(random() * context) : undefined;
  const stranger = away === undefined ? undefined : away * FEATURES_PER_CONTEXT + Math.floor(random() * 10);
  const folder = `packages/${contexts[context]}/src/feature-${i}`;
  write(`${folder}/item-${i}.entity.ts`, entity(i, neighbours[0]));
  write(`${folder}/item-${i}.repository.ts`, repository(i));
  const foreign = stranger === undefined ? undefined : { n: stranger, from: `@shop/${contexts[away as number]}` };
  write(`${folder}/item-${i}.service.ts`, service(i, neighbours, foreign));
  write(`${folder}/item-${i}.controller.ts`, controller(i));
  const layers = ['entity', 'repository', 'service'].map((layer) => `export * from './item-${i}.${layer}';\n`);
  write(`${folder}/index.ts`, layers.join(''));
}

function entity(i: number, parent: number | undefined): string {
  const relation =
    parent === undefined
      ? ''
      : `  @ManyToOne(() => Item${parent})\n  @JoinColumn({ name: 'parent_id' })\n  parent!: Item${parent};\n\n  @Column({ name: 'parent_id', nullable: true })\n  parentId?: string;\n`;
  return `import { Column, CreateDateColumn, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
${parent === undefined ? '' : `import { Item${parent} } from '../feature-${parent}';\n`}
/** What the shop knows of item ${i}. */
@Entity({ name: 'shop_item_${i}' })
export class Item${i} {
  @PrimaryGeneratedColumn('uuid')
  id!: string;

  @Column({ type: 'varchar', length: 200 })
  name!: string;

  @Column({ type: 'integer', default: ${i % 100} })
  amount!: number;

  @CreateDateColumn({ name: 'created_at' })
  createdAt!: Date;

${relation}}
`;
}

function repository(i: number): string {
  return `import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Item${i} } from './item-${i}.entity';

export type Item${i}Filter = { readonly name?: string; readonly least?: number };

@Injectable()
export class Item${i}Repository {
  constructor(@InjectRepository(Item${i}) private readonly items: Repository<Item${i}>) {}

  findById(id: string): Promise<Item${i} | null> {
    return this.items.findOne({ where: { id } });
  }

  findMatching(filter: Item${i}Filter): Promise<Item${i}[]> {
    const query = this.items.createQueryBuilder('item');
    if (filter.name !== undefined) query.andWhere('item.name = :name', { name: filter.name });
    if (filter.least !== undefined) query.andWhere('item.amount >= :least', { least: filter.least });
    return query.orderBy('item.createdAt', 'DESC').take(50).getMany();
  }

  async store(item: Item${i}): Promise<Item${i}> {
    return this.items.save(item);
  }
}
`;
}

function service(i: number, neighbours: readonly number[], foreign: { n: number; from: string } | undefined): string {
  const own = neighbours.map((n) => ({ n, from: `../feature-${n}` }));
  const used = foreign === undefined ? own : [...own, foreign];
  const imports = used.map(({ n, from }) => `import { Item${n}Repository } from '${from}';\n`).join('');
  const parameters = used.map(({ n }) => `    private readonly items${n}: Item${n}Repository,\n`).join('');
  const checks = used.map(({ n }) => `    const other${n} = await this.items${n}.findById(id);\n`).join('');
  const sum = used.map(({ n }) => ` + (other${n}?.amount ?? 0)`).join('');
  return `import { Injectable } from '@nestjs/common';
${imports}import { Item${i} } from './item-${i}.entity';
import { type Item${i}Filter, Item${i}Repository } from './item-${i}.repository';

@Injectable()
export class Item${i}Service {
  constructor(
    private readonly items: Item${i}Repository,
${parameters}  ) {}

  list(filter: Item${i}Filter): Promise<Item${i}[]> {
    return this.items.findMatching(filter);
  }

  async total(id: string): Promise<number> {
    const item = await this.items.findById(id);
    if (item === null) throw new Error('No item ' + id + ' in feature ${i}');
${checks}    return item.amount${sum};
  }

  async rename(id: string, name: string): Promise<Item${i}> {
    const item = await this.items.findById(id);
    if (item === null) throw new Error('No item ' + id);
    item.name = name.trim();
    return this.items.store(item);
  }
}
`;
}

function controller(i: number): string {
  return `import { Body, Controller, Get, Param, Patch, Query } from '@nestjs/common';
import type { Item${i} } from './item-${i}.entity';
import { Item${i}Service } from './item-${i}.service';

@Controller('items-${i}')
export class Item${i}Controller {
  constructor(private readonly service: Item${i}Service) {}

  @Get()
  list(@Query('name') name: string): Promise<Item${i}[]> {
    return this.service.list({ name });
  }

  @Get(':id/total')
  total(@Param('id') id: string): Promise<number> {
    return this.service.total(id);
  }

  @Patch(':id')
  rename(@Param('id') id: string, @Body('name') name: string): Promise<Item${i}> {
    return this.service.rename(id, name);
  }
}
`;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Mulberry32: small, and the same everywhere. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
