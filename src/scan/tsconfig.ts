/**
 * tsconfig.json and jsconfig.json with their `extends` chains merged as TypeScript does: later entries of an `extends`
 * array win over earlier ones, the file itself over all; every path counts from the file that wrote it. A chain that
 * cannot be followed (a package that is not installed, a cycle, a file outside the repository) is diagnosed, and what
 * could be read is used. Nothing named by `plugins` is touched.
 */
import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { compareKeys, type Diagnostic, type TsConfig } from '../model/index.js';
import {
  entriesOf,
  field,
  isObject,
  type JsonFile,
  type JsonObject,
  readJsonFile,
  textField,
  textList,
} from './json-file.js';

/** One option with the absolute folder of the file that set it. */
type Sourced<T> = { readonly value: T; readonly dir: string };

type Merged = {
  baseUrl?: Sourced<string>;
  paths?: Sourced<JsonObject>;
  rootDirs?: Sourced<string[]>;
  outDir?: Sourced<string>;
  rootDir?: Sourced<string>;
  include?: Sourced<string[]>;
  exclude?: Sourced<string[]>;
  verbatimModuleSyntax?: boolean;
  emitDecoratorMetadata?: boolean;
};

/** TypeScript's placeholder for the folder of the config at the end of the chain. */
const CONFIG_DIR = '$' + '{configDir}';

export type TsConfigContext = {
  readonly root: string;
  /** Absolute folder that `extends` must not leave: the repository. */
  readonly boundary: string;
  /** Absolute folder of a workspace package by name. */
  readonly packageFolder: (name: string) => string | undefined;
  readonly diagnostics: Diagnostic[];
};

/** Every file is read once, however many configs extend it. */
type Reading = TsConfigContext & { readonly read: (path: string) => JsonFile; readonly realBoundary: string };

/** `files` are absolute. The result has tsconfig.json before its variants in each folder. */
export function readTsConfigs(files: readonly string[], given: TsConfigContext): TsConfig[] {
  const known = new Map<string, JsonFile>();
  const read = (path: string): JsonFile => {
    const file = known.get(path) ?? readJsonFile(path);
    known.set(path, file);
    return file;
  };
  const context: Reading = { ...given, read, realBoundary: realpathSync.native(given.boundary) };
  const configs: TsConfig[] = [];
  const cache = new Map<string, Merged>();
  for (const file of files) {
    const raw = read(file);
    if (raw.kind === 'broken') {
      diagnose(context, 'MSA151', file, `tsconfig cannot be read: ${raw.reason}`, raw.line);
    } else if (raw.kind === 'read') {
      const { fault } = raw;
      if (fault !== undefined) {
        diagnose(context, 'MSA151', file, `tsconfig is read in part: ${fault.reason}`, fault.line);
      }
      configs.push(finish(file, mergeChain(file, raw.value, context, cache), raw.value, context.root));
    }
  }
  return configs.sort((a, b) => compareKeys(orderOf(a), orderOf(b)));
}

function orderOf({ dir, path }: TsConfig): (string | number)[] {
  const name = basename(path);
  return [dir, name === 'tsconfig.json' ? 0 : name === 'jsconfig.json' ? 1 : 2, path];
}

/** Depth-first along `extends`, with an own stack: a chain may be thousands of files long. */
function mergeChain(file: string, json: JsonObject, context: Reading, cache: Map<string, Merged>): Merged {
  type Frame = { file: string; json: JsonObject; bases: string[]; merged: Merged };
  const frame = (path: string, value: JsonObject): Frame => ({
    file: path,
    json: value,
    bases: basesOf(path, value, context),
    merged: {},
  });
  const stack = [frame(file, json)];
  const open = new Set([file]);
  for (;;) {
    const top = stack[stack.length - 1] as Frame;
    const base = top.bases.shift();
    if (base === undefined) {
      Object.assign(top.merged, ownOptions(top.file, top.json));
      cache.set(top.file, top.merged);
      open.delete(top.file);
      stack.pop();
      const below = stack[stack.length - 1];
      if (below === undefined) return top.merged;
      Object.assign(below.merged, top.merged);
    } else if (open.has(base)) {
      diagnose(context, 'MSA153', top.file, 'tsconfig extends itself in a cycle');
    } else {
      const known = cache.get(base);
      const read = known === undefined ? context.read(base) : undefined;
      if (known !== undefined) Object.assign(top.merged, known);
      else if (read?.kind === 'read') {
        open.add(base);
        stack.push(frame(base, read.value));
      }
    }
  }
}

function basesOf(file: string, json: JsonObject, context: Reading): string[] {
  const written = field(json, 'extends');
  const specifiers = typeof written === 'string' ? [written] : (textList(written) ?? []);
  const bases: string[] = [];
  for (const specifier of specifiers) {
    const found = findBase(file, specifier, context);
    if (found.path !== undefined) bases.push(found.path);
    else diagnose(context, 'MSA152', file, `extends "${specifier}": ${found.reason}`);
  }
  return bases;
}

