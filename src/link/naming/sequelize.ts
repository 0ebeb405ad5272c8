/**
 * Sequelize names tables and mixins with the package `inflection`; we ask the same package, since its irregular words
 * cannot be guessed (`Person` → `People`, `Datum` → `Data`).
 */
import inflection from 'inflection';

export type SequelizeNaming = { readonly underscored?: boolean; readonly freezeTableName?: boolean };

/** `UserProfile` → `UserProfiles`, underscored `user_profiles`; the model's name itself when frozen. */
export function sequelizeTableName(modelName: string, options: SequelizeNaming = {}): string {
  if (options.freezeTableName === true) return modelName;
  const plural = inflection.pluralize(modelName);
  return options.underscored === true ? inflection.underscore(plural) : plural;
}

export function sequelizePlural(name: string): string {
  return inflection.pluralize(name);
}

export function sequelizeSingular(name: string): string {
  return inflection.singularize(name);
}

/** `createdById` → `created_by_id`: column of an attribute when the model is underscored. */
export function sequelizeUnderscore(name: string): string {
  return inflection.underscore(name);
}

/** `group_user_id` → `groupUserId`: attribute that Sequelize adds for an association without a foreign key. */
export function sequelizeForeignKey(name: string, primaryKey = 'id'): string {
  return `${name}_${primaryKey}`.replace(
    /[-_\s]+(.)?/g,
    (_, letter: string | undefined) => letter?.toUpperCase() ?? '',
  );
}
