/** CODEOWNERS rules, in file order, with patterns rewritten for an analysed folder inside the repository. */
import { join } from 'node:path';
import { smallTextBelow } from './small-file.js';

/** Where GitHub and GitLab look, in their order. */
const PLACES = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'];

export type OwnerRule = { readonly pattern: string; readonly owners: readonly string[] };

/** `prefix`: the analysed folder relative to `top`, '' when it is the top. */
export function readOwners(top: string, prefix: string): OwnerRule[] {
  for (const place of PLACES) {
    const text = smallTextBelow(top, join(top, place));
    if (text !== undefined) return parseOwners(text, prefix);
  }
  return [];
}

export function parseOwners(text: string, prefix: string): OwnerRule[] {
  const rules: OwnerRule[] = [];
  for (const line of text.split(/\r?\n/)) {
    const trimmed = line.trim();
    // A section of GitLab, `[Name]` or `^[Name][2] @owner`, names no path.
    if (trimmed === '' || trimmed.startsWith('#') || /^\^?\[/.test(trimmed)) continue;
    const [written, ...rest] = trimmed.replaceAll('\\ ', '\0').split(/\s+/) as [string, ...string[]];
    const comment = rest.findIndex((word) => word.startsWith('#'));
    const owners = comment < 0 ? rest : rest.slice(0, comment);
    const pattern = patternBelow(written.replaceAll('\0', ' '), prefix);
    if (pattern !== undefined) rules.push({ pattern, owners });
  }
  return rules;
}

/** A pattern with a slash in it counts from the top, as in .gitignore; one for another folder is dropped. */
function patternBelow(pattern: string, prefix: string): string | undefined {
  if (prefix === '') return pattern;
  const isAnchored = pattern.slice(0, -1).includes('/') && !pattern.startsWith('**/');
  if (!isAnchored) return pattern;
  const path = pattern.replace(/^\//, '');
  const folder = path.replace(/\/(?:\*\*?)?$/, '');
  if (prefix === folder || prefix.startsWith(`${folder}/`)) return '*';
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : undefined;
}
