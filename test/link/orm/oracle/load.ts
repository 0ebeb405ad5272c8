/**
 * Runs TypeScript of a fixture as CommonJS, in memory, so that an ORM itself can say what it makes of it. Own files see
 * one another, packages are the installed ones; a package that is not there is what `stubs` gives.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';

type Exports = Record<string, unknown>;
type Load = (path: string) => Exports;

export const installed = createRequire(import.meta.url);
installed('reflect-metadata');

/** A loader of files below `root`; each is run once. */
export function loaderOf(root: string, stubs: Readonly<Record<string, unknown>> = {}): Load {
  const loaded = new Map<string, { exports: Exports }>();
  const load = (path: string): Exports => {
    const known = loaded.get(path);
    if (known) return known.exports;
    const module: { exports: Exports } = { exports: {} };
    loaded.set(path, module);
    const required = (specifier: string): unknown => {
      if (specifier.startsWith('.')) return load(fileOf(resolve(dirname(path), specifier)));
      return Object.hasOwn(stubs, specifier) ? stubs[specifier] : installed(specifier);
    };
    new Function('exports', 'require', 'module', '__dirname', compiled(path))(
      module.exports,
      required,
      module,
      dirname(path),
    );
    return module.exports;
  };
  return (path) => load(fileOf(join(root, path)));
}

function fileOf(path: string): string {
  const names = [path, `${path}.ts`, `${path}.js`, join(path, 'index.ts')];
  const found = names.find((name) => existsSync(name) && statSync(name).isFile());
  if (found === undefined) throw new Error(`no file at ${path}`);
  return found;
}

function compiled(path: string): string {
  const { outputText } = ts.transpileModule(readFileSync(path, 'utf8'), {
    fileName: path,
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      useDefineForClassFields: false,
      esModuleInterop: true,
      allowJs: true,
    },
  });
  return outputText;
}
