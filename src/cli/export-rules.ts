/** `msa-map export --format dependency-cruiser|eslint-boundaries`: the committed map as rules of another tool. */
import { RULE_EXPORTS } from '../check-report/index.js';
import { readConfig } from '../config/index.js';
import { UserError } from '../model/index.js';
import type { Io } from './io.js';
import { emit } from './output.js';
import { rootOf } from './paths.js';
import { absolute } from './session.js';

type RuleFormat = keyof typeof RULE_EXPORTS;

export function isRuleFormat(name: string): name is RuleFormat {
  return Object.hasOwn(RULE_EXPORTS, name);
}

/** Needs no analysis: the rules follow from the map alone. Throws MSA213 when no context is declared. */
export async function exportRules(
  io: Io,
  dir: string,
  format: RuleFormat,
  options: { readonly config?: string; readonly output?: string },
): Promise<void> {
  const root = rootOf(io, dir);
  const { config } = readConfig(root, options.config === undefined ? undefined : absolute(io, options.config));
  if (config.contexts.length === 0) {
    throw new UserError(
      'MSA213',
      'No context is declared, so there are no rules to write',
      'Run `msa-map init` to propose a context map and commit it.',
    );
  }
  await emit(io, options.output, RULE_EXPORTS[format].render(config));
}
