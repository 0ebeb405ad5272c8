/** Committed files are replaced whole, where they are, as they were; what would do harm is refused. */

import { createHash } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeAtomic } from '../../src/config/index.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'till-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (...names: string[]) => join(folder, ...names);

describe('a committed file', () => {
  it('keeps its permissions', () => {
    writeFileSync(at('map.json'), 'old');
    chmodSync(at('map.json'), 0o600);
    writeAtomic(at('map.json'), 'new');
    expect([readFileSync(at('map.json'), 'utf8'), statSync(at('map.json')).mode & 0o777]).toEqual(['new', 0o600]);
  });
  it('may have the longest name there is', () => {
    writeAtomic(at('m'.repeat(255)), 'new');
    expect(readdirSync(folder)).toEqual(['m'.repeat(255)]);
  });
  it('is followed through a link within its folder', () => {
    mkdirSync(at('shared'));
    writeFileSync(at('shared/map.json'), 'old');
    symlinkSync('shared/map.json', at('map.json'));
    writeAtomic(at('map.json'), 'new');
    expect(readFileSync(at('shared/map.json'), 'utf8')).toBe('new');
    expect(lstatSync(at('map.json')).isSymbolicLink()).toBe(true);
  });
  it('takes the place of a link that points nowhere', () => {
    symlinkSync('/nonexistent/passwd', at('map.json'));
    writeAtomic(at('map.json'), 'new');
    expect(lstatSync(at('map.json')).isFile()).toBe(true);
  });
});

describe('writing is refused', () => {
  it('through a link out of the folder', () => {
    const home = at('home');
    mkdirSync(home);
    writeFileSync(at('profile'), 'mine');
    symlinkSync('../profile', join(home, '.gitattributes'));
    expect(() => writeAtomic(join(home, '.gitattributes'), 'new')).toThrow(/link out of its folder/);
    expect(readFileSync(at('profile'), 'utf8')).toBe('mine');
  });
  it('over a source file, also through a link', () => {
    writeFileSync(at('sale.ts'), 'export {};');
    symlinkSync('sale.ts', at('map.json'));
    for (const name of ['sale.ts', 'map.json']) expect(() => writeAtomic(at(name), 'new')).toThrow(/is a source file/);
    expect(readFileSync(at('sale.ts'), 'utf8')).toBe('export {};');
  });
  it.each([
    ['a folder on the way is a file', ['file', 'map.json'], 'ENOTDIR'],
    ['a folder on the way is missing', ['none', 'map.json'], 'ENOENT'],
    ['the target is a folder', ['folder'], /EISDIR|ENOTEMPTY|EEXIST/],
    ['a link leads to itself and further', ['loop', 'map.json'], 'ELOOP'],
  ])('when %s', (_name, path, reason) => {
    writeFileSync(at('file'), '');
    mkdirSync(at('folder', 'inside'), { recursive: true });
    symlinkSync('loop', at('loop'));
    const before = readdirSync(folder);
    expect(() => writeAtomic(at(...path), 'new')).toThrow(reason);
    expect(() => writeAtomic(at(...path), 'new')).toThrow(expect.objectContaining({ code: 'MSA226' }));
    expect(readdirSync(folder)).toEqual(before);
  });
});

describe('what a killed run left behind', () => {
  const here = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
  const GONE = 2 ** 22 + 1;
  it('is swept by the next write, and nothing else is', () => {
    const names = {
      dead: `.msa-map.${here}-${GONE}-00000000.tmp`,
      sameNumber: `.msa-map.${here}-${process.pid}-00000000.tmp`,
      elsewhereOld: `.msa-map.${'0'.repeat(8)}-1-00000000.tmp`,
    };
    const kept = [
      `.msa-map.${'0'.repeat(8)}-2-00000000.tmp`,
      `.msa-map.${here}-${process.ppid}-00000000.tmp`,
      // Another thread of this very run.
      `.msa-map.${here}-${process.pid}-11111111.tmp`,
      'mine.tmp',
    ];
    for (const name of [...Object.values(names), ...kept]) writeFileSync(at(name), 'half');
    utimesSync(at(names.elsewhereOld), 1, 1);
    // In a container each run may have the number of the one before.
    const beforeThisRun = Date.now() / 1000 - process.uptime() - 60;
    utimesSync(at(names.sameNumber), beforeThisRun, beforeThisRun);
    writeAtomic(at('map.json'), 'new');
    expect(readdirSync(folder).sort()).toEqual([...kept, 'map.json'].sort());
  });
});
