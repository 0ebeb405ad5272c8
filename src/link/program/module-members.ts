/** Members of modules and namespaces: what they export, also by way of the one object that a CommonJS module is. */
import type { Evaluator } from './evaluator.js';
import { bindingValue, exportedValue, importedValue } from './expressions.js';
import type { ProgramFile } from './files.js';
import { memberOf } from './members.js';
import { moduleScope } from './scopes.js';
import { UNKNOWN, type Value, type ValueOf } from './values.js';

export function moduleMember(ev: Evaluator, { file, within }: ValueOf<'module'>, name: string): Value {
  if (within !== undefined) return exportedValue(ev, file.path, within + name);
  const resolution = ev.resolve.exported(file.path, name);
  if (resolution.kind === 'file') {
    const found = exportedValue(ev, resolution.path, resolution.name);
    return found.kind === 'unknown' ? memberOfWhole(ev, file, name) : found;
  }
  if (resolution.kind === 'package') {
    return { kind: 'import', package: ev.library.canonical(resolution.package), name: resolution.name };
  }
  const binding = file.names(0).get(name);
  if (binding) return bindingValue(ev, binding, moduleScope(ev, file));
  const imported = file.imports.get(name);
  return imported ? importedValue(ev, file, imported.specifier, imported.imported) : UNKNOWN;
}

/** `const api = { … }; export = api`: members of the object stand for exports. */
function memberOfWhole(ev: Evaluator, file: ProgramFile, name: string): Value {
  const whole = ev.resolve.exported(file.path, '=');
  if (whole.kind !== 'file' || whole.name === '*' || whole.name === name) return UNKNOWN;
  const given = exportedValue(ev, whole.path, whole.name);
  return given.kind === 'object' ? memberOf(ev, given, name) : UNKNOWN;
}
