/** Findings as JSON for programs. Names are data here, as they are in the code. */
import { type Findings, printableJson } from '../model/index.js';
import { fingerprint } from './fingerprint.js';
import type { CheckReportOptions } from './options.js';

export const CHECK_SCHEMA_VERSION = '1.0';

export function renderJson(findings: Findings, { version }: CheckReportOptions): string {
  const { summary, violations, ...rest } = findings;
  const report = {
    schemaVersion: CHECK_SCHEMA_VERSION,
    tool: { name: 'msa-map', version },
    summary,
    violations: violations.map((v) => ({ ...v, fingerprint: fingerprint(v.key) })),
    ...rest,
  };
  return printableJson(report);
}
