/** Analysis → string; one file per format, offered by name in this table. */
import { type Analysis, printableJson } from '../model/index.js';
import { renderBackstage } from './backstage.js';
import { renderCml } from './cml.js';
import { renderCsv } from './csv.js';
import { renderDot } from './dot.js';
import { renderGraphml } from './graphml.js';
import { renderHtml } from './html/index.js';
import { renderMarkdown } from './markdown.js';
import { renderMermaid } from './mermaid.js';
import type { ReportOptions } from './options.js';
import { renderPng } from './png/index.js';
import { renderStructurizr } from './structurizr.js';
import { renderSvg } from './svg.js';
import { renderText } from './text.js';

export { type ReportOptions, type Target, VIEWS, type View } from './options.js';

export type Reporter = {
  readonly title: string;
  readonly extension: string;
  /** A reporter that loads what it draws with on demand gives a promise; PNG gives bytes. */
  readonly render: (analysis: Analysis, options: ReportOptions) => string | Promise<string> | Promise<Uint8Array>;
};

const json: Reporter = {
  title: 'The Analysis as JSON',
  extension: 'json',
  render: printableJson,
};

const text: Reporter = {
  title: 'The report for a terminal',
  extension: 'txt',
  render: renderText,
};

const markdown: Reporter = { title: 'The report for a wiki', extension: 'md', render: renderMarkdown };
const dot: Reporter = { title: 'DOT for Graphviz', extension: 'dot', render: renderDot };
const svg: Reporter = { title: 'SVG picture, nothing to install', extension: 'svg', render: renderSvg };
const png: Reporter = { title: 'PNG picture, nothing to install', extension: 'png', render: renderPng };
const html: Reporter = { title: 'The interactive report, one offline file', extension: 'html', render: renderHtml };
const csv: Reporter = {
  title: 'CSV: edges, or --view tables, modules, contexts, matrix',
  extension: 'csv',
  render: renderCsv,
};
const graphml: Reporter = { title: 'GraphML', extension: 'graphml', render: renderGraphml };
const cml: Reporter = { title: 'Context Mapper', extension: 'cml', render: renderCml };
const structurizr: Reporter = { title: 'Structurizr DSL', extension: 'dsl', render: renderStructurizr };
const backstage: Reporter = { title: 'Backstage catalog', extension: 'yaml', render: renderBackstage };
const mermaid: Reporter = { title: 'Mermaid', extension: 'mmd', render: renderMermaid };

/** Every format of a report, by the name given to `--format`. */
export const REPORTERS = {
  text,
  json,
  markdown,
  html,
  svg,
  png,
  dot,
  mermaid,
  csv,
  graphml,
  cml,
  structurizr,
  backstage,
} satisfies Record<string, Reporter>;
