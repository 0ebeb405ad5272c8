/**
 * Which import specifiers give a Prisma client. Since version 7 the client is generated into a folder of the project,
 * usually ignored by git, so that `./generated/prisma/client` or `@acme/db/client` resolves to nothing.
 */
import type { FileFacts } from '../../model/index.js';

/** Specifiers that `PrismaClient` is imported from, sorted; `@prisma/client` itself left out. */
export function prismaClientSpecifiers(facts: readonly FileFacts[]): string[] {
  const found = new Set<string>();
  for (const { imports } of facts) {
    for (const { specifier, isLiteral, bindings } of imports) {
      if (isLiteral && bindings.some((binding) => binding.imported === 'PrismaClient')) found.add(specifier);
    }
  }
  found.delete('@prisma/client');
  return [...found].sort();
}
