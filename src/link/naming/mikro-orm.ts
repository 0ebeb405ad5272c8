/** MikroORM's three naming strategies; `underscore` is the default for SQL, `mongo` for MongoDB. */

export type MikroNaming = 'underscore' | 'mongo' | 'entity-case';

/** `UserProfile` → `user_profile` | `user-profile` | `UserProfile`. Runs of capitals stay together: `APIKey` → `apikey`. */
export function mikroTableName(className: string, naming: MikroNaming = 'underscore'): string {
  if (naming === 'entity-case') return className;
  return className.replace(/([a-z])([A-Z])/g, naming === 'mongo' ? '$1-$2' : '$1_$2').toLowerCase();
}

/** Pivot table of a many-to-many property on its owning side. */
export function mikroPivotName(ownerTable: string, property: string, naming: MikroNaming = 'underscore'): string {
  const suffix = naming === 'mongo' ? property : mikroTableName(property, naming);
  return `${mikroTableName(ownerTable, naming)}_${suffix}`;
}

export function mikroJoinColumnName(property: string, referencedColumn = 'id'): string {
  return `${mikroTableName(property)}_${referencedColumn}`;
}

/** Medusa's DML: `model.define('OrderLine')` → `order_line`; a schema in front (`platform.user`) is kept. */
export function medusaTableName(name: string): { readonly schema?: string; readonly name: string } {
  const table = mikroTableName(name);
  const dot = table.indexOf('.');
  return dot < 0 ? { name: table } : { schema: table.slice(0, dot), name: table.slice(dot + 1) };
}
