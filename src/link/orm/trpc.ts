/** tRPC hands its context to every procedure: `initTRPC.context<Context>()` says what `ctx` is in the callbacks below. */
import {
  alternatives,
  callFunction,
  external,
  type LibraryCall,
  type LibraryKnowledge,
  typeOf,
  unionOf,
  type Value,
} from '../program/index.js';

const PACKAGE = '@trpc/server';

export const TRPC: LibraryKnowledge = {
  packages: [PACKAGE],
  types: {
    Builder: { returns: { context: contextual, meta: 'this', create: 'Root<$0>' } },
    Root: { members: { procedure: 'Procedure<$0>' } },
    Procedure: {
      returns: { '*': 'this' },
      callbacks: Object.fromEntries(['query', 'mutation', 'subscription', 'use'].map((name) => [name, ['Call<$0>']])),
    },
    Call: { members: { ctx: '$0' } },
  },
  functions: { 'initTRPC.context': contextual, 'initTRPC.meta': 'Builder', 'initTRPC.create': 'Root' },
};

/** `context<Context>()`, and `context<typeof createContext>()` for what that function gives. */
function contextual({ ev, expr, scope }: LibraryCall): Value {
  const given = expr.typeArgs?.[0];
  const context = given ? alternatives(typeOf(ev, given, scope)) : [];
  const made = context.map((one): Value => {
    const [inner] = one.kind === 'external' && one.package === PACKAGE ? one.args : [];
    const maker = inner ?? one;
    return maker.kind === 'function' ? callFunction(ev, maker, undefined, undefined) : maker;
  });
  return { ...external('Builder', [unionOf(made)], PACKAGE), made: { expr, scope } };
}
