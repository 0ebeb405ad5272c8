import { describe, expect, it } from 'vitest';
import { cluster } from '../../src/cluster/index.js';
import { contextOfNode, EMPTY_CONFIG } from '../../src/model/index.js';
import { access, graphOf, imports, module, shop, table } from './graphs.js';

/** The shop with a folder of payments, in which one listener is about orders by its words and by half of its ties. */
function withPayments() {
  const base = shop();
  const at = (name: string) => `src/payments/${name}.ts`;
  const own = ['payment.service', 'payment.controller', 'payment.repository', 'refund', 'payment-webhook'].map(at);
  const listener = at('order-cancelled.listener');
  return graphOf(
    [...base.nodes, ...[...own, listener].map((path) => module(path)), table('payments'), table('payment_refunds')],
    [
      ...base.edges,
      ...own.slice(1).map((path) => imports(path, own[0]!)),
      access(own[2]!, 'payments'),
      access(own[3]!, 'payment_refunds'),
      imports(listener, own[0]!),
      imports(listener, 'src/services/order.service.ts'),
      imports(listener, own[3]!),
      imports(listener, own[2]!),
    ],
  );
}

describe('a module in the folder of a context', () => {
  it('follows the folder, though it speaks of another context', () => {
    const of = contextOfNode(cluster(withPayments(), EMPTY_CONFIG));
    expect(of.get('module:src/payments/order-cancelled.listener.ts')).toBe(of.get('table:payments'));
    expect(of.get('table:payments')).not.toBe(of.get('table:orders'));
  });

  it('does not pull together what lies in the folders of layers', () => {
    const of = contextOfNode(cluster(shop(), EMPTY_CONFIG));
    expect(of.get('module:src/services/order.service.ts')).not.toBe(of.get('module:src/services/invoice.service.ts'));
  });
});
