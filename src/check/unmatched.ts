/**
 * Names of the map that match nothing in the code: an error, as a rule on nothing would look like a rule that holds.
 * All of them are told at once, each with what was probably meant, so that one edit of the map mends them.
 */
import { labelOf, nearest, type TableNode, UserError } from '../model/index.js';

/** A glob of modules, or the name of a table, and the place of the config that says it. */
export type Unmatched = { readonly where: string; readonly name: string; readonly of: 'module' | 'table' };

/** Names that one message lists. */
const LISTED = 12;

/** Throws UserError MSA210 when there is any. */
export function refuseUnmatched(
  unmatched: readonly Unmatched[],
  paths: ReadonlySet<string>,
  tables: ReadonlyMap<string, TableNode>,
): void {
  const [first, ...others] = unmatched;
  if (first === undefined) return;
  const meantBy = (one: Unmatched) => (one.of === 'module' ? meantPath(one.name, paths) : meantTable(one.name, tables));
  const meant = meantBy(first);
  const question = meant === undefined ? '' : `Did you mean "${meant}"? `;
  throw new UserError(
    'MSA210',
    `${said(first)}${others.length === 0 ? '' : `; ${others.length} more ${others.length === 1 ? 'matches' : 'match'} nothing: ${listed(others, meantBy)}`}`,
    `${question}Take a name out of the map when what it named is gone. ${WHERE[first.of]}`,
  );
}

const WHERE = {
  module: 'Globs start at the folder of the config; `msa-map doctor` lists what was scanned.',
  table: 'Tables are named as the database names them; `msa-map doctor` lists them.',
};

function said({ where, name, of }: Unmatched): string {
  return of === 'module'
    ? `"${where}": the glob "${name}" matches no module`
    : `"${where}": no table is called "${name}"`;
}

function listed(unmatched: readonly Unmatched[], meantBy: (one: Unmatched) => string | undefined): string {
  const shown = unmatched.slice(0, LISTED).map((one) => {
    const meant = meantBy(one);
    return `"${one.where}" "${one.name}"${meant === undefined ? '' : ` (now "${meant}"?)`}`;
  });
  const rest = unmatched.length - shown.length;
  return `${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** Where a file of that name lies now, when it is the only one; else what is spelled alike. */
function meantPath(glob: string, paths: ReadonlySet<string>): string | undefined {
  const wildcard = glob.search(/[*?{[(]/);
  if (wildcard < 0) {
    const file = glob.slice(glob.lastIndexOf('/'));
    const moved = file.startsWith('/') ? [...paths].filter((path) => path.endsWith(file)) : [];
    if (moved.length === 1) return moved[0];
  }
  const folders = new Set<string>();
  for (const path of paths) {
    for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) folders.add(path.slice(0, end));
  }
  const start = wildcard < 0 ? glob : glob.slice(0, Math.max(0, glob.lastIndexOf('/', wildcard)));
  const near = start === '' ? undefined : nearest(start, start.includes('.') ? [...folders, ...paths] : folders);
  return near === undefined || near === start ? undefined : `${near}${glob.slice(start.length)}`;
}

function meantTable(name: string, tables: ReadonlyMap<string, TableNode>): string | undefined {
  return nearest(
    name,
    [...tables.values()].flatMap((table) => [table.name, labelOf(table.id)]),
  );
}
