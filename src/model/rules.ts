/**
 * What each rule of `check` means: for `explain`, for the rules section of SARIF and for the docs. `why` is the reason
 * to care, `fix` the usual way out. A new rule does not compile until it has all of it.
 */
import type { RuleId, RuleSeverity } from './config.js';

export type RuleInfo = {
  readonly title: string;
  readonly severity: RuleSeverity;
  readonly why: string;
  readonly fix: string;
};

/** Title, usual severity, reason and remedy of every rule. */
export const RULE_INFO = {
  'cross-context-import': {
    title: 'Import across contexts',
    severity: 'error',
    why: 'A module that imports code of another context cannot be built, tested or deployed without it.',
    fix: 'Call the other context through what its relation allows (public entry, event, API), or move the code to the context that owns the concept.',
  },
  'cross-context-type-import': {
    title: 'Type-only import across contexts',
    severity: 'warning',
    why: 'A type of another context couples the models, though nothing remains of it at runtime.',
    fix: 'Declare the type this context needs in its own words, or move a shared contract to the shared kernel.',
  },
  'cross-context-dynamic-import': {
    title: 'Dynamic import across contexts',
    severity: 'error',
    why: 'A lazily loaded module of another context is still needed at runtime.',
    fix: 'Replace the lazy import by an event or an API of the other context.',
  },
  'foreign-write': {
    title: 'Write to a table of another context',
    severity: 'error',
    why: 'Two contexts that write one table share its rules and cannot have separate databases.',
    fix: 'Ask the owning context to do the write: call its service, or send it a command or an event.',
  },
  'foreign-read': {
    title: 'Read from a table of another context',
    severity: 'error',
    why: 'A query on a foreign table depends on its columns and stops working when the tables part.',
    fix: 'Ask the owning context for the data through its API, or keep a local copy fed by its events.',
  },
  'join-across': {
    title: 'Join with a table of another context',
    severity: 'error',
    why: 'A join, include or populate across contexts is impossible once the tables lie in two databases.',
    fix: 'Query the own tables, then fetch the rest by id through the API of the owning context.',
  },
  'transaction-across': {
    title: 'Transaction over tables of several contexts',
    severity: 'error',
    why: 'One database transaction cannot span two services; such a write becomes a saga.',
    fix: 'Commit the own tables first and let the other context follow by an event (outbox), or plan a saga.',
  },
  'foreign-key-across': {
    title: 'Foreign key to a table of another context',
    severity: 'error',
    why: 'A foreign key cannot point into another database.',
    fix: 'Keep the id as a plain column without a constraint, and check it through the owning context.',
  },
  'bypassed-entry': {
    title: 'Import past the public entry of a context',
    severity: 'error',
    why: 'Code that reaches behind the public entry depends on what the context means to keep to itself.',
    fix: 'Import from the public entry of the context; when something is missing there, export it on purpose.',
  },
  'context-cycle': {
    title: 'Cycle between contexts',
    severity: 'error',
    why: 'Contexts in a cycle can only be changed, tested and extracted together.',
    fix: 'Cut the weakest hop: turn the call around with an event or an interface owned by the caller.',
  },
  'undeclared-relation': {
    title: 'Relation that the context map does not declare',
    severity: 'warning',
    why: 'Two contexts have begun to depend on one another without a decision.',
    fix: 'Declare the relation under "allowedRelations" with its reason, or remove the dependency.',
  },
  'unassigned-module': {
    title: 'Module in no context',
    severity: 'off',
    why: 'What lies in no context is not judged by any other rule.',
    fix: 'Add the module to a context, or to the shared kernel, in msa-map.config.json.',
  },
} as const satisfies Record<RuleId, RuleInfo>;
