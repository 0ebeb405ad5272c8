/** Findings → string; one file per format, offered by name in this table. All from one model, none reads the disk. */
import type { Config } from '../model/index.js';
import { renderDependencyCruiser } from './dependency-cruiser.js';
import { renderEslintBoundaries } from './eslint-boundaries.js';
import { renderGithub } from './github.js';
import { renderGitlab } from './gitlab.js';
import { renderJson } from './json.js';
import { renderJunit } from './junit.js';
import { renderMarkdown } from './markdown.js';
import type { CheckReporter } from './options.js';
import { renderSarif } from './sarif.js';
import { renderText } from './text.js';

export { fingerprint } from './fingerprint.js';
export { isSummedUp } from './first-check.js';
export type { CheckReporter, CheckReportOptions } from './options.js';

/** Every format that `check` can answer in, by the name given to `--format`; `file` when written to a folder. */
export const CHECK_REPORTERS = {
  text: { title: 'For a terminal', file: 'msa-map-check.txt', render: renderText },
  json: { title: 'JSON', file: 'msa-map-check.json', render: renderJson },
  sarif: { title: 'SARIF 2.1.0 for code scanning', file: 'msa-map-check.sarif', render: renderSarif },
  github: { title: 'GitHub Actions annotations', file: 'msa-map-check.github.txt', render: renderGithub },
  gitlab: { title: 'GitLab Code Quality', file: 'gl-code-quality-report.json', render: renderGitlab },
  junit: { title: 'JUnit XML', file: 'msa-map-check.junit.xml', render: renderJunit },
  markdown: { title: 'Comment for a pull request', file: 'msa-map-check.md', render: renderMarkdown },
} as const satisfies Record<string, CheckReporter>;

export type CheckFormat = keyof typeof CHECK_REPORTERS;

/** The import rules of the map for other tools: `msa-map export --format dependency-cruiser|eslint-boundaries`. */
export const RULE_EXPORTS = {
  'dependency-cruiser': { title: 'Rules for dependency-cruiser', extension: 'json', render: renderDependencyCruiser },
  'eslint-boundaries': { title: 'Rules for eslint-plugin-boundaries', extension: 'js', render: renderEslintBoundaries },
} as const satisfies Record<
  string,
  { readonly title: string; readonly extension: string; readonly render: (config: Config) => string }
>;
