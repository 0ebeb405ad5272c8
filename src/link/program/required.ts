/** Modules that code asks for where it needs them: `require('…')` and `await import('…')`, bound to names or used at once. */
import type { Evaluator } from './evaluator.js';
import { exportedValue, importedValue } from './expressions.js';
import type { Binding, ProgramFile } from './files.js';
import type { Scope, Value } from './values.js';
import { bare, type CallExpr } from './walk.js';

/** `const x = require('…')`, `const { x } = require('…')`: what an import would give; a package itself is its default. */
export function requiredValue(ev: Evaluator, binding: Binding, file: ProgramFile): Value | undefined {
  if (binding.kind !== 'local' || binding.variable.init === undefined) return undefined;
  const init = bare(binding.variable.init);
  if (init.kind !== 'call' || init.callee.kind !== 'name' || init.callee.name !== 'require') return undefined;
  const imported = file.imports.get(binding.variable.name);
  return imported && asGiven(ev, importedValue(ev, file, imported.specifier, imported.imported));
}

/** `require('x')(options)`, `(await import('x')).y`, `const { default: Loaf } = await import('./loaf')`. */
export function askedModule(ev: Evaluator, { callee, args }: CallExpr, { file, fn }: Scope): Value | undefined {
  if (callee.kind !== 'name' || (callee.name !== 'import' && callee.name !== 'require')) return undefined;
  const [first] = args;
  if (first?.kind !== 'string' || file.names(fn).has(callee.name)) return undefined;
  const value = importedValue(ev, file, first.value, '*');
  return callee.name === 'require' ? asGiven(ev, value) : value;
}

/**
 * What `require` gives: of a package its default, of a file what it gives away as a whole (`module.exports = db`). An object
 * literal given away stays the module: its members are exports, and more may be put on it (`module.exports.bake = …`).
 */
export function asGiven(ev: Evaluator, value: Value): Value {
  if (value.kind === 'import') return value.name === '*' ? { ...value, name: 'default' } : value;
  if (value.kind !== 'module' || value.within !== undefined) return value;
  const whole = ev.resolve.exported(value.file.path, '=');
  if (whole.kind !== 'file' || whole.name === '*') return value;
  const given = exportedValue(ev, whole.path, whole.name);
  return given.kind === 'unknown' || given.kind === 'object' ? value : given;
}
