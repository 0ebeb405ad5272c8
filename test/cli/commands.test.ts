import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RULE_EXPORTS } from '../../src/check-report/index.js';
import { REPORTERS } from '../../src/report/index.js';
import { msaMap } from './run.js';

const SHOP = join(import.meta.dirname, '../../fixtures/systems/allinone-commerce');
const CLINIC = join(import.meta.dirname, '../../fixtures/systems/clinic-plain');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'msa-map-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('msa-map analyze', () => {
  it('prints the report on stdout, with the contexts, the shared tables and the blind spots', () => {
    const { code, stdout } = msaMap(['analyze', SHOP, '--no-git', '--no-cache']);
    expect(code).toBe(0);
    expect(stdout).toContain('allinone-commerce');
    expect(stdout).toMatch(/stock_levels\s+owner/);
    expect(stdout).toContain('imports unresolved');
    expect(stdout.split('\n').length).toBeLessThan(60);
  });

  it('prints an Analysis that holds the published schema', () => {
    const { code, stdout } = msaMap(['analyze', SHOP, '--no-git', '--no-cache', '--format', 'json']);
    const schema = JSON.parse(msaMap(['schema', 'analysis']).stdout);
    const validate = new Ajv({ strict: false }).compile(schema);
    expect(code).toBe(0);
    expect(validate(JSON.parse(stdout)), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
  });

  it('gives the same bytes twice, in another folder, locale and time zone, with and without the cache', () => {
    const args = ['analyze', CLINIC, '--no-git', '--format', 'json'];
    const first = msaMap([...args, '--no-cache']).stdout;
    const elsewhere = { cwd: folder, env: { LANG: 'ko_KR.UTF-8', TZ: 'Asia/Seoul' } };
    const cache = ['--cache-dir', join(folder, 'cache')];
    expect(msaMap([...args, '--no-cache'], elsewhere).stdout).toBe(first);
    expect(msaMap([...args, ...cache], elsewhere).stdout).toBe(first);
    expect(msaMap([...args, ...cache], elsewhere).stdout).toBe(first);
    expect(first).not.toContain(folder);
    expect(first).not.toContain(import.meta.dirname);
  });

  it('does not see its own cache: the second run in a folder says what the first one said', () => {
    const clinic = join(folder, 'clinic');
    cpSync(CLINIC, clinic, { recursive: true });
    const args = ['analyze', clinic, '--no-git', '--format', 'json'];
    const first = msaMap(args).stdout;
    expect(existsSync(join(clinic, '.msa-map'))).toBe(true);
    expect(msaMap(args).stdout).toBe(first);
  });

  it.each([
    ['a missing directory', 'nowhere', /no such directory/],
    ['a file', 'a-file.ts', /not a directory/],
    ['an empty directory', 'empty', /./],
    ['a directory without source files', 'prose', /./],
  ])('ends with 2 and one clear error for %s', (_what, name, message) => {
    mkdirSync(join(folder, 'empty'), { recursive: true });
    mkdirSync(join(folder, 'prose'), { recursive: true });
    writeFileSync(join(folder, 'prose', 'letter.txt'), 'Dear baker,');
    writeFileSync(join(folder, 'a-file.ts'), 'export {}');
    const { code, stdout, stderr } = msaMap(['analyze', name], { cwd: folder });
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/\(MSA\d{3}\)\n {2}\S/);
  });

  it('tells the error as JSON on stdout when JSON was asked for', () => {
    const { code, stdout } = msaMap(['analyze', 'nowhere', '--format', 'json'], { cwd: folder });
    expect(code).toBe(2);
    expect(JSON.parse(stdout).error).toMatchObject({ code: 'MSA001', hint: expect.any(String) });
  });

  it('ends with 2 for an unknown option, command and format, and suggests', () => {
    expect(msaMap(['analyse', '.']).stderr).toContain('Did you mean analyze?');
    expect(msaMap(['analyse', '.']).code).toBe(2);
    expect(msaMap(['analyze', '--fromat', 'json']).code).toBe(2);
    expect(msaMap(['analyze', '--fromat', 'json']).stderr).toMatch(
      /^msa-map: unknown option '--fromat' \(MSA018\)\n {2}Did you mean --format\?/,
    );
    const asked = msaMap(['analyze', '--nonsense', '--format', 'json']);
    expect(JSON.parse(asked.stdout).error).toMatchObject({ code: 'MSA018', message: "unknown option '--nonsense'" });
    expect(msaMap(['analyze', CLINIC, '--format', 'docx']).stderr).toContain('Formats: text');
  });

  it('names nothing in the examples of its help that is not there', () => {
    const root = join(import.meta.dirname, '../..');
    const examples = ['plan', 'explain'].flatMap((command) =>
      msaMap([command, '--help'])
        .stdout.split('\n')
        .filter((line) => /^ {2}msa-map .*fixtures\//.test(line)),
    );
    expect(examples.length).toBeGreaterThan(1);
    for (const example of examples) {
      const args = [...example.trim().split(' ').slice(1), '--no-git', '--cache-dir', join(folder, 'examples')];
      expect(msaMap(args, { cwd: root }), example).toMatchObject({ code: 0 });
    }
  });

  it('maps a graph from elsewhere', () => {
    const graph = {
      name: 'library',
      nodes: ['loan', 'member', 'fine', 'book', 'shelf', 'author'].map((id) => ({ id, kind: 'class' })),
      edges: [
        ['loan', 'member'],
        ['fine', 'loan'],
        ['fine', 'member'],
        ['book', 'shelf'],
        ['book', 'author'],
        ['author', 'shelf'],
        ['loan', 'book'],
      ].map(([source, target]) => ({ source, target, weight: 3, kind: 'call' })),
    };
    writeFileSync(join(folder, 'graph.json'), JSON.stringify(graph));
    const { code, stdout } = msaMap(['analyze', '--graph', 'graph.json', '--format', 'json'], { cwd: folder });
    expect(code).toBe(0);
    expect(JSON.parse(stdout).contextMap.contexts.length).toBeGreaterThan(0);
  });
});

