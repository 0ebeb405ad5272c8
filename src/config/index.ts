/** The committed files: msa-map.config.json and msa-map.baseline.jsonl, read, validated and written. Data only. */
import { type Config, EMPTY_CONFIG } from '../model/index.js';

/** Reads `file`, or the nearest msa-map.config.json at or above `root`; the empty config when there is none. */
export function readConfig(_root: string, _file?: string): { config: Config; path?: string } {
  return { config: EMPTY_CONFIG };
}
