/**
 * The next baseline from the findings of a whole check. It shrinks freely: stale entries go, moved ones follow their
 * file. It grows only when asked to, with a reason. Reasons and dates of entries that stay are kept.
 */
import { type BaselineEntry, type Config, type Findings, sortedBy, UserError, type Violation } from '../model/index.js';
import { keysOf, keyText } from './baseline-match.js';
import { isStrict } from './judge.js';

export type UpdateOptions = {
  readonly config: Config;
  readonly allowAdditions?: boolean;
  /** Written to each added entry. */
  readonly reason?: string;
  /** A first baseline: every violation is debt of the past and needs no reason. */
  readonly isFirst?: boolean;
};

export type BaselineChange = {
  readonly entries: readonly BaselineEntry[];
  readonly added: readonly BaselineEntry[];
  readonly removed: readonly BaselineEntry[];
  readonly moved: number;
  /** New errors that stay out because the context is strict. */
  readonly refused: readonly Violation[];
};

/**
 * Without `allowAdditions` new violations stay out and stay new. Throws MSA228 when an addition lacks its reason.
 * Entries of rules that are switched off were not judged and stay. Needs findings of the whole project.
 */
export function updateBaseline(
  findings: Findings,
  baseline: readonly BaselineEntry[],
  options: UpdateOptions,
): BaselineChange {
  const { config, reason } = options;
  const isGrowing = options.allowAdditions === true || options.isFirst === true;
  const fresh = findings.violations.filter((v) => v.status === 'new');
  const refused = fresh.filter((v) => isStrict(config, v.key.fromContext));
  const additions = isGrowing ? fresh.filter((v) => !isStrict(config, v.key.fromContext)) : [];
  if (additions.length > 0 && options.isFirst !== true && (reason ?? '').trim() === '') {
    throw new UserError('MSA228', 'Adding to the baseline needs a reason', 'Add --reason "why this debt is taken on".');
  }
  const gone = new Set([...findings.stale, ...findings.moved.map((m) => m.entry)].map(keyText));
  const kept = baseline.filter((e) => !gone.has(keyText(e)) && !isStrict(config, e.fromContext));
  const movedEntries = findings.moved.map(({ entry, now }) => ({ ...entry, ...now }));
  const surfaced = findings.violations.filter((v) => v.status === 'accepted').map((v) => entryOf(v, v.reason));
  const added = additions.map((v) => entryOf(v, reason));
  const entries = new Map<string, BaselineEntry>();
  for (const entry of [...surfaced, ...kept, ...movedEntries, ...added]) entries.set(keyText(entry), entry);
  const left = new Set(entries.keys());
  return {
    entries: sortedBy(entries.values(), keysOf),
    added,
    removed: baseline.filter((e) => !left.has(keyText(e)) && !isMoved(e, findings)),
    moved: findings.moved.length,
    refused,
  };
}

function isMoved(entry: BaselineEntry, findings: Findings): boolean {
  return findings.moved.some((m) => keyText(m.entry) === keyText(entry));
}

function entryOf({ key }: Violation, reason: string | undefined): BaselineEntry {
  return reason === undefined || reason.trim() === '' ? key : { ...key, reason };
}
