/** The user errors of the committed files and of `check`: stable codes, one line of meaning each, for docs and `explain`. */
export const CONFIG_ERRORS = {
  MSA200: 'The config file cannot be read',
  MSA201: 'The config file is not valid JSON (comments and trailing commas are allowed)',
  MSA202: 'The config has a key that does not exist',
  MSA203: 'A value in the config has the wrong type or is out of range',
  MSA204: 'The config lacks a required key',
  MSA205: 'The config names a context that it does not declare',
  MSA206: 'The config names a rule, kind, role or the like that does not exist',
  MSA207: 'The config has the same key twice',
  MSA208: 'A context id is not usable',
  MSA209: 'A glob in the config is not usable',
  MSA210: 'A glob or table name in the config matches nothing in the code',
  MSA211: 'A module lies in two contexts',
  MSA212: 'A table is listed by two contexts',
  MSA213: 'No context is declared, so there is nothing to check',
  MSA220: 'The baseline cannot be read',
  MSA221: 'The baseline holds conflict markers of a merge',
  MSA222: 'The baseline is cut off',
  MSA223: 'The baseline was written by a newer version',
  MSA224: 'A line of the baseline is not a violation',
  MSA225: 'The file is not a baseline',
  MSA226: 'A file cannot be written',
  MSA227: 'The baseline can only be updated from a check of the whole project',
  MSA228: 'Adding to the baseline needs a reason',
} as const satisfies Readonly<Record<string, string>>;

export type ConfigErrorCode = keyof typeof CONFIG_ERRORS;
