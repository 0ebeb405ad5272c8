/** MongoDB transactions: `session.withTransaction(fn)`, `connection.transaction(fn)`, `session.startTransaction()` … commit. */
import { alternatives, type Chain } from '../../program/index.js';
import type { Opening } from '../dialect.js';
import type { World } from '../world.js';

/**
 * Membership goes by `{ session }`, but the session is a closed-over variable in most code, so a callback's whole body is
 * taken for inside.
 */
export function sessionOpening(world: World, chain: Chain, packageName: string, prefix: string): Opening | undefined {
  for (const link of chain.links) {
    if (link.receiver === undefined || !/^(?:withTransaction|transaction|startTransaction)$/.test(link.name)) continue;
    const receiver = world.value(link.receiver, chain.scope);
    const handle = alternatives(receiver).find((one) => one.kind === 'external' && one.package === packageName);
    const isSession = handle?.kind === 'external' && /^(?:ClientSession|Connection|Mongoose)$/.test(handle.name);
    const isCalledSession =
      packageName === 'mongoose' &&
      receiver.kind === 'unknown' &&
      link.name !== 'transaction' &&
      link.receiver.kind === 'name' &&
      /session/i.test(link.receiver.name);
    if (!isSession && !isCalledSession) continue;
    if (link.name === 'startTransaction')
      return { mechanism: `${prefix}.startTransaction`, membership: 'region', line: link.line };
    const [callback] = link.args;
    const body = callback && alternatives(world.value(callback, chain.scope)).find((one) => one.kind === 'function');
    return { mechanism: `${prefix}.${link.name}`, membership: 'ambient', ...(body ? { body } : {}), line: link.line };
  }
  return undefined;
}
