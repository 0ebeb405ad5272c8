/**
 * One repository with everything in it that has broken tools of this kind: odd bytes, odd names, odd sizes, odd links,
 * broken configuration. `odd` are the paths that a run has to say something about.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const DEEP = 10_000;
const LOAF = "import { bake } from '../plain/oven';\nexport const loaf = bake();\n";

/** Read like any other file. */
const READ: Readonly<Record<string, string | Buffer>> = {
  'src/plain/oven.ts': 'export function bake(): number {\n  return 1;\n}\n',
  'src/bytes/bom.ts': `\ufeff${LOAF}`,
  'src/bytes/utf16.ts': Buffer.from(`\ufeff${LOAF}`, 'utf16le'),
  'src/bytes/crlf.ts': LOAF.replaceAll('\n', '\r\n'),
  'src/deep/parentheses.ts': `${LOAF}const a = ${'('.repeat(DEEP)}1${')'.repeat(DEEP)};\n`,
  'src/deep/sum.ts': `${LOAF}const a = ${'1+'.repeat(DEEP)}1;\n`,
  'src/deep/chain.ts': `${LOAF}loaf${'.slice()'.repeat(DEEP)};\n`,
  'src/deep/else.ts': `${LOAF}${'if (loaf) {} else '.repeat(DEEP)}{}\n`,
  'src/names/with space.ts': LOAF,
  'src/names/"quoted".ts': LOAF,
  "src/names/it's.ts": LOAF,
  'src/names/new\nline.ts': LOAF,
  'src/names/bell\u0007\u001b[31mred.ts': LOAF,
  'src/names/100%.ts': LOAF,
  'src/names/#1.ts': LOAF,
  'src/names/=cmd()|x.ts': LOAF,
  'src/names/-rf.ts': LOAF,
  'src/names/[id].ts': LOAF,
  'src/(auth)/login.ts': LOAF,
  'src/names/🥖.ts': LOAF,
  'src/names/\u202etxt.ts': LOAF,
  'src/names/<img src=x onerror=alert(1)>.ts': LOAF,
  'src/__proto__/__proto__.ts': LOAF,
  'src/constructor/toString.ts': LOAF,
  'src/names/Case.ts': LOAF,
  'src/names/case.ts': LOAF,
  'tsconfig.json':
    '{ // a comment\n "extends": "./tsconfig.a.json", "compilerOptions": { "paths": { "@/*": ["./src/*"], }, }, }',
  'tsconfig.a.json': '{ "extends": "./tsconfig.b.json" }',
  'tsconfig.b.json': '{ "extends": "./tsconfig.a.json" }',
  'apps/missing/tsconfig.json': '{ "extends": "./nowhere.json" }',
  'apps/missing/main.ts': LOAF,
  'apps/outside/tsconfig.json': '{ "extends": "../../../../../../etc/passwd" }',
  'apps/outside/main.ts': LOAF,
  'package.json':
    '{ "name": "hostile", "workspaces": ["", "apps/*", "none/*"], "dependencies": { "pg": "8", "@prisma/client": "6" } }',
  'src/tables/raw.ts': `import { Pool } from 'pg';
const pool = new Pool();
export const a = () => pool.query('SELECT * FROM __proto__');
export const b = () => pool.query('INSERT INTO "constructor" (id) VALUES (1)');
export const c = () => pool.query('DELETE FROM "toString"');
export const d = () => pool.query('UPDATE "evil\\u001b]8;;x\\u0007<b>" SET id = 1');
export const e = () => pool.query('SELECT * FROM "a""b|c"');
export const f = () => pool.query('SELECT ${'('.repeat(20_000)}');
`,
  'db/001.sql':
    'CREATE TABLE "__proto__" (id int); CREATE TABLE "constructor" (id int); CREATE TABLE "a""b|c" (id int);\n',
  'db/002.sql': '('.repeat(1_000_000),
  'db/003.sql': `CREATE TABLE crumb (id int);\nINSERT INTO crumb VALUES (${"'".repeat(1_000_001)}`,
  'prisma/schema.prisma':
    'datasource db {\n provider = "postgresql"\n}\nmodel Cake {\n id Int @id\n slices Slice[]\n}\nmodel Slice {\n id Int @id\n cake Cake @rel',
};

/** Left out or read in part, and said so. */
const SAID: Readonly<Record<string, string | Buffer>> = {
  'src/bytes/latin1.ts': Buffer.concat([Buffer.from(LOAF), Buffer.from("// caf\xe9 'x'\n", 'latin1')]),
  'src/bytes/nul.ts': Buffer.from([0x47, 0, 0x11, 0x10, 0]),
  'src/bytes/conflict.ts': `${LOAF}<<<<<<< ours\nconst a = 1;\n=======\nconst a = 2;\n>>>>>>> theirs\n`,
  'src/bytes/broken.ts': 'class {',
  'src/size/line.ts': `export const line = "${'a'.repeat(5_000_000)}";`,
  'src/size/vendor.min.js': `!function(){${'var a=1;'.repeat(2000)}}();`,
  'src/deep/modifiers.ts': 'async '.repeat(100_000),
  'src/deep/async.ts': 'async('.repeat(2_000),
  'apps/torn/package.json': 'no JSON at all',
  'apps/cut/tsconfig.json': '{ "compilerOptions": { "baseUrl": ".", "paths": {',
  'apps/cut/package.json': '{ "name": "cut", "dependencies": { "pg": "8',
};

export type Hostile = { readonly root: string; readonly odd: readonly string[]; readonly long: string };

export function hostileRepository(): Hostile {
  const home = mkdtempSync(join(tmpdir(), 'hostile-'));
  const root = join(home, 'repository');
  const put = (path: string, content: string | Buffer): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  for (const [path, content] of [...Object.entries(READ), ...Object.entries(SAID)]) put(path, content);
  const long = `${'long/'.repeat(((4_000 - root.length) / 5) | 0)}loaf.ts`;
  put(long, LOAF);
  put('src/size/huge.ts', LOAF);
  truncateSync(join(root, 'src/size/huge.ts'), 50_000_000);
  mkdirSync(join(root, 'src/kinds/a.ts'), { recursive: true });
  put('src/kinds/a.ts/inside.ts', LOAF);
  execFileSync('mkfifo', [join(root, 'src/kinds/pipe.ts')]);
  writeFileSync(join(home, 'secret.ts'), 'export const secret = 1;\n');
  symlinkSync('nowhere.ts', join(root, 'src/kinds/dangling.ts'));
  symlinkSync('loop.ts', join(root, 'src/kinds/loop.ts'));
  symlinkSync('..', join(root, 'src/kinds/up'));
  symlinkSync(join(home, 'secret.ts'), join(root, 'src/kinds/escape.ts'));
  const odd = [...Object.keys(SAID), 'src/size/huge.ts', 'src/kinds/pipe.ts', 'src/kinds/escape.ts'];
  odd.push('src/kinds/dangling.ts', 'src/kinds/loop.ts', 'src/deep/parentheses.ts', 'src/deep/chain.ts');
  odd.push('apps/missing/tsconfig.json', 'apps/outside/tsconfig.json', 'tsconfig.b.json');
  odd.push('db/002.sql', 'db/003.sql', 'prisma/schema.prisma');
  if (process.getuid?.() !== 0) {
    put('src/kinds/locked.ts', LOAF);
    chmodSync(join(root, 'src/kinds/locked.ts'), 0);
    odd.push('src/kinds/locked.ts');
  }
  return { root, odd, long };
}
