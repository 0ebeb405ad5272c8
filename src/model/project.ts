/**
 * What `scan` gives: which files belong to the monolith, and what configuration says about how they find one another.
 * Paths are relative to the analysed root, with `/`, without a leading `./`. The root itself is passed beside the
 * Project and never stored in it, so that nothing downstream can print a machine's path.
 */
import type { Diagnostic } from './diagnostics.js';

/** What a file is for. Only `runtime` counts as coupling. */
export type Role = 'runtime' | 'test' | 'migration' | 'seed' | 'script' | 'generated' | 'config';

/** How `extract` reads a file. `declaration` is a `.d.ts`: types for others, no code of its own. */
export type SourceKind = 'code' | 'declaration' | 'json' | 'prisma' | 'sql';

export type SourceFile = {
  readonly path: string;
  readonly role: Role;
  readonly kind: SourceKind;
  /** Bytes on disk. */
  readonly size: number;
};

/** One tsconfig.json or jsconfig.json with its `extends` chain already merged. */
export type TsConfig = {
  readonly path: string;
  /** Folder of the config; it governs the files below it that no nearer config governs. '' is the root. */
  readonly dir: string;
  /** Folder that non-relative specifiers may start from; absent when `baseUrl` is not set. */
  readonly baseUrl?: string;
  /** Pattern → targets, each target relative to the analysed root. Order as written. */
  readonly paths: readonly { readonly pattern: string; readonly targets: readonly string[] }[];
  readonly rootDirs: readonly string[];
  /** Folders (or configs) named by `references`. */
  readonly references: readonly string[];
  /** `outDir` and `rootDir`, to map built files named in package.json back to sources. */
  readonly outDir?: string;
  readonly rootDir?: string;
  /** `include`, `files` and `exclude` as written, relative to the analysed root, when set. */
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly verbatimModuleSyntax: boolean;
  /** `emitDecoratorMetadata`: types of decorated parameters and members exist at run time. */
  readonly emitsDecoratorMetadata?: true;
};

/** One package.json of the tree. */
export type WorkspacePackage = {
  readonly name: string;
  readonly dir: string;
  readonly version?: string;
  /** True when the root's workspaces name it; any package.json with a name still resolves by name. */
  readonly isWorkspaceMember: boolean;
  /** Subpath ('.' or './x', may hold '*') → candidate targets relative to the analysed root, best first. */
  readonly entries: readonly { readonly subpath: string; readonly targets: readonly string[] }[];
  /** `imports` of package.json ('#x'), and the aliases of the module-alias package → candidate targets, which may also be bare package names. */
  readonly internalImports: readonly { readonly pattern: string; readonly targets: readonly string[] }[];
  /** Names in dependencies, devDependencies, peerDependencies, optionalDependencies; `npm:` aliases resolved. */
  readonly dependencies: readonly { readonly name: string; readonly target: string; readonly isDev: boolean }[];
};

export type Stack = {
  readonly frameworks: readonly string[];
  readonly dataAccess: readonly string[];
  /** Those of `dataAccess` that are stores whose accesses are not read; absent when there are none. */
  readonly unread?: readonly string[];
};

export type Project = {
  /** Name of the root package.json, else of the folder. */
  readonly name: string;
  /** Where the root lies in its git repository, for paths that leave the root and come back; absent when it is the top. */
  readonly prefix?: string;
  readonly files: readonly SourceFile[];
  readonly packages: readonly WorkspacePackage[];
  /** Packages of the repository outside of the root, when the root is only a part of it; `dir` starts with `../`. */
  readonly siblings?: readonly { readonly name: string; readonly dir: string }[];
  readonly tsConfigs: readonly TsConfig[];
  readonly stack: Stack;
  /** Links inside the root to files or folders inside it: another name for the same thing. By path. */
  readonly links?: readonly { readonly path: string; readonly target: string }[];
  /** What was seen and left out, with the reason (ignored by git, link out of the root, too large …). */
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
  readonly diagnostics: readonly Diagnostic[];
};

/** One commit, newest first; paths are those that exist in the analysed tree now. */
export type Commit = {
  readonly hash: string;
  /** Whole days before the newest commit of the history; recency is counted from there, never from the clock. */
  readonly ageDays: number;
  readonly author: string;
  readonly isFix: boolean;
  readonly paths: readonly string[];
};

/** The git history, or why there is none. Unknown is never reported as zero. */
export type History =
  | {
      readonly available: true;
      readonly isShallow: boolean;
      readonly commits: readonly Commit[];
      /** CODEOWNERS rules in file order. */
      readonly owners: readonly { readonly pattern: string; readonly owners: readonly string[] }[];
      readonly notes: readonly string[];
      /** The log ended early, for a reason that may pass (time, missing objects): another run may read more. */
      readonly isBroken?: true;
    }
  | { readonly available: false; readonly reason: string };
