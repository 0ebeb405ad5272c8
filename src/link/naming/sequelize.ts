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
