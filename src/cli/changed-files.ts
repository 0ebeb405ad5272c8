/**
 * Which files a pull request or a commit touches, from git. The repository is not trusted: the working tree is not
 * compared by content, since that would run the filters its configuration names; git's own record of sizes and times
 * is enough. Paths come out relative to `root`, sorted.
 */
import { resolve } from 'node:path';
import { compareText, printable, UserError } from '../model/index.js';
import { runGit } from '../scan/index.js';
import type { Io } from './io.js';

export type ChangedSince = { readonly since: string } | { readonly staged: true };

const TIMEOUT_MS = 60_000;
const MAX_BYTES = 512 * 1024 * 1024;
const LIST = ['--name-only', '-z', '--no-renames', '--relative'];

/** `since`: what differs from the merge base, uncommitted and untracked files included. Throws MSA240..MSA242. */
export async function changedFiles(io: Io, root: string, change: ChangedSince): Promise<string[]> {
  const git: Git = (...args) => gitText(io, root, args);
  await git('rev-parse', '--git-dir').catch(() => notARepository(root));
  if ('staged' in change) return split(await git('diff-index', '--cached', ...LIST, await headOrEmptyTree(git)));
  const base = await mergeBase(git, change.since);
  const lists = await Promise.all([
    git('diff-tree', '-r', ...LIST, base, 'HEAD'),
    git('diff-index', '--cached', ...LIST, 'HEAD'),
    git('diff-files', ...LIST),
    git('ls-files', '--others', '--exclude-standard', '-z'),
  ]);
  return split(lists.join(''));
}

type Git = (...args: string[]) => Promise<string>;

async function mergeBase(git: Git, ref: string): Promise<string> {
  const commit = await git('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`).catch(() => '');
  if (commit.trim() === '') {
    throw new UserError(
      'MSA240',
      `--since: git knows no commit "${printable(ref)}"`,
      'Check the name; in CI fetch it first (actions/checkout: fetch-depth: 0), for example: --since origin/main',
    );
  }
  return git('merge-base', commit.trim(), 'HEAD')
    .then((text) => text.trim())
    .catch(() => {
      throw new UserError(
        'MSA241',
        `--since: "${printable(ref)}" and HEAD have no common commit here`,
        'The clone is shallow, or the histories are unrelated: fetch the whole history (fetch-depth: 0).',
      );
    });
}

/** Before the first commit everything staged is new. */
async function headOrEmptyTree(git: Git): Promise<string> {
  const head = await git('rev-parse', '--verify', '--quiet', 'HEAD').catch(() => '');
  return head.trim() === '' ? (await git('hash-object', '-t', 'tree', '/dev/null')).trim() : head.trim();
}

function notARepository(root: string): never {
  throw new UserError(
    'MSA242',
    `no usable git repository at ${root}`,
    'Check the whole project without --since and --staged.',
  );
}

function split(text: string): string[] {
  return [...new Set(text.split('\0').filter((path) => path !== ''))].sort(compareText);
}

async function gitText(io: Io, root: string, args: readonly string[]): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  const index = io.env['GIT_INDEX_FILE'];
  const result = await runGit(args, {
    cwd: root,
    timeoutMs: TIMEOUT_MS,
    onData: (chunk) => {
      chunks.push(chunk);
      size += chunk.length;
      return size <= MAX_BYTES;
    },
    ...(index === undefined ? {} : { indexFile: resolve(io.cwd, index) }),
  });
  if (!result.ok) throw new Error(result.reason);
  if (result.isTruncated) throw new UserError('MSA242', 'git lists more files than fit', 'Check the whole project.');
  return Buffer.concat(chunks).toString('utf8');
}
