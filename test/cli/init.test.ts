/** The proposed map as text: what it says beside globs and tables. */
import { describe, expect, it } from 'vitest';
import { proposalOf } from '../../src/cli/init.js';
import { type Config, EMPTY_CONFIG } from '../../src/model/index.js';
import { analysisOf } from '../report/analyses.js';

const analysis = await analysisOf('systems/allinone-commerce');
const ROOT = 'src/app.module.ts';
const REASON = 'composition root: it wires contexts together';

function rulesOf(
  text: string,
): Record<string, { severity: string; allow: { from: string; to: string; reason: string }[] }> {
  const code = text.replace(/^\s*\/\/.*$/gm, '');
  return JSON.parse(code).rules;
}

describe('a proposed map', () => {
  it('lets composition roots import every context, and keeps rules and exceptions that are there', () => {
    const allow = [{ from: 'src/seed.ts', to: 'orders', reason: 'fills the shop' }];
    const config: Config = { ...EMPTY_CONFIG, rules: [{ rule: 'cross-context-import', severity: 'warning', allow }] };
    const rule = rulesOf(proposalOf(analysis, config))['cross-context-import'];
    expect(rule?.severity).toBe('warning');
    expect(rule?.allow[0]).toEqual(allow[0]);
    expect(rule?.allow).toContainEqual({ from: ROOT, to: '*', reason: REASON });
    const again = proposalOf(analysis, {
      ...config,
      rules: [{ rule: 'cross-context-import', severity: 'warning', allow: rule!.allow }],
    });
    expect(rulesOf(again)['cross-context-import']?.allow).toEqual(rule?.allow);
  });

  it('has no rule of imports where nothing wires contexts together', () => {
    const { sharedKernel, ...map } = analysis.contextMap;
    const contextMap = { ...map, sharedKernel: { ...sharedKernel, composition: [] } };
    expect(Object.keys(rulesOf(proposalOf({ ...analysis, contextMap })))).toEqual(['unassigned-module']);
  });

  it('marks what is no service by itself, since it needs a decision', () => {
    expect(proposalOf(analysis)).not.toContain('no service here');
    const [first, ...others] = analysis.scorecard.entries;
    const entries = [{ ...first!, aside: 'library' as const, isLibrary: true }, ...others];
    const text = proposalOf({ ...analysis, scorecard: { ...analysis.scorecard, entries } });
    expect(text).toMatch(/\/\/ analyze found no service here \(library\); it stays ranked last: .*\n\s+"products": /);
  });
});
