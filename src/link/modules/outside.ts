/**
 * Imports of code that is part of the repository and not of the analysed folder: sibling packages, and files that aliases
 * and paths reach outside. Nothing of it is read, so a table that only lives there is missing; that must be said.
 */
import { type Diagnostic, type FileFacts, type Project, sortedBy } from '../../model/index.js';
import type { Resolve } from './resolve.js';

const SHOWN = 5;
const OTHER = { name: 'other files', dir: 'other files' };

/** One remark that counts the imports by package or folder outside; undefined when there are none. */
export function importsOutside(
  { siblings = [] }: Project,
  facts: readonly FileFacts[],
  resolve: Resolve,
): Diagnostic | undefined {
  if (siblings.length === 0) return undefined;
  const byName = new Map(siblings.map((sibling) => [sibling.name, sibling]));
  const counts = new Map<string, number>();
  const labels = new Map<string, string>();
  for (const { path, imports } of facts) {
    for (const { specifier, isLiteral } of imports) {
      if (!isLiteral) continue;
      const resolution = resolve(path, specifier);
      if (resolution.kind !== 'external') continue;
      const target = resolution.package;
      const name = packageName(target);
      const sibling = byName.get(name) ?? siblings.find(({ dir }) => target === dir || target.startsWith(`${dir}/`));
      // Reached by an alias, it has the alias's name only.
      if (sibling === undefined && (resolution.reason !== 'outside' || target.endsWith('.json'))) continue;
      const { name: label, dir } = sibling ?? (name === '..' ? OTHER : { name, dir: name });
      labels.set(label, label === dir ? label : `${label} (${dir})`);
      counts.set(label, (counts.get(label) ?? 0) + 1);
    }
  }
  if (counts.size === 0) return undefined;
  const found = sortedBy(counts, ([label, count]) => [-count, label]);
  const total = found.reduce((sum, [, count]) => sum + count, 0);
  const named = found.slice(0, SHOWN).map(([label, count]) => `${labels.get(label)} ${count}`);
  const more = found.length > SHOWN ? ` and ${found.length - SHOWN} more` : '';
  return {
    code: 'MSA042',
    severity: 'info',
    path: '',
    line: 0,
    message: `${total} imports lead to packages of this repository outside of the analysed folder, whose code and tables are not seen: ${named.join(', ')}${more}. Analyse the whole repository to see them.`,
  };
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