describe('a result that is written to a file', () => {
  it('is the same as on stdout', () => {
    const target = join(folder, 'map.mmd');
    const { stdout } = msaMap(['export', CLINIC, '--no-git', '--no-cache', '--format', 'mermaid']);
    expect(msaMap(['export', CLINIC, '--no-git', '--no-cache', '--format', 'mermaid', '-o', target]).code).toBe(0);
    expect(readFileSync(target, 'utf8')).toBe(stdout);
  });

  it('never replaces a source file and never goes through a link', () => {
    writeFileSync(join(folder, 'order.ts'), 'export const order = 1;\n');
    symlinkSync(join(folder, 'order.ts'), join(folder, 'link.md'));
    for (const target of ['order.ts', 'link.md']) {
      const { code } = msaMap(['export', CLINIC, '--no-git', '-o', join(folder, target)]);
      expect(code).toBe(2);
    }
    expect(readFileSync(join(folder, 'order.ts'), 'utf8')).toBe('export const order = 1;\n');
  });
});

describe('a saved analysis', () => {
  it('is rendered again without the code', () => {
    const saved = join(folder, 'analysis.json');
    msaMap(['analyze', SHOP, '--no-git', '--no-cache', '--format', 'json', '-o', saved]);
    const fresh = msaMap(['export', SHOP, '--no-git', '--no-cache', '--format', 'dot']).stdout;
    expect(msaMap(['export', '--from', saved, '--format', 'dot']).stdout).toBe(fresh);
  });

  it('is refused when it is none', () => {
    writeFileSync(join(folder, 'no.json'), '{"hello":1}');
    expect(msaMap(['export', '--from', join(folder, 'no.json')]).stderr).toContain('MSA005');
  });
});

