/**
 * TypeORM's default naming: explicit name, else snake case of the class, never pluralised
 * (typeorm: naming-strategy/DefaultNamingStrategy, util/StringUtils). `APIKey` → `api_key`, `OAuth2Token` → `o_auth2_token`.
 */

export function snakeCase(name: string): string {
  return name
    .replace(/([A-Z])([A-Z])([a-z])/g, '$1_$2$3')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** `order_id` → `orderId`: default names of foreign key columns. */
export function camelCase(name: string): string {
  const joined = name.replace(/(?:^|[-_.\s])(\w)/g, (_, letter: string) => letter.toUpperCase());
  return joined.charAt(0).toLowerCase() + joined.slice(1);
}

/** Junction of a many-to-many without an explicit name. */
export function junctionName(owner: string, property: string, target: string): string {
  return shortened(snakeCase(`${owner}_${property.replaceAll('.', '_')}_${target}`));
}

/** Longest identifier of PostgreSQL; TypeORM shortens longer junction names word by word. */
const MAX_IDENTIFIER = 63;
const SEGMENT = 3;

/** typeorm: util/StringUtils `shorten`. */
function shortened(name: string): string {
  if (name.length <= MAX_IDENTIFIER) return name;
  return name
    .split('_')
    .filter((word) => word !== '')
    .map((word) => word.slice(0, SEGMENT))
    .join('_');
}
