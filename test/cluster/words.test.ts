import { describe, expect, it } from 'vitest';
import { layerWordsFor } from '../../src/cluster/words/layer-words.js';
import { wordsOf } from '../../src/cluster/words/words.js';

describe('words of names', () => {
  it('splits camelCase, snake_case, kebab-case and acronyms, and makes plurals singular', () => {
    expect(wordsOf('OrderLineItems')).toEqual(['order', 'line', 'item']);
    expect(wordsOf('product_categories')).toEqual(['product', 'category']);
    expect(wordsOf('HTMLPrintJob2')).toEqual(['html', 'print', 'job']);
    expect(wordsOf('gift-boxes')).toEqual(['gift', 'box']);
  });

  it('leaves words alone that only look like plurals', () => {
    expect(wordsOf('address status bus analytics')).toEqual(['address', 'status', 'bus', 'analytics']);
  });

  it('keeps other scripts', () => {
    expect(wordsOf('주문-항목')).toEqual(['주문', '항목']);
    expect(wordsOf('订单')).toEqual(['订单']);
  });

  it('takes a layer word for business when a table is called by it, but not a prefix of all tables', () => {
    const words = (names: string[]) => layerWordsFor(names.map(wordsOf)).layer;
    expect(words(['pages', 'users']).has('page')).toBe(false);
    expect(words(['job_records', 'job_buffers', 'orders']).has('job')).toBe(false);
    expect(words(['app_users', 'app_orders', 'app_items', 'app_bills']).has('app')).toBe(true);
  });
});
