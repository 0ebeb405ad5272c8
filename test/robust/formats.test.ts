/**
 * Names from strangers in every format and view: file names, tables, context names, owners and reasons that a terminal
 * would obey, that would reorder the letters of a line, or that would become markup, code or a formula.
 */
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyze, buildGraph } from '../../src/analyze.js';
import { check } from '../../src/check/index.js';
import { CHECK_REPORTERS, RULE_EXPORTS } from '../../src/check-report/index.js';
import { parseConfig } from '../../src/config/index.js';
import type { Analysis, Findings } from '../../src/model/index.js';
import { plan, planAll, renderDossier, renderDossierJson, renderRoadmap } from '../../src/plan/index.js';
import { REPORTERS, type Reporter, VIEWS, type View } from '../../src/report/index.js';
import { type Hostile, hostileRepository } from './hostile-repository.js';

const EVIL =
  'Kneading \u001b]8;;http://x\u0007\u009b31m\u202etxt\u2066\u2028::error::<img src=x onerror=alert(1)>"\'`]]>--%>|\n=1+1';
/** Controls but tab and line feed, line separators, and what changes the direction of text. */
const RAW = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

const config = parseConfig(
  JSON.stringify({
    contexts: {
      names: { name: EVIL, owner: EVIL, include: ['src/names/**', 'src/__proto__/**'], tables: ['constructor'] },
      constructor: { name: `${EVIL} 2`, include: ['src/plain/**', 'src/deep/**'], tables: ['toString', 'evil*'] },
    },
    allowedRelations: [{ downstream: 'constructor', upstream: 'names', reason: EVIL }],
    rules: {
      'cross-context-import': {
        severity: 'error',
        allow: [{ from: 'src/names/#1.ts', to: 'constructor', reason: EVIL }],
      },
    },
  }),
  'map.json',
);

let hostile: Hostile;
let analysis: Analysis;
let findings: Findings;
beforeAll(async () => {
  hostile = hostileRepository();
  analysis = await analyze(hostile.root, { config, useGit: false });
  const { graph } = await buildGraph(hostile.root, { config });
  findings = check(graph, config, [], { kind: 'all' });
});
afterAll(() => rmSync(dirname(hostile.root), { recursive: true, force: true }));

const rawOf = (text: string): string | undefined => {
  const at = text.search(RAW);
  return at < 0 ? undefined : JSON.stringify(text.slice(Math.max(0, at - 80), at + 20));
};
/** CSV ends its lines with CR LF; not every format has a picture of every view. */
async function viewOf(render: Reporter['render'], view: View, focus?: string): Promise<string> {
  try {
    const text = String(await render(analysis, { view, ...(focus === undefined ? {} : { focus }) }));
    return text.replaceAll('\r\n', '\n');
  } catch (error) {
    expect(error).toMatchObject({ code: 'MSA037' });
    return '';
  }
}
const TEXTS = Object.entries(REPORTERS).filter(([name]) => name !== 'svg' && name !== 'png');

describe('no raw control and no change of direction', () => {
  it.each(TEXTS)('in an analysis as %s', async (_name, { render }) => {
    for (const view of VIEWS) expect(rawOf(await viewOf(render, view))).toBeUndefined();
    expect(rawOf(await viewOf(render, 'modules', 'src/plain/oven.ts'))).toBeUndefined();
  });
  it.each(Object.entries(CHECK_REPORTERS))('in a check as %s', (_name, { render }) => {
    const text = render(findings, {
      version: '0',
      prefix: '',
      failOnStale: false,
      isStrict: false,
      readLine: () => EVIL,
    });
    expect(text.length).toBeGreaterThan(200);
    expect(rawOf(text)).toBeUndefined();
  });
  it.each(['en', 'ko'] as const)('in plans, %s', (language) => {
    for (const { id } of analysis.contextMap.contexts) {
      expect(rawOf(renderDossier(plan(analysis, id), { language }))).toBeUndefined();
      expect(rawOf(renderDossierJson(plan(analysis, id)))).toBeUndefined();
    }
    expect(rawOf(renderRoadmap(planAll(analysis), { language }))).toBeUndefined();
  });
  it.each(Object.entries(RULE_EXPORTS))('in rules for %s', (_name, { render }) => {
    expect(rawOf(render(config))).toBeUndefined();
  });
});

describe('a hostile name', () => {
  it('is no markup in HTML and Markdown', async () => {
    for (const { render } of [REPORTERS.html, REPORTERS.markdown, REPORTERS.graphml])
      expect(await render(analysis, {})).not.toContain('<img');
    const options = { version: '0', prefix: '', failOnStale: false, isStrict: false };
    for (const { render } of [CHECK_REPORTERS.markdown, CHECK_REPORTERS.junit])
      expect(render(findings, options)).not.toContain('<img');
  });
  it('is no formula in a spreadsheet', async () => {
    for (const view of VIEWS) {
      const cells = String(await REPORTERS.csv.render(analysis, { view })).split(/[,\n]/);
      expect(cells.filter((cell) => /^"?[=+@-]/.test(cell) && Number.isNaN(Number(cell)))).toEqual([]);
    }
  });
  it('is no command to the runner of annotations', () => {
    const options = { version: '0', prefix: '', failOnStale: false, isStrict: false };
    const lines = CHECK_REPORTERS.github.render(findings, options).trimEnd().split('\n');
    expect(
      lines.filter((line) => !/^::(?:error|warning|notice) |^::(?:end)?group::/.test(line) && line.startsWith('::')),
    ).toEqual([]);
    expect(lines.some((line) => line.startsWith('::error'))).toBe(true);
    expect(lines.filter((line) => line.startsWith('::error::<img'))).toEqual([]);
  });
});
