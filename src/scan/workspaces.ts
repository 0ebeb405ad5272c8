/**
 * Which folders are members of a workspace: `workspaces` of a package.json (npm, yarn, bun), pnpm-workspace.yaml,
 * lerna.json. A repository without any of these (Nx, or none) has no members; its packages still resolve by name.
 */

import picomatch from 'picomatch';
import { isQuickGlob, joinPath } from '../model/index.js';
import { field, readJsonFile, textList } from './json-file.js';
import { pathBelow } from './path-below.js';
import { smallText } from './small-file.js';

/** One declaration: the folder it stands in (relative to the analysed root) and its globs; `!` takes away. */
export type WorkspaceDeclaration = { readonly dir: string; readonly patterns: readonly string[] };

const MAX_PATTERN = 500;
/** Workspace globs need no `+(…)`, whose regular expressions can take exponential time. */
const GLOB = { noextglob: true };
const isSomething = (pattern: string): boolean => pattern !== '';

export function membersOf(declarations: readonly WorkspaceDeclaration[]): (dir: string) => boolean {
  const tests = declarations.map(({ dir, patterns }) => {
    const clean = patterns.filter((pattern) => pattern.length <= MAX_PATTERN && isQuickGlob(pattern));
    const normal = (pattern: string): string => joinPath('', pattern);
    const included = clean
      .filter((pattern) => !pattern.startsWith('!'))
      .map(normal)
      .filter(isSomething);
    const excluded = clean
      .filter((pattern) => pattern.startsWith('!'))
      .map((pattern) => normal(pattern.slice(1)))
      .filter(isSomething);
    const isIn = included.length === 0 ? () => false : picomatch(included, GLOB);
    const isOut = excluded.length === 0 ? () => false : picomatch(excluded, GLOB);
    return (member: string): boolean => {
      const below = pathBelow(dir, member);
      return below !== undefined && isIn(below) && !isOut(below);
    };
  });
  return (dir) => tests.some((test) => test(dir));
}

/** Globs in pnpm-workspace.yaml (`path` ends in .yaml) or lerna.json. */
export function readWorkspaceFile(path: string): string[] {
  if (!path.endsWith('.yaml')) {
    const json = readJsonFile(path);
    return json.kind === 'read' ? (textList(field(json.value, 'packages')) ?? []) : [];
  }
  return packagesOfYaml(smallText(path) ?? '');
}

/** The `packages` list of a pnpm-workspace.yaml; the rest of YAML is of no interest here. */
export function packagesOfYaml(text: string): string[] {
  const patterns: string[] = [];
  let isInList = false;
  for (const line of text.split(/\r?\n/)) {
    const inline = /^packages:\s*\[(.*)\]/.exec(line);
    if (inline !== null) {
      for (const item of (inline[1] as string).split(',')) patterns.push(unquoted(item));
    } else if (/^packages:/.test(line)) {
      isInList = true;
    } else if (isInList && /^\s*-\s/.test(line)) {
      patterns.push(unquoted(line.replace(/^\s*-\s+/, '')));
    } else if (/^\S/.test(line) && !line.startsWith('#')) {
      isInList = false;
    }
  }
  return patterns.filter((pattern) => pattern !== '');
}

function unquoted(text: string): string {
  const trimmed = text.trim();
  const quoted = /^(["'])(.*?)\1/.exec(trimmed);
  return quoted === null ? trimmed.replace(/(?<!\s)\s+#.*$/, '') : (quoted[2] as string);
}
