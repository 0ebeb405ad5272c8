import { describe, expect, it } from 'vitest';
import { displayWidth, wrap } from '../../src/report/columns.js';
import { speak } from '../../src/report/messages.js';

const LINE = '  orders ⇄ stock; cut 2 edges: src/orders/place-order.ts → src/stock/reserve.ts';

describe('a line of the terminal report', () => {
  it('stays whole where there is room, as in a pipe', () => {
    expect(wrap(LINE, Number.POSITIVE_INFINITY)).toEqual([LINE]);
  });

  it('is broken at spaces, indented below its own start, and loses no word', () => {
    const lines = wrap(LINE, 40);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.slice(1).every((line) => line.startsWith('    ') && displayWidth(line) <= 40)).toBe(true);
    expect(lines.join(' ').split(/\s+/)).toEqual(LINE.split(/\s+/));
  });

  it('does not count colour as width, and counts Korean as two cells', () => {
    expect(wrap('\u001b[31morders\u001b[39m stock', 12)).toHaveLength(1);
    expect(wrap('주문 재고 결제', 12)).toHaveLength(2);
  });

  it('never cuts a path that is longer than the line', () => {
    const path = `src/${'deep/'.repeat(20)}order.ts`;
    expect(wrap(`cut ${path} first`, 60)).toContain(`  ${path}`);
  });
});

describe('a message', () => {
  it('says one module, two modules, no modules', () => {
    const say = speak('en');
    expect(say('size', { modules: 1, tables: 1 })).toBe('1 module, 1 table');
    expect(say('size', { modules: 2, tables: 0 })).toBe('2 modules, 0 tables');
    expect(speak('ko')('size', { modules: 1, tables: 2 })).toBe('모듈 1개, 테이블 2개');
  });
});
