/** Naming rules of one line each: AdonisJS Lucid, LoopBack 4, Prisma, Bookshelf. */
import pluralize from 'pluralize';

/** Lucid: plural of the class in snake case. `OAuthToken` → `o_auth_tokens`. */
export function lucidTableName(className: string): string {
  return pluralize(snakeCase(className));
}

/** Lucid's pivot table: both model names in order, in snake case. */
export function lucidPivotName(model: string, other: string): string {
  return snakeCase([model, other].sort().join('_'));
}

/** Lucid's column of a property: `authorId` → `author_id`. */
export function lucidColumnName(property: string): string {
  return snakeCase(property);
}

/** Runs of capitals, capitalised words and numbers are the words (`A1B2` → `a_1_b_2`); accents are dropped. */
function snakeCase(text: string): string {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '');
  return (plain.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\d+/gu) ?? []).join('_').toLowerCase();
}

/** LoopBack: the model's name; the PostgreSQL and Oracle connectors change its case. */
export function loopbackTableName(modelName: string, connector: string): string {
  if (connector === 'postgresql') return modelName.toLowerCase();
  return connector === 'oracle' ? modelName.toUpperCase() : modelName;
}

/** Property of the Prisma client for a model: only the first character is lowered (`APIKey` → `aPIKey`). */
export function prismaAccessor(modelName: string): string {
  return modelName.slice(0, 1).toLowerCase() + modelName.slice(1);
}

/** Bookshelf's join table of `belongsToMany`: both table names in order. */
export function bookshelfJoinTable(table: string, other: string): string {
  return [table, other].sort().join('_');
}
