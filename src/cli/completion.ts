/**
 * `msa-map completion <shell>`: a script made from the command table and the tables of formats, so that it cannot fall
 * behind. It offers commands, their options, and the values of options that take one of a few.
 */
import type { Command, Option } from 'commander';
import { CHECK_REPORTERS, RULE_EXPORTS } from '../check-report/index.js';
import { UserError } from '../model/index.js';
import { REPORTERS, VIEWS } from '../report/index.js';
import { type Io, write } from './io.js';

export async function runCompletion(io: Io, program: Command, shell: string): Promise<void> {
  const writer = Object.entries(SHELLS).find(([name]) => name === shell)?.[1];
  if (!writer) throw new UserError('MSA010', `unknown shell "${shell}"`, `Shells: ${Object.keys(SHELLS).join(', ')}.`);
  await write(io.stdout, writer(program.commands.map(described)));
}

type Choice = { readonly flags: readonly string[]; readonly values: readonly string[] };

type Described = {
  readonly name: string;
  readonly about: string;
  readonly options: readonly string[];
  /** Options of which the values are known; `values` of the first argument are those of no flag. */
  readonly choices: readonly Choice[];
  readonly values: readonly string[];
};

/** Formats of commands whose option says no choices, since several may be joined or an unknown one gets a hint. */
const FORMATS: Readonly<Record<string, readonly string[]>> = {
  analyze: Object.keys(REPORTERS),
  export: [...Object.keys(REPORTERS), ...Object.keys(RULE_EXPORTS)],
  check: Object.keys(CHECK_REPORTERS),
  plan: ['markdown', 'json'],
};

const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  schema: ['analysis', 'config', 'baseline'],
  completion: ['bash', 'zsh', 'fish'],
};

function described(command: Command): Described {
  const name = command.name();
  return {
    name,
    about: command.description(),
    options: command.options.flatMap(({ long }) => (long ? [long] : [])),
    choices: command.options.flatMap((option) => {
      const values = valuesOf(name, option);
      return values.length === 0 ? [] : [{ flags: [option.long, option.short].filter(isGiven), values }];
    }),
    values: ARGUMENTS[name] ?? [],
  };
}

function valuesOf(command: string, option: Option): readonly string[] {
  if (option.argChoices) return option.argChoices;
  if (option.long === '--format') return FORMATS[command] ?? [];
  return option.long === '--view' ? VIEWS : [];
}

const isGiven = (flag: string | undefined): flag is string => flag !== undefined;

const SHELLS: Readonly<Record<string, (commands: readonly Described[]) => string>> = { bash, zsh, fish };

/** `command:flag|command:flag) … ;;` for the values of each option. */
function cases(commands: readonly Described[], indent: string, say: (values: string) => string): string {
  return commands
    .flatMap(({ name, choices }) =>
      choices.map(
        ({ flags, values }) =>
          `${indent}${flags.map((flag) => `${name}:${flag}`).join('|')}) ${say(values.join(' '))} ;;`,
      ),
    )
    .join('\n');
}

function bash(commands: readonly Described[]): string {
  const options = commands
    .map(({ name, options, values }) => `    ${name}) options="${options.join(' ')}" values="${values.join(' ')}" ;;`)
    .join('\n');
  return `# bash: source <(msa-map completion bash)
_msa_map() {
  local current="\${COMP_WORDS[COMP_CWORD]}" command="\${COMP_WORDS[1]}" options="" values=""
  COMPREPLY=()
  if [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(' ')}" -- "$current"))
    return
  fi
  case "$command" in
${options}
  esac
  case "$command:\${COMP_WORDS[COMP_CWORD-1]}" in
${cases(commands, '    ', (values) => `options="" values="${values}"`)}
  esac
  if [[ "$current" == -* ]]; then COMPREPLY=($(compgen -W "$options" -- "$current"))
  else COMPREPLY=($(compgen -W "$values" -- "$current"))
  fi
}
complete -o default -F _msa_map msa-map
`;
}

function zsh(commands: readonly Described[]): string {
  const list = commands
    .map(({ name, about }) => `    '${name}:${about.replaceAll("'", '').replaceAll(':', ',')}'`)
    .join('\n');
  const options = commands.map(({ name, options }) => `      ${name}) compadd -- ${options.join(' ')} ;;`).join('\n');
  const values = commands
    .filter(({ values }) => values.length > 0)
    .map(({ name, values }) => `      ${name}) compadd -- ${values.join(' ')} ;;`)
    .join('\n');
  return `#compdef msa-map
_msa_map() {
  local -a commands
  commands=(
${list}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  case "$words[2]:$words[CURRENT-1]" in
${cases(commands, '    ', (values) => `compadd -- ${values}; return`)}
  esac
  if [[ "$words[CURRENT]" == -* ]]; then
    case "$words[2]" in
${options}
    esac
  else
    case "$words[2]" in
${values}
      *) _files ;;
    esac
  fi
}
compdef _msa_map msa-map
`;
}

function fish(commands: readonly Described[]): string {
  return commands
    .flatMap(({ name, about, options, choices, values }) => {
      const within = `complete -c msa-map -n '__fish_seen_subcommand_from ${name}'`;
      const of = (option: string) => choices.find(({ flags }) => flags.includes(option))?.values;
      return [
        `complete -c msa-map -n __fish_use_subcommand -a ${name} -d '${about.replaceAll("'", '')}'`,
        ...(values.length > 0 ? [`${within} -f -a '${values.join(' ')}'`] : []),
        ...options.map((option) => `${within} -l ${option.slice(2)}${exactly(of(option))}`),
      ];
    })
    .join('\n')
    .concat('\n');
}

function exactly(values: readonly string[] | undefined): string {
  return values === undefined ? '' : ` -x -a '${values.join(' ')}'`;
}
