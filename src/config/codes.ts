/** The user errors of the committed files and of `check`: stable codes, one line of meaning each, for docs and `explain`. */
export const CONFIG_ERRORS = {
  MSA020: 'The config file cannot be read',
  MSA021: 'The config file is not valid JSON (comments and trailing commas are allowed)',
  MSA022: 'The config has a key that does not exist',
  MSA023: 'A value in the config has the wrong type or is out of range',
  MSA024: 'The config lacks a required key',
  MSA025: 'The config names a context that it does not declare',
  MSA026: 'The config names a rule, kind, role or the like that does not exist',
  MSA027: 'The config has the same key twice',
  MSA028: 'A context id is not usable',
  MSA029: 'A glob in the config is not usable',
  MSA030: 'A glob or table name in the config matches nothing in the code',
  MSA031: 'A module lies in two contexts',
  MSA032: 'A table is listed by two contexts',
  MSA033: 'No context is declared, so there is nothing to check',
  MSA040: 'The baseline cannot be read',
  MSA041: 'The baseline holds conflict markers of a merge',
  MSA042: 'The baseline is cut off',
  MSA043: 'The baseline was written by a newer version',
  MSA044: 'A line of the baseline is not a violation',
  MSA045: 'The file is not a baseline',
  MSA046: 'A file cannot be written',
  MSA047: 'Updating the baseline would add violations',
  MSA048: 'Adding to the baseline needs a reason',
} as const satisfies Readonly<Record<string, string>>;

export type ConfigErrorCode = keyof typeof CONFIG_ERRORS;
