/**
 * The interactive report: one file that works offline. A strict Content-Security-Policy allows exactly its own style and
 * script by hash and no request at all; data lies in a JSON block in which no tag can end or begin, and the script
 * makes text nodes of it, never markup.
 */
import { createHash } from 'node:crypto';
import type { Analysis } from '../../model/index.js';
import type { ReportOptions } from '../options.js';
import { CLIENT_CORE } from './client-core.js';
import { CLIENT_LISTS } from './client-lists.js';
import { CLIENT_PICTURES } from './client-pictures.js';
import { pageData } from './page-data.js';
import { STYLE } from './style.js';

const SECTIONS: readonly (readonly [id: string, title: string])[] = [
  ['summary', 'What to do'],
  ['map', 'Context map'],
  ['matrix', 'Dependency matrix'],
  ['chart', 'Impact and difficulty'],
  ['order', 'Order'],
  ['tables', 'Tables'],
  ['sagas', 'Transactions'],
  ['blind', 'Blind spots'],
];

export function renderHtml(analysis: Analysis, options: ReportOptions): string {
  const script = `(function () {${CLIENT_CORE}${CLIENT_PICTURES}${CLIENT_LISTS}})();`;
  const policy = `default-src 'none'; script-src '${hashOf(script)}'; style-src '${hashOf(STYLE)}'; base-uri 'none'; form-action 'none'`;
  const links = SECTIONS.map(([id, title]) => `<a href="#${id}">${title}</a>`).join('');
  const sections = SECTIONS.map(
    ([id, title]) =>
      `<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2><div class="body"></div></section>`,
  ).join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${markup(analysis.project.name)} · msa-map</title>
<style>${STYLE}</style>
</head>
<body>
<header><h1 id="title"></h1><p id="subtitle" class="muted"></p></header>
<nav aria-label="Sections">${links}<div class="tools"><input id="search" type="search" placeholder="Search modules, tables, contexts" aria-label="Search modules, tables, contexts" aria-controls="found"><ul id="found" hidden aria-label="Found"></ul><button id="theme" type="button" class="plain-button">Light or dark</button></div></nav>
<noscript><p>This report draws itself with its own script; allow scripts for this file.</p></noscript>
<main>
${sections}
</main>
<div id="moves" role="status" hidden></div>
<aside id="panel" role="dialog" aria-labelledby="panel-title" hidden><button id="panel-close" type="button" class="plain-button">Close</button><h2 id="panel-title" tabindex="-1"></h2><div id="panel-body"></div></aside>
<script id="data" type="application/json">${dataBlock(pageData(analysis, options))}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** JSON in which `<` cannot stand, so neither `</script>` nor `<!--`; line separators are escaped for old parsers. */
function dataBlock(data: unknown): string {
  return JSON.stringify(data)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}

function markup(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
