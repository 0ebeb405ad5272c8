/** The committed files: msa-map.config.json and msa-map.baseline.jsonl, read, validated and written. Data only. */
import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { type BaselineEntry, type Config, EMPTY_CONFIG } from '../model/index.js';
import { BASELINE_FILE, formatBaseline, parseBaseline } from './baseline.js';
import { CONFIG_FILE, findConfig, readText } from './find-config.js';
import { parseConfig } from './parse-config.js';
import { rebaseConfig } from './rebase.js';
import { writeAtomic } from './write-atomic.js';

export { BASELINE_FILE, formatBaseline, GITATTRIBUTES_LINE, parseBaseline } from './baseline.js';
export { CONFIG_ERRORS, type ConfigErrorCode } from './codes.js';
export { CONFIG_FILE } from './find-config.js';
export { type ConfigComments, formatConfig } from './format-config.js';
export { parseConfig } from './parse-config.js';
export { BASELINE_SCHEMA, CONFIG_SCHEMA } from './schemas.js';
export { isSourcePath, writeAtomic } from './write-atomic.js';

/**
 * Reads `file` (relative to the working directory), or the nearest msa-map.config.json at or above `root` within the
 * repository; the empty config when there is none. Globs come out relative to `root`: those of a config further up in
 * the same repository start at that config's folder and are rebased, those of any other file start at `root` already.
 * Throws UserError MSA200..MSA209, with the line and, for a misspelt name, a suggestion.
 */
export function readConfig(root: string, file?: string): { config: Config; path?: string } {
  const found = findConfig(root, file);
  if (found === undefined) return { config: EMPTY_CONFIG };
  const hint = `Name an existing file, or run \`msa-map init\` to propose a ${CONFIG_FILE}.`;
  const text = readText(found.path, 'MSA200', 'The config', hint);
  const shown = relative(process.cwd(), found.path) || found.path;
  const config = rebaseConfig(parseConfig(text, shown), found.below);
  // A folder that the config above leaves out whole (a shipped example, a vendored project) is a project of its own.
  if (found.below.length > 0 && config.ignore.includes('**')) return { config: EMPTY_CONFIG };
  return { config, path: found.path };
}

/** Where the baseline lies: `file` when named, else in the analysed root, since its paths start there. */
export function baselinePath(root: string, file?: string): string {
  return file === undefined ? join(resolve(root), BASELINE_FILE) : resolve(file);
}

/** The entries of a baseline; undefined when there is no such file. Throws UserError MSA220..MSA225. */
export function readBaseline(path: string): readonly BaselineEntry[] | undefined {
  if (!existsSync(path)) return undefined;
  const text = readText(path, 'MSA220', 'The baseline', 'Check that it is a file you may read.');
  return parseBaseline(text, relative(process.cwd(), path) || path);
}

/** Replaces the file as a whole. Throws UserError MSA226. */
export function writeBaseline(path: string, entries: readonly BaselineEntry[]): void {
  writeAtomic(path, formatBaseline(entries));
}
