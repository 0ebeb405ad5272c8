/**
 * Files of other tools that say how a repository is laid out: manifests, ignore rules, owners. They are text of a few
 * pages; a device, a pipe or gigabytes in their place are left unread.
 */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, sep } from 'node:path';

const MAX_SIZE = 4 * 1024 * 1024;

export type SmallFile =
  | { readonly kind: 'read'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'too large' };

export function readSmallFile(path: string): SmallFile {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined || !stat.isFile()) return { kind: 'missing' };
    if (stat.size > MAX_SIZE) return { kind: 'too large' };
    return { kind: 'read', text: readFileSync(path, 'utf8') };
  } catch {
    return { kind: 'missing' };
  }
}

/** Undefined when there is none to read. */
export function smallText(path: string): string | undefined {
  const file = readSmallFile(path);
  return file.kind === 'read' ? file.text : undefined;
}

/** The same for a file whose words a report repeats: what a link brings in from outside of `top` is none of it. */
export function smallTextBelow(top: string, path: string): string | undefined {
  try {
    const folder = dirname(realpathSync(path));
    const root = realpathSync(top);
    return folder === root || folder.startsWith(root + sep) ? smallText(path) : undefined;
  } catch {
    return undefined;
  }
}
