/** The tools measured against, at fixed versions, installed into a folder outside the project. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from './measure.js';

/** dependency-cruiser 17 is the last major version that runs on Node 20. */
const PEERS = {
  'dependency-cruiser': '17.4.3',
  madge: '8.0.0',
  skott: '0.35.12',
  'oxc-parser': '0.159.0',
  typescript: '5.9.3',
} as const;

export const YARDSTICK = 'dependency-cruiser';

export function installPeers(scratch: string): void {
  mkdirSync(scratch, { recursive: true });
  const wanted = JSON.stringify({ name: 'bench-peers', private: true, dependencies: PEERS }, null, 2);
  const isThere = existsSync(join(scratch, 'node_modules', 'skott'));
  writeFileSync(join(scratch, 'package.json'), wanted);
  if (isThere) return;
  console.error(`installing ${Object.keys(PEERS).join(', ')} into ${scratch}`);
  const npm = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: scratch,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0) throw new Error(`npm install failed in ${scratch}`);
}

/** Each peer's import graph of `root` as JSON, type-only imports included, TypeScript paths resolved where it can. */
export function peerCommands(
  scratch: string,
  root: string,
  tsConfig: string | undefined,
  only: readonly string[],
): Command[] {
  const bin = (path: string) => join(scratch, 'node_modules', path);
  const cruise = [bin('dependency-cruiser/bin/dependency-cruise.mjs'), '--no-config', '--ts-pre-compilation-deps'];
  const tsFlag = (flag: string) => (tsConfig === undefined ? [] : [flag, tsConfig]);
  const all: Command[] = [
    { name: YARDSTICK, args: [...cruise, ...tsFlag('--ts-config'), '-T', 'json', '.'], cwd: root },
    {
      name: 'madge',
      args: [bin('madge/bin/cli.js'), '--extensions', 'ts,tsx,js,jsx', '--json', ...tsFlag('--ts-config'), '.'],
      cwd: root,
    },
    {
      name: 'skott',
      args: [
        bin('skott/dist/bin/cli.js'),
        '--displayMode=raw',
        ...(tsConfig === undefined ? [] : [`--tsconfig=${tsConfig}`]),
      ],
      cwd: root,
    },
    { name: 'oxc limit', args: [join(import.meta.dirname, 'oxc-limit.mjs'), scratch, root], cwd: root },
  ];
  return all.filter(({ name }) => only.includes(name));
}
