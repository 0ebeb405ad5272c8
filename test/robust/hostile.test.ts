/** Everything odd at once, through the bin: it ends well, it says what it left out, and names stay data. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Analysis } from '../../src/model/index.js';
import { msaMap, type Run } from '../cli/run.js';
import { type Hostile, hostileRepository } from './hostile-repository.js';

let hostile: Hostile;
let saved: string;
let run: Run;
let analysis: Analysis;

beforeAll(() => {
  hostile = hostileRepository();
  saved = join(dirname(hostile.root), 'analysis.json');
  run = msaMap(['analyze', hostile.root, '--no-cache', '--format', 'json', '-o', saved]);
  analysis = JSON.parse(readFileSync(saved, 'utf8')) as Analysis;
});
afterAll(() => rmSync(dirname(hostile.root), { recursive: true, force: true }));

/** What a terminal would obey, or what would hide the order of the letters. */
const RAW = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;

describe('a repository of odd files', () => {
  it('is mapped', () => {
    expect(run.code).toBe(0);
    expect(run.stdout).toBe('');
    expect(run.stderr).not.toMatch(RAW);
    expect(analysis.coverage.files).toBeGreaterThan(30);
  });
  it('has no odd file that goes unmentioned', () => {
    const said = new Set<string | undefined>(analysis.coverage.skipped.map(({ path }) => path));
    for (const { path } of analysis.diagnostics) said.add(path);
    expect(hostile.odd.filter((path) => !said.has(path))).toEqual([]);
  });
  it('is read to its end, where paths are 4,000 characters long', () => {
    expect(analysis.graph.nodes.map(({ id }) => id)).toContain(`module:${hostile.long}`);
  });
  it('gives no file from outside of it', () => {
    expect(JSON.stringify(analysis.graph)).not.toContain('secret');
  });
  it('connects files whatever their names and bytes', () => {
    const oven = 'module:src/plain/oven.ts';
    const users = new Set(analysis.graph.edges.filter((edge) => edge.to === oven).map((edge) => edge.from));
    for (const name of [
      'names/[id]',
      'names/🥖',
      'names/new\nline',
      '(auth)/login',
      '__proto__/__proto__',
      'bytes/utf16',
    ])
      expect(users).toContain(`module:src/${name}.ts`);
  });
  it('knows tables that are called as members of every object', () => {
    const raw = analysis.graph.edges.filter((edge) => edge.from === 'module:src/tables/raw.ts');
    const used = raw.map((edge) => `${edge.kind} ${edge.to}`);
    expect(used).toEqual(
      expect.arrayContaining(['read table:__proto__', 'write table:constructor', 'delete table:toString']),
    );
  });
});

describe('hostile names', () => {
  it.each(['text', 'markdown', 'dot'])('are printed as visible escapes: %s', (format) => {
    for (const view of ['contexts', 'modules', 'tables']) {
      const { code, stdout } = msaMap(['export', '--from', saved, '--format', format, '--view', view]);
      expect(code).toBe(0);
      expect(stdout.length).toBeGreaterThan(10);
      expect(stdout).not.toMatch(RAW);
    }
  });
  it('do not become markup in Markdown and Mermaid', () => {
    for (const format of ['markdown', 'mermaid']) {
      const { stdout } = msaMap(['export', '--from', saved, '--format', format, '--view', 'modules']);
      expect(stdout).not.toContain('<img');
    }
  });
  it('stay data in JSON', () => {
    const ids = analysis.graph.nodes.map(({ id }) => id);
    expect(ids).toContain('module:src/names/new\nline.ts');
    expect(ids).toContain('module:src/__proto__/__proto__.ts');
  });
  it('are told by check without a raw escape', () => {
    const config = join(dirname(hostile.root), 'map.json');
    const contexts = { names: { include: ['src/names/**'] }, plain: { include: ['src/plain/**'] } };
    writeFileSync(config, JSON.stringify({ contexts }));
    const folder = join(dirname(hostile.root), 'reports');
    const formats = 'text,json,sarif,github,gitlab,junit,markdown';
    const found = msaMap(['check', hostile.root, '--no-cache', '--config', config, '--format', formats, '-o', folder]);
    expect([found.code, found.stderr.includes('MSA000')]).toEqual([1, false]);
    expect(found.stdout + found.stderr).not.toMatch(RAW);
    expect(readFileSync(join(folder, 'msa-map-check.md'), 'utf8')).not.toMatch(RAW);
    expect(readFileSync(join(folder, 'msa-map-check.md'), 'utf8')).not.toContain('<img');
    JSON.parse(readFileSync(join(folder, 'msa-map-check.sarif'), 'utf8'));
  });
});
