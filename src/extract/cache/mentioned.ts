/**
 * Whether stored facts hold a text, without decoding them: strings are numbers in one table, and facts a row of numbers,
 * each of which ends with its first byte below 128 and says by its low bits that it stands for a string (codec.ts).
 */
import { stringToken } from './codec.js';
import type { Contents, Entry } from './store.js';

/** In whatever case, also as part of a longer text. `except`: paths of files that do not count. */
export function mentioned(
  { tables, bytes }: Contents,
  entries: readonly Entry[],
  text: string,
  except: ReadonlySet<string>,
): boolean {
  const left = entries.filter(({ key }) => except.has(key.slice(0, key.indexOf('\n'))));
  const isLeft = (at: number) => left.some(({ offset, length }) => at >= offset && at < offset + length);
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const wanted = text.toLowerCase();
  return tables.strings.some((one, number) => {
    if (!one.toLowerCase().includes(wanted)) return false;
    const token = stringToken(number);
    for (let at = all.indexOf(token); at >= 0; at = all.indexOf(token, at + 1)) {
      const isWhole = at === 0 || (all[at - 1] as number) < 0x80;
      if (isWhole && !isLeft(at)) return true;
    }
    return false;
  });
}
