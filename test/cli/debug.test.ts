/** What is left of an error: for the user the next step, for a bug its stack, and with --debug always the stack. */
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Io } from '../../src/cli/io.js';
import { main } from '../../src/cli/main.js';

/** One run with a working directory that cannot be told: a bug as far as the command line knows. */
async function run(
  argv: readonly string[],
  cwd: () => string = () => '/',
): Promise<{ code: number; out: string; err: string }> {
  const texts = { out: '', err: '' };
  const into = (name: 'out' | 'err') =>
    new Writable({
      write(chunk, _encoding, done) {
        texts[name] += String(chunk);
        done();
      },
    });
  const io = { stdout: into('out'), stderr: into('err'), env: {}, platform: 'linux' };
  const code = await main(argv, Object.defineProperty(io, 'cwd', { get: cwd }) as unknown as Io);
  return { code, ...texts };
}

const broken = (): string => {
  throw new TypeError('no oven');
};
const STACK = /TypeError: no oven\n +at .*debug\.test\.ts/;

describe('an error that nobody foresaw', () => {
  it('ends with 2 and its stack, and says what to do with it', async () => {
    const { code, out, err } = await run(['analyze', 'bakery'], broken);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('msa-map: no oven (MSA000)\n  This is a bug of msa-map. Report it with the stack below.');
    expect(err).toMatch(STACK);
  });

  it('is JSON alone where JSON was asked for, and with --debug has its stack on stderr beside it', async () => {
    const plain = await run(['analyze', 'bakery', '--format', 'json'], broken);
    expect(JSON.parse(plain.out).error).toMatchObject({ code: 'MSA000', hint: expect.stringContaining('--debug') });
    expect(plain.err).toBe('');
    const debugged = await run(['analyze', 'bakery', '--format', 'json', '--debug'], broken);
    expect(JSON.parse(debugged.out).error).toMatchObject({ code: 'MSA000' });
    expect(debugged.err).toMatch(STACK);
  });
});

it('a wrong call shows no stack unless --debug asks for it', async () => {
  const plain = await run(['analyze', '/no/such/bakery']);
  expect([plain.code, plain.err.includes('    at ')]).toEqual([2, false]);
  const debugged = await run(['analyze', '/no/such/bakery', '--debug']);
  expect(debugged.err).toContain(plain.err.split('\n')[0]);
  expect(debugged.err).toMatch(/\n +at /);
});
