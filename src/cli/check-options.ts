/** Options and help of `msa-map check`, apart from its action so that `--help` loads no stage. */
import type { Command } from 'commander';
import type { CheckOptions } from './check.js';

type Action = (dir: string, files: readonly string[], options: CheckOptions) => Promise<void>;

export function describeCheck(command: Command, action: Action): Command {
  return command
    .description('CI: new dependencies across the declared contexts fail; debt in the baseline may only shrink')
    .argument('[dir]', 'repository, or a package in it', '.')
    .argument('[files...]', 'judge only these files, with the whole graph known')
    .option(
      '-f, --format <names>',
      'text, json, sarif, github, gitlab, junit, markdown; several with a comma and -o DIR',
    )
    .option('-o, --output <path>', 'file, or folder for several formats; - is stdout')
    .option('--since <ref>', 'judge only what differs from the merge base with this git reference')
    .option('--staged', 'judge only what is staged in git')
    .option('--baseline <file>', 'accepted debt (default: msa-map.baseline.jsonl in the analysed folder)')
    .option(
      '--update-baseline',
      'write the baseline: fixed entries go, moved ones follow; begins one when there is none',
    )
    .option('--allow-additions', 'let --update-baseline add what is new (needs --reason)')
    .option('--reason <text>', 'why debt is added; kept in the baseline')
    .option('--gitattributes', 'with --update-baseline: add the merge=union line to .gitattributes')
    .option('--list', 'text: every violation with its line also when there is no baseline yet, instead of a summary')
    .option('--fail-on-stale', 'fail when the baseline lists what is fixed')
    .option('--strict', 'fail on stale entries, new warnings and unreadable files as well')
    .option('--watch', 'check again when a file changes')
    .option('--today <date>', 'judge dates of exceptions by this day, YYYY-MM-DD (default: today, UTC)')
    .addHelpText(
      'after',
      '\nExit codes: 0 nothing new, 1 new violations, 2 could not run.\n\nExample:\n  msa-map check\n  msa-map check --update-baseline\n  msa-map check --since origin/main\n  msa-map check --format github,sarif -o reports',
    )
    .action(action);
}
