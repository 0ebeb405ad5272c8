/**
 * What a reader of the result must know about the map itself: exceptions and relations that nothing uses any more,
 * modules and tables that no rule judges. Silence about them would look like good architecture.
 */
import {
  type BaselineEntry,
  type Config,
  type Diagnostic,
  didYouMean,
  labelOf,
  type RuleId,
  SHARED_KERNEL,
  sortedBy,
  UNASSIGNED,
} from '../model/index.js';
import type { Allowances } from './allowances.js';
import { isStrict } from './judge.js';
import type { Placement } from './placement.js';
import type { Relations } from './relations.js';
import { unassignedModules } from './rules/unassigned.js';

const NAMES_SHOWN = 5;

export function mapNotes(given: {
  readonly config: Config;
  readonly placement: Placement;
  readonly baseline: readonly BaselineEntry[];
  readonly allowances: Allowances;
  readonly relations: Relations;
  readonly isOn: (rule: RuleId) => boolean;
}): { diagnostics: Diagnostic[]; notes: string[] } {
  const { placement, isOn } = given;
  const diagnostics = [...placement.diagnostics, ...unusedExceptions(given), ...unfitEntries(given)];
  const notes: string[] = [];
  const outside = unassignedModules(placement);
  if (outside.length > 0 && !isOn('unassigned-module')) {
    notes.push(
      `${count(outside.length, 'runtime module')} in no context and not judged (the rule unassigned-module is off): ${someOf(outside)}`,
    );
  }
  const tables = [...placement.tables.values()].filter((t) => placement.contextOf(t.id) === UNASSIGNED);
  if (tables.length > 0) {
    const names = sortedBy(tables, (t) => [t.id]).map((t) => labelOf(t.id));
    notes.push(`${count(names.length, 'table')} without an owning context, accesses not judged: ${someOf(names)}`);
  }
  return { diagnostics, notes };
}

function unusedExceptions({ allowances, relations, isOn }: Parameters<typeof mapNotes>[0]): Diagnostic[] {
  const exceptions = allowances
    .unused()
    .filter(({ rule }) => isOn(rule))
    .map(({ rule, allowance }) =>
      warning(
        'MSA230',
        `The exception of ${rule} from "${allowance.from}" to "${allowance.to}" matches nothing; remove it.`,
      ),
    );
  const unused = relations
    .unused()
    .map((r) => warning('MSA231', `The allowed relation ${r.downstream} → ${r.upstream} is not used; remove it.`));
  return [...exceptions, ...unused];
}

/** Entries that can never match: of contexts that are strict or that the map does not declare. */
function unfitEntries({ config, baseline }: Parameters<typeof mapNotes>[0]): Diagnostic[] {
  const known = new Set([...config.contexts.map((c) => c.id), SHARED_KERNEL, UNASSIGNED]);
  const named = new Set(baseline.flatMap((e) => [e.fromContext, e.toContext]));
  const unknown = [...named].filter((id) => !known.has(id)).sort();
  const strict = [...new Set(baseline.map((e) => e.fromContext))].filter((id) => isStrict(config, id)).sort();
  return [
    ...unknown.map((id) =>
      warning(
        'MSA235',
        `The baseline names the context "${id}", which is not declared. ${didYouMean(id, known)}`.trim(),
      ),
    ),
    ...strict.map((id) =>
      warning('MSA236', `The baseline has entries of the strict context "${id}"; they do not count.`),
    ),
  ];
}

function warning(code: string, message: string): Diagnostic {
  return { code, severity: 'warning', path: '', line: 0, message };
}

function someOf(names: readonly string[]): string {
  const more = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : '';
  return `${names.slice(0, NAMES_SHOWN).join(', ')}${more}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
