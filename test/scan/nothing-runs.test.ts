/** Nothing of the analysed repository runs, and nothing is fetched: held by what the sources may import at all. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { EMPTY_CONFIG } from '../../src/model/index.js';
import { scan } from '../../src/scan/index.js';
import { tree } from './tree.js';

const ROOT = join(import.meta.dirname, '../..');
const SRC = join(ROOT, 'src');
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { dependencies: object };

/** Built-ins of Node that a stage may use: they read, write, count. All others run programs or code, or reach a network. */
const HARMLESS =
  'buffer crypto events fs fs/promises os path perf_hooks stream string_decoder tty url util v8 zlib'.split(' ');
/** What only these files may use, and why the list is short. */
const TRUSTED: Readonly<Record<string, readonly string[]>> = {
  child_process: ['cli/open.ts', 'scan/git.ts'],
  // Loads the compiler that ts-morph brings, by two fixed names.
  module: ['extract/code/compiler.ts'],
  // Runs that compiler's text, by one fixed name, with what V8 made of it before: see extract/code/compiled.ts.
  vm: ['extract/code/compiler.ts'],
  worker_threads: [
    'cli/ahead.ts',
    'cli/run.ts',
    'cli/thread.ts',
    'extract/pool.ts',
    'extract/worker.ts',
    'scan/ahead.ts',
  ],
};
const EVALUATING = [
  'eval',
  'Function',
  'require',
  'fetch',
  'WebSocket',
  'EventSource',
  'XMLHttpRequest',
  'importScripts',
];
const LOADING = ['binding', '_linkedBinding', 'dlopen', 'getBuiltinModule', 'createRequire', 'runInThisContext'];

type Use = { readonly path: string; readonly what: string };

/** Everything by which code could load or run other code: specifiers, calls that evaluate, workers. */
function usesOf(path: string): Use[] {
  const text = readFileSync(join(SRC, path), 'utf8');
  const uses: Use[] = [];
  const add = (what: string): void => void uses.push({ path, what });
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier)
      add(`import ${(node.moduleSpecifier as ts.StringLiteral).text}`);
    if (ts.isImportEqualsDeclaration(node)) add('import =');
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [specifier] = node.arguments;
      add(specifier && ts.isStringLiteral(specifier) ? `import ${specifier.text}` : 'import of a variable');
    }
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const name = node.expression.getText(file);
      if (EVALUATING.includes(name.replace(/^globalThis\./, ''))) add(`call ${name}`);
      if (name === 'Worker') add(`worker ${node.arguments?.[0]?.getText(file)}`);
      if (LOADING.some((member) => name === member || name.endsWith(`.${member}`))) add(`call ${name}`);
      if (/^(?:setTimeout|setInterval)$/.test(name) && ts.isStringLiteralLike(node.arguments?.[0] ?? node))
        add(`call ${name}`);
    }
    ts.forEachChild(node, visit);
  };
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  visit(file);
  return uses;
}

const uses = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .flatMap((path) => usesOf(path.replaceAll('\\', '/')));
const imports = uses.filter(({ what }) => what.startsWith('import '));

it.each(Object.entries(TRUSTED))('only the files that must use %s', (module, files) => {
  const found = imports.filter(({ what }) => what === `import node:${module}` || what === `import ${module}`);
  expect(found.map(({ path }) => path).sort()).toEqual(files);
});

it('no source loads what could run a program, evaluate text or reach a network', () => {
  const packages = Object.keys(manifest.dependencies);
  const isAllowed = ({ what }: Use): boolean => {
    const specifier = what.slice('import '.length);
    if (specifier.startsWith('./') || specifier.startsWith('../')) return /\.js(?:on)?$/.test(specifier);
    const name = specifier.replace(/^node:/, '');
    if (specifier.startsWith('node:')) return HARMLESS.includes(name) || Object.keys(TRUSTED).includes(name);
    return packages.includes(specifier);
  };
  expect(imports.length).toBeGreaterThan(500);
  expect(imports.filter((use) => !isAllowed(use))).toEqual([]);
});

it('no source evaluates text, and the workers are our own files', () => {
  const others = uses.filter(({ what }) => !what.startsWith('import '));
  const [compiler] = TRUSTED['vm'] as [string];
  expect(others.filter(({ path }) => path !== compiler)).toEqual([
    { path: 'cli/run.ts', what: "worker new URL('./thread.js', import.meta.url)" },
    { path: 'extract/pool.ts', what: "worker new URL('../extract/worker.js', import.meta.url)" },
  ]);
  expect(others.filter(({ path }) => path === compiler).map(({ what }) => what)).toEqual([
    'call createRequire',
    'call createRequire',
    'call script.runInThisContext',
    'call createRequire',
  ]);
  const loaded = readFileSync(join(SRC, compiler), 'utf8').matchAll(/resolve\('(.*?)'\)/g);
  expect([...loaded].map(([, name]) => name)).toEqual(['ts-morph', '@ts-morph/common/dist/typescript.js']);
});

it('configuration that is code is not loaded: scripts, plugins, install hooks, config files', async () => {
  const trap = "require('node:fs').writeFileSync(__dirname + '/sentinel', 'ran')";
  const root = tree({
    'package.json': {
      name: 'shop',
      scripts: { preinstall: 'touch sentinel', postinstall: 'touch sentinel' },
      main: './trap.js',
    },
    '.npmrc': 'script-shell=./trap.sh\n',
    'tsconfig.json': { extends: './trap.js', compilerOptions: { plugins: [{ name: './trap.js' }] } },
    'trap.js': trap,
    'msa-map.config.js': trap,
    'vite.config.js': trap,
    '.pnpmfile.cjs': trap,
    'src/order.ts': trap,
  });
  await scan(root, { config: EMPTY_CONFIG });
  expect(readdirSync(root)).not.toContain('sentinel');
});
