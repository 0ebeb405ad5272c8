import { describe, expect, it } from 'vitest';
import { compareKeys, compareText, sortedBy } from '../../src/model/index.js';

describe('the order of the project', () => {
  it('compares by code unit, so that capital letters come before small ones in every locale', () => {
    expect(['b', 'a', 'B', 'ä', 'Z'].sort(compareText)).toEqual(['B', 'Z', 'a', 'b', 'ä']);
  });
  it('compares by the first key that differs, and a shorter list first', () => {
    expect(compareKeys(['a', 2], ['a', 10])).toBe(-1);
    expect(compareKeys(['a'], ['a', 0])).toBeLessThan(0);
  });
  it('sorts a copy and leaves the input as it was', () => {
    const input = [{ path: 'b' }, { path: 'a' }];
    expect(sortedBy(input, (item) => [item.path]).map((item) => item.path)).toEqual(['a', 'b']);
    expect(input.map((item) => item.path)).toEqual(['b', 'a']);
  });
});
