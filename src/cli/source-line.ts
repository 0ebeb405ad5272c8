/** Lines of the analysed code for reports that show them. Files are read once each; nothing outside the root is read. */
import { readFileSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';

/** Longest line shown; a minified line must not fill a report. */
const MAX_LENGTH = 300;

export function lineReader(root: string): (path: string, line: number) => string | undefined {
  const files = new Map<string, readonly string[]>();
  return (path, line) => {
    let lines = files.get(path);
    if (!lines) {
      lines = linesOf(root, path);
      files.set(path, lines);
    }
    return lines[line - 1]?.slice(0, MAX_LENGTH);
  };
}

function linesOf(root: string, path: string): readonly string[] {
  try {
    const real = realpathSync(join(root, path));
    if (!real.startsWith(root + sep)) return [];
    return readFileSync(real, 'utf8').split(/\r\n|\n|\r/);
  } catch {
    return [];
  }
}
