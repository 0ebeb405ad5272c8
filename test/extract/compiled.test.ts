/** Code that is kept for the next run is taken from nowhere but the user's own folder. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keptCode } from '../../src/extract/code/compiled.js';

/** Somebody's package.json may lie among the temporary files, or above them. */
const BASE = [tmpdir(), homedir(), '/var/tmp', '/dev/shm'].find((path) => existsSync(path) && !isInRepository(path))!;

function isInRepository(path: string): boolean {
  const isOne = ['.git', 'package.json'].some((name) => existsSync(join(path, name)));
  return isOne || (path !== dirname(path) && isInRepository(dirname(path)));
}

let home: string;
let oven: string;
const made = () => Buffer.from('warm');
const kept = () => keptCode(oven)!;

beforeEach(() => {
  home = mkdtempSync(join(BASE, 'home-'));
  oven = join(home, 'oven.js');
  writeFileSync(oven, 'bake();');
  vi.stubEnv('XDG_CACHE_HOME', join(home, 'cache'));
  vi.stubEnv('NODE_DISABLE_COMPILE_CACHE', '');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

it('is there again in the next run, for the user alone', () => {
  expect(kept().read()).toBeUndefined();
  kept().write(made);
  expect(kept().read()?.toString()).toBe('warm');
  expect(readdirSync(join(home, 'cache/msa-map'))).toEqual(['oven.js.v8']);
});

it('is that of this very program', () => {
  kept().write(made);
  writeFileSync(oven, 'bake(true);');
  expect(kept().read()).toBeUndefined();
});

it('is refused when a byte of it is another', () => {
  kept().write(made);
  const path = join(home, 'cache/msa-map/oven.js.v8');
  const whole = readFileSync(path);
  writeFileSync(path, whole.fill(0x78, whole.length - 1));
  expect(kept().read()).toBeUndefined();
});

it.each(['oven.js.v8', '.'])('is refused when others may write to %s', (name) => {
  kept().write(made);
  chmodSync(join(home, 'cache/msa-map', name), 0o777);
  expect(kept().read()).toBeUndefined();
});

it.each(['.git', 'package.json'])(
  'is neither read nor written where there is a %s: that may be what is analysed',
  (name) => {
    kept().write(made);
    mkdirSync(join(home, name));
    expect(kept().read()).toBeUndefined();
    rmSync(join(home, 'cache'), { recursive: true });
    kept().write(made);
    expect(readdirSync(join(home, 'cache/msa-map'))).toEqual([]);
  },
);

it('is not read through a link', () => {
  kept().write(made);
  const folder = join(home, 'cache/msa-map');
  writeFileSync(join(home, 'other'), readFileSync(join(folder, 'oven.js.v8')), { mode: 0o600 });
  rmSync(join(folder, 'oven.js.v8'));
  symlinkSync(join(home, 'other'), join(folder, 'oven.js.v8'));
  expect(kept().read()).toBeUndefined();
});

it('is left alone where Node is told to keep no code', () => {
  vi.stubEnv('NODE_DISABLE_COMPILE_CACHE', '1');
  expect(keptCode(oven)).toBeUndefined();
});