function findBase(
  file: string,
  specifier: string,
  context: Reading,
): { path: string; reason?: undefined } | { path?: undefined; reason: string } {
  const candidates: string[] = [];
  if (/^\.{0,2}\//.test(specifier) || specifier === '.' || specifier === '..' || isAbsolute(specifier)) {
    const path = resolve(dirname(file), specifier);
    candidates.push(path, `${path}.json`, join(path, 'tsconfig.json'));
  } else {
    const [name, subpath] = splitPackage(specifier);
    const folder = context.packageFolder(name);
    if (folder === undefined) return { reason: 'package is not in this repository; its options are not known' };
    const described = context.read(join(folder, 'package.json'));
    const main = described.kind === 'read' ? textField(described.value, 'tsconfig') : undefined;
    const path = join(folder, subpath === '' ? (main ?? 'tsconfig.json') : subpath);
    candidates.push(path, `${path}.json`, join(path, 'tsconfig.json'));
  }
  if (candidates.every((path) => !isInside(context.boundary, path))) return { reason: 'outside the repository' };
  const found = candidates.find((path) => isInside(context.boundary, path) && context.read(path).kind !== 'missing');
  if (found === undefined) return { reason: 'no such file' };
  if (!isInside(context.realBoundary, realpathSync.native(found))) return { reason: 'link out of the repository' };
  return { path: found };
}

function splitPackage(specifier: string): [name: string, subpath: string] {
  const parts = specifier.split('/');
  const length = specifier.startsWith('@') ? 2 : 1;
  return [parts.slice(0, length).join('/'), parts.slice(length).join('/')];
}

function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function ownOptions(file: string, json: JsonObject): Merged {
  const options = field(json, 'compilerOptions');
  const dir = dirname(file);
  const merged: Merged = {};
  const baseUrl = textField(options, 'baseUrl');
  const paths = field(options, 'paths');
  const rootDirs = textList(field(options, 'rootDirs'));
  const outDir = textField(options, 'outDir');
  const rootDir = textField(options, 'rootDir');
  const include = textList(field(json, 'include')) ?? textList(field(json, 'files'));
  const exclude = textList(field(json, 'exclude'));
  const verbatim = field(options, 'verbatimModuleSyntax');
  if (baseUrl !== undefined) merged.baseUrl = { value: baseUrl, dir };
  if (isObject(paths)) merged.paths = { value: paths, dir };
  if (rootDirs !== undefined) merged.rootDirs = { value: rootDirs, dir };
  if (outDir !== undefined) merged.outDir = { value: outDir, dir };
  if (rootDir !== undefined) merged.rootDir = { value: rootDir, dir };
  if (include !== undefined) merged.include = { value: include, dir };
  if (exclude !== undefined) merged.exclude = { value: exclude, dir };
  if (typeof verbatim === 'boolean') merged.verbatimModuleSyntax = verbatim;
  const metadata = field(options, 'emitDecoratorMetadata');
  if (typeof metadata === 'boolean') merged.emitDecoratorMetadata = metadata;
  return merged;
}

function finish(file: string, merged: Merged, json: JsonObject, root: string): TsConfig {
  const configDir = dirname(file);
  const toRoot = (path: string): string => relative(root, path).split(sep).join('/');
  const at = (dir: string, path: string): string => toRoot(resolve(dir, path.replaceAll(CONFIG_DIR, configDir)));
  const one = (option: Sourced<string> | undefined): string | undefined =>
    option === undefined ? undefined : at(option.dir, option.value);
  const many = (option: Sourced<string[]> | undefined): string[] | undefined =>
    option?.value.map((path) => at(option.dir, path));
  const { baseUrl: base } = merged;
  const baseDir = base === undefined ? undefined : resolve(base.dir, base.value.replaceAll(CONFIG_DIR, configDir));
  const optional = {
    baseUrl: one(base),
    outDir: one(merged.outDir),
    rootDir: one(merged.rootDir),
    include: many(merged.include),
    exclude: many(merged.exclude),
  };
  return {
    path: toRoot(file),
    dir: toRoot(configDir),
    paths: entriesOf(merged.paths?.value).map(([pattern, targets]) => ({
      pattern,
      targets: (textList(targets) ?? []).map((target) => at(baseDir ?? merged.paths?.dir ?? configDir, target)),
    })),
    rootDirs: many(merged.rootDirs) ?? [],
    references: referencesOf(json).map((path) => at(configDir, path)),
    verbatimModuleSyntax: merged.verbatimModuleSyntax ?? false,
    ...(merged.emitDecoratorMetadata ? { emitsDecoratorMetadata: true as const } : {}),
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  };
}

function referencesOf(json: JsonObject): string[] {
  const references = field(json, 'references');
  if (!Array.isArray(references)) return [];
  return references.map((reference) => textField(reference, 'path')).filter((path) => path !== undefined);
}

function diagnose(context: Reading, code: string, file: string, message: string, line = 0): void {
  const path = relative(context.root, file).split(sep).join('/');
  const isKnown = context.diagnostics.some((d) => d.code === code && d.path === path && d.message === message);
  if (!isKnown)
    context.diagnostics.push({ code, severity: code === 'MSA152' ? 'info' : 'warning', path, line, message });
}