describe('msa-map init', () => {
  it('writes a map that analyze takes for declared, and never overwrites it unasked', () => {
    const shop = join(folder, 'shop');
    cpSync(SHOP, shop, { recursive: true });
    expect(msaMap(['init', shop, '--no-git', '--no-cache']).code).toBe(0);
    expect(existsSync(join(shop, 'msa-map.config.json'))).toBe(true);
    const again = msaMap(['init', shop, '--no-git', '--no-cache']);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('--force');
    const { contextMap } = JSON.parse(msaMap(['analyze', shop, '--no-git', '--no-cache', '--format', 'json']).stdout);
    expect(contextMap.source).not.toBe('clustered');
    // What only wires contexts together is no debt: each is an exception with its reason, and none is without use.
    const root = 'src/app.module.ts';
    expect(readFileSync(join(shop, 'msa-map.config.json'), 'utf8')).toContain(`"from": "${root}",`);
    const check = msaMap(['check', shop, '--no-cache', '--format', 'json']);
    const violations: { key: { from: string }; status: string; reason?: string }[] = JSON.parse(
      check.stdout,
    ).violations;
    const wired = violations.filter(({ key }) => key.from === root);
    expect(new Set(wired.map(({ status, reason }) => `${status}: ${reason}`))).toEqual(
      new Set(['allowed: composition root: it wires contexts together']),
    );
    expect(check.stdout).not.toContain('MSA230');
  });
});

describe('msa-map check', () => {
  it('takes no day that the calendar does not have, and says when a file is not there', () => {
    const day = msaMap(['check', SHOP, '--no-cache', '--today', '2026-02-31']);
    expect([day.code, day.stderr]).toEqual([2, expect.stringContaining('MSA247')]);
    const gone = msaMap(['check', SHOP, `${SHOP}/src/gone.ts`, '--no-cache']);
    expect(gone.stderr).toMatch(/no such file: \S+gone\.ts/);
  });
});

describe('msa-map explain', () => {
  it('explains a table with its writers and their lines of code', () => {
    const { code, stdout } = msaMap(['explain', 'stock_levels', SHOP, '--no-git', '--no-cache']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Writers\n.*stock\.service\.ts|Writers/);
    expect(stdout).toContain("@Entity('stock_levels')");
  });

  it('explains a figure and a rule without an analysis', () => {
    expect(msaMap(['explain', 'modularity'], { cwd: folder }).stdout).toContain('Newman');
    expect(msaMap(['explain', 'foreign-write'], { cwd: folder }).stdout).toContain('How to fix');
    expect(msaMap(['explain', 'Difficulty'], { cwd: folder }).stdout).toContain('0.3 data');
    expect(msaMap(['explain', 'blast-radius'], { cwd: folder }).stdout).toContain('parked');
    expect(msaMap(['explain', 'cross-share'], { cwd: folder }).stdout).toContain('Pilot');
    expect(msaMap(['explain', 'quick', 'win'], { cwd: folder }).stdout).toContain('Quadrant');
  });

  it('tells what a figure is here when it is told where here is, terms and all', () => {
    const { stdout } = msaMap(['explain', 'difficulty', CLINIC, '--no-git', '--no-cache', '--format', 'json']);
    const here = JSON.parse(stdout).sections.find(({ title }: { title: string }) => title === 'Here').lines;
    expect(here.length).toBeGreaterThan(1);
    for (const line of here as string[]) {
      const [score, ...terms] = [...line.matchAll(/[\d.]+(?: × [\d.]+)?/g)].map(([text]) => text);
      const sum = terms.reduce((total, term) => {
        const [value, weight] = term.split(' × ').map(Number);
        return total + value! * weight!;
      }, 0);
      expect(Math.abs(sum - Number(score))).toBeLessThan(0.02);
    }
  });

  it('names the nearest when a name is unknown', () => {
    const { code, stderr } = msaMap(['explain', 'stock_level', SHOP, '--no-git', '--no-cache']);
    expect(code).toBe(2);
    expect(stderr).toContain('stock_levels');
  });
});

