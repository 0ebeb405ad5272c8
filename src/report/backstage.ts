/** Backstage catalog: the system, a Component for each context and a Resource for each table. JSON strings are YAML. */
import { type Analysis, labelOf, printable, sortedBy } from '../model/index.js';

export function renderBackstage({ project, contextMap }: Analysis): string {
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
    entity('System', system, project.name, {}),
    ...contextMap.contexts.map(({ id, name, tables }) => {
      const dependsOn = [
        ...contextMap.relations
          .filter(({ downstream, upstream }) => downstream === id && upstream !== id)
          .flatMap(({ upstream }) =>
            components.has(upstream) ? [`component:default/${components.get(upstream)}`] : [],
          ),
        ...tables.flatMap((table) => (resources.has(table) ? [`resource:default/${resources.get(table)}`] : [])),
      ];
      return entity('Component', components.get(id)!, name, {
        type: 'service',
        lifecycle: 'experimental',
        system,
        dependsOn,
      });
    }),
    ...[...resources].map(([table, name]) =>
      entity('Resource', name, labelOf(table), { type: 'database-table', system }),
    ),
  ];
  return entities.map((each) => `---\n${JSON.stringify(each, null, 2)}\n`).join('');
}

function entity(kind: string, name: string, title: string, spec: Readonly<Record<string, unknown>>): unknown {
  // An owner is required, and only the users know theirs.
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name, title: printable(title) },
    spec: { ...spec, owner: 'unknown' },
  };
}

/** At most 63 of `[a-zA-Z0-9._-]`, beginning and ending with a letter or digit, unique. */
function entityName(text: string, taken: Set<string>): string {
  const trim = (part: string): string => part.replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
  const base = trim(trim(text.replace(/[^A-Za-z0-9._-]+/g, '-')).slice(0, 56)) || 'unnamed';
  let name = base;
  for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${base}-${n}`;
  taken.add(name.toLowerCase());
  return name;
}
