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

/** What a sketch says of the uses of imports that parsing does not; undefined when there is nothing. */
export function falseUse(sketch: FileFacts, facts: FileFacts): string | undefined {
  for (const [i, { bindings, line }] of sketch.imports.entries())
    for (const [j, own] of bindings.entries()) {
      const full = facts.imports[i]?.bindings[j];
      if (full === undefined || own.open === 'all') continue;
      const isUsed = full.valueUses + full.typeUses > 0;
      const isRight =
        own.open === 'role'
          ? isUsed
          : own.isTypeOnly === full.isTypeOnly && own.valueUses + own.typeUses > 0 === isUsed;
      const isWhole = own.imported === '*' && JSON.stringify(own.members) !== JSON.stringify(full.members);
      if (isWhole) return `${line} ${own.local}: ${JSON.stringify(own)} ${JSON.stringify(full)}`;
      if (!isRight && !(own.open === undefined && !own.isTypeOnly && !full.isTypeOnly))
        return `${line} ${own.local}: ${JSON.stringify(own)} ${JSON.stringify(full)}`;
    }
  return undefined;
}
