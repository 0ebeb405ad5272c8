/** Methods that associations add to records: `order.getLines()`, `order.$add('line', 3)`, and the tables they touch. */
import type { AccessKind } from '../../../model/index.js';
import { sequelizePlural } from '../../naming/index.js';
import type { Chain, Link, Scope, Value } from '../../program/index.js';
import type { Access, Finding, TableName } from '../dialect.js';
import type { Association, MixinVerb } from './associations.js';
import { handlesOf } from './handles.js';
import { includedBy, type Known } from './includes.js';
import type { Model } from './models.js';
import { throughTable } from './tables.js';

/** Methods that an association may have added to records. */
export const MIXIN = /^(?:get|set|add|create|count|has|remove)[A-Z]/;
export const DOLLAR = /^\$(get|set|add|create|count|has|remove)$/;

/** `order.getLines()`, declared (`HasManyGetAssociationsMixin<Line>`) or only known by the association. */
export function mixinAccesses(known: Known, chain: Chain, link: Link, isName: boolean): Finding | undefined {
  const { world, models, associations } = known;
  const { scope } = chain;
  if (!isName && !mayBeDeclared(chain)) return undefined;
  for (const handle of handlesOf(world, link, scope)) {
    if (handle.kind === 'mixin') return declaredMixin(known, link, scope, handle.value);
    if (handle.kind !== 'record') continue;
    const model = models.of(handle.value);
    const mixin = model && associations.mixin(model, link.name);
    if (mixin) return { accesses: mixed(mixin.verb, mixin.association, link.line) };
  }
  return undefined;
}

/** Only where the file knows Sequelize's records at all; keeps every other `getX()` of a repository cheap. */
function mayBeDeclared(chain: Chain): boolean {
  return chain.links.some((link) => MIXIN.test(link.name));
}

function declaredMixin(
  { world, models, associations }: Known,
  link: Link,
  scope: Scope,
  value: Value,
): Finding | undefined {
  const receiver = link.receiver && world.value(link.receiver, scope);
  const model = receiver && models.of(receiver);
  const known = model && associations.mixin(model, link.name);
  if (known) return { accesses: mixed(known.verb, known.association, link.line) };
  if (value.kind !== 'external') return undefined;
  const verb = /(?:Get|Set|Add|Create|Count|Has|Remove)(?=Association)/.exec(value.name)?.[0]?.toLowerCase() as
    | MixinVerb
    | undefined;
  const target = value.args[0] && models.of(value.args[0]);
  if (verb === undefined || target === undefined) {
    return { accesses: [], unresolved: { line: link.line, reason: 'the association is not known' } };
  }
  const op: AccessKind = verb === 'get' || verb === 'count' || verb === 'has' ? 'read' : 'write';
  const isOfSource = value.name.startsWith('BelongsToSet') && model !== undefined;
  return { accesses: [{ table: isOfSource ? model.table : target.table, op, line: link.line }] };
}

/** `order.$get('lines')`. */
export function dollarAccesses(known: Known, chain: Chain, link: Link): Finding | undefined {
  const { world, models, associations } = known;
  const verb = DOLLAR.exec(link.name)?.[1] as MixinVerb;
  const records = handlesOf(world, link, chain.scope).filter((one) => one.kind === 'record');
  if (records.length === 0) return undefined;
  const alias = world.constant(link.args[0], chain.scope);
  const accesses: Access[] = [];
  for (const { value } of records) {
    const model = models.of(value);
    const association =
      model && alias !== undefined ? associationNamed(associations.of(model), alias, verb) : undefined;
    if (association) {
      accesses.push(...mixed(verb, association, link.line));
      if (verb === 'get') accesses.push(...includedWith(known, chain, link, association.target));
    }
  }
  if (accesses.length > 0) return { accesses };
  return {
    accesses: [],
    unresolved: {
      line: link.line,
      reason: alias === undefined ? 'association named by a value' : 'the association is not known',
    },
  };
}

/** `$add('line')` and `$add('lines')` mean the same association. */
function associationNamed(
  own: ReadonlyMap<string, Association>,
  alias: string,
  verb: MixinVerb,
): Association | undefined {
  return own.get(alias) ?? (verb === 'get' ? undefined : own.get(sequelizePlural(alias)));
}

/** Options of a `get`: includes, and the scope of the related model. */
function includedWith(known: Known, chain: Chain, link: Link, target: Model): Access[] {
  const place = { path: chain.file.path, line: link.line, op: 'read' } as const;
  return link.args.slice(1).flatMap((arg) => includedBy(known, target, known.world.value(arg, chain.scope), place));
}

/** Tables that a method of an association touches, by what holds the foreign key. */
function mixed(verb: MixinVerb, association: Association, line: number): Access[] {
  const { kind, source, target } = association;
  const between = throughTable(association);
  const one = (table: TableName, op: AccessKind): Access => ({ table, op, line });
  const junction = (op: AccessKind) => (between ? [one(between, op)] : []);
  switch (verb) {
    case 'get':
    case 'count':
    case 'has':
      return [one(target.table, 'read'), ...junction('read').map((access) => ({ ...access, joined: true as const }))];
    case 'create':
      return [one(target.table, 'write'), ...(kind === 'belongsTo' ? [one(source.table, 'write')] : junction('write'))];
    case 'remove':
      return kind === 'belongsToMany' ? junction('delete') : [one(target.table, 'write')];
    case 'set':
      if (kind === 'belongsTo') return [one(source.table, 'write')];
      return kind === 'belongsToMany'
        ? [...junction('read'), ...junction('write'), ...junction('delete')]
        : [one(target.table, 'write')];
    case 'add':
      return kind === 'belongsToMany' ? junction('write') : [one(target.table, 'write')];
  }
}
