/**
 * TypeORM's DefaultNamingStrategy, which 0.2, 0.3 and 1.x share, and SnakeNamingStrategy of typeorm-naming-strategies
 * (it names tables alike). A name given in the decorator always wins and does not come here.
 */

/** `OrderLine` → `order_line`, `APIKey` → `api_key`, `OAuth2Token` → `o_auth2_token`. */
export function typeormTableName(className: string): string {
  return className
    .replace(/([A-Z])([A-Z])([a-z])/g, '$1_$2$3')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/**
 * Table of a many-to-many relation without a name of its own: owner table, property, other table. The table names are
 * given without `entityPrefix`, which is prepended afterwards. A name longer than `maxAlias`, the longest alias that the
 * driver takes (63 bytes in PostgreSQL and MySQL, 29 in Oracle, 128 in SAP), is shortened.
 */
export function typeormJunctionName(ownerTable: string, property: string, otherTable: string, maxAlias = 63): string {
  const name = typeormTableName(`${ownerTable}_${property.replaceAll('.', '_')}_${otherTable}`);
  return name.length > maxAlias ? shorten(name) : name;
}

/** Closure table of a `@Tree('closure-table')` entity. */
export function typeormClosureName(table: string): string {
  return `${table}_closure`;
}

/** Column of a relation's foreign key: property and referenced column in camel case. */
export function typeormJoinColumnName(property: string, referencedColumn: string): string {
  return typeormCamelCase(`${property}_${referencedColumn}`);
}

/** A column inside embedded objects: their properties in camel case, then the column's name with one capital. */
export function typeormEmbeddedColumnName(prefixes: readonly string[], column: string): string {
  if (prefixes.length === 0) return column;
  const titled = column.replace(/\w\S*/g, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase());
  return typeormCamelCase(prefixes.join('_')) + titled;
}

export function typeormCamelCase(text: string): string {
  return text.replace(/^([A-Z])|[\s\-_](\w)/g, (_, head: string | undefined, letter: string | undefined) =>
    letter === undefined ? (head ?? '').toLowerCase() : letter.toUpperCase(),
  );
}

/** Cuts each `_` segment to 3 letters, or, when it is in camel case, each of its words to 2. */
function shorten(name: string): string {
  const segments = name.split('_').map((segment) => {
    const words = segment.replace(/([a-z\xE0-\xFF])([A-Z\xC0-\xDF])/g, '$1 $2').split(' ');
    return words.map((word) => word.slice(0, words.length > 1 ? 2 : 3)).join('');
  });
  return segments.join('_');
}
