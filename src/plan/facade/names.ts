/** Where a name of a file comes from, read from its text alone, and how another file can import it. */
import { Node, type SourceFile } from 'ts-morph';

/** Import `imported` (`default`, `*`) of `specifier` under the name `local`. A relative specifier is relative to `from`. */
export type ImportRequest = {
  readonly local: string;
  readonly imported: string;
  readonly specifier: string;
  readonly from: string;
};

/** `unreachable`: declared here and not exported, or brought in by a form that `import type` cannot repeat. */
export function resolveTypeName(file: SourceFile, name: string): ImportRequest | 'global' | 'unreachable' {
  const imported = importedAs(file, name);
  if (imported !== undefined) return imported;
  if (file.getImportDeclarations().length === 0 && isRequired(file, name)) return 'unreachable';
  if (!isDeclared(file, name)) return isRequired(file, name) ? 'unreachable' : 'global';
  return exportedAs(file, name) ?? 'unreachable';
}

/** The import by which another file gets a top-level name of this one; undefined when it is not exported. */
export function exportedAs(file: SourceFile, name: string): ImportRequest | undefined {
  const from = file.getFilePath().slice(1);
  const own = (imported: string): ImportRequest => ({
    local: name,
    imported,
    specifier: `./${file.getBaseName()}`,
    from,
  });
  for (const declaration of declarationsOf(file, name)) {
    const statement = Node.isVariableDeclaration(declaration) ? declaration.getVariableStatement() : declaration;
    if (statement === undefined || !Node.isExportable(statement)) continue;
    if (statement.hasDefaultKeyword()) return own('default');
    if (statement.hasExportKeyword()) return own(name);
  }
  for (const declaration of file.getExportDeclarations()) {
    if (declaration.hasModuleSpecifier()) continue;
    const specifier = declaration.getNamedExports().find((s) => s.getName() === name);
    if (specifier !== undefined) return own(specifier.getAliasNode()?.getText() ?? name);
  }
  const assigned = file.getExportAssignments().find((a) => a.getExpression().getText() === name);
  return assigned !== undefined && !assigned.isExportEquals() ? own('default') : undefined;
}

function importedAs(file: SourceFile, name: string): ImportRequest | undefined {
  const from = file.getFilePath().slice(1);
  for (const declaration of file.getImportDeclarations()) {
    const specifier = declaration.getModuleSpecifierValue();
    if (declaration.getDefaultImport()?.getText() === name)
      return { local: name, imported: 'default', specifier, from };
    if (declaration.getNamespaceImport()?.getText() === name) return { local: name, imported: '*', specifier, from };
    for (const named of declaration.getNamedImports()) {
      if ((named.getAliasNode()?.getText() ?? named.getName()) === name)
        return { local: name, imported: named.getName(), specifier, from };
    }
  }
  return undefined;
}

function isRequired(file: SourceFile, name: string): boolean {
  return file.getStatements().some((s) => Node.isImportEqualsDeclaration(s) && s.getName() === name);
}

function isDeclared(file: SourceFile, name: string): boolean {
  return declarationsOf(file, name).length > 0;
}

function declarationsOf(file: SourceFile, name: string): Node[] {
  const found = [
    file.getClass(name),
    file.getInterface(name),
    file.getTypeAlias(name),
    file.getEnum(name),
    file.getFunction(name),
    file.getModule(name),
    file.getVariableDeclaration(name),
  ];
  return found.filter((node) => node !== undefined);
}
