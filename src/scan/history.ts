/**
 * The git history of the analysed files, newest first: one pass of `git log --name-only --no-renames`, which reads no
 * file contents and so survives partial clones and missing objects. Limits are said in the notes.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Commit, History, Project } from '../model/index.js';
import { readOwners } from './codeowners.js';
import { runGit } from './git.js';
import { createLogReader, LOG_FORMAT } from './git-log.js';

/** Older commits say little of today's coupling; the cap bounds time on long histories. */
const MAX_COMMITS = 5000;
const TIMEOUT_MS = 60_000;
const MAX_BYTES = 256 * 1024 * 1024;

/** Reads the git history of the analysed files; says why when there is none. Never throws for a broken repository. */
export async function readHistory(root: string, project: Project): Promise<History> {
  const place = await askPlace(root);
  if (!place.ok) return { available: false, reason: place.reason };
  const reader = createLogReader(new Set(project.files.map(({ path }) => path)));
  let bytes = 0;
  const result = await runGit(
    [
      'log',
      '-z',
      '--name-only',
      '--no-renames',
      '--no-merges',
      '--no-show-signature',
      '--no-ext-diff',
      '--no-textconv',
      '--no-color',
      '--no-mailmap',
      '--ignore-submodules=all',
      '--relative',
      `--max-count=${MAX_COMMITS}`,
      `--format=${LOG_FORMAT}`,
      '--end-of-options',
      'HEAD',
      '--',
      '.',
    ],
    {
      cwd: root,
      timeoutMs: TIMEOUT_MS,
      onData: (chunk) => {
        bytes += chunk.length;
        reader.read(chunk);
        return bytes < MAX_BYTES;
      },
    },
  );
  const commits = reader.finish();
  if (commits.length === 0) {
    return { available: false, reason: result.ok ? 'no commit touches this folder' : result.reason };
  }
  return {
    available: true,
    isShallow: place.isShallow,
    commits,
    owners: readOwners(join(root, place.top), project.prefix ?? ''),
    notes: notesOf(commits, place.isShallow, result.ok ? undefined : result.reason, result.ok && result.isTruncated),
    ...(result.ok ? {} : { isBroken: true as const }),
  };
}

/**
 * Stands for what `readHistory` would answer: the commit, how far a shallow clone reaches, and the owners. Undefined when
 * that cannot be told.
 */
export async function historyKey(root: string, project: Project): Promise<string | undefined> {
  const asked = ['--is-shallow-repository', '--show-cdup', '--git-path', 'shallow', '--verify', 'HEAD'];
  let text = '';
  const result = await runGit(['rev-parse', ...asked], {
    cwd: root,
    timeoutMs: TIMEOUT_MS,
    onData: (chunk) => {
      text += chunk.toString('utf8');
      return true;
    },
  });
  if (!result.ok) return /not a git repository/.test(result.reason) ? 'not a git repository' : undefined;
  const [isShallow, top = '', shallowFile = '', head] = text.split('\n');
  if (head === undefined || head === '') return undefined;
  const owners = readOwners(join(root, top), project.prefix ?? '');
  const hash = createHash('sha256').update(`${head}\n${JSON.stringify(owners)}`);
  try {
    if (isShallow === 'true') hash.update(readFileSync(join(root, shallowFile)));
  } catch {
    return undefined;
  }
  return hash.digest('hex');
}

type Place = { ok: true; isShallow: boolean; top: string } | { ok: false; reason: string };

/** Whether there is a repository, whether its history is whole, and the way up to its top. */
async function askPlace(root: string): Promise<Place> {
  let text = '';
  const result = await runGit(['rev-parse', '--is-shallow-repository', '--show-cdup'], {
    cwd: root,
    timeoutMs: TIMEOUT_MS,
    onData: (chunk) => {
      text += chunk.toString('utf8');
      return true;
    },
  });
  if (!result.ok) {
    const isNone = /not a git repository/.test(result.reason);
    return { ok: false, reason: isNone ? 'not a git repository' : result.reason };
  }
  const [shallow, top = ''] = text.split('\n');
  return { ok: true, isShallow: shallow === 'true', top };
}

function notesOf(
  commits: readonly Commit[],
  isShallow: boolean,
  failure: string | undefined,
  isCut: boolean,
): string[] {
  const notes: string[] = [];
  if (isShallow) notes.push('shallow clone: older commits are missing, churn is a lower bound');
  if (commits.length >= MAX_COMMITS) notes.push(`newest ${MAX_COMMITS} commits only`);
  if (isCut) notes.push('log cut off because of its size');
  if (failure !== undefined) notes.push(`log ended early (${failure})`);
  return notes;
}