describe('weights in the config', () => {
  it('are refused when nothing reads them, with the nearest that exists', () => {
    const clinic = join(folder, 'weighed');
    cpSync(CLINIC, clinic, { recursive: true });
    const config = join(clinic, 'msa-map.config.json');
    writeFileSync(config, '{ "contexts": {}, "weights": { "impact.chrun": 1 } }');
    const { code, stderr } = msaMap(['analyze', clinic, '--no-git', '--no-cache']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/impact\.chrun[\s\S]*impact\.churn/);
    writeFileSync(config, '{ "contexts": {}, "weights": { "impact.churn": 1, "cluster.names": 0 } }');
    expect(msaMap(['analyze', clinic, '--no-git', '--no-cache']).code).toBe(0);
  });

  it('stand in the schema with their defaults', () => {
    const { weights } = JSON.parse(msaMap(['schema', 'config']).stdout).properties;
    expect(weights.properties['difficulty.data'].default).toBe(0.3);
    expect(weights.properties['cluster.write'].default).toBeGreaterThan(0);
    expect(weights.additionalProperties).toBe(false);
  });
});

describe('msa-map doctor', () => {
  it('counts what was found and says what was not', () => {
    const { stdout } = msaMap(['doctor', SHOP, '--no-git', '--no-cache']);
    expect(stdout).toMatch(/typeorm 29/);
    expect(stdout).toContain('not available: switched off');
  });
  it('refuses a format that it does not have, as explain does', () => {
    for (const command of [
      ['doctor', SHOP],
      ['explain', 'modularity'],
    ]) {
      const { code, stdout, stderr } = msaMap([...command, '--format', 'yaml']);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain('Allowed choices are text, json');
    }
  });
});

describe('help', () => {
  it('ends every command with an example or a description', () => {
    for (const command of ['analyze', 'init', 'check', 'export', 'plan', 'explain', 'doctor', 'schema', 'completion']) {
      const { code, stdout } = msaMap([command, '--help']);
      expect(code).toBe(0);
      expect(stdout).toContain('Usage: msa-map');
    }
  });

  it('of export names every format, and so does the error about one that is none', () => {
    const formats = [...Object.keys(REPORTERS), ...Object.keys(RULE_EXPORTS)];
    const help = msaMap(['export', '--help']).stdout;
    const { stderr } = msaMap(['export', SHOP, '--format', 'stencil']);
    for (const format of formats) {
      expect(help).toMatch(new RegExp(`\\b${format}\\b`));
      expect(stderr).toMatch(new RegExp(`\\b${format}\\b`));
    }
  });

  it('offers completion for three shells', () => {
    for (const shell of ['bash', 'zsh', 'fish']) expect(msaMap(['completion', shell]).stdout).toContain('analyze');
    expect(msaMap(['completion', 'cmd']).code).toBe(2);
  });

  it('completes commands, options and the values of options in bash', () => {
    const { stdout: script } = msaMap(['completion', 'bash']);
    const offered = (...words: string[]) => {
      const line = ['msa-map', ...words].map((word) => `'${word}'`).join(' ');
      const asked = `${script}\nCOMP_WORDS=(${line}); COMP_CWORD=${words.length}; _msa_map; echo "\${COMPREPLY[*]}"`;
      return execFileSync('bash', ['-c', asked], { encoding: 'utf8' }).trim().split(' ');
    };
    expect(offered('an')).toEqual(['analyze']);
    expect(offered('check', '--upd')).toEqual(['--update-baseline']);
    expect(offered('export', '--format', 'mer')).toEqual(['mermaid']);
    expect(offered('export', '-f', 'eslint')).toEqual(['eslint-boundaries']);
    expect(offered('export', '--view', 'mod')).toEqual(['modules']);
    expect(offered('check', '--format', 's')).toEqual(['sarif']);
    expect(offered('analyze', '--lang', '')).toEqual(['en', 'ko']);
    expect(offered('schema', 'base')).toEqual(['baseline']);
    expect(offered('analyze', 'src')).toEqual(['']);
  });
});
