/** Nothing of the analysed repository runs, and nothing is fetched: held by what the sources may import at all. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { EMPTY_CONFIG } from '../../src/model/index.js';
import { scan } from '../../src/scan/index.js';
import { tree } from './tree.js';

const SRC = join(import.meta.dirname, '../../src');
const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(SRC, path), 'utf8') }));

it('only two files start a program: git, and the browser of the user who asks for it with --open', () => {
  const starting = sources.filter(({ text }) =>
    /(?:from|import|require\() ?['"](?:node:)?(?:child_process|cluster)['"]/.test(text),
  );
  expect(starting.map(({ path }) => path).sort()).toEqual(['cli/open.ts', 'scan/git.ts']);
});

it('no source reaches the network or evaluates text', () => {
  const network =
    /from ['"](?:node:)?(?:net|http|https|http2|dgram|tls|dns|vm|repl|inspector)(?:\/\w+)?['"]|\bfetch\(['"`\w]/;
  const evaluation = /(?<![.\w])eval\(|new Function\(|\brequire\((?!['"])|\bimport\((?!['"])/;
  const code = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|`(?:\\.|[^`\\])*`/g, '');
  const found = sources.filter(({ text }) => network.test(text) || evaluation.test(code(text)));
  expect(found.map(({ path }) => path)).toEqual([]);
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
