/** The committed context map, `msa-map.config.json`, as read and validated. Data only; nothing in it is executed. */

export type Importance = 1 | 2 | 3 | 4 | 5 | 'core' | 'supporting' | 'generic';

/** What `check` may find; the words about each stand in `RULE_INFO`. */
export const RULES = [
  'cross-context-import',
  'cross-context-type-import',
  'cross-context-dynamic-import',
  'foreign-write',
  'foreign-read',
  'join-across',
  'transaction-across',
  'foreign-key-across',
  'bypassed-entry',
  'context-cycle',
  'undeclared-relation',
  'unassigned-module',
] as const;
export type RuleId = (typeof RULES)[number];

export type RuleSeverity = 'error' | 'warning' | 'off';

/** An exception: both ends are context ids, paths, globs or table names; every one that matches nothing is reported. */
export type Allowance = {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly until?: string;
};

export type DeclaredContext = {
  readonly id: string;
  readonly name: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly tables: readonly string[];
  readonly impact?: Importance;
  /** 1..5 each. */
  readonly timeCriticality?: number;
  readonly riskReduction?: number;
  readonly owner?: string;
  /** Globs of the context's public entry; importing anything else of it breaks `bypassed-entry`. */
  readonly public: readonly string[];
  /** No baseline entry is accepted for this context. */
  readonly strict: boolean;
};

/**
 * What `kinds` of an allowed relation may name. `import` covers the static runtime forms (`import`, `require`,
 * `re-export`), `write` covers `delete` and `ddl`, `join` is a read that only joins.
 */
export const RELATION_KINDS = [
  'import',
  'type-import',
  'dynamic-import',
  'event',
  'read',
  'join',
  'write',
  'transaction',
  'foreign-key',
] as const;
export type RelationKind = (typeof RELATION_KINDS)[number];

/** `downstream` may depend on `upstream`; `kinds` narrows what is allowed (all kinds when absent). */
export type AllowedRelation = {
  readonly downstream: string;
  readonly upstream: string;
  readonly kinds?: readonly string[];
  readonly reason: string;
};

export type Config = {
  readonly contexts: readonly DeclaredContext[];
  readonly sharedKernel: { readonly include: readonly string[]; readonly tables: readonly string[] };
  readonly allowedRelations: readonly AllowedRelation[];
  /** Globs of files that are not part of the monolith. */
  readonly ignore: readonly string[];
  /** Globs that give files a role against the default. */
  readonly roles: readonly { readonly role: string; readonly include: readonly string[] }[];
  /** ORM family → package names that are forks of it. */
  readonly ormFamilies: readonly { readonly family: string; readonly packages: readonly string[] }[];
  readonly rules: readonly {
    readonly rule: RuleId;
    readonly severity: RuleSeverity;
    readonly allow: readonly Allowance[];
  }[];
  /** Overrides of weights by their dotted name; the defaults are documented by `msa-map schema config`. */
  readonly weights: Readonly<Record<string, number>>;
  /** Impact per glob, for code that no declared context holds. */
  readonly impact: readonly { readonly include: readonly string[]; readonly impact: Importance }[];
  readonly traffic?: string;
  readonly tableStatistics?: string;
  readonly resolution?: number;
  readonly language?: 'en' | 'ko';
};

/** What holds without a `msa-map.config.json`. */
export const EMPTY_CONFIG: Config = {
  contexts: [],
  sharedKernel: { include: [], tables: [] },
  allowedRelations: [],
  ignore: [],
  roles: [],
  ormFamilies: [],
  rules: [],
  weights: {},
  impact: [],
};
