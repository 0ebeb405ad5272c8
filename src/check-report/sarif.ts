/**
 * SARIF 2.1.0 for code scanning. New violations are `new`, accepted ones `unchanged` and suppressed with their reason,
 * allowed ones suppressed, baseline entries that no longer hold `absent`. Fingerprints are the baseline identity.
 * GitHub takes 25,000 results, new ones first here, and 100 related locations of each.
 */
import {
  type BaselineEntry,
  type Evidence,
  type Findings,
  printableJson,
  RULE_INFO,
  RULES,
  type Violation,
} from '../model/index.js';
import { uri } from './escape.js';
import { fingerprint } from './fingerprint.js';
import { type CheckReportOptions, newViolations, placeOf } from './options.js';

const MAX_RESULTS = 25_000;
const MAX_RELATED = 100;
const MAX_NOTIFICATIONS = 1_000;
const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

export function renderSarif(findings: Findings, options: CheckReportOptions): string {
  const prefix = options.prefix ?? '';
  const known = findings.violations.filter((v) => v.status !== 'new');
  const results = [
    ...[...newViolations(findings), ...known].map((v) => result(v, prefix)),
    ...findings.stale.map((entry) => absent(entry, prefix)),
  ];
  const log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'msa-map', semanticVersion: options.version, rules: RULES.map(rule) } },
        automationDetails: { id: 'msa-map/check/' },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { SRCROOT: { description: { text: 'The root of the repository' } } },
        invocations: [
          { executionSuccessful: true, toolExecutionNotifications: notifications(findings, results.length, prefix) },
        ],
        results: results.slice(0, MAX_RESULTS),
      },
    ],
  };
  return printableJson(log);
}

function rule(id: (typeof RULES)[number]) {
  const info = RULE_INFO[id];
  return {
    id,
    shortDescription: { text: info.title },
    fullDescription: { text: info.why },
    help: { text: `${info.why} ${info.fix}`, markdown: `${info.why}\n\n**Fix:** ${info.fix}` },
    defaultConfiguration: levelOf(info.severity),
  };
}

function levelOf(severity: 'error' | 'warning' | 'off') {
  return severity === 'off' ? { enabled: false, level: 'warning' } : { level: severity };
}

function result(violation: Violation, prefix: string) {
  const { key, status, severity, evidence } = violation;
  const refusal = violation.refusal === undefined ? '' : ` (${violation.refusal})`;
  const isImport = key.rule.startsWith('cross-context') || key.rule === 'bypassed-entry';
  const target: Evidence[] = isImport ? [{ path: key.to, line: 1, note: 'what is imported' }] : [];
  const related = [...evidence.slice(1), ...target].slice(0, MAX_RELATED);
  return {
    ruleId: key.rule,
    ruleIndex: RULES.indexOf(key.rule),
    level: severity,
    message: { text: `${violation.message}${refusal}\n${violation.fix}` },
    locations: [location(placeOf(violation), prefix)],
    ...(related.length === 0
      ? {}
      : { relatedLocations: related.map((place, id) => ({ id, ...location(place, prefix) })) }),
    partialFingerprints: { 'msaMapIdentity/v1': fingerprint(key) },
    baselineState: status === 'new' ? 'new' : 'unchanged',
    ...(status === 'new' ? {} : { suppressions: [{ kind: 'external', justification: justification(violation) }] }),
  };
}

function justification({ status, reason }: Violation): string {
  const where = status === 'accepted' ? 'accepted in the baseline' : 'allowed by the context map';
  return reason === undefined ? where : `${where}: ${reason}`;
}

function absent(entry: BaselineEntry, prefix: string) {
  const path = entry.from.includes('#') ? entry.from.slice(0, entry.from.lastIndexOf('#')) : entry.from;
  const isPath = entry.rule !== 'context-cycle' && entry.rule !== 'undeclared-relation' && !path.startsWith('table:');
  return {
    ruleId: entry.rule,
    ruleIndex: RULES.indexOf(entry.rule),
    level: 'note',
    message: { text: `fixed: ${entry.from} → ${entry.to} (${entry.kind}) is still in the baseline` },
    ...(isPath ? { locations: [location({ path, line: 1 }, prefix)] } : {}),
    partialFingerprints: { 'msaMapIdentity/v1': fingerprint(entry) },
    baselineState: 'absent',
  };
}

function location(place: Evidence, prefix: string) {
  return {
    physicalLocation: {
      artifactLocation: { uri: uri(prefix + place.path), uriBaseId: 'SRCROOT' },
      region: { startLine: Math.max(1, place.line) },
    },
    ...(place.note === undefined ? {} : { message: { text: place.note } }),
  };
}

function notifications({ diagnostics }: Findings, results: number, prefix: string) {
  const cut =
    results > MAX_RESULTS
      ? [
          {
            level: 'warning',
            message: { text: `${results - MAX_RESULTS} results left out: the limit is ${MAX_RESULTS}` },
          },
        ]
      : [];
  return [
    ...cut,
    ...diagnostics.slice(0, MAX_NOTIFICATIONS).map((d) => ({
      level: d.severity === 'info' ? 'note' : d.severity,
      message: { text: d.message },
      descriptor: { id: d.code },
      ...(d.path === '' ? {} : { locations: [location({ path: d.path, line: d.line }, prefix)] }),
    })),
  ];
}
