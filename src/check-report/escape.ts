/** Names from the analysed code, made safe for each format: one function per format, each names its rule. */
import { printable } from '../model/index.js';

/** Message of a GitHub workflow command: a newline would start a new command, other controls become visible. */
export function githubMessage(text: string): string {
  return text
    .replace(/[^\r\n]+/g, printable)
    .replaceAll('%', '%25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A');
}

/** Property value of a GitHub workflow command. */
export function githubProperty(text: string): string {
  return githubMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** XML 1.0 text or attribute: characters that XML cannot hold, or that nobody sees, become visible escapes. */
export function xml(text: string): string {
  return [...text.replace(/[^\t\n\r]+/g, printable)]
    .map((c) => {
      const code = c.codePointAt(0)!;
      const isLegal =
        code === 9 ||
        code === 10 ||
        code === 13 ||
        (code >= 0x20 && code <= 0xd7ff) ||
        (code >= 0xe000 && code <= 0xfffd) ||
        code > 0xffff;
      return isLegal ? c : `\\u${code.toString(16).padStart(4, '0')}`;
    })
    .join('')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
    .replace(/[\t\n\r]/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** Markdown text: nothing in it is markup, a table cell ends where we end it, nobody is mentioned. */
export function markdown(text: string): string {
  return printable(text)
    .replace(/[&<>|`*_~[\]\\#:]/g, (c) => `&#${c.charCodeAt(0)};`)
    .replaceAll('@', '@&#8203;');
}

/** The same as code, in HTML: a code span of Markdown cannot hold a pipe in a table. */
export function markdownCode(text: string): string {
  return `<code>${markdown(text).replaceAll('@&#8203;', '&#64;')}</code>`;
}

/** A path as a relative URI reference. */
export function uri(path: string): string {
  return path
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .split('/')
    .map((segment) => encodeURIComponent(segment))
    .join('/');
}
