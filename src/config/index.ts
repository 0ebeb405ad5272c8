/** The committed files: msa-map.config.json and msa-map.baseline.jsonl, read, validated and written. Data only. */
import { relative } from 'node:path';
import { type Config, EMPTY_CONFIG } from '../model/index.js';
import { CONFIG_FILE, findConfig, readText } from './find-config.js';
import { parseConfig } from './parse-config.js';
import { rebaseConfig } from './rebase.js';

export { CONFIG_ERRORS, type ConfigErrorCode } from './codes.js';
export { CONFIG_FILE } from './find-config.js';
export { parseConfig } from './parse-config.js';
export { didYouMean } from './suggest.js';

/**
 * Reads `file` (relative to the working directory), or the nearest msa-map.config.json at or above `root` within the
 * repository; the empty config when there is none. Globs come out relative to `root`: those of a config further up in
 * the same repository start at that config's folder and are rebased, those of any other file start at `root` already.
 * Throws UserError MSA020..MSA029, with the line and, for a misspelt name, a suggestion.
 */
export function readConfig(root: string, file?: string): { config: Config; path?: string } {
  const found = findConfig(root, file);
  if (found === undefined) return { config: EMPTY_CONFIG };
  const hint = `Name an existing file, or run \`msa-map init\` to propose a ${CONFIG_FILE}.`;
  const text = readText(found.path, 'MSA020', 'The config', hint);
  const shown = relative(process.cwd(), found.path) || found.path;
  return { config: rebaseConfig(parseConfig(text, shown), found.below), path: found.path };
}
