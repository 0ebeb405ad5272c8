/** What a sketch promises to say as parsing does, in comparable form: a text for each part. */
import type { FileFacts } from '../src/model/index.js';

export function promised(facts: FileFacts): Readonly<Record<string, string>> {
  const { lines, isGenerated, imports, exports, events, program, diagnostics } = facts;
  const marked = imports.map(({ bindings, ...rest }) => ({
    ...rest,
    bindings: bindings.map(({ imported, local, isMarkedType }) => [imported, local, isMarkedType]),
  }));
  // The tree also knows what functions declare inside; it matters where an import or export has the name.
  const said = new Set([
    ...imports.flatMap(({ bindings }) => bindings.map(({ local }) => local)),
    ...exports.map((item) => (item.kind === 'local' ? item.local : '')),
  ]);
  const declared = [program?.interfaces, program?.types, program?.classes, program?.enums].map((items = []) =>
    [...new Set(items.map(({ name }) => name))].filter((name) => said.has(name)).sort(),
  );
  const parts = { lines, isGenerated, imports: marked, exports, declared, events, diagnostics };
  return Object.fromEntries(Object.entries(parts).map(([key, value]) => [key, JSON.stringify(value)]));
}
