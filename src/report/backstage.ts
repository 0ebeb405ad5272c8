/**
 * Backstage catalog: the system, a Component for each context and a Resource for each table. JSON strings are YAML. Owners are
 * those that the context map declares, else those of CODEOWNERS who own most of the modules; a table's is its context's. Without
 * them it is `unknown`: an owner is required.
 */
import { type Analysis, type ContextTeam, labelOf, printable, sortedBy } from '../model/index.js';
import type { ReportOptions } from './options.js';

const UNKNOWN = 'unknown';

export function renderBackstage(
  { project, contextMap, scorecard }: Analysis,
  { owners }: Pick<ReportOptions, 'owners'> = {},
): string {
  const teams = new Map(
    scorecard.entries.flatMap(({ context, team }) => (team === undefined ? [] : [[context, team] as const])),
  );
  const ownerOf = (context: string): string => declaredOwner(owners?.get(context)) ?? mainOwner([teams.get(context)]);
  const tableOwners = new Map(contextMap.ownership.map(({ table, owner }) => [table, owner]));
  const taken = new Set<string>();
  const system = entityName(project.name, taken);
  const components = new Map(contextMap.contexts.map(({ id }) => [id, entityName(id, taken)]));
  const resources = new Map(
    sortedBy(contextMap.ownership, ({ table }) => [table]).map(({ table }) => [
      table,
      entityName(`table-${labelOf(table)}`, taken),
    ]),
  );
  const entities = [
    entity('System', system, project.name, mainOwner([...teams.values()]), {}),
    ...contextMap.contexts.map(({ id, name, tables }) => {
      const dependsOn = [
        ...contextMap.relations
          .filter(({ downstream, upstream }) => downstream === id && upstream !== id)
          .flatMap(({ upstream }) =>
            components.has(upstream) ? [`component:default/${components.get(upstream)}`] : [],
          ),
        ...tables.flatMap((table) => (resources.has(table) ? [`resource:default/${resources.get(table)}`] : [])),
      ];
      return entity('Component', components.get(id)!, name, ownerOf(id), {
        type: 'service',
        lifecycle: 'experimental',
        system,
        dependsOn,
      });
    }),
    ...[...resources].map(([table, name]) =>
      entity('Resource', name, labelOf(table), ownerOf(tableOwners.get(table) ?? ''), {
        type: 'database-table',
        system,
      }),
    ),
  ];
  return entities.map((each) => `---\n${JSON.stringify(each, null, 2)}\n`).join('');
}

function entity(
  kind: string,
  name: string,
  title: string,
  owner: string,
  spec: Readonly<Record<string, unknown>>,
): unknown {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name, title: printable(title) },
    spec: { ...spec, owner },
  };
}

/** The owner that the context map declares: `checkout`, `team checkout`, `@shop/checkout`, `user:ada`. */
function declaredOwner(owner: string | undefined): string | undefined {
  if (owner === undefined || owner.trim() === '') return undefined;
  const [ref] = ownerRef(owner.trim());
  if (ref !== undefined) return ref;
  const [, kind = 'group', name = ''] = /^(?:(group|user):)?(?:default\/)?(.+)$/i.exec(owner.trim()) ?? [];
  return `${kind.toLowerCase()}:default/${entityName(name, new Set())}`;
}

/** Who owns most modules; of equals a group before a person. */
function mainOwner(teams: readonly (ContextTeam | undefined)[]): string {
  const owned = new Map<string, number>();
  for (const { owner, modules } of teams.flatMap((team) => team?.owners ?? []))
    for (const ref of ownerRef(owner)) owned.set(ref, (owned.get(ref) ?? 0) + modules);
  return sortedBy(owned, ([ref, modules]) => [-modules, ref])[0]?.[0] ?? UNKNOWN;
}

/** `@bakery/ovens` → group:default/ovens, `@ada` and `ada@bakery.example` → user:default/ada; none when it fits no name. */
function ownerRef(owner: string): string[] {
  const [, team] = /^@[^/@]+\/([^/@]+)$/.exec(owner) ?? [];
  const [, user] = /^@([^/@]+)$/.exec(owner) ?? /^([^/@]+)@[^/@]+$/.exec(owner) ?? [];
  const name = team ?? user ?? '';
  if (!/^(?=.{1,63}$)[A-Za-z0-9]+(?:[-_.]+[A-Za-z0-9]+)*$/.test(name)) return [];
  return [`${team === undefined ? 'user' : 'group'}:default/${name}`];
}

/** At most 63 of `[a-zA-Z0-9._-]`, beginning and ending with a letter or digit, unique. */
function entityName(text: string, taken: Set<string>): string {
  const trim = (part: string): string => part.replace(/^[^A-Za-z0-9]+|(?<![^A-Za-z0-9])[^A-Za-z0-9]+$/g, '');
  const base = trim(trim(text.replace(/[^A-Za-z0-9._-]+/g, '-')).slice(0, 56)) || 'unnamed';
  let name = base;
  for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${base}-${n}`;
  taken.add(name.toLowerCase());
  return name;
}
