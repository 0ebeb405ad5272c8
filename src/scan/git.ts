/**
 * The one place that starts a program, and the only program is git. The analysed repository is not trusted: its
 * `.git/config` can name programs for the file system monitor, hooks, signatures, pagers, diffs and fetches, so each of
 * these is overruled on the command line or in the environment, no shell is involved, and there is a time limit.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** Settings that could start something; command-line settings win over every file. */
const OVERRIDES = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.pager=cat',
  'core.sshCommand=false',
  'core.askPass=',
  'core.attributesFile=/dev/null',
  'core.untrackedCache=false',
  'core.quotePath=false',
  'credential.helper=',
  'diff.external=',
  'gpg.program=false',
  'gpg.ssh.program=false',
  'gpg.x509.program=false',
  'log.showSignature=false',
  'log.mailmap=false',
  'log.showRoot=true',
  'log.follow=false',
  'log.diffMerges=off',
  'i18n.logOutputEncoding=UTF-8',
  'maintenance.auto=false',
  'gc.auto=0',
  'fetch.recurseSubmodules=false',
  'submodule.recurse=false',
  'protocol.allow=never',
  'safe.directory=*',
  'uploadpack.packObjectsHook=',
  'trace2.normalTarget=0',
  'trace2.eventTarget=0',
  'trace2.perfTarget=0',
];

export type GitResult =
  | { readonly ok: true; readonly isTruncated: boolean }
  | { readonly ok: false; readonly reason: string };

export type GitOptions = {
  readonly cwd: string;
  readonly timeoutMs: number;
  /** Receives the output; returns false to stop reading. */
  readonly onData: (chunk: Buffer) => boolean;
  /** The index of a commit under way, when a hook names one. */
  readonly indexFile?: string;
};

/** Runs `git <args>` in a folder. Never throws; says in words why it failed. */
export function runGit(args: readonly string[], { cwd, timeoutMs, onData, indexFile }: GitOptions): Promise<GitResult> {
  return new Promise((resolve) => {
    const settings = OVERRIDES.flatMap((setting) => ['-c', setting]);
    const child = spawn('git', ['--no-pager', '--no-optional-locks', '--literal-pathspecs', ...settings, ...args], {
      cwd,
      env: { ...cleanEnvironment(), ...(indexFile === undefined ? {} : { GIT_INDEX_FILE: indexFile }) },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: false,
      windowsHide: true,
    });
    const end = (): void => void child.kill(constants.signals.SIGKILL);
    process.once('exit', end);
    let stderr = '';
    let isTruncated = false;
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      end();
    }, timeoutMs);
    child.stdout.on('data', (chunk: Buffer) => {
      if (isTruncated || onData(chunk)) return;
      isTruncated = true;
      end();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (stderr.length < 2000) stderr += chunk.toString('utf8');
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      process.off('exit', end);
      resolve({ ok: false, reason: `git cannot be started (${'code' in error ? String(error.code) : 'unknown'})` });
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      process.off('exit', end);
      if (isLate) resolve({ ok: false, reason: `git took longer than ${timeoutMs / 1000} seconds` });
      else if (isTruncated || code === 0) resolve({ ok: true, isTruncated });
      else resolve({ ok: false, reason: plainReason(stderr) });
    });
  });
}

/** Nothing of the caller's git settings, and no way to ask, to fetch, or to load anything. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SYSTEMROOT } = process.env;
  return {
    ...(PATH === undefined ? {} : { PATH }),
    ...(SYSTEMROOT === undefined ? {} : { SYSTEMROOT }),
    HOME: '/nonexistent',
    XDG_CONFIG_HOME: '/nonexistent',
    LC_ALL: 'C',
    TZ: 'UTC',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_ALLOW_PROTOCOL: '',
    GIT_PAGER: 'cat',
    GIT_ASKPASS: '',
    GIT_EXTERNAL_DIFF: '',
  };
}

/** First line that says something, without git's prefix and without absolute paths of this machine. */
function plainReason(stderr: string): string {
  const line = stderr.split('\n').find((text) => text.trim() !== '') ?? 'git failed';
  return line
    .replace(/^(?:fatal|error): /, '')
    .replace(/'?\/[^\s']*'?/g, '…')
    .trim();
}
