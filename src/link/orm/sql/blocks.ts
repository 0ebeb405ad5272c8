/**
 * `.sql` files that hold several named statements, of which code takes one by its name: `const sql = loadSql(import.meta.url)`
 * (the file beside the module) or `loadSql(join(__dirname, 'loaves.sql'))`, then `query(sql.select_loaf, …)`. A name stands in a
 * comment before its statement: `-- BLOCK select_loaf`, `-- name: select_loaf`, `@name select_loaf`.
 */
import type { Expr } from '../../../model/index.js';
import { bare, chainsOf, type ProgramFile } from '../../program/index.js';
import type { Access, Finding } from '../dialect.js';
import type { World } from '../world.js';
import { findFile, tailOf } from './files.js';
import { preparedAccesses } from './prepared.js';

export type SqlBlocks = {
  /** Names of the calls that are given a statement. */
  readonly names: ReadonlySet<string>;
  /** What a call is given of such files. */
  readonly of: (call: Expr) => Finding | undefined;
  /** The file's statements are taken one by one, so its loading says nothing. */
  readonly isTakenByName: (from: string, path: string) => boolean;
};

type SqlFile = { readonly path: string; readonly blocks: ReadonlyMap<string, string> };

const MARK = /^[ \t]*(?:--[ \t]*(?:BLOCK\b|@?name[ \t]*:)|\/\*[ \t]*@name\b)[ \t]*([\w.$-]+)/gim;
/** `$loaf_id`, which some loaders put for the numbered parameters of PostgreSQL; no dollar quotes. */
const NAMED_PARAMETER = /\$[a-z_]\w*(?![\w$])/gi;

export function findSqlBlocks(world: World): SqlBlocks {
  const files = new Map<string, SqlFile>();
  for (const { path, text } of world.sources.sql) {
    const blocks = blocksOf(text);
    if (blocks.size > 0) files.set(path, { path, blocks });
  }
  const found = new Map<Expr, Access[]>();
  const names = new Set<string>();
  const taken = new Set<string>();
  if (files.size > 0) {
    for (const file of world.ev.files.values()) {
      const loaded = loadedBy(world, file, files);
      if (loaded.size === 0) continue;
      for (const { path } of loaded.values()) taken.add(`${file.path}\n${path}`);
      for (const { links } of chainsOf(file)) {
        for (const link of links) {
          const accesses = link.args.flatMap((arg) => accessesOf(world, loaded, arg, link.line));
          if (accesses.length === 0) continue;
          found.set(link.expr, accesses);
          names.add(link.name);
        }
      }
    }
  }
  for (const { call, name, accesses } of preparedAccesses(world)) {
    found.set(call, [...accesses]);
    names.add(name);
  }
  return {
    names,
    of(call) {
      const accesses = found.get(call);
      return accesses && { accesses };
    },
    isTakenByName: (from, path) => taken.has(`${from}\n${path}`),
  };
}

function blocksOf(text: string): Map<string, string> {
  const marks = [...text.matchAll(MARK)];
  return new Map(
    marks.map((mark, at) => [mark[1] as string, text.slice(mark.index, marks[at + 1]?.index ?? text.length)]),
  );
}

/** Variables of a module that hold such a file. */
function loadedBy(world: World, file: ProgramFile, files: ReadonlyMap<string, SqlFile>): Map<string, SqlFile> {
  const found = new Map<string, SqlFile>();
  for (const { name, init } of file.program.functions[0]?.locals ?? []) {
    const call = init && bare(init);
    if (call?.kind !== 'call') continue;
    const path = call.args.some(isOwnPath)
      ? file.path.replace(/\.[cm]?[jt]sx?$/, '.sql')
      : sqlPathIn(world, call.args, file.path);
    const loaded = path === undefined ? undefined : files.get(path);
    if (loaded) found.set(name, loaded);
  }
  return found;
}

/** `import.meta.url`, `import.meta.filename`, `__filename`. */
function isOwnPath(expr: Expr): boolean {
  const inner = bare(expr);
  if (inner.kind === 'name') return inner.name === '__filename';
  return inner.kind === 'member' && inner.object.kind === 'name' && inner.object.name === 'import.meta';
}

/** `loadSql('loaves.sql')`, `loadSql(join(__dirname, 'loaves.sql'))`. */
function sqlPathIn(world: World, args: readonly Expr[], from: string): string | undefined {
  for (const arg of args) {
    const inner = bare(arg);
    const tail = inner.kind === 'call' ? inner.args.map(tailOf).at(-1) : tailOf(inner);
    const file = tail === undefined ? undefined : findFile(world, tail, from);
    if (file) return file.path;
  }
  return undefined;
}

function accessesOf(world: World, loaded: ReadonlyMap<string, SqlFile>, arg: Expr, line: number): Access[] {
  const inner = bare(arg);
  if (inner.kind === 'either') return inner.options.flatMap((option) => accessesOf(world, loaded, option, line));
  if (inner.kind !== 'member' || inner.object.kind !== 'name') return [];
  const file = loaded.get(inner.object.name);
  const block = file?.blocks.get(inner.name);
  if (file === undefined || block === undefined) return [];
  const text = block.replace(NAMED_PARAMETER, () => '$1');
  const finding = world.sqlFinding({ kind: 'text', texts: [text], holes: [] }, { line: 1 });
  return (finding?.accesses ?? []).map((access) => ({ ...access, line, note: `${file.path} ${inner.name}` }));
}
