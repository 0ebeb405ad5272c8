import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { CHECK_REPORTERS } from '../../src/check-report/index.js';
import { describeCheck } from '../../src/cli/check-options.js';

const files = ['action.yml', 'templates/gitlab/template.yml', '.pre-commit-hooks.yaml'];
const read = (file: string) => readFileSync(file, 'utf8');

describe.each(files)('%s', (file) => {
  const commands = read(file)
    .split('\n')
    .filter((line) => !line.trim().startsWith('#'))
    .join('\n');
  it('uses options and formats that check has', () => {
    const known = describeCheck(new Command('check').option('--config <file>'), async () => {}).options.map(
      (o) => o.long,
    );
    const own = ['--yes', '--no-install'];
    const used = [...commands.matchAll(/(?<![\w-])--[a-z][a-z-]+/g)].map((match) => match[0]);
    expect(used.filter((option) => !own.includes(option) && !known.includes(option))).toEqual([]);
    for (const [, formats] of commands.matchAll(/--format ([a-z,]+)/g)) {
      for (const format of formats!.split(',')) expect(Object.keys(CHECK_REPORTERS)).toContain(format);
    }
  });
  it('names report files as check writes them', () => {
    const names = Object.values(CHECK_REPORTERS).map((reporter) => reporter.file as string);
    const used = [...commands.matchAll(/(?:msa-map-check|gl-code-quality)[\w.-]*\.(?:json|sarif|md|xml)/g)].map(
      (m) => m[0],
    );
    expect(used.filter((name) => !names.includes(name))).toEqual([]);
  });
});

describe('the GitHub action', () => {
  const script = read('action.yml').split('run: |\n')[1]!.replace(/^ {8}/gm, '');
  it('lets no input into the text of its script', () => {
    expect(script).not.toContain('${{');
  });
  it('hands hostile inputs over as single arguments', () => {
    const folder = mkdtempSync(join(tmpdir(), 'msa-action-'));
    mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
    writeFileSync(join(folder, 'node_modules/.bin/msa-map'), '#!/bin/bash\nprintf "%s\\n" "$@"\n', { mode: 0o755 });
    const output = execFileSync('bash', ['-e', '-c', script], {
      cwd: folder,
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        RUNNER_TEMP: folder,
        GITHUB_OUTPUT: join(folder, 'output'),
        INPUT_DIRECTORY: '-rf "; touch pwned; $(touch pwned)',
        INPUT_CONFIG: '',
        INPUT_BASELINE: '',
        INPUT_SINCE: 'main; touch pwned',
        INPUT_FAIL_ON_STALE: 'true',
        INPUT_STRICT: 'false',
        INPUT_VERSION: 'latest',
      },
    });
    expect(output.trimEnd().split('\n')).toEqual([
      'check',
      '--format',
      'github,sarif,json,markdown',
      '-o',
      `${folder}/msa-map`,
      '--since=main; touch pwned',
      '--fail-on-stale',
      '--',
      '-rf "; touch pwned; $(touch pwned)',
    ]);
    expect(existsSync(join(folder, 'pwned'))).toBe(false);
    rmSync(folder, { recursive: true });
  });
});
