/** `<directory> [seed] [count] [--flags]`, as the verifications take them that draw at random; exit code 2 without a directory. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export type Verification<Flag extends string> = {
  readonly name: string;
  /** What is drawn, and how much of it by default. */
  readonly draws: string;
  readonly count: number;
  readonly flags: readonly Flag[];
  /** Resolves to the exit code. */
  readonly verify: (root: string, seed: number, count: number, is: Readonly<Record<Flag, boolean>>) => Promise<number>;
};

export async function runVerification<Flag extends string>(one: Verification<Flag>): Promise<void> {
  const { name, draws, count, flags, verify } = one;
  const options = Object.fromEntries(flags.map((flag) => [flag, { type: 'boolean', default: false } as const]));
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  const [folder, seed = '1', number = String(count)] = positionals;
  if (folder === undefined) {
    const shown = flags.map((flag) => ` [--${flag}]`).join('');
    console.error(`usage: npm run ${name} -- <directory> [seed] [${draws}]${shown}`);
    process.exitCode = 2;
    return;
  }
  const is = Object.fromEntries(flags.map((flag) => [flag, values[flag] === true])) as Record<Flag, boolean>;
  process.exitCode = await verify(resolve(folder), Number(seed), Number(number), is);
}
