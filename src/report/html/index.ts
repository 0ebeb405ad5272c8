/**
 * The interactive report: one file that works offline. A strict Content-Security-Policy allows exactly its own style and
 * script by hash and no request at all; data lies in a JSON block in which no tag can end or begin, and the script
 * makes text nodes of it, never markup.
 */
import { createHash } from 'node:crypto';
import { type Analysis, printable } from '../../model/index.js';
import type { ReportOptions } from '../options.js';
import { CLIENT_CORE } from './client-core.js';
import { CLIENT_DETAILS } from './client-details.js';
import { CLIENT_LISTS } from './client-lists.js';
import { CLIENT_MAP } from './client-map.js';
import { CLIENT_PICTURES } from './client-pictures.js';
import { pageData } from './page-data.js';
import { STYLE } from './style.js';
import { KOREAN } from './words-ko.js';

const SECTIONS: readonly (readonly [id: string, title: string])[] = [
  ['summary', 'What to do'],
  ['map', 'Context map'],
  ['matrix', 'Dependency matrix'],
  ['chart', 'Impact and difficulty'],
  ['order', 'Order'],
  ['violations', 'Violations'],
  ['tables', 'Tables'],
  ['sagas', 'Transactions'],
  ['blind', 'Blind spots'],
];

const SEARCH = 'Search modules, tables, contexts';

/** One file without any request: markup, styles, script and the data of the analysis. */
export async function renderHtml(analysis: Analysis, options: ReportOptions): Promise<string> {
  const language = options.language ?? 'en';
  const words = new Map(language === 'ko' ? KOREAN : []);
  const say = (text: string): string => words.get(text) ?? text;
  const script = `(function () {${CLIENT_CORE}${CLIENT_MAP}${CLIENT_PICTURES}${CLIENT_LISTS}${CLIENT_DETAILS}})();`;
  const policy = `default-src 'none'; script-src '${hashOf(script)}'; style-src '${hashOf(STYLE)}'; base-uri 'none'; form-action 'none'`;
  const shown = SECTIONS.filter(([id]) => id !== 'violations' || options.findings !== undefined);
  const links = shown.map(([id, title]) => `<a href="#${id}">${say(title)}</a>`).join('');
  const sections = shown
    .map(
      ([id, title]) =>
        `<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${say(title)}</h2><div class="body"></div></section>`,
    )
    .join('\n');
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${markup(printable(analysis.project.name))} · msa-map</title>
<style>${STYLE}</style>
</head>
<body>
<header><h1 id="title"></h1><p id="subtitle" class="muted"></p></header>
<nav aria-label="${say('Sections')}">${links}<div class="tools"><input id="search" type="search" placeholder="${say(SEARCH)}" aria-label="${say(SEARCH)}" aria-controls="found"><ul id="found" hidden aria-label="${say('Found')}"></ul><button id="theme" type="button" class="plain-button">${say('Light or dark')}</button></div></nav>
<noscript><p>${say('This report draws itself with its own script; allow scripts for this file.')}</p></noscript>
<main>
${sections}
</main>
<div id="moves" role="status" hidden></div>
<aside id="panel" role="dialog" aria-labelledby="panel-title" hidden><button id="panel-close" type="button" class="plain-button">${say('Close')}</button><h2 id="panel-title" tabindex="-1"></h2><div id="panel-body"></div></aside>
<script id="data" type="application/json">${dataBlock(await pageData(analysis, options))}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** JSON in which `<` cannot stand, so neither `</script>` nor `<!--`; an escape of `printable` is one of JSON. */
function dataBlock(data: unknown): string {
  return printable(JSON.stringify(data)).replaceAll('<', '\\u003c');
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}

function markup(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
