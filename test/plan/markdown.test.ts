/** Text from strangers is harmless in Markdown, and limits stay readable. */
import { describe, expect, it } from 'vitest';
import { cell } from '../../src/plan/markdown.js';

describe('a cell', () => {
  it('keeps comparisons and arrows as they are', () => {
    expect(cell('>= 1 own table')).toBe('>= 1 own table');
    expect(cell('<= 0.35')).toBe('<= 0.35');
    expect(cell('orders -> stock')).toBe('orders -> stock');
  });
  it('quotes what would be a tag or a quotation', () => {
    expect(cell('> a quotation')).toBe('&gt; a quotation');
    expect(cell('<script>')).toBe('&lt;script&gt;');
  });
});
