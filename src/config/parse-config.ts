/**
 * The text of `msa-map.config.json` → Config. Refuses what it does not know: a misspelt key or name that is silently
 * ignored looks like a rule that holds. Whether globs and tables match any code is judged later, against the graph.
 */
import {
  type Allowance,
  type AllowedRelation,
  type Config,
  type DeclaredContext,
  type Importance,
  isQuickGlob,
  RELATION_KINDS,
  type Role,
  RULES,
  type RuleSeverity,
  SHARED_KERNEL,
  UNASSIGNED,
} from '../model/index.js';
import {
  fail,
  flag,
  list,
  members,
  nonEmptyText,
  numberWithin,
  oneOf,
  parseJson,
  record,
  text,
  unknownName,
  type Value,
  wrongType,
} from './json-tree.js';

export const CONFIG_KEYS = [
  '$schema',
  'contexts',
  'sharedKernel',
  'allowedRelations',
  'ignore',
  'roles',
  'ormFamilies',
  'rules',
  'weights',
  'impact',
  'traffic',
  'tableStatistics',
  'resolution',
  'language',
] as const;
export const CONTEXT_KEYS = [
  'name',
  'include',
  'exclude',
  'tables',
  'impact',
  'timeCriticality',
  'riskReduction',
  'owner',
  'public',
  'strict',
] as const;
export const ROLES = [
  'runtime',
  'test',
  'migration',
  'seed',
  'script',
  'generated',
  'config',
] as const satisfies readonly Role[];
export const SEVERITIES = ['error', 'warning', 'off'] as const satisfies readonly RuleSeverity[];
export const IMPORTANCE_NAMES = ['core', 'supporting', 'generic'] as const;
export const LANGUAGES = ['en', 'ko'] as const;

/** `file` is used in messages only. Throws UserError MSA201..MSA209. */
export function parseConfig(source: string, file: string): Config {
  const root = parseJson({ file, text: source.replace(/^\uFEFF/, '') });
  const keys = record(root, CONFIG_KEYS);
  const contexts = keys.contexts === undefined ? [] : [...members(keys.contexts)].map(([id, v]) => context(id, v));
  const ids = [...contexts.map((c) => c.id), SHARED_KERNEL];
  const kernel = keys.sharedKernel === undefined ? {} : record(keys.sharedKernel, ['include', 'tables']);
  return {
    contexts,
    sharedKernel: { include: globs(kernel.include), tables: texts(kernel.tables) },
    allowedRelations: each(keys.allowedRelations, (v) => allowedRelation(v, ids)),
    ignore: globs(keys.ignore),
    roles: entries(keys.roles, (name, v) => ({ role: knownKey(name, v, ROLES, 'role'), include: globs(v) })),
    ormFamilies: entries(keys.ormFamilies, (family, v) => ({ family, packages: texts(v) })),
    rules: entries(keys.rules, (name, v) => rule(name, v)),
    weights: weights(keys.weights),
    impact: each(keys.impact, (v) => impactOfGlobs(v)),
    ...optional('traffic', keys.traffic, nonEmptyText),
    ...optional('tableStatistics', keys.tableStatistics, nonEmptyText),
    ...optional('resolution', keys.resolution, (v) => numberWithin(v, 0.001, 1000)),
    ...optional('language', keys.language, (v) => oneOf(v, LANGUAGES, 'language')),
  };
}

function context(id: string, value: Value): DeclaredContext {
  if (!/^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u.test(id) || id === SHARED_KERNEL || id === UNASSIGNED) {
    const hint = `Use letters, digits, "-", "_" and "."; "${SHARED_KERNEL}" and "${UNASSIGNED}" are taken.`;
    fail(value, 'MSA208', `"${id}" cannot be the id of a context`, hint);
  }
  const keys = record(value, CONTEXT_KEYS);
  if (keys.include === undefined) missing(value, 'include', 'the globs of the modules of this context');
  const include = globs(keys.include);
  const tables = texts(keys.tables);
  // A context may be of tables alone: a schema that only jobs outside of this repository use.
  if (include.length === 0 && tables.length === 0)
    fail(keys.include, 'MSA203', `"${keys.include.name}" is empty`, 'Name at least one glob, or a table.');
  return {
    id,
    name: keys.name === undefined ? id : nonEmptyText(keys.name),
    include,
    exclude: globs(keys.exclude),
    tables,
    ...optional('impact', keys.impact, importance),
    ...optional('timeCriticality', keys.timeCriticality, (v) => numberWithin(v, 1, 5)),
    ...optional('riskReduction', keys.riskReduction, (v) => numberWithin(v, 1, 5)),
    ...optional('owner', keys.owner, nonEmptyText),
    public: globs(keys.public),
    strict: keys.strict === undefined ? false : flag(keys.strict),
  };
}

function allowedRelation(value: Value, ids: readonly string[]): AllowedRelation {
  const keys = record(value, ['downstream', 'upstream', 'kinds', 'reason']);
  const { downstream, upstream, reason } = keys;
  if (downstream === undefined) missing(value, 'downstream', 'the context that depends');
  if (upstream === undefined) missing(value, 'upstream', 'the context depended on');
  if (reason === undefined) missing(value, 'reason', 'why this dependency is wanted');
  return {
    downstream: contextId(downstream, ids),
    upstream: contextId(upstream, ids),
    ...optional('kinds', keys.kinds, (v) => list(v).map((k) => oneOf(k, RELATION_KINDS, 'kind'))),
    reason: nonEmptyText(reason),
  };
}

