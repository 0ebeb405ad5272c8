/**
 * Which `.sql` files are replayed together, in which order, and which part of each runs forwards. Tools differ: a
 * number or time stamp leads the name (Flyway, dbmate, goose, Drizzle, node-pg-migrate) or a folder's name (Prisma,
 * Hasura); the way back lies in a marked section, a `down` file or a `revert` folder.
 */
import { compareKeys, compareText } from '../../model/index.js';

export type SqlFile = { readonly path: string; readonly text: string };

const FOLDER =
  /^(?:migrations?|migrate|alterations?|flyway|drizzle|versions|changelogs?|changesets|evolutions|deploy)$/i;
const BACKWARDS_FILE =
  /(?:^|[._-])(?:down|undo|revert|rollback)\.sql$|\.undo\.|^U\d[\d._]*__|^(?:down|undo|revert|rollback)[._-]/i;
const BACKWARDS_FOLDER = /(?:^|\/)(?:down|revert|undo|rollbacks?|verify)\//i;
const BACKWARDS_SECTION =
  /^[ \t]*(?:--|#)[ \t]*(?:migrate:down|\+goose[ \t]+down|\+migrate[ \t]+down|down[ \t]+migration|@down|@undo|\/\/@undo|!downs|down:?|rollback:?)(?:[ \t]*\S+)?[ \t]*$/im;
const FORWARDS_SECTION =
  /^[ \t]*(?:--|#)[ \t]*(?:migrate:up|\+goose[ \t]+up|\+migrate[ \t]+up|up[ \t]+migration|@up|!ups|up:?)\b/im;

/** Sets of files that build one schema, each in the order it runs; sets by path. Files that go back are left out. */
export function groupMigrations<F extends SqlFile>(files: readonly F[]): readonly (readonly F[])[] {
  const sets = new Map<string, F[]>();
  for (const file of files) {
    const name = file.path.slice(file.path.lastIndexOf('/') + 1);
    if (BACKWARDS_FILE.test(name) || BACKWARDS_FOLDER.test(file.path)) continue;
    const key = setOf(file.path);
    const set = sets.get(key);
    if (set === undefined) sets.set(key, [file]);
    else set.push(file);
  }
  return [...sets.entries()]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, set]) => [...set].sort((a, b) => compareKeys(orderOf(a.path), orderOf(b.path))));
}

/** The text with what runs backwards blanked, line numbers kept. */
export function forwardPart(text: string): string {
  const down = BACKWARDS_SECTION.exec(text);
  if (down === null) return text;
  const up = FORWARDS_SECTION.exec(text);
  if (up !== null && up.index > down.index)
    return text.slice(0, down.index) + blanked(text.slice(down.index, up.index)) + text.slice(up.index);
  // A lone comment "down" or "rollback" in a file without an "up" may be prose; the tools' own markers are not.
  if (up === null && !/migrate:down|goose|\+migrate|down[ \t]+migration|@|!downs/i.test(down[0])) return text;
  return text.slice(0, down.index);
}

function blanked(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

/** Path up to the folder that says "migrations", else the file's folder. */
export function setOf(path: string): string {
  const parts = path.split('/');
  parts.pop();
  const at = parts.findIndex((part) => FOLDER.test(part));
  return (at < 0 ? parts : parts.slice(0, at + 1)).join('/');
}

/** Leading numbers count as numbers (V2 before V10), the rest as bytes; Flyway's repeatable files run last. */
function orderOf(path: string): (string | number)[] {
  return path.split('/').flatMap((part) => {
    const match = /^(R__)|^[Vv]?(\d+)(?:[._](\d+))?(?:[._](\d+))?(?=\D|$)/.exec(part);
    if (match === null) return [1, 0, 0, 0, part];
    if (match[1] !== undefined) return [2, 0, 0, 0, part];
    // `1_2__x` is version 1.2, `1_init` is version 1.
    const isFlyway = /^[Vv]\d[\d._]*__/.test(part);
    return [0, Number(match[2]), isFlyway ? Number(match[3] ?? 0) : 0, isFlyway ? Number(match[4] ?? 0) : 0, part];
  });
}
