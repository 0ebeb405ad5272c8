/** A little shop as a git repository in a temporary folder, driven through the built bin: what CI would see. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const BIN = resolve('bin/msa-map.js');

export const FILES: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "corner-shop", "dependencies": { "typeorm": "^0.3.0" } }\n',
  'tsconfig.json': '{ "compilerOptions": { "baseUrl": ".", "paths": { "@shop/*": ["src/*"] } } }\n',
  '.gitignore': 'node_modules\n.msa-map\n',
  'src/catalog/product.entity.ts': `import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity('goods')
export class Product {
  @PrimaryGeneratedColumn() id!: number;
  @Column() title!: string;
}
`,
  'src/catalog/product.service.ts': `import { DataSource } from 'typeorm';
import { Product } from './product.entity';

export type Price = { readonly cents: number };
export class ProductService {
  constructor(private readonly db: DataSource) {}
  find(id: number) {
    return this.db.getRepository(Product).findOneBy({ id });
  }
}
export function roundPrice(cents: number): number {
  return Math.round(cents);
}
`,
  'src/catalog/index.ts': `export * from './product.service';\n`,
  'src/orders/order.entity.ts': `import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity('purchases')
export class Order {
  @PrimaryGeneratedColumn() id!: number;
  @Column() total!: number;
}
`,
  'src/orders/order.service.ts': `import { DataSource } from 'typeorm';
import { ProductService } from '../catalog/product.service';
import { Order } from './order.entity';

export class OrderService {
  constructor(private readonly db: DataSource) {}
  readonly products = new ProductService(this.db);
  async place(total: number) {
    return this.db.getRepository(Order).save({ total });
  }
}
`,
  'src/orders/invoice.ts': `export function invoice(total: number): string {\n  return String(total);\n}\n`,
  'src/shipping/parcel.entity.ts': `import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity('boxes')
export class Parcel {
  @PrimaryGeneratedColumn() id!: number;
  @Column() address!: string;
}
`,
  'src/shipping/parcel.service.ts': `export class ParcelService {
  label(): string {
    return 'parcel';
  }
}
`,
  'msa-map.config.json': `{
  // the shop, as the team sees it
  "contexts": {
    "catalog": { "include": ["src/catalog/**"] },
    "orders": { "include": ["src/orders/**"] },
    "shipping": { "include": ["src/shipping/**"] }
  },
  "rules": { "undeclared-relation": "off" }
}
`,
};

export type Run = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

export type Repository = {
  readonly root: string;
  /** Runs `msa-map check` with the arguments in the repository. */
  readonly check: (...args: string[]) => Run;
  readonly checkWith: (env: Record<string, string>, ...args: string[]) => Run;
  /** `code new/accepted/stale` and the places of what is new. */
  readonly judge: (...args: string[]) => string[];
  readonly git: (...args: string[]) => string;
  readonly write: (path: string, text: string) => void;
  readonly edit: (path: string, from: string, to: string) => void;
  readonly read: (path: string) => string;
  readonly move: (from: string, to: string) => void;
  readonly commit: (message: string) => void;
  readonly remove: () => void;
};

export function createRepository(files: Readonly<Record<string, string>> = FILES): Repository {
  const root = mkdtempSync(join(tmpdir(), 'msa-check-'));
  const inside = (path: string) => join(root, path);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(inside(path)), { recursive: true });
    writeFileSync(inside(path), text);
  };
  const read = (path: string) => readFileSync(inside(path), 'utf8');
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=clerk', '-c', 'user.email=clerk@example.org', ...args], {
      cwd: root,
      encoding: 'utf8',
      stdio: 'pipe',
      env: { PATH: process.env['PATH'], HOME: root },
    });
  const checkWith = (env: Record<string, string>, ...args: string[]): Run => {
    const result = spawnSync(process.execPath, [BIN, 'check', ...args], {
      cwd: root,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: root, NO_COLOR: '1', ...env },
    });
    return { code: result.status, stdout: result.stdout, stderr: result.stderr };
  };
  const check = (...args: string[]) => checkWith({}, ...args);
  for (const [path, text] of Object.entries(files)) write(path, text);
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-qm', 'the shop');
  return {
    root,
    check,
    checkWith,
    judge: (...args) => {
      const { code, stdout, stderr } = check('--format', 'json', ...args);
      if (code === 2) return [`2 ${stdout}${stderr}`];
      const report = JSON.parse(stdout);
      const { summary } = report;
      const fresh = report.violations.filter((v: { status: string }) => v.status === 'new');
      return [
        `${code}: ${summary.new} new, ${summary.warnings} warned, ${summary.accepted} accepted, ${summary.stale} stale`,
        ...fresh.map(
          (v: { key: { rule: string; to: string }; evidence: { path: string; line: number }[] }) =>
            `${v.key.rule} ${v.evidence[0]!.path}:${v.evidence[0]!.line} ${v.key.to}`,
        ),
      ];
    },
    git,
    write,
    read,
    edit: (path, from, to) => {
      const text = read(path);
      if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
      write(path, text.replace(from, to));
    },
    move: (from, to) => {
      mkdirSync(dirname(inside(to)), { recursive: true });
      renameSync(inside(from), inside(to));
    },
    commit: (message) => {
      git('add', '-A');
      git('commit', '-qm', message);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
