/** One short name for a violation that stays when lines move: the hash of its identity in the baseline. */
import { hash } from 'node:crypto';
import type { ViolationKey } from '../model/index.js';

/** 40 hexadecimal digits that name a violation for SARIF and Code Quality: its identity, hence no lines. */
export function fingerprint(key: ViolationKey): string {
  const identity = JSON.stringify([key.rule, key.fromContext, key.toContext, key.from, key.to, key.kind]);
  return hash('sha256', identity).slice(0, 40);
}