function contextId(value: Value, ids: readonly string[]): string {
  const id = text(value);
  if (!ids.includes(id)) unknownName(value, 'MSA205', 'context', id, ids);
  return id;
}

function rule(name: string, value: Value): Config['rules'][number] {
  const id = knownKey(name, value, RULES, 'rule');
  if (value.node.type === 'string') return { rule: id, severity: oneOf(value, SEVERITIES, 'severity'), allow: [] };
  const keys = record(value, ['severity', 'allow']);
  if (keys.severity === undefined) missing(value, 'severity', SEVERITIES.join(', '));
  return { rule: id, severity: oneOf(keys.severity, SEVERITIES, 'severity'), allow: each(keys.allow, allowance) };
}

function allowance(value: Value): Allowance {
  const { from, to, reason, until } = record(value, ['from', 'to', 'reason', 'until']);
  if (from === undefined) missing(value, 'from', 'context id, path, glob or table');
  if (to === undefined) missing(value, 'to', 'context id, path, glob or table');
  if (reason === undefined) missing(value, 'reason', 'why this exception is needed');
  return {
    from: nonEmptyText(from),
    to: nonEmptyText(to),
    reason: nonEmptyText(reason),
    ...optional('until', until, date),
  };
}

function date(value: Value): string {
  const found = text(value);
  if (!isDate(found)) wrongType(value, 'a date YYYY-MM-DD that exists');
  return found;
}

/** True for a day of the calendar, `YYYY-MM-DD`. */
export function isDate(found: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(found) ? Date.parse(`${found}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(found);
}

function impactOfGlobs(value: Value): Config['impact'][number] {
  const keys = record(value, ['include', 'impact']);
  if (keys.include === undefined) missing(value, 'include', 'globs');
  if (keys.impact === undefined) missing(value, 'impact', '1 to 5, core, supporting or generic');
  return { include: globs(keys.include), impact: importance(keys.impact) };
}

function importance(value: Value): Importance {
  if (value.node.type === 'string') return oneOf(value, IMPORTANCE_NAMES, 'impact');
  const number = numberWithin(value, 1, 5);
  if (!Number.isInteger(number)) wrongType(value, '1, 2, 3, 4 or 5');
  return number as Importance;
}

/** Without a prototype, so that a weight called like a method of objects is only a name. */
function weights(value: Value | undefined): Readonly<Record<string, number>> {
  const result: Record<string, number> = Object.create(null);
  if (value === undefined) return result;
  for (const [name, member] of members(value)) result[name] = numberWithin(member, 0, Number.POSITIVE_INFINITY);
  return result;
}

const MAX_GLOB_LENGTH = 1000;
/** Alternatives multiply: `{a,b}` ten times over is a thousand globs. */
const MAX_BRACES = 6;

/** Globs of paths below the analysed root: relative, with `/`, without negation. */
function globs(value: Value | undefined): string[] {
  if (value === undefined) return [];
  return list(value).map((item) => {
    const glob = nonEmptyText(item)
      .replace(/^\.\//, '')
      .replace(/(?<!\/)\/+$/, '');
    const reason = reasonAgainst(glob);
    if (reason !== '') fail(item, 'MSA209', `"${item.name}": the glob "${glob}" ${reason}`, GLOB_HINT);
    return glob;
  });
}

const GLOB_HINT = 'Write paths like "src/orders/**"; leave things out with "exclude".';

function reasonAgainst(glob: string): string {
  // Before a character of globs it makes that plain, as in the folder `\[orderId\]` of a Next.js route.
  if (/\\(?![\\*?[\]{}()!+@])/.test(glob)) return 'has a backslash; paths are written with "/"';
  if (glob.startsWith('/') || /^[A-Za-z]:/.test(glob)) return 'is absolute';
  if (glob.split('/').includes('..')) return 'leaves the folder';
  if (glob.startsWith('!')) return 'is negated';
  if (glob.length > MAX_GLOB_LENGTH) return `is longer than ${MAX_GLOB_LENGTH} characters`;
  if (glob.split('{').length - 1 > MAX_BRACES) return `has more than ${MAX_BRACES} groups in braces`;
  if (!isQuickGlob(glob)) return 'has more wildcards than can be matched in time: three stars in a name, three "**"';
  return '';
}

function texts(value: Value | undefined): string[] {
  return value === undefined ? [] : list(value).map(nonEmptyText);
}

function each<T>(value: Value | undefined, read: (item: Value) => T): T[] {
  return value === undefined ? [] : list(value).map(read);
}

function entries<T>(value: Value | undefined, read: (key: string, item: Value) => T): T[] {
  return value === undefined ? [] : [...members(value)].map(([key, item]) => read(key, item));
}

function knownKey<T extends string>(key: string, value: Value, known: readonly T[], what: string): T {
  const match = known.find((k) => k === key);
  if (match === undefined) unknownName(value, 'MSA206', what, key, known);
  return match;
}

function optional<K extends string, T>(
  key: K,
  value: Value | undefined,
  read: (value: Value) => T,
): { readonly [P in K]?: T } {
  return value === undefined ? {} : ({ [key]: read(value) } as { readonly [P in K]?: T });
}

function missing(value: Value, key: string, meaning: string): never {
  const where = value.name === '' ? 'the file' : `"${value.name}"`;
  fail(value, 'MSA204', `${where} lacks "${key}"`, `Add "${key}": ${meaning}.`);
}
