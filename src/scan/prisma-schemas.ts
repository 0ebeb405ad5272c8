/**
 * Which `.prisma` files are schemas of the system, and which are kept as data: templates a generator copies, schemas of
 * other products to import, inputs of tests. A schema stands where Prisma looks (`prisma/`, `schema.prisma`), or where
 * package.json, a script or prisma.config.ts says. Others count only when there is no such schema at all.
 */
import { join } from 'node:path';
import { folderOf, joinPath, type SourceFile } from '../model/index.js';
import { field, isObject, textField } from './json-file.js';
import type { Manifest } from './packages.js';
import { schemasAbove } from './schemas-above.js';
import { smallText } from './small-file.js';

const USUAL_FOLDER = /(?:^|\/)(?:prisma|db|database)\//i;
/** Folders below a package in which files are copied or imported, not run. */
const SAMPLE_FOLDER =
  /(?:^|\/)(?:templates?|fixtures?|__\w+__|examples?|samples?|predefined[\w-]*|mocks?|snapshots?|scaffold\w*|boilerplates?|stubs?|docs?|documentation|demos?|archived?|backups?)\//i;
const OWN_SETTINGS = /^[ \t]*(?:datasource|generator)\s+\w/m;

type Files = {
  readonly files: readonly SourceFile[];
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
};
type ReadText = (path: string) => string;

/** The files without schemas that are data, and with the schema from outside when the folder has none of its own. */
export function withPrismaSchemas(
  root: string,
  boundary: string,
  files: readonly SourceFile[],
  manifests: readonly Manifest[],
): Files {
  const read = (path: string): string => smallText(join(root, path)) ?? '';
  const paths = files.filter(({ kind }) => kind === 'prisma').map(({ path }) => path);
  const odd = oddSchemas(paths, files, manifests, read);
  const borrowed = odd.size === paths.length ? schemasAbove(root, boundary) : [];
  const data = odd.size === paths.length && borrowed.length === 0 ? new Set<string>() : keptAsData(odd, read);
  return {
    files: [...files.filter(({ path }) => !data.has(path)), ...borrowed],
    skipped: [...data].map((path) => ({ path, reason: 'Prisma schema kept as data' })),
  };
}

/** Schemas that stand where neither Prisma nor the project's settings look. */
function oddSchemas(
  paths: readonly string[],
  files: readonly SourceFile[],
  manifests: readonly Manifest[],
  read: ReadText,
): Set<string> {
  if (paths.length === 0) return new Set();
  const named = namedPlaces(files, manifests, read);
  const dirs = new Set(manifests.map(({ dir }) => dir));
  const isNamed = (path: string) => named.some((place) => path === place || path.startsWith(`${place}/`));
  const standing = new Set(paths.filter((path) => isNamed(path) || isUsual(path, packageOf(path, dirs))));
  // A whole package among examples has its own database, which is none of the system's.
  const samples = new Set([...standing].filter((path) => SAMPLE_FOLDER.test(path)));
  const isOdd = (path: string) => !standing.has(path) || (samples.has(path) && samples.size < standing.size);
  return new Set(paths.filter(isOdd));
}

/** A file of models alone belongs to a schema elsewhere, unless it lies beside a schema that is data. */
function keptAsData(odd: ReadonlySet<string>, read: ReadText): Set<string> {
  const folders = new Set([...odd].filter((path) => OWN_SETTINGS.test(read(path))).map(folderOf));
  return new Set([...odd].filter((path) => folders.has(folderOf(path)) || SAMPLE_FOLDER.test(path)));
}

function isUsual(path: string, packageDir: string): boolean {
  const below = packageDir === '' ? path : path.slice(packageDir.length + 1);
  if (SAMPLE_FOLDER.test(below)) return false;
  return !below.includes('/') || below.endsWith('/schema.prisma') || USUAL_FOLDER.test(below);
}

/** Folders and files that manifests, their scripts and prisma.config.ts give as the schema. */
function namedPlaces(files: readonly SourceFile[], manifests: readonly Manifest[], read: ReadText): string[] {
  const places = manifests.flatMap(({ dir, json }) => {
    const prisma = field(json, 'prisma');
    const scripts = field(json, 'scripts');
    const commands = isObject(scripts) ? Object.values(scripts).filter((one) => typeof one === 'string') : [];
    const given = isObject(prisma) ? [textField(prisma, 'schema')] : [];
    const flags = commands.flatMap((command) =>
      [...command.matchAll(/--schema[= ]["']?([^\s"']+)/g)].map(([, at]) => at),
    );
    return [...given, ...flags].flatMap((at) => (at === undefined ? [] : [joinPath(dir, at)]));
  });
  for (const { path } of files) {
    if (!/(?:^|\/)prisma\.config\.[cm]?[jt]s$/.test(path)) continue;
    const value =
      /\bschema\s*:\s*((?:path\.)?(?:join|resolve)\([^)]{0,500}\)|["'`][^"'`]+["'`])/.exec(read(path))?.[1] ?? '';
    const parts = [...value.matchAll(/["'`]([^"'`]+)["'`]/g)].map(([, part]) => part as string);
    if (parts.length > 0) places.push(parts.reduce(joinPath, folderOf(path)));
  }
  return places.filter((place) => place !== '');
}

/** The nearest folder with a package.json. */
function packageOf(path: string, dirs: ReadonlySet<string>): string {
  for (let dir = folderOf(path); dir !== ''; dir = folderOf(dir)) if (dirs.has(dir)) return dir;
  return '';
}
