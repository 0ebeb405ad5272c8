/** `this` that functions outside of classes hand to one another with `call`. */
import { describe, expect, it } from 'vitest';
import { directOf, linked } from './system.js';

const FILES = {
  'src/till.ts': `
import { Repository } from 'typeorm';
import { greet } from './greet';
import { Receipt } from './receipt';
export class Till {
  constructor(readonly receipts: Repository<Receipt>) {}
  open() { greet.call(this); }
}
`,
  'src/receipt.ts': `
import { Entity } from 'typeorm';
@Entity('receipts') export class Receipt {}
`,
  'src/greet.ts': `
import { serve } from './serve';
export function greet(this: any) { serve.call(this); }
`,
  'src/serve.ts': `
import { greet } from './greet';
export async function serve(this: any) {
  await this.receipts.find();
  for (const guest of [1, 2]) (() => greet.call(this))();
}
`,
};

describe('functions that hand their own this to one another', () => {
  it('have the this of whoever begins, though they call one another in a circle', async () => {
    expect(directOf(await linked(FILES), 'src/serve.ts')).toEqual(['read receipts']);
  });

  it('have none when nobody begins', async () => {
    const { 'src/till.ts': _, ...rest } = FILES;
    expect(directOf(await linked(rest), 'src/serve.ts')).toEqual([]);
  });
});
