/**
 * The command line as a table of commands: names, options, help. Each action loads what it needs when it runs, so that
 * `--help` and `--version` never load a parser. Actions set `exit.code`; nothing ends the process by force.
 */
import { Command, InvalidArgumentError, Option } from 'commander';
import { VERSION } from '../version.js';
import { describeCheck } from './check-options.js';
import type { Io } from './io.js';

export type Exit = { code: number };

export function buildProgram(io: Io, exit: Exit): Command {
  const program = new Command('msa-map')
    .description('Maps a TypeScript monolith: modules, tables, candidate bounded contexts, and what to extract first.')
    .version(VERSION)
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      '\nExample:\n  msa-map analyze .\n\nNothing of the analysed repository is executed; nothing is sent anywhere.',
    );

  common(mapping(program.command('analyze').argument('[dir]', 'repository, or a package in it', '.')))
    .description('the main job: contexts, tables, order, with evidence')
    .option('-f, --format <name>', 'text, json, markdown, html, and what export knows (default: text)')
    .option('-o, --output <file>', 'write to a file; - is stdout')
    .option('--open', 'write the HTML report and open it')
    .option('--watch', 'run again when a file changes')
    .addOption(language())
    .addHelpText(
      'after',
      '\nExample:\n  msa-map analyze fixtures/systems/allinone-commerce\n  msa-map analyze . --format json -o analysis.json',
    )
    .action(async (dir, options) => (await import('./analyze.js')).runAnalyze(io, exit, dir, options));

  common(mapping(program.command('init').argument('[dir]', 'repository', '.')))
    .description('propose a context map from the clusters and write msa-map.config.json')
    .option('--force', 'replace an existing file')
    .option('-o, --output <file>', 'where to write (default: msa-map.config.json in the directory); - is stdout')
    .addHelpText('after', '\nExample:\n  msa-map init . && msa-map check . --update-baseline')
    .action(async (dir, options) => (await import('./init.js')).runInit(io, exit, dir, options));

  common(mapping(program.command('export').argument('[dir]', 'repository', '.')))
    .description('diagrams and models of the map, and its rules for other linters')
    .option(
      '-f, --format <name>',
      'svg, png, mermaid, dot, html, csv, graphml, cml, structurizr, backstage, json, markdown, text; dependency-cruiser and eslint-boundaries are the rules of the config (default: mermaid)',
    )
    .option('-o, --output <file>', 'write to a file; - is stdout')
    .option(
      '--view <name>',
      'contexts, modules, tables, order; sagas and quadrants for mermaid, matrix for csv (default: contexts, with --focus or --path modules)',
    )
    .option('--focus <what>', 'a context, module or table to centre on')
    .option('--depth <n>', 'steps around the focus (default: 1; of a context its own modules)', positive)
    .addOption(
      new Option('--direction <which>', 'dependencies of the focus (default: both)').choices(['in', 'out', 'both']),
    )
    .option('--path <from...>', 'only what lies between two (give both)')
    .addOption(language())
    .addHelpText(
      'after',
      '\nExample:\n  msa-map export fixtures/systems/allinone-commerce --format svg -o map.svg\n  msa-map export --from analysis.json --format html -o map.html',
    )
    .action(async (dir, options) => (await import('./export.js')).runExport(io, exit, dir, options));

  describeCheck(common(program.command('check')), async (dir, files, options) =>
    (await import('./check.js')).runCheck(io, exit, dir, files, options),
  );

  common(mapping(program.command('plan').argument('[context]', 'context id').argument('[dir]', 'repository', '.')))
    .description('the extraction dossier of one context, or with --all the roadmap')
    .option('--all', 'all waves: one page, then a section each')
    .option('--facade', 'write the TypeScript interface of the seam')
    .option('-f, --format <name>', 'markdown or json (default: markdown)')
    .option('-o, --output <file>', 'write to a file; - is stdout')
    .addOption(language())
    .addHelpText(
      'after',
      '\nExample:\n  msa-map plan products fixtures/systems/allinone-commerce\n  msa-map plan --all .',
    )
    .action(async (context, dir, options) => (await import('./plan.js')).runPlan(io, exit, context, dir, options));

  common(
    mapping(
      program
        .command('explain')
        .argument('<what...>', 'metric, rule, context, module, table, transaction, or two of them; then the directory'),
    ),
  )
    .description('why: an edge A B, the context of a module, the owner of a table, a rule, a metric')
    .addOption(textOrJson())
    .addOption(language())
    .addHelpText(
      'after',
      '\nExample:\n  msa-map explain modularity\n  msa-map explain orders inventory fixtures/systems/allinone-commerce',
    )
    .action(async (what, options) => (await import('./explain.js')).runExplain(io, exit, what, options));

  common(program.command('doctor').argument('[dir]', 'repository', '.'))
    .description('what was found and what was not: configs, packages, ORMs, unresolved imports and queries')
    .addOption(textOrJson())
    .action(async (dir, options) => (await import('./doctor.js')).runDoctor(io, exit, dir, options));

  program
    .command('schema')
    .argument('[name]', 'analysis, config or baseline', 'analysis')
    .description('print the JSON Schema of an output or of a committed file')
    .action(async (name) => (await import('./schema.js')).runSchema(io, name));

  program
    .command('completion')
    .argument('<shell>', 'bash, zsh or fish')
    .description('print a completion script for the shell')
    .action(async (shell) => (await import('./completion.js')).runCompletion(io, program, shell));

  return program;
}

function common(command: Command): Command {
  return command
    .option('--config <file>', 'context map (default: msa-map.config.json here or above)')
    .option('--quiet', 'no progress and no notes')
    .option('--color', 'colours even when the output is no terminal')
    .option('--no-color', 'no colours')
    .option('--no-cache', 'parse everything again')
    .option('--cache-dir <dir>', 'folder of the facts cache')
    .option('--jobs <n>', 'parsing threads (default: measured)', positive)
    .option('--no-git', 'do not read the git history')
    .option('--max-file-size <bytes>', 'skip larger files (default: 2 MiB)', positive)
    .option('--timing', 'print the time of each stage')
    .option('--debug', 'print the stack of any error on stderr, also with --format json');
}

function mapping(command: Command): Command {
  return command
    .option('--graph <file>', 'a graph from elsewhere instead of a directory')
    .option('--from <file>', 'a saved analysis instead of a new one')
    .option('--seed <n>', 'seed of the clustering (default: 1)', positive)
    .option('--resolution <x>', 'more contexts above 1, fewer below', number)
    .option('--no-path-evidence', 'do not let folders speak for a context')
    .option('--sweep', 'try several resolutions and print them')
    .option('--move <glob=context>', 'what if: modules in another context (repeatable)', collect);
}

function language(): Option {
  return new Option('--lang <language>', 'language of the report').choices(['en', 'ko']);
}

function textOrJson(): Option {
  return new Option('-f, --format <name>', 'text or json (default: text)').choices(['text', 'json']);
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('Give a whole number from 1.');
  return value;
}

function number(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('Give a number above 0.');
  return value;
}

function collect(value: string, previous: readonly string[] | undefined): string[] {
  return [...(previous ?? []), value];
}
