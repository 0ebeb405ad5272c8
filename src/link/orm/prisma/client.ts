/**
 * Is this value a Prisma client? Clients are constructed, extended (`$extends`), subclassed (`class PrismaService
 * extends PrismaClient`), wrapped by functions of other libraries, injected, and handed on as transaction clients.
 */
import { alternatives, lineageOf, type Value } from '../../program/index.js';
import type { World } from '../world.js';

export const CLIENT_PACKAGE = '@prisma/client';

export function isClient(world: World, value: Value, depth = 0): boolean {
  if (depth > 6) return false;
  switch (value.kind) {
    case 'external':
      return value.package === CLIENT_PACKAGE && isClientName(value.name.slice(value.name.lastIndexOf('.') + 1));
    case 'instance':
    case 'class':
      return isClientClass(world, value);
    case 'import':
      // A workspace or published package that gives the client: `import { prisma } from '@acme/prisma'`.
      return value.package !== CLIENT_PACKAGE && /(?:^|[/\-_@.])prisma(?:$|[/\-_.])/i.test(value.package);
    case 'union':
    case 'both':
      return value.of.some((one) => isClient(world, one, depth + 1));
    case 'part':
      return value.name === 'prisma' && value.object.kind === 'import' && isClient(world, value.object, depth + 1);
    case 'made':
      return wrapsClient(world, value, depth);
    default:
      return false;
  }
}

function isClientName(name: string): boolean {
  return /^\w+$/.test(name) && name.includes('Client');
}

function isClientClass(world: World, value: Value & { readonly kind: 'instance' | 'class' }): boolean {
  const { of } = value;
  if (of.file.program.classes[of.index]?.name === 'PrismaClient') return true;
  const base = lineageOf(world.ev, { kind: 'instance', of, args: [] }).at(-1);
  return base?.kind === 'library' && isClient(world, base.value, 5);
}

/** `enhance(prisma, …)`, `prisma.$extends(…)`, `withPulse(client)`: made from a client by a library. */
function wrapsClient(world: World, value: Value & { readonly kind: 'made' }, depth: number): boolean {
  const { callee, made } = value;
  if (callee.kind === 'part') return callee.name.startsWith('$extends') && isClient(world, callee.object, depth + 1);
  if (made.expr.kind !== 'call' || callee.kind !== 'import') return false;
  const [first] = made.expr.args;
  return (
    first !== undefined && alternatives(world.value(first, made.scope)).some((one) => isClient(world, one, depth + 1))
  );
}

/** Model of a delegate type: `Prisma.OrderDelegate` → Order. */
export function delegateModel(value: Value): string | undefined {
  if (value.kind !== 'external' || value.package !== CLIENT_PACKAGE) return undefined;
  return /^(?:Prisma\.)?(\w+)Delegate$/.exec(value.name)?.[1];
}
