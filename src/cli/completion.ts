/** `msa-map completion <shell>`: a script made from the command table, so that it cannot fall behind. */
import type { Command } from 'commander';
import { UserError } from '../model/index.js';
import { type Io, write } from './io.js';

export async function runCompletion(io: Io, program: Command, shell: string): Promise<void> {
  const writer = Object.entries(SHELLS).find(([name]) => name === shell)?.[1];
  if (!writer) throw new UserError('MSA010', `unknown shell "${shell}"`, `Shells: ${Object.keys(SHELLS).join(', ')}.`);
  const commands = program.commands.map((command) => ({
    name: command.name(),
    about: command.description(),
    options: command.options.flatMap((option) => (option.long ? [option.long] : [])),
  }));
  await write(io.stdout, writer(commands));
}

type Described = { readonly name: string; readonly about: string; readonly options: readonly string[] };

const SHELLS: Readonly<Record<string, (commands: readonly Described[]) => string>> = { bash, zsh, fish };

function bash(commands: readonly Described[]): string {
  const cases = commands.map(({ name, options }) => `    ${name}) words="${options.join(' ')}" ;;`).join('\n');
  return `# bash: source <(msa-map completion bash)
_msa_map() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words="${commands.map(({ name }) => name).join(' ')}"
  case "\${COMP_WORDS[1]}" in
${cases}
  esac
  [[ "$current" == -* || $COMP_CWORD -eq 1 ]] && COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _msa_map msa-map
`;
}

function zsh(commands: readonly Described[]): string {
  const list = commands
    .map(({ name, about }) => `    '${name}:${about.replaceAll("'", '').replaceAll(':', ',')}'`)
    .join('\n');
  const cases = commands.map(({ name, options }) => `      ${name}) compadd -- ${options.join(' ')} ;;`).join('\n');
  return `#compdef msa-map
_msa_map() {
  local -a commands
  commands=(
${list}
  )
  if (( CURRENT == 2 )); then _describe command commands
  elif [[ "$words[CURRENT]" == -* ]]; then
    case "$words[2]" in
${cases}
    esac
  else _files
  fi
}
compdef _msa_map msa-map
`;
}

function fish(commands: readonly Described[]): string {
  return commands
    .flatMap(({ name, about, options }) => [
      `complete -c msa-map -n __fish_use_subcommand -a ${name} -d '${about.replaceAll("'", '')}'`,
      ...options.map((option) => `complete -c msa-map -n '__fish_seen_subcommand_from ${name}' -l ${option.slice(2)}`),
    ])
    .join('\n')
    .concat('\n');
}
