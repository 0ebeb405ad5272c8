/**
 * JSON Schemas of the two committed files, for editors and for `msa-map schema`. Made from the same lists of names that
 * the reader uses. What a schema cannot say (names that must exist, real dates, a key twice) the reader checks.
 */
import { type JsonValue, RELATION_KINDS, RULE_INFO, RULES } from '../model/index.js';
import { BASELINE_VERSION } from './baseline.js';
import { IMPORTANCE_NAMES, LANGUAGES, ROLES, SEVERITIES } from './parse-config.js';

type Schema = { readonly [key: string]: JsonValue | undefined };

const DRAFT = 'http://json-schema.org/draft-07/schema#';
const text: Schema = { type: 'string', minLength: 1 };
const day: Schema = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' };
const importance: Schema = { enum: [1, 2, 3, 4, 5, ...IMPORTANCE_NAMES] };
const oneToFive: Schema = { type: 'number', minimum: 1, maximum: 5 };

const globs = (description: string): Schema => ({
  type: 'array',
  items: { type: 'string', minLength: 1, pattern: '^(?![!/])(?:[^\\\\]|\\\\[\\\\*?[\\]{}()!+@])*$' },
  description: `${description} Globs from the folder of this file; a folder means all below it.`,
});
const texts = (description: string): Schema => ({ type: 'array', items: text, description });

function object(properties: Record<string, Schema>, required: readonly string[] = []): Schema {
  return { type: 'object', additionalProperties: false, properties, required };
}

const context: Schema = {
  ...object(
    {
      name: { ...text, description: 'As people call it; the id when left out.' },
      include: globs('Modules of the context; empty only for one of tables alone.'),
      exclude: globs('Modules left out again.'),
      tables: texts(
        'Tables it owns, as the database names them; else the context whose code declares a table owns it.',
      ),
      impact: { ...importance, description: 'Business impact: 1 to 5, or core, supporting, generic.' },
      timeCriticality: oneToFive,
      riskReduction: oneToFive,
      owner: { ...text, description: 'Team or person.' },
      public: globs('The public entry; other contexts import nothing else of it.'),
      strict: { type: 'boolean', description: 'The baseline is not accepted for what this context does.' },
    },
    ['include'],
  ),
  anyOf: [
    { properties: { include: { minItems: 1 } } },
    { properties: { tables: { minItems: 1 } }, required: ['tables'] },
  ],
};

const end: Schema = { ...text, description: 'Context id, path, glob, table, or *.' };
const allowance = object({ from: end, to: end, reason: text, until: { ...day, description: 'Last day it counts.' } }, [
  'from',
  'to',
  'reason',
]);
const severity: Schema = { enum: SEVERITIES };
const rule: Schema = {
  anyOf: [severity, object({ severity, allow: { type: 'array', items: allowance } }, ['severity'])],
};

/** Of `msa-map.config.json`. */
export const CONFIG_SCHEMA: Schema = {
  $schema: DRAFT,
  title: 'The context map of a monolith, msa-map.config.json',
  ...object({
    $schema: { type: 'string' },
    contexts: {
      type: 'object',
      description: 'Context id → what belongs to it. A module or table may lie in one context only.',
      propertyNames: { pattern: '^[^\\s/]+$', not: { enum: ['shared-kernel', 'unassigned'] } },
      additionalProperties: context,
    },
    sharedKernel: {
      ...object({ include: globs('Modules everybody may use.'), tables: texts('Tables everybody may use.') }),
    },
    allowedRelations: {
      type: 'array',
      description: 'Which context may depend on which. Without kinds every kind is allowed.',
      items: object(
        { downstream: text, upstream: text, kinds: { type: 'array', items: { enum: RELATION_KINDS } }, reason: text },
        ['downstream', 'upstream', 'reason'],
      ),
    },
    ignore: globs('Files that are not part of the monolith.'),
    roles: object(Object.fromEntries(ROLES.map((role) => [role, globs(`Files with the role ${role}.`)]))),
    ormFamilies: {
      type: 'object',
      description: 'ORM → package names that are forks or wrappers of it.',
      additionalProperties: texts('Package names.'),
    },
    rules: object(
      Object.fromEntries(
        RULES.map((id) => [
          id,
          { ...rule, description: `${RULE_INFO[id].title}. ${RULE_INFO[id].why} Default: ${RULE_INFO[id].severity}.` },
        ]),
      ),
    ),
    weights: { type: 'object', additionalProperties: { type: 'number', minimum: 0 } },
    impact: {
      type: 'array',
      description: 'Impact of code that no context holds.',
      items: object({ include: globs('Modules.'), impact: importance }, ['include', 'impact']),
    },
    traffic: { ...text, description: 'File with measured traffic.' },
    tableStatistics: { ...text, description: 'File with sizes and rates of tables.' },
    resolution: { type: 'number', minimum: 0.001, maximum: 1000 },
    language: { enum: LANGUAGES },
  }),
};

/** Of one line of `msa-map.baseline.jsonl`. */
export const BASELINE_SCHEMA: Schema = {
  $schema: DRAFT,
  title: 'One line of msa-map.baseline.jsonl',
  anyOf: [
    {
      ...object({ msaMapBaseline: { const: BASELINE_VERSION }, about: { type: 'string' } }, ['msaMapBaseline']),
      description: 'The first line.',
    },
    object(
      {
        rule: { enum: RULES },
        fromContext: text,
        toContext: text,
        from: text,
        to: { type: 'string' },
        kind: text,
        reason: { type: 'string' },
        until: day,
      },
      ['rule', 'fromContext', 'toContext', 'from', 'to', 'kind'],
    ),
  ],
};
