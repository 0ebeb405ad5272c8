/**
 * npm run bench -- [directory…] [--generate 1000,5000] [--runs 5] [--only NAME,…] [--limit SECONDS] [--scratch DIR]
 *
 * Times msa-map side by side with dependency-cruiser, madge, skott and the oxc limit, on copies of the directories and on
 * generated monoliths: whole processes, in turn, medians, ratios to dependency-cruiser in the same run. Prints Markdown.
 * Peers are installed into the scratch folder, never into the project. Needs a built dist (npm run bench builds it).
 */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { copyOf, tsConfigOf } from './copy.js';
import { generate } from './generate.js';
import { measure } from './measure.js';
import { ownCommands } from './own.js';
import { installPeers, peerCommands } from './peers.js';
import { scaleTable, stageTable, table } from './tables.js';

const EVERYTHING = 'dependency-cruiser,madge,skott,oxc limit,check,analyze';
const GENERATED = '1000,5000';
const SCRATCH = join(tmpdir(), 'msa-map-bench');

const HELP = `npm run bench -- [directory…] [options]

Times msa-map beside dependency-cruiser, madge, skott and the oxc limit, and prints Markdown.

  --generate <files,…>  generated monoliths of these sizes (default: ${GENERATED} when no directory is given)
  --runs <n>            runs of each command, of which medians are taken (default: 5)
  --only <name,…>       of: ${EVERYTHING.replaceAll(',', ', ')}
  --limit <seconds>     for one run (default: 300)
  --scratch <folder>    for copies, caches and the other tools (default: ${SCRATCH})`;

const { values, positionals } = argumentsGiven();
if (values.help) {
  console.log(HELP);
  process.exit();
}
const scratch = resolve(values.scratch);
const only = values.only.split(',').map((name) => name.trim());
const sizes = (values.generate ?? (positionals.length === 0 ? GENERATED : '')).split(',').filter(Boolean).map(Number);

installPeers(join(scratch, 'peers'));
console.log(`Node ${process.version}, ${availableParallelism()} cores, ${values.runs} runs each, medians.\n`);
for (const directory of positionals) {
  const name = `${basename(dirname(resolve(directory)))}/${basename(resolve(directory))}`;
  benchmark(name, copyOf(directory, scratch));
}
const scale = sizes.map((size) => {
  const root = join(scratch, `generated-${size}`);
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  const { files } = generate(root, size);
  return { files, results: benchmark(`generated, ${files} files`, root) };
});
if (scale.length > 1) console.log(scaleTable(scale));

function benchmark(name: string, root: string) {
  for (const name of readdirSync(scratch))
    if (name.startsWith('cache')) rmSync(join(scratch, name), { recursive: true, force: true });
  const own = ownCommands(root, scratch, only);
  const peers = peerCommands(join(scratch, 'peers'), root, tsConfigOf(root), only);
  const results = measure([...peers, ...own.commands], Number(values.runs), Number(values.limit), scratch);
  console.log(`## ${name} (${own.modules} modules)\n\n${table(results)}\n${stageTable(results)}`);
  return results;
}

function argumentsGiven() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        generate: { type: 'string' },
        runs: { type: 'string', default: '5' },
        only: { type: 'string', default: EVERYTHING },
        limit: { type: 'string', default: '300' },
        scratch: { type: 'string', default: SCRATCH },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    console.error(`bench: ${(error as Error).message}\n\n${HELP}`);
    process.exit(2);
  }
}
