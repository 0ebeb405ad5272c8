/** msa-map's own commands under measurement: cold, warm, and warm with one file changed. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { RULES } from '../../src/model/index.js';
import { foldersOf } from './folders.js';
import type { Command } from './measure.js';

const BIN = resolve(import.meta.dirname, '../../bin/msa-map.js');
const IMPORT_RULES = new Set([
  'cross-context-import',
  'cross-context-type-import',
  'cross-context-dynamic-import',
  'bypassed-entry',
  'context-cycle',
  'undeclared-relation',
]);

type Nodes = { readonly graph: { readonly nodes: readonly { kind: string; role?: string; path?: string }[] } };

/** Each folder with modules is a context; only rules about imports are on. Answers the config and one runtime module. */
function writeConfig(root: string, scratch: string): { config: string; changed: string; files: number } {
  const saved = join(scratch, 'analysis.json');
  const args = [BIN, 'analyze', root, '--no-cache', '--format', 'json', '-o', saved, '--quiet'];
  const run = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  const modules = (JSON.parse(readFileSync(saved, 'utf8')) as Nodes).graph.nodes.filter((n) => n.kind === 'module');
  const top = foldersOf(modules.map(({ path = '' }) => path));
  const contexts = Object.fromEntries(
    [...top].map(([folder, glob]) => [
      folder.replace(/[^\p{L}\p{N}_.-]/gu, '_').replace(/^\W+/, ''),
      { include: [glob] },
    ]),
  );
  const rules = Object.fromEntries(RULES.map((rule) => [rule, IMPORT_RULES.has(rule) ? 'error' : 'off']));
  const config = join(scratch, 'msa-map.config.json');
  writeFileSync(config, JSON.stringify({ contexts, rules }, null, 2));
  const runtime = modules.filter((one) => one.role === 'runtime' && one.path?.endsWith('.ts'));
  return { config, changed: join(root, runtime[runtime.length >> 1]?.path ?? ''), files: modules.length };
}

export type Own = { readonly commands: readonly Command[]; readonly modules: number };

export function ownCommands(root: string, scratch: string, only: readonly string[]): Own {
  const { config, changed, files } = writeConfig(root, scratch);
  const cache = ['--cache-dir', join(scratch, 'cache')];
  // Of their own, so that the run before each is one of the same command.
  const edited = ['--cache-dir', join(scratch, 'cache-edited')];
  const original = readFileSync(changed, 'utf8');
  const check = [BIN, 'check', root, '--config', config, '--format', 'json', '--timing'];
  const analyze = [BIN, 'analyze', root, '--format', 'json', '-o', join(scratch, 'out.json'), '--timing'];
  const edit = () => writeFileSync(changed, `${original}export const edited${process.hrtime.bigint()} = 1;\n`);
  const restore = () => {
    if (readFileSync(changed, 'utf8') !== original) writeFileSync(changed, original);
  };
  const passes = [0, 1];
  const all: Command[] = [
    { name: 'check, cold', args: [...check, '--no-cache'], cwd: root, passes },
    { name: 'analyze, cold', args: [...analyze, '--no-cache'], cwd: root },
    { name: 'check, warm', args: [...check, ...cache], cwd: root, passes, before: restore },
    { name: 'analyze, warm', args: [...analyze, ...cache], cwd: root, before: restore },
    { name: 'check, one file changed', args: [...check, ...edited], cwd: root, passes, before: edit },
    { name: 'analyze, one file changed', args: [...analyze, ...edited], cwd: root, before: edit },
  ];
  return { commands: all.filter(({ name }) => only.some((word) => name.startsWith(word))), modules: files };
}
