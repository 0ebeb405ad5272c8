/** What lies at a path; undefined when nothing does, or when there is no looking (a file on the way, a loop of links). */
import { lstatSync, type Stats, statSync } from 'node:fs';

/** Of what a link points to. */
export function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** Of a link itself. */
export function linkStatsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}
