/**
 * The compiler that ts-morph brings, without ts-morph around it, and required instead of imported: both together load in
 * half the time, which is what a run with one changed file waits for.
 */
import { createRequire } from 'node:module';
import type { ts } from 'ts-morph';

const fromHere = createRequire(import.meta.url);
const common = createRequire(fromHere.resolve('ts-morph'))('@ts-morph/common') as { readonly ts: typeof ts };

export const compiler: typeof ts = common.ts;
