/** A copy of the example as a git repository in a temporary folder, driven through the built bin: what CI would see. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const BIN = resolve('bin/msa-map.js');
const EXAMPLE = resolve('fixtures/systems/allinone-commerce');

export const BASELINE = 'msa-map.baseline.jsonl';

export type Run = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

export type Repository = {
  readonly root: string;
  /** Runs `msa-map` with the arguments in the repository. */
  readonly msaMap: (args: readonly string[], env?: Readonly<Record<string, string>>) => Run;
  readonly check: (...args: string[]) => Run;
  /**
   * What `check` answers: its exit code, then each new finding as `severity rule file:line to`, then each stale entry
   * as `stale rule from to`. Everything else is in the baseline, which is asserted for the whole project.
   */
  readonly judge: (...args: string[]) => string[];
  readonly git: (...args: string[]) => string;
  readonly write: (path: string, text: string) => void;
  readonly edit: (path: string, from: string, to: string) => void;
  readonly read: (path: string) => string;
  readonly move: (from: string, to: string) => void;
  readonly commit: (message: string) => void;
  readonly remove: () => void;
};

type Key = { readonly rule: string; readonly from: string; readonly to: string };
type Report = {
  readonly summary: Readonly<Record<'new' | 'warnings' | 'accepted' | 'stale', number>>;
  readonly violations: readonly {
    readonly key: Key;
    readonly status: string;
    readonly severity: string;
    readonly evidence: readonly { readonly path: string; readonly line: number }[];
  }[];
  readonly stale: readonly Key[];
};

export function exampleRepository(): Repository {
  const root = mkdtempSync(join(tmpdir(), 'msa-check-'));
  cpSync(EXAMPLE, root, { recursive: true });
  const inside = (path: string) => join(root, path);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(inside(path)), { recursive: true });
    writeFileSync(inside(path), text);
  };
  const read = (path: string) => readFileSync(inside(path), 'utf8');
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=clerk', '-c', 'user.email=clerk@example.org', ...args], {
      cwd: root,
      encoding: 'utf8',
      stdio: 'pipe',
      env: { PATH: process.env['PATH'], HOME: root },
    });
  const msaMap = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Run => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
      cwd: root,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: root, NO_COLOR: '1', ...env },
    });
    return { code: status, stdout, stderr };
  };
  const check = (...args: string[]) => msaMap(['check', ...args]);
  const commit = (message: string) => {
    git('add', '-A');
    git('commit', '-qm', message);
  };
  write('.gitignore', 'node_modules\n.msa-map\n');
  git('init', '-q', '-b', 'main');
  commit('the shop');
  return {
    root,
    msaMap,
    check,
    judge: (...args) => {
      const { code, stdout, stderr } = check('--format', 'json', ...args);
      if (code === 2) return ['2', stdout, stderr];
      const report = JSON.parse(stdout) as Report;
      if (args.length === 0) assertNoneLost(report, read(BASELINE));
      return [String(code), ...said(report)];
    },
    git,
    write,
    read,
    edit: (path, from, to) => {
      const text = read(path);
      if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
      write(
        path,
        text.replace(from, () => to),
      );
    },
    move: (from, to) => {
      mkdirSync(dirname(inside(to)), { recursive: true });
      renameSync(inside(from), inside(to));
    },
    commit,
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Each line of the baseline is accepted or stale: debt leaves it in no other way. */
function assertNoneLost({ summary }: Report, baseline: string): void {
  const entries = baseline.trimEnd().split('\n').length - 1;
  if (summary.accepted + summary.stale !== entries) throw new Error(`${entries} lines, ${JSON.stringify(summary)}`);
}

function said({ violations, stale, summary }: Report): string[] {
  const fresh = violations.filter(({ status }) => status === 'new');
  if (fresh.length !== summary.new + summary.warnings) throw new Error('the summary does not add up');
  return [
    ...fresh.map(({ severity, key, evidence: [place] }) =>
      `${severity} ${key.rule} ${place?.path}:${place?.line} ${key.to}`.trim(),
    ),
    ...stale.map(({ rule, from, to }) => `stale ${rule} ${from} ${to}`),
  ];
}
