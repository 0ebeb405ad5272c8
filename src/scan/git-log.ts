/** Reads the output of `git log -z --name-only` as it comes, in the format below. */
import type { Commit } from '../model/index.js';

/** Commit, time of commit, author, subject. A line of its own per commit, then NUL, then paths ended by NUL. */
export const LOG_FORMAT = '%x01%H%x02%ct%x02%an%x02%s';

const HEADER = /^\x01([0-9a-f]{40,64})\x02(\d+)\x02([^\x02]*)\x02(.*)$/s;
const DAY = 24 * 60 * 60;
/** A fix by its message: the conventional type, or the word; not a fix of style, docs or tests. */
const FIX =
  /^(?:revert "?)?(?:hot)?fix(?:es)?(?:\([^)]*\))?!?:|\b(?:hot-?)?fix(?:e[sd])?\b|\bbugs?\b|\bbugfix|\bregression\b|\bdefect\b|버그|오류|핫픽스|수정/i;
const NO_FIX =
  /^(?:chore|docs?|style|test|tests|ci|build|feat|refactor|perf)\b[^:]*:|\bfix(?:e[sd])?\b.{0,20}\b(?:typos?|lint(?:ing|er)?|format(?:ting)?|docs?|readme|tests?|prettier|eslint|ci|build)\b|^fix(?:es)?\((?:docs?|ci|deps|test|tests|lint|build)\)/i;

type Draft = { hash: string; time: number; author: string; isFix: boolean; paths: string[] };

export type LogReader = { readonly read: (chunk: Buffer) => void; readonly finish: () => Commit[] };

/** `known`: the paths of today; others are left out, and with them commits that hold no other. */
export function createLogReader(known: ReadonlySet<string>): LogReader {
  const drafts: Draft[] = [];
  let rest: Buffer = Buffer.alloc(0);
  const take = (token: string): void => {
    const header = HEADER.exec(token);
    if (header !== null) {
      const [, hash, time, author, subject] = header as unknown as [string, string, string, string, string];
      drafts.push({ hash, time: Number(time), author, isFix: isFix(subject), paths: [] });
      return;
    }
    // The first path of a commit follows the empty line after the header.
    const path = token.startsWith('\n') ? token.slice(1) : token;
    if (known.has(path)) drafts[drafts.length - 1]?.paths.push(path);
  };
  return {
    read: (chunk) => {
      const data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let start = 0;
      for (let end = data.indexOf(0, start); end >= 0; end = data.indexOf(0, start)) {
        take(data.toString('utf8', start, end));
        start = end + 1;
      }
      rest = data.subarray(start);
    },
    finish: () => commitsOf(drafts),
  };
}

export function isFix(subject: string): boolean {
  return FIX.test(subject) && !NO_FIX.test(subject);
}

function commitsOf(drafts: readonly Draft[]): Commit[] {
  const newest = drafts.reduce((latest, { time }) => Math.max(latest, time), 0);
  return drafts
    .filter(({ paths }) => paths.length > 0)
    .map(({ hash, time, author, isFix: fix, paths }) => ({
      hash,
      ageDays: Math.floor((newest - time) / DAY),
      author,
      isFix: fix,
      paths: paths.sort(),
    }));
}
