import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  formatBaseline,
  GITATTRIBUTES_LINE,
  parseBaseline,
  readBaseline,
  writeBaseline,
} from '../../src/config/index.js';
import type { BaselineEntry } from '../../src/model/index.js';

const entry = (from: string, more: Partial<BaselineEntry> = {}): BaselineEntry => ({
  rule: 'foreign-write',
  fromContext: 'till',
  toContext: 'oven',
  from,
  to: 'table:breads',
  kind: 'write',
  ...more,
});
const text = formatBaseline([entry('src/till/sale.ts', { reason: 'since 2019' }), entry('src/till/refund.ts')]);
const parse = (source: string) => parseBaseline(source, 'msa-map.baseline.jsonl');

describe('the baseline of a bakery', () => {
  it('is a header and one sorted entry a line, with LF and a final newline', () => {
    const lines = text.split('\n');
    expect(JSON.parse(lines[0]!)).toMatchObject({ msaMapBaseline: 1 });
    expect(lines.slice(1)).toEqual([
      '{"rule":"foreign-write","fromContext":"till","toContext":"oven","from":"src/till/refund.ts","to":"table:breads","kind":"write"}',
      '{"rule":"foreign-write","fromContext":"till","toContext":"oven","from":"src/till/sale.ts","to":"table:breads","kind":"write","reason":"since 2019"}',
      '',
    ]);
  });
  it('reads back what it wrote, whatever the order, duplicates, CRLF, separators, blank lines, BOM or missing final newline', () => {
    const [header, ...rest] = text.trimEnd().split('\n');
    const shuffled = ['', ...rest.reverse(), ...rest, header, header]
      .join('\r\n')
      .replaceAll('src/till/', 'src\\\\till\\\\');
    expect(parse(`\uFEFF${shuffled}`)).toEqual(parse(text));
    expect(formatBaseline(parse(shuffled))).toBe(text);
  });
  it('of two entries with one key keeps the one that ends first, then the one with a reason', () => {
    expect(
      parse(
        formatBaseline([]) +
          [entry('a'), entry('a', { until: '2028-01-01' }), entry('a', { until: '2027-01-01', reason: 'soon' })]
            .map((e) => JSON.stringify(e))
            .join('\n'),
      ),
    ).toEqual([entry('a', { until: '2027-01-01', reason: 'soon' })]);
  });
  it('keeps hostile names as data', () => {
    const names = ['__proto__', 'src/a\nb.ts', '::error::x', 'src/“q”\u2028.ts', 'src/(auth)/[id].ts'];
    const entries = names.map((name) => entry(name));
    expect(
      parse(formatBaseline(entries))
        .map((e) => e.from)
        .sort(),
    ).toEqual([...names].sort());
    expect(formatBaseline(entries).trimEnd().split('\n')).toHaveLength(names.length + 1);
  });
  it.each([
    ['<<<<<<< HEAD\n' + text, 'MSA221', ':1: conflict marker'],
    [text.replace('\n', '\n=======\n'), 'MSA221', ':2: conflict marker'],
    [text.slice(0, -40), 'MSA222', ':3: the baseline is cut off'],
    [text.replace('"msaMapBaseline":1', '"msaMapBaseline":2'), 'MSA223', 'has version 2, this msa-map reads version 1'],
    [text.replace('"foreign-write"', '"foreign-wrote"'), 'MSA224', 'unknown rule "foreign-wrote"'],
    [text.replace('"kind"', '"kinds"'), 'MSA224', ':2: unknown key "kinds"'],
    [text.replace(',"kind":"write"', ''), 'MSA224', '"kind" is missing'],
    [`${text}42\n`, 'MSA224', ':4: not a JSON object'],
    [`${text}garbage\n{}`, 'MSA224', ':4: not a JSON object'],
    [text.slice(text.indexOf('\n') + 1), 'MSA225', 'header line is missing'],
    ['', 'MSA225', 'header line is missing'],
    ['\u0000\u0001\u0002', 'MSA224', ':1: not a JSON object'],
    [text.replace('"since 2019"', '"x","until":"2027-13-01"'), 'MSA224', 'no date'],
  ])('is refused with its line when it is damaged: %#', (damaged, code, message) => {
    expect(() => parse(damaged)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }));
  });
});

describe('the file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'msa-baseline-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is written as a whole, leaves nothing beside it, and follows a link', () => {
    const path = join(folder, 'real.jsonl');
    writeFileSync(path, 'old');
    symlinkSync(path, join(folder, 'link.jsonl'));
    writeBaseline(join(folder, 'link.jsonl'), [entry('a')]);
    expect(readBaseline(path)).toEqual([entry('a')]);
    expect(readdirSync(folder).sort()).toEqual(['link.jsonl', 'real.jsonl']);
  });
  it('that is not there is no empty baseline, and a folder of that name is an error', () => {
    expect(readBaseline(join(folder, 'none'))).toBeUndefined();
    expect(() => readBaseline(folder)).toThrow(/cannot be read.*EISDIR/);
  });
  it('cannot be written to a folder that is not there', () => {
    expect(() => writeBaseline(join(folder, 'none/b.jsonl'), [])).toThrow(/Cannot write/);
  });
  it('merges by itself when two branches change it', () => {
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=baker', '-c', 'user.email=baker@example.org', ...args], {
        cwd: folder,
        stdio: 'pipe',
        env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' },
      });
    const path = join(folder, 'msa-map.baseline.jsonl');
    const commit = (entries: BaselineEntry[]) => {
      writeBaseline(path, entries);
      git('add', '-A');
      git('commit', '-qm', 'baseline');
    };
    git('init', '-q', '-b', 'main');
    writeFileSync(join(folder, '.gitattributes'), `${GITATTRIBUTES_LINE}\n`);
    commit(['a', 'm', 'z'].map((name) => entry(name)));
    git('checkout', '-qb', 'one');
    commit(['a', 'c', 'm', 'z'].map((name) => entry(name)));
    git('checkout', '-q', 'main');
    commit(['a', 'b', 'm', 'y', 'z'].map((name) => entry(name)));
    git('merge', '-q', 'one');
    expect(readFileSync(path, 'utf8')).not.toContain('<<<');
    expect(readBaseline(path)?.map((e) => e.from)).toEqual(['a', 'b', 'c', 'm', 'y', 'z']);
  });
});
