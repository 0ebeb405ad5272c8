/**
 * `msa-map.baseline.jsonl`: a header line, then one accepted violation a line, sorted by code unit, LF, no lines of
 * code, counts, dates or versions of the tool. Made to be merged with `merge=union`, so order and duplicates mean
 * nothing to the reader; CRLF and Windows separators are read too. Everything else is refused by line: a baseline that
 * is misread would let debt in.
 */
import { type BaselineEntry, compareKeys, RULES, sortedBy, UserError } from '../model/index.js';
import { isDate } from './parse-config.js';

export const BASELINE_FILE = 'msa-map.baseline.jsonl';
/** Grows when an older reader would misread the file. */
export const BASELINE_VERSION = 1;
/** For `.gitattributes`: two branches that both change the file merge without a conflict. */
export const GITATTRIBUTES_LINE = `${BASELINE_FILE} merge=union`;

const HEADER = {
  msaMapBaseline: BASELINE_VERSION,
  about: 'Accepted violations of the context map, one a line. Refresh: msa-map check --update-baseline',
};
const KEYS = ['rule', 'fromContext', 'toContext', 'from', 'to', 'kind'] as const;
const ALL_KEYS: readonly string[] = [...KEYS, 'reason', 'until'];

const REGENERATE = 'Restore the file from version control, or remove it and write a new one with --update-baseline.';

/** `file` is used in messages only. Throws UserError MSA221..MSA225. Sorted, without duplicates. */
export function parseBaseline(text: string, file: string): BaselineEntry[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const entries: BaselineEntry[] = [];
  let hasHeader = false;
  lines.forEach((line, i) => {
    if (line.trim() === '') return;
    const where = `${file}:${i + 1}`;
    if (/^(<{7}|={7}|>{7}|\|{7})/.test(line)) conflict(where);
    const value = parseLine(
      line,
      where,
      lines.slice(i + 1).every((rest) => rest.trim() === ''),
    );
    if ('msaMapBaseline' in value) {
      checkVersion(value['msaMapBaseline'], where);
      hasHeader = true;
    } else {
      entries.push(readEntry(value, where));
    }
  });
  if (!hasHeader) {
    throw new UserError('MSA225', `${file}: not a baseline of msa-map: its header line is missing`, REGENERATE);
  }
  return mergeEntries(entries);
}

/** The text of the file. */
export function formatBaseline(entries: readonly BaselineEntry[]): string {
  const lines = mergeEntries(entries).map((e) => {
    const { rule, fromContext, toContext, from, to, kind, reason, until } = e;
    return JSON.stringify({ rule, fromContext, toContext, from, to, kind, reason, until });
  });
  return `${[JSON.stringify(HEADER), ...lines].join('\n')}\n`;
}

function conflict(where: string): never {
  throw new UserError(
    'MSA221',
    `${where}: conflict marker of a merge`,
    `Keep the lines of both sides and delete the marker lines; with "${GITATTRIBUTES_LINE}" in .gitattributes git does so by itself.`,
  );
}

function parseLine(line: string, where: string, isLast: boolean): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    if (isLast && line.startsWith('{') && !line.trimEnd().endsWith('}')) {
      throw new UserError('MSA222', `${where}: the baseline is cut off in the middle of a line`, REGENERATE);
    }
    throw new UserError('MSA224', `${where}: not a JSON object on one line`, REGENERATE);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UserError('MSA224', `${where}: not a JSON object on one line`, REGENERATE);
  }
  return value as Record<string, unknown>;
}

function checkVersion(version: unknown, where: string): void {
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    throw new UserError('MSA225', `${where}: the header has no usable version`, REGENERATE);
  }
  if (version > BASELINE_VERSION) {
    throw new UserError(
      'MSA223',
      `${where}: the baseline has version ${version}, this msa-map reads version ${BASELINE_VERSION}`,
      'Update msa-map to the version the team uses.',
    );
  }
}

function readEntry(value: Record<string, unknown>, where: string): BaselineEntry {
  const wrong = (what: string): never => {
    throw new UserError('MSA224', `${where}: ${what}`, REGENERATE);
  };
  for (const key of Object.keys(value)) if (!ALL_KEYS.includes(key)) wrong(`unknown key "${key}"`);
  const text = (key: string): string => {
    const found = value[key];
    return typeof found === 'string' ? found : wrong(`"${key}" is missing or no text`);
  };
  const rule = RULES.find((r) => r === text('rule')) ?? wrong(`unknown rule "${text('rule')}"`);
  const until = value['until'] === undefined ? undefined : text('until');
  if (until !== undefined && !isDate(until)) wrong(`"until" is no date YYYY-MM-DD: "${until}"`);
  return {
    rule,
    fromContext: text('fromContext'),
    toContext: text('toContext'),
    from: text('from').replaceAll('\\', '/'),
    to: text('to').replaceAll('\\', '/'),
    kind: text('kind'),
    ...(value['reason'] === undefined ? {} : { reason: text('reason') }),
    ...(until === undefined ? {} : { until }),
  };
}

/** One entry a key: of two, the one that ends first, then the one with a reason. */
function mergeEntries(entries: readonly BaselineEntry[]): BaselineEntry[] {
  const keysOf = (e: BaselineEntry) => KEYS.map((key) => e[key]);
  const byKey = new Map<string, BaselineEntry>();
  const preferred = sortedBy(entries, (e) => [e.until ?? '9999', e.reason === undefined ? 1 : 0, e.reason ?? '']);
  for (const entry of preferred) {
    const key = JSON.stringify(keysOf(entry));
    if (!byKey.has(key)) byKey.set(key, entry);
  }
  return [...byKey.values()].sort((a, b) => compareKeys(keysOf(a), keysOf(b)));
}
