/**
 * argv → command → exit code. The one place where errors end: a UserError is printed with its next step, as text on
 * stderr or, when JSON was asked for, as an object on stdout; anything else is a bug and keeps its stack.
 * `--debug` prints the stack of either, also beside JSON.
 * Exit codes: 0 done, 1 findings of check, 2 could not run, 130/143 interrupted (see `run.ts`).
 */
import { CommanderError } from 'commander';
import { UserError } from '../model/diagnostics.js';
import { printable, printableJson } from '../model/text.js';
import { bugText, endOnBugs } from './endings.js';
import { type Io, processIo, UNWRITABLE, write } from './io.js';
import { buildProgram, type Exit } from './program.js';

/** Runs one command; resolves to the exit code. `argv` is without node and script. */
export async function main(argv: readonly string[], io: Io = processIo()): Promise<number> {
  for (const stream of [io.stdout, io.stderr]) leaveErrorsToWriters(stream);
  const release = endOnBugs(io);
  const exit: Exit = { code: 0 };
  const program = buildProgram(io, exit);
  for (const command of [program, ...program.commands]) {
    command.exitOverride();
    command.configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: () => {},
    });
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exit.code;
  } catch (error) {
    if (error instanceof CommanderError && /^commander\.(?:help|version)/.test(error.code)) {
      return error.exitCode === 0 ? 0 : 2;
    }
    await explainError(error instanceof CommanderError ? wrongCall(error) : error, argv, io).catch(() => undefined);
    return 2;
  } finally {
    release();
  }
}

/** Commander's own message, in our form: `error: unknown option '--fromat'\n(Did you mean --format?)`. */
function wrongCall({ message }: CommanderError): UserError {
  const [first = '', ...hints] = message.replace(/^error: /, '').split('\n');
  const hint = hints.map((line) => line.replace(/^\((.*)\)$/, '$1')).filter((line) => line !== '');
  return new UserError(
    'MSA018',
    first.replace(/\.$/, ''),
    [...hint, 'msa-map --help lists the commands, msa-map <command> --help their options.'].join(' '),
  );
}

async function explainError(error: unknown, argv: readonly string[], io: Io): Promise<void> {
  const known = error instanceof UserError;
  const message = error instanceof Error ? error.message : String(error);
  const code = known ? error.code : 'MSA000';
  const isDebug = argv.includes('--debug');
  const isJson = wantsJson(argv) && code !== UNWRITABLE;
  const toReport =
    isJson && !isDebug ? 'Run again with --debug for its stack and report that.' : 'Report it with the stack below.';
  const hint = known ? error.hint : `This is a bug of msa-map. ${toReport}`;
  if (isJson) await write(io.stdout, printableJson({ error: { code, message, hint } }));
  else await write(io.stderr, `msa-map: ${printable(message)} (${code})\n  ${printable(hint)}\n`);
  if (isDebug || (!known && !isJson)) await write(io.stderr, bugText(error));
}

function wantsJson(argv: readonly string[]): boolean {
  return argv.some(
    (word, i) =>
      word === '--format=json' ||
      word === '-fjson' ||
      ((word === '--format' || word === '-f') && argv[i + 1] === 'json'),
  );
}

/** Without a listener the error of a stream would end the process; `write` tells it to whoever wrote. */
function leaveErrorsToWriters(stream: NodeJS.WritableStream): void {
  stream.on('error', () => {});
}
